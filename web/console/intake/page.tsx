import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Form } from 'antd'
import { useMemo, useState } from 'react'
import { defaultPolicy } from '@lifang/domains/incidents/rules/policy.ts'
import { INTAKE_TABS, type IntakeTab } from '@lifang/domains/incidents/schema/intake.ts'
import type { Stage } from '@lifang/domains/incidents/schema/words.ts'
import { Icon } from '../../kit/icons.tsx'
import { part } from '../../kit/part.tsx'
import { Loading } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { useListLive } from '../app/list-live.ts'
import { useNow } from '../../kit/now.ts'
import { incidentChanged, incidentQuery, intakeQuery } from '../app/queries.ts'
import { changed } from '../app/searches.ts'
import type { IntakeSearch } from '../app/tabs.ts'
import { focusRow, following, stepped } from '../desk/beside.ts'
import { Panes } from '../desk/panes.tsx'
import { useDeskKeys } from '../dispatch/keys.ts'
import { Queue } from '../dispatch/queue.tsx'
import type { ReportFields } from '../report/fields.ts'
import { Side } from './alike.tsx'
import { CallFields, useKept } from './call-form.tsx'
import { useCallSender } from './send.ts'
import '../dispatch/dispatch.css'
import '../dispatch/case.css'
import './intake.css'

/** After the first rows: nobody acts before there is something to act on. */
const IntakeCase = part(async () => (await import('./case.tsx')).IntakeCase, <Loading lines={8} />)

const PANES = ['queue', 'work', 'side'] as const
type Pane = (typeof PANES)[number]
const STAGE_OF = {
  accept: 'accept',
  verifying: 'verify',
  file: 'file',
  close: 'close',
} as const satisfies Record<IntakeTab, Stage>

/** 受理台: what waits on the left, the call or the report in the middle, and what is open around its place beside it. */
export function IntakePage() {
  const search = useSearch({ from: '/staff/intake' })
  const navigate = useNavigate({ from: '/intake' })
  const tab = search.tab ?? 'accept'
  const number = search.case ?? null
  const now = useNow()
  const [pane, setPane] = useState<Pane>('queue')
  const [near, setNear] = useState<number | null>(null)
  const [form] = Form.useForm<ReportFields>()
  useKept(form)
  const sender = useCallSender(form)
  const queue = useQuery(intakeQuery(tab, search.lamp))
  const items = useMemo(() => queue.data?.items ?? [], [queue.data])
  const incident = useQuery({ ...incidentQuery(number ?? ''), enabled: number !== null }).data ?? null
  const live = useListLive((changed) => {
    if (changed === number) void incidentChanged(changed)
  })

  const set = (change: Partial<IntakeSearch>): void =>
    void navigate({ search: (old) => changed(old, change), replace: true })
  const at = items.findIndex((i) => i.number === number)
  const select = (one: string): void => {
    set({ case: one })
    focusRow(one)
  }
  const step = (by: 1 | -1): void => {
    const next = stepped(items, at, by)
    if (next !== undefined) select(next.number)
  }
  /** The report after the one just done, or the one before it; after the last one the form of a call. */
  const goOn = (): void => {
    const next = following(items, at)
    if (next === undefined) set({ case: undefined })
    else select(next.number)
  }
  const answerCall = (): void => {
    set({ case: undefined })
    setPane('work')
    setTimeout(() => document.getElementById('call-phone')?.focus())
  }
  useDeskKeys({ step })
  const paneName = (p: Pane): string => {
    if (p === 'work' && number !== null) return t('intake.pane.case')
    return t(`intake.pane.${p}`) + (p === 'side' && near !== null ? ` ${String(near)}` : '')
  }
  const settled = queue.data !== undefined && !queue.isPlaceholderData

  return (
    <div className={`dispatch intake at-${pane}`}>
      <h1 className="hidden">{t('intake.title')}</h1>
      <Panes label={t('intake.panes')} panes={PANES} pane={pane} name={paneName} choose={setPane} />
      <Queue
        words="intake"
        tabs={INTAKE_TABS}
        query={queue}
        tab={tab}
        lamp={search.lamp}
        selected={number}
        now={now}
        live={live}
        limit={defaultPolicy.stages[STAGE_OF[tab]]}
        noted={(item) => ({ tags: item.unable ? [t('intake.tag.unable')] : [], aside: null })}
        set={(change) => set({ ...change, case: undefined })}
        select={(one) => {
          select(one)
          setPane('work')
        }}
      >
        <Button
          className={number === null ? 'new-call on' : 'new-call'}
          aria-pressed={number === null}
          data-key="n"
          icon={<Icon name="phone" />}
          onClick={answerCall}
        >
          {t('intake.call.new')} <kbd aria-hidden="true">N</kbd>
        </Button>
      </Queue>
      <section className="case-pane" aria-label={t(number === null ? 'intake.call.title' : 'dispatch.case')}>
        <div className="pane-in" hidden={number !== null}>
          <CallFields form={form} sender={sender} />
        </div>
        {number !== null && (
          <IntakeCase
            key={number}
            number={number}
            place={at === -1 ? null : { at: at + 1, of: queue.data?.counts[tab] ?? items.length }}
            gone={settled && at === -1}
            now={now}
            goOn={goOn}
          />
        )}
      </section>
      <Side
        form={form}
        incident={number === null ? null : incident}
        now={now}
        sender={sender}
        goOn={goOn}
        onCount={setNear}
      />
    </div>
  )
}
