import './poster.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import type { WorkerCard } from '@lifang/domains/grid/schema/public.ts'
import { Icon } from '../../kit/icons.tsx'
import { QrCode } from '../../kit/qr.tsx'
import { Failed, Loading } from '../../kit/states.tsx'
import { postWord, t } from '../../kit/words.ts'
import { baseMapQuery } from '../app/queries.ts'
import { PosterDrawing } from './poster-drawing.tsx'
import { areaQuery, cardQuery } from './queries.ts'

const DUTIES = [1, 2, 3, 4] as const

/**
 * 服务公示 on one A4 sheet to be hung up: it is made of the public card alone, so that nothing is printed that was not approved for
 * publication.
 */
export function PosterPage() {
  const { code } = useParams({ from: '/staff/grids/$code/poster' })
  const area = useQuery(areaQuery(code))
  const card = useQuery(cardQuery(code))
  const base = useQuery(baseMapQuery)
  const failed = area.error ?? card.error ?? base.error
  if (failed !== null) return <Failed error={failed} retry={() => void card.refetch()} />
  if (area.data === undefined || card.data === undefined || base.data === undefined)
    return <Loading lines={8} />
  const { border } = area.data
  return (
    <div className="poster-page">
      <p className="poster-bar">
        <Link to="/grids" search={{ area: code }}>
          {t('grid-desk.poster-back')}
        </Link>
        <span className="sp" />
        <span className="sm mu">{t('grid-desk.poster-why')}</span>
        <Button type="primary" icon={<Icon name="print" />} onClick={() => window.print()}>
          {t('grid-desk.print')}
        </Button>
      </p>
      <article className="poster" aria-label={t('grid-desk.poster')}>
        <header>
          <h1>{t('grid-desk.poster-title')}</h1>
          <p>{[card.data.community?.name, card.data.grid.name].filter((x) => x !== undefined).join(' · ')}</p>
          <p className="code">{t('grid-desk.poster-code', { code: card.data.grid.code })}</p>
        </header>
        {border !== null && (
          <PosterDrawing shape={border.polygon} name={card.data.grid.name} base={base.data} />
        )}
        <Worker card={card.data} />
      </article>
    </div>
  )
}

function Worker({ card: { grid, worker, office, duties } }: { readonly card: WorkerCard }) {
  const name =
    worker === null
      ? t('grid-desk.poster-vacant')
      : worker.name === null
        ? postWord('grid-worker')
        : worker.whole
          ? worker.name
          : t('grid-desk.polite', { surname: worker.name })
  const link = `${location.origin}/portal/report?grid=${encodeURIComponent(grid.code)}`
  return (
    <div className="poster-foot">
      <section className="who">
        {worker?.photo != null && (
          <img className="photo" src={worker.photo} alt={t('grid-desk.poster-photo')} />
        )}
        <div>
          <p className="post">{postWord('grid-worker')}</p>
          <h2>{name}</h2>
          {worker?.standIn === true && <p>{t('grid-desk.stand-in')}</p>}
          {office !== null && (
            <p className="phone">
              <span>{office.name}</span>
              <b>{office.phone}</b>
            </p>
          )}
        </div>
      </section>
      {duties !== null && (
        <section className="duties">
          <h3>{t('grid-desk.duties')}</h3>
          <ol>
            {(duties.length > 0 ? duties : DUTIES.map((n) => t(`grid-desk.duty.${String(n)}`))).map((d) => (
              <li key={d}>{d}</li>
            ))}
          </ol>
        </section>
      )}
      <section className="scan">
        <QrCode text={link} label={t('grid-desk.poster-qr', { link })} />
        <p>{t('grid-desk.poster-scan')}</p>
      </section>
    </div>
  )
}
