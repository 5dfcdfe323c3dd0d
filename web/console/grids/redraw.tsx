import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { DAY } from '@lifang/domains/calendar/rules/instants.ts'
import { deskRoutes } from '@lifang/domains/grid/schema/desk.ts'
import type { RedrawItem, RedrawView } from '@lifang/domains/grid/schema/views.ts'
import { call } from '../../kit/call.ts'
import { Failed, Loading, ProblemAlert } from '../../kit/states.tsx'
import { fromLocalInput, toLocalInput, when } from '../../kit/time.ts'
import { tooLong, useCommandId } from '../../kit/typed.ts'
import { withoutUnseen } from '@lifang/platform/unseen.ts'
import { t } from '../../kit/words.ts'
import { useNow } from '../../kit/now.ts'
import { faultWords } from './faults.ts'
import { PlanTable } from './plan-table.tsx'
import { gridsChanged, redrawQuery, redrawsQuery } from './queries.ts'

const ms = (iso: string | null): number => (iso === null ? 0 : Date.parse(iso))

function stateWords(r: Pick<RedrawItem, 'status' | 'effectiveAt' | 'draftedAt'>, now: number): string {
  const at = when(r.effectiveAt === null ? ms(r.draftedAt) : ms(r.effectiveAt), now)
  return t(`grid-desk.state.${r.status}`, { at })
}

/** 版本与沿革: what was redrawn in a community, the newest first. */
export function History({
  parent,
  onOpen,
}: {
  readonly parent: string
  /** Undefined for who only reads. */
  readonly onOpen: ((id: string) => void) | undefined
}) {
  const now = useNow()
  const { data } = useQuery(redrawsQuery(parent))
  if (data === undefined) return <Loading lines={2} />
  return (
    <section className="history">
      <h3>{t('grid-desk.history')}</h3>
      {data.length === 0 && <p className="sm mu">{t('grid-desk.no-history')}</p>}
      <ul>
        {data.map((r) => {
          const words = (
            <>
              <b>{t(`grid-desk.kind.${r.kind}`)}</b> {r.before.join('、')} → {r.after.join('、')}
              <span className="sm mu">
                {stateWords(r, now)}
                {r.undone && ` · ${t('grid-desk.undone')}`}
              </span>
            </>
          )
          return (
            <li key={r.id}>
              {onOpen === undefined ? (
                <div>{words}</div>
              ) : (
                <button type="button" onClick={() => onOpen(r.id)}>
                  {words}
                </button>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** One redraw: what it does, and what may be done with it now. */
export function RedrawPane({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const now = useNow()
  const { data: view, error, refetch } = useQuery(redrawQuery(id))
  const [publishing, setPublishing] = useState(false)
  const [rolling, setRolling] = useState(false)
  const withdraw = useMutation({
    mutationFn: () => call(deskRoutes.withdrawRedraw, { params: { id } }),
    onSettled: gridsChanged,
  })
  if (view === undefined)
    return error === null ? <Loading lines={8} /> : <Failed error={error} retry={() => void refetch()} />
  const blocking = view.findings.filter((f) => f.blocks)
  const late = view.rollBackUntil !== null && ms(view.rollBackUntil) < now
  return (
    <>
      <header className="facts-head">
        <div>
          <h2>{t(`grid-desk.kind.${view.kind}`)}</h2>
          <p className="sm mu">
            {[view.parent?.name, view.document].filter((x) => typeof x === 'string').join(' · ')}
          </p>
        </div>
        <span className="sp" />
        <span className="tag b">{stateWords(view, now)}</span>
      </header>
      <div className="redraw-body">
        {view.failure !== null && (
          <p className="found bad">{t('grid-desk.failed', { why: t(view.failure) })}</p>
        )}
        <PlanTable plan={view} />
        <Checks view={view} />
        <ProblemAlert error={withdraw.error} />
        {late && <p className="sm mu">{t('grid-desk.roll-back-late')}</p>}
      </div>
      <footer className="acts">
        <Button onClick={onClose}>{t('grid-desk.close')}</Button>
        <span className="sp" />
        {(view.status === 'draft' || view.status === 'scheduled') && (
          <Button loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
            {t(view.status === 'draft' ? 'grid-desk.withdraw' : 'grid-desk.withdraw-scheduled')}
          </Button>
        )}
        {view.status === 'draft' && (
          <Button type="primary" disabled={blocking.length > 0} onClick={() => setPublishing(true)}>
            {blocking.length > 0
              ? t('grid-desk.publish-blocked', { n: blocking.length })
              : t('grid-desk.publish')}
          </Button>
        )}
        {view.status === 'published' && (
          <Button disabled={late} onClick={() => setRolling(true)}>
            {t('grid-desk.roll-back')}
          </Button>
        )}
      </footer>
      {publishing && <Publish view={view} onClose={() => setPublishing(false)} />}
      {rolling && <RollBack view={view} onClose={() => setRolling(false)} />}
    </>
  )
}

function Checks({ view }: { readonly view: RedrawView }) {
  if (view.findings.length === 0) return <p className="found md">{t('grid-desk.clean')}</p>
  return (
    <ul className="checks">
      {view.findings.map((f, i) => (
        <li key={i} className={f.blocks ? 'bad' : ''}>
          {faultWords(
            f,
            (code) => [...view.after, ...view.before].find((p) => p.code === code)?.name ?? code,
          )}
        </li>
      ))}
    </ul>
  )
}

function Publish({ view, onClose }: { readonly view: RedrawView; readonly onClose: () => void }) {
  const [how, setHow] = useState<'now' | 'at'>('now')
  const [at, setAt] = useState(() => `${toLocalInput(Date.now() + DAY).slice(0, 10)}T00:00`)
  const publish = useMutation({
    mutationFn: () =>
      call(deskRoutes.publishRedraw, {
        params: { id: view.id },
        body: how === 'now' ? {} : { at: fromLocalInput(at) },
      }),
    onSuccess: async () => {
      await gridsChanged()
      onClose()
    },
  })
  return (
    <Modal open title={t('grid-desk.publish-title')} onCancel={onClose} footer={null} width={440}>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          publish.mutate()
        }}
      >
        <p className="sm mu">{t('grid-desk.publish-why')}</p>
        <Radio.Group
          aria-label={t('grid-desk.publish-when')}
          value={how}
          onChange={(e) => setHow(e.target.value === 'at' ? 'at' : 'now')}
          options={[
            { value: 'now', label: t('grid-desk.publish-now') },
            { value: 'at', label: t('grid-desk.publish-at') },
          ]}
        />
        {how === 'at' && (
          <p>
            <label htmlFor="redraw-at">{t('grid-desk.publish-when')}</label>{' '}
            <input
              id="redraw-at"
              className="when"
              type="datetime-local"
              value={at}
              required
              onChange={(e) => setAt(e.target.value)}
            />
          </p>
        )}
        <ProblemAlert error={publish.error} />
        <Button type="primary" htmlType="submit" block loading={publish.isPending} style={{ marginTop: 12 }}>
          {t('grid-desk.publish-do')}
        </Button>
      </form>
    </Modal>
  )
}

function RollBack({ view, onClose }: { readonly view: RedrawView; readonly onClose: () => void }) {
  const now = useNow()
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const idFor = useCommandId()
  const fault = withoutUnseen(reason).trim().length < 2 ? t('grid-desk.reason-needed') : tooLong(reason, 200)
  const bad = fault !== null
  const back = useMutation({
    mutationFn: () =>
      call(deskRoutes.rollBackRedraw, {
        params: { id: view.id },
        body: { id: idFor(reason.trim()), reason: reason.trim() },
      }),
    onSuccess: async () => {
      await gridsChanged()
      onClose()
    },
  })
  return (
    <Modal open title={t('grid-desk.roll-back-title')} onCancel={onClose} footer={null} width={440}>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          setAsked(true)
          if (!bad) back.mutate()
        }}
      >
        <p className="sm mu">{t('grid-desk.roll-back-why', { until: when(ms(view.rollBackUntil), now) })}</p>
        <label htmlFor="roll-back-reason">{t('grid-desk.reason')}</label>
        <Input.TextArea
          id="roll-back-reason"
          value={reason}
          rows={3}
          aria-invalid={asked && bad}
          aria-describedby="roll-back-help"
          onChange={(e) => setReason(e.target.value)}
        />
        <p id="roll-back-help" className="sm ink">
          {asked ? fault : ''}
        </p>
        <ProblemAlert error={back.error} />
        <Button type="primary" htmlType="submit" block loading={back.isPending} style={{ marginTop: 12 }}>
          {t('grid-desk.roll-back-do')}
        </Button>
      </form>
    </Modal>
  )
}
