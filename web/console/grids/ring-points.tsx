import { Button } from 'antd'
import { Icon } from '../../kit/icons.tsx'
import { t } from '../../kit/words.ts'
import { blank, pointFault, ringOf, type RingPoint } from './ring.ts'

/** 画格: the points of the ring in order, as they are pressed on the map or typed; for who draws without a pointer it is all there is. */
export function RingPoints({
  points,
  onPoints,
  fault,
  onDone,
}: {
  readonly points: readonly RingPoint[]
  readonly onPoints: (next: readonly RingPoint[]) => void
  /** What is wrong with the ring as it stands; null: nothing, or it is not a ring yet. */
  readonly fault: string | null
  readonly onDone: () => void
}) {
  const change = (key: string, what: Partial<RingPoint>): void =>
    onPoints(points.map((p) => (p.key === key ? { ...p, ...what, at: null } : p)))
  const bad = points.some((p) => pointFault(p) !== null)
  const closed = ringOf(points) !== null
  return (
    <form
      className="ring"
      aria-label={t('grid-desk.ring')}
      onSubmit={(e) => {
        e.preventDefault()
        if (closed && !bad && fault === null) onDone()
      }}
    >
      <h3>{t('grid-desk.ring')}</h3>
      <p className="sm mu">{t('grid-desk.ring-hint')}</p>
      <ol>
        {points.map((p, i) => {
          const wrong = pointFault(p)
          const name = t('grid-desk.ring-point', { n: i + 1 })
          return (
            <li key={p.key}>
              <span className="sm mu" aria-hidden="true">
                {i + 1}
              </span>
              {(['lon', 'lat'] as const).map((axis) => (
                <input
                  key={axis}
                  inputMode="decimal"
                  aria-label={t(`grid-desk.ring-${axis}`, { name })}
                  placeholder={t(`grid-desk.${axis}`)}
                  aria-invalid={wrong !== null}
                  aria-describedby={wrong === null ? undefined : `ring-${p.key}`}
                  value={p[axis]}
                  onChange={(e) => change(p.key, { [axis]: e.target.value })}
                />
              ))}
              <button
                type="button"
                aria-label={t('grid-desk.ring-remove', { name })}
                onClick={() => onPoints(points.filter((o) => o.key !== p.key))}
              >
                <Icon name="close" />
              </button>
              {wrong !== null && (
                <span id={`ring-${p.key}`} role="alert" className="field-fault sm">
                  {wrong}
                </span>
              )}
            </li>
          )
        })}
      </ol>
      {fault !== null && (
        <p className="found bad" role="alert">
          {fault}
        </p>
      )}
      <div className="line">
        <Button size="small" icon={<Icon name="add" />} onClick={() => onPoints([...points, blank()])}>
          {t('grid-desk.ring-add')}
        </Button>
        <span className="sp" />
        <Button size="small" type="primary" htmlType="submit" disabled={!closed || bad || fault !== null}>
          {closed ? t('grid-desk.ring-done') : t('grid-desk.ring-more')}
        </Button>
      </div>
    </form>
  )
}
