import { printNumber } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { PageLink } from '../../kit/page-link.tsx'
import { Frame, home } from '../frame.tsx'
import { useTitle } from '../../kit/path.ts'
import { QrCode } from '../../kit/qr.tsx'
import { useSettings } from '../settings.ts'
import type { Sent } from './submit.ts'

/** The number came back: large, on a card that can be printed, with what happens next. */
export function SentPage({ sent, tail }: { sent: Sent; tail: string | null }) {
  useTitle(t('portal.sent'))
  const { elder } = useSettings()
  const { number, grid } = sent.reported
  const link = `${location.origin}/portal/case?number=${number}`
  return (
    <Frame
      title={t('portal.sent')}
      back={home}
      bar={
        <PageLink to={`/portal/case?number=${number}`} className="button main">
          {t('portal.sent.look')}
        </PageLink>
      }
    >
      {sent.earlier && (
        <p className="card trouble" role="status">
          {t('portal.sent.earlier')}
        </p>
      )}
      <section className="card ticket" aria-label={t('portal.sent.card')}>
        <p className="hint">{t('portal.number')}</p>
        <p className="big-number">{printNumber(number)}</p>
        <p>{t('portal.sent.grid', { grid: grid.name })}</p>
        <QrCode text={link} label={t('portal.sent.qr')} />
        <p className="hint">{tail === null ? t('portal.sent.no-tail') : t('portal.sent.how')}</p>
      </section>
      {!elder && (
        <button type="button" className="wide screen" onClick={() => window.print()}>
          {t('portal.print')}
        </button>
      )}
      <section className="card screen">
        <h2>{t('portal.sent.next')}</h2>
        <ol className="nexts">
          {(['accept', 'dispatch', 'close'] as const).map((one) => (
            <li key={one}>{t(`portal.sent.next.${one}`)}</li>
          ))}
        </ol>
      </section>
    </Frame>
  )
}
