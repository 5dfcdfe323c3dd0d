import { useState } from 'react'
import type { WorkerCard } from '@lifang/domains/grid/schema/public.ts'
import { isRefusal } from '../kit/call.ts'
import { position } from '../kit/position.ts'
import { t } from '../kit/words.ts'
import { Frame, home, Trouble, useLoaded } from './frame.tsx'
import { GridChoice } from './grid-choice.tsx'
import { useTitle } from '../kit/path.ts'
import { card, locate, places } from './places.ts'
import { setGrid, useSettings } from './settings.ts'

/** 我的网格员: by position, or by community and grid; what the deployment publishes and nothing more. */
export function WorkerPage() {
  useTitle(t('portal.door.worker'))
  const { grid } = useSettings()
  const known = useLoaded('places', places)
  const [failed, setFailed] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const byPosition = async (): Promise<void> => {
    setBusy(true)
    setFailed(null)
    try {
      const { coords } = await position()
      setGrid((await locate(coords.longitude, coords.latitude)).grid.code)
    } catch (error) {
      setFailed(isRefusal(error) ? error : t('portal.place.no-position'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Frame title={t('portal.door.worker')} back={home}>
      {grid !== null && <Card grid={grid} />}
      <section className="card">
        <h2>{t(grid === null ? 'portal.worker.where' : 'portal.worker.other')}</h2>
        <button type="button" className="wide" disabled={busy} onClick={() => void byPosition()}>
          {busy ? t('portal.place.finding') : t('portal.place.phone')}
        </button>
        <Trouble error={failed} />
        {known.state === 'failed' && <Trouble error={known.error} />}
        {known.state === 'there' && (
          <GridChoice key={grid} places={known.value} chosen={grid} onChoose={(one) => setGrid(one.code)} />
        )}
      </section>
    </Frame>
  )
}

function Card({ grid }: { grid: string }) {
  const found = useLoaded(grid, () => card(grid))
  switch (found.state) {
    case 'loading':
      return <p className="card hint">{t('portal.loading')}</p>
    case 'failed':
      return (
        <div className="card">
          <Trouble error={found.error} />
        </div>
      )
    case 'there':
      return <Worker card={found.value} />
  }
}

function Worker({ card: { grid, community, worker, office, duties } }: { card: WorkerCard }) {
  const name =
    worker === null
      ? t('portal.worker.vacant')
      : worker.name === null
        ? t('portal.post.grid-worker')
        : worker.whole
          ? worker.name
          : t('portal.worker.polite', { surname: worker.name })
  return (
    <section className="card worker">
      <div className="person">
        {worker?.photo != null && (
          <img className="portrait" src={worker.photo} alt={t('portal.worker.photo')} />
        )}
        <div>
          <h2>{name}</h2>
          <p>
            {t('portal.post.grid-worker')} ·{' '}
            {[community?.name, grid.name].filter((x) => x !== undefined).join(' ')}
          </p>
          {worker?.standIn === true && <p className="hint">{t('portal.worker.stand-in')}</p>}
        </div>
      </div>
      {office !== null && (
        <a className="button wide call" href={`tel:${office.phone.replaceAll(/\s/g, '')}`}>
          {t('portal.worker.call', { name: office.name, phone: office.phone })}
        </a>
      )}
      {duties !== null && (
        <>
          <h3>{t('portal.worker.duties')}</h3>
          <ul className="points">
            {(duties.length > 0 ? duties : [1, 2, 3, 4].map((n) => t(`portal.duty.${String(n)}`))).map(
              (one) => (
                <li key={one}>{one}</li>
              ),
            )}
          </ul>
        </>
      )}
    </section>
  )
}
