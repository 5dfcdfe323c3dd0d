import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { dayOf } from '@lifang/domains/calendar/rules/instants.ts'
import { calendarRoutes } from '@lifang/domains/calendar/schema/routes.ts'
import type { CalendarData } from '@lifang/domains/calendar/schema.ts'
import { calendarEffectRoutes, type EffectView } from '@lifang/domains/incidents/schema/calendar-effect.ts'
import { newId } from '@lifang/platform/id.ts'
import { call, isRefusal } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { ProblemAlert } from '../../kit/states.tsx'
import { exact, fromLocalInput, toLocalInput } from '../../kit/time.ts'
import { filled } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import {
  calendarOf,
  isChanged,
  isWeekend,
  newYears,
  standing,
  UNCHANGED,
  type CalendarDraft,
} from './draft.ts'
import { Effect } from './effect.tsx'
import { calendarChanged } from './queries.ts'
import { whatWords } from './year.tsx'

interface Props {
  readonly of: string | null
  readonly base: CalendarData
  readonly draft: CalendarDraft
  readonly onChange: (next: CalendarDraft) => void
  readonly onChoose: (date: string) => void
  readonly onPublished: () => void
}

/** What the draft changes, each change with its way back; from here one sees what it touches and publishes it. */
export function Changes({ of, base, draft, onChange, onChoose, onPublished }: Props) {
  const [opened, setOpened] = useState(false)
  const dates = Object.keys(draft.days).toSorted()
  const words = (date: string, d: { kind: 'plain' | 'off' | 'work'; name: string }): string =>
    whatWords({ ...d, weekend: isWeekend(dayOf(date)) })
  const years = newYears(draft, base)
  return (
    <section className="card" aria-label={t('admin.cal.changes')}>
      <header>
        <h2>{t('admin.cal.changes')}</h2>
        <span className="sp" />
        {isChanged(draft) && (
          <Button size="small" onClick={() => onChange(UNCHANGED)}>
            {t('admin.cal.drop')}
          </Button>
        )}
      </header>
      <div className="body">
        {!isChanged(draft) && <p className="mu">{t('admin.cal.no-change')}</p>}
        <ul className="cal-changes">
          {dates.map((date) => {
            const change = draft.days[date]
            if (change === undefined) return null
            const { [date]: _gone, ...others } = draft.days
            return (
              <li key={date}>
                <button type="button" className="link" onClick={() => onChoose(date)}>
                  {date}
                </button>
                <span>
                  {words(date, standing(base, date))} → <b className="ink">{words(date, change)}</b>
                </span>
                <Button
                  type="text"
                  size="small"
                  aria-label={t('admin.cal.undo', { date })}
                  icon={<Icon name="close" />}
                  onClick={() => onChange({ ...draft, days: others })}
                />
              </li>
            )
          })}
          {(draft.hours !== null || draft.roundTheClock !== null) && (
            <li>
              <b className="ink">{t('admin.cal.hours-changed')}</b>
              <Button
                type="text"
                size="small"
                aria-label={t('admin.cal.undo', { date: t('admin.cal.hours') })}
                icon={<Icon name="close" />}
                onClick={() => onChange({ ...draft, hours: null, roundTheClock: null })}
              />
            </li>
          )}
        </ul>
        {years.length > 0 && <p className="sm">{t('admin.cal.new-years', { years })}</p>}
        <Button
          type="primary"
          block
          disabled={!isChanged(draft)}
          onClick={() => setOpened(true)}
          style={{ marginTop: 8 }}
        >
          {t('admin.cal.weigh')}
        </Button>
      </div>
      {opened && (
        <Publish
          of={of}
          base={base}
          draft={draft}
          onClose={() => setOpened(false)}
          onPublished={onPublished}
        />
      )}
    </section>
  )
}

interface Fields {
  readonly notice: string
  readonly from: string
}

/** A name for the version nobody has given yet: the day and a piece of chance. */
const versionId = (): string => `office-${toLocalInput(Date.now()).slice(0, 10)}-${newId().slice(-6)}`

/** From when and on which notice; what it touches; then publishing it. */
function Publish({
  of,
  base,
  draft,
  onClose,
  onPublished,
}: Pick<Props, 'of' | 'base' | 'draft' | 'onPublished'> & { readonly onClose: () => void }) {
  const [version, setVersion] = useState(versionId)
  const [form] = Form.useForm<Fields>()
  const [seen, setSeen] = useState<{ readonly from: string; readonly view: EffectView } | null>(null)
  const from = Form.useWatch('from', form)
  const weigh = useMutation({
    mutationFn: async (at: string) => ({
      from: at,
      view: await call(calendarEffectRoutes.effect, {
        body: {
          data: calendarOf(draft, base, version, t('admin.cal.draft')),
          department: of,
          from: fromLocalInput(at),
        },
      }),
    }),
    onSuccess: setSeen,
  })
  const publish = useMutation({
    mutationFn: (f: Fields) =>
      call(calendarRoutes.publish, {
        body: {
          id: version,
          data: calendarOf(draft, base, version, f.notice.trim()),
          note: f.notice,
          department: of,
          from: fromLocalInput(f.from),
        },
      }),
    // Something else sent after a refusal is another version.
    onError: (error) => {
      if (!isRefusal(error) || !error.unsure) setVersion(versionId())
    },
  })
  const done = publish.data
  const close = (): void => {
    onClose()
    if (done === undefined) return
    onPublished()
    // Only now: the room shows the new calendar, and this window goes with the old one.
    void calendarChanged()
  }
  const current = seen !== null && seen.from === from ? seen.view : null
  return (
    <Modal open title={t('admin.cal.publish-title')} onCancel={close} footer={null} width={820}>
      {done !== undefined ? (
        <>
          <p role="status">
            {t('admin.cal.published', { version: done.id, from: exact(Date.parse(done.from)).slice(0, 16) })}
          </p>
          <p className="mu">{t('admin.cal.recount-how')}</p>
          <Button type="primary" block onClick={close} style={{ marginTop: 12 }}>
            {t('admin.noted')}
          </Button>
        </>
      ) : (
        <Form<Fields>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ from: toLocalInput(Date.now()), notice: '' }}
          onFinish={(f) => publish.mutate(f)}
        >
          <div className="two">
            <Form.Item
              name="from"
              label={t('admin.cal.from')}
              htmlFor="calendar-from"
              rules={[{ required: true, message: t('console.required') }]}
            >
              <Input id="calendar-from" type="datetime-local" />
            </Form.Item>
            <Form.Item
              name="notice"
              label={t('admin.cal.notice')}
              htmlFor="calendar-notice"
              rules={[filled(80, 2)]}
            >
              <Input id="calendar-notice" placeholder={t('admin.cal.notice-example')} />
            </Form.Item>
          </div>
          <Button
            onClick={() => weigh.mutate(form.getFieldValue('from') as string)}
            loading={weigh.isPending}
            disabled={!from}
          >
            {t('admin.cal.see')}
          </Button>
          <ProblemAlert error={weigh.error} />
          {current !== null && <Effect view={current} />}
          <ProblemAlert error={publish.error} />
          <Button
            type="primary"
            htmlType="submit"
            block
            loading={publish.isPending}
            disabled={current === null}
            style={{ marginTop: 12 }}
          >
            {t(current === null ? 'admin.cal.see-first' : 'admin.cal.publish')}
          </Button>
        </Form>
      )}
    </Modal>
  )
}
