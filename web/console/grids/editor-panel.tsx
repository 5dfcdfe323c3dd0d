import { Button, Input } from 'antd'
import type { ReactNode } from 'react'
import { cutAway, fillGap, neighbourOf, type Drawing } from '@lifang/domains/grid/rules/edit.ts'
import type { Finding } from '@lifang/domains/grid/rules/topology.ts'
import type { RedrawPlan } from '@lifang/domains/grid/schema/views.ts'
import { Icon } from '../../kit/icons.tsx'
import { ProblemAlert } from '../../kit/states.tsx'
import { tooLong } from '../../kit/typed.ts'
import { withoutUnseen } from '@lifang/platform/unseen.ts'
import { t } from '../../kit/words.ts'
import { faultWords } from './faults.ts'
import { PlanTable } from './plan-table.tsx'

/** Beside the drawing board: the grids in words, what is wrong and how to mend it, before and after, and keeping the draft. */
export function EditorPanel(props: {
  /** What the tool in hand asks for. */
  readonly before: ReactNode
  readonly drawing: Drawing
  readonly chosen: readonly string[]
  readonly onChoose: (key: string, more: boolean) => void
  readonly onDraw: (next: Drawing) => void
  readonly findings: readonly Finding[]
  readonly sound: boolean
  readonly nameOf: (key: string) => string
  readonly changed: boolean
  readonly trial: RedrawPlan | undefined
  readonly trying: boolean
  readonly error: unknown
  readonly document: string
  readonly onDocument: (text: string) => void
  readonly saving: boolean
  readonly onSave: () => void
  readonly onClose: () => void
}) {
  const { drawing, chosen, onDraw, findings, sound, changed, trial, document } = props
  const blocking = findings.filter((f) => f.blocks)
  const nameless = drawing.some((p) => withoutUnseen(p.name).trim() === '')
  const nameFault = (name: string): string | null => tooLong(name, 60)
  const documentFault = tooLong(document, 200)
  const long = documentFault !== null || drawing.some((p) => p.code === null && nameFault(p.name) !== null)
  return (
    <section className="pane-facts" aria-label={t('grid-desk.draft')}>
      <header className="facts-head">
        <h2>{t('grid-desk.draft')}</h2>
        <span className="sp" />
        <span className="tag b">{t('grid-desk.not-in-force')}</span>
      </header>
      <div className="redraw-body">
        {props.before}
        <ul className="parts" aria-label={t('grid-desk.parts')}>
          {drawing.map((p) => (
            <li key={p.key} className={chosen.includes(p.key) ? 'on' : ''}>
              <button
                type="button"
                data-part={p.code ?? 'new'}
                aria-pressed={chosen.includes(p.key)}
                onClick={(e) => props.onChoose(p.key, e.shiftKey || e.ctrlKey)}
              >
                {p.name} <span className="sm mu">{p.code?.slice(-3) ?? t('grid-desk.new-code')}</span>
              </button>
              {p.code === null && (
                <>
                  <input
                    aria-label={t('grid-desk.name-of', { name: p.name })}
                    value={p.name}
                    aria-invalid={p.name.trim() === '' || nameFault(p.name) !== null}
                    onChange={(e) =>
                      onDraw(drawing.map((q) => (q.key === p.key ? { ...q, name: e.target.value } : q)))
                    }
                  />
                  {nameFault(p.name) !== null && (
                    <span role="alert" className="field-fault sm">
                      {nameFault(p.name)}
                    </span>
                  )}
                </>
              )}
            </li>
          ))}
        </ul>
        <h3>{t('grid-desk.checks')}</h3>
        <div aria-live="polite">
          {!sound ? (
            <p className="found bad">{t('grid-desk.unsound')}</p>
          ) : (
            <Checks findings={findings} drawing={drawing} nameOf={props.nameOf} onDraw={onDraw} />
          )}
        </div>
        {trial !== undefined && (
          <>
            <h3 className="line">
              {t('grid-desk.before-after')}
              <span className="sp" />
              <span className="sm mu">{props.trying ? t('grid-desk.counting') : ''}</span>
            </h3>
            <PlanTable plan={trial} />
          </>
        )}
        <ProblemAlert error={props.error} />
        <label htmlFor="redraw-document" className="md">
          {t('grid-desk.document')}
        </label>
        <Input
          id="redraw-document"
          value={document}
          status={documentFault === null ? '' : 'error'}
          aria-invalid={documentFault !== null}
          placeholder={t('grid-desk.document-hint')}
          onChange={(e) => props.onDocument(e.target.value)}
        />
        {documentFault !== null && (
          <span role="alert" className="field-fault sm">
            {documentFault}
          </span>
        )}
      </div>
      <footer className="acts">
        <Button onClick={props.onClose}>{t('grid-desk.leave')}</Button>
        <span className="sp" />
        <Button
          type="primary"
          disabled={!changed || !sound || blocking.length > 0 || nameless || long}
          loading={props.saving}
          onClick={props.onSave}
        >
          {blocking.length > 0
            ? t('grid-desk.save-blocked', { n: blocking.length })
            : t(nameless ? 'grid-desk.save-nameless' : changed ? 'grid-desk.save' : 'grid-desk.save-nothing')}
        </Button>
      </footer>
    </section>
  )
}

function Checks({
  findings,
  drawing,
  nameOf,
  onDraw,
}: {
  readonly findings: readonly Finding[]
  readonly drawing: Drawing
  readonly nameOf: (key: string) => string
  readonly onDraw: (next: Drawing) => void
}) {
  if (findings.length === 0)
    return (
      <p className="found md">
        <Icon name="check" />
        {t('grid-desk.clean')}
      </p>
    )
  return (
    <ul className="checks">
      {findings.map((f, i) => (
        <li key={i} className={f.blocks ? 'bad' : ''}>
          {f.blocks && <Icon name="stop" />}
          <span>{faultWords({ ...f, areas: f.grids }, nameOf)}</span>
          <span className="sp" />
          {mends(f, drawing, nameOf).map((m) => (
            <button key={m.label} type="button" className="mend" onClick={() => onDraw(m.next())}>
              {m.label}
            </button>
          ))}
        </li>
      ))}
    </ul>
  )
}

interface Mend {
  readonly label: string
  readonly next: () => Drawing
}
/** One press that puts a fault right. */
function mends(f: Finding, drawing: Drawing, nameOf: (key: string) => string): Mend[] {
  const { shape } = f
  if (shape === undefined) return []
  if (f.check === 'gap') {
    const near = neighbourOf(drawing, shape)
    return near === null
      ? []
      : [
          {
            label: t('grid-desk.mend.gap', { name: near.name }),
            next: () => fillGap(drawing, near.key, shape),
          },
        ]
  }
  if (f.check !== 'overlap' && f.check !== 'outside-parent') return []
  return f.grids.map((key) => ({
    label: t('grid-desk.mend.cut', { name: nameOf(key) }),
    next: () => cutAway(drawing, key, shape),
  }))
}
