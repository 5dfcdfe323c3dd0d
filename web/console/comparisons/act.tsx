import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, Radio } from 'antd'
import { comparisonRoutes, type TaskView } from '@lifang/domains/registry/schema/comparison.ts'
import type { TaskAct } from '@lifang/domains/registry/schema/comparison-lists.ts'
import { NEEDS_REASON } from '@lifang/domains/registry/rules/comparison-task.ts'
import { call } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { atMost, filled, isMarked, markRefused, useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { todayOf } from '../registry/proof.tsx'
import { comparisonsChanged } from './queries.ts'

interface Said {
  readonly act: TaskAct
  readonly reason: string
  readonly value: string
  readonly on: string
}
const FIELDS = ['act', 'reason', 'value', 'on']

/** How the task is settled, and why. Nothing is chosen beforehand. */
export function ActForm({ of }: { readonly of: TaskView }) {
  const idFor = useCommandId()
  const [form] = Form.useForm<Said>()
  const act = Form.useWatch('act', form)
  const settle = useMutation({
    mutationFn: (f: Said) => {
      const dated = f.act === 'moved-out' || f.act === 'deceased'
      const body = {
        act: f.act,
        version: of.version,
        ...(of.person === null ? {} : { personVersion: of.person.version }),
        reason: (f.reason ?? '').trim(),
        ...(f.act === 'change' ? { value: f.value.trim() } : {}),
        ...(dated ? { on: f.on } : {}),
      }
      return call(comparisonRoutes.settle, { params: { id: of.id }, body: { id: idFor(body), ...body } })
    },
    onSuccess: comparisonsChanged,
    onError: (error) => {
      // A fact that is refused stands at what was typed for it.
      if (!markRefused(form, error) && act === 'change' && error instanceof Error)
        form.setFields([{ name: 'value', errors: [error.message] }])
    },
  })
  const shown = isMarked(settle.error, FIELDS) || (act === 'change' && form.getFieldError('value').length > 0)
  return (
    <section className="card cmp-pad" aria-labelledby="cmp-act">
      <h2 id="cmp-act">{t('comparison.act')}</h2>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ reason: '', value: '', on: todayOf() }}
        onFinish={(f) => settle.mutate(f)}
      >
        <Form.Item name="act" rules={[{ required: true, message: t('console.required') }]}>
          <Radio.Group
            aria-labelledby="cmp-act"
            className="cmp-acts"
            options={of.acts.map((a) => ({
              value: a,
              label: (
                <>
                  {t(`comparison.act.${a}`)} <span className="mu sm">{t(`comparison.act-hint.${a}`)}</span>
                </>
              ),
            }))}
          />
        </Form.Item>
        {act === 'change' && (
          <Form.Item name="value" label={t('comparison.value')} htmlFor="cmp-value" rules={[filled(100)]}>
            <Input
              id="cmp-value"
              {...(of.field === 'birthDate' ? { type: 'date', max: todayOf() } : {})}
              autoComplete="off"
            />
          </Form.Item>
        )}
        {(act === 'moved-out' || act === 'deceased') && (
          <Form.Item
            name="on"
            label={t('comparison.on')}
            htmlFor="cmp-on"
            rules={[{ required: true, message: t('comparison.day-needed') }]}
          >
            <Input id="cmp-on" type="date" max={todayOf()} style={{ width: 180 }} />
          </Form.Item>
        )}
        {act !== undefined && act !== 'take-theirs' && act !== 'done-elsewhere' && (
          <Form.Item
            name="reason"
            label={t('comparison.reason')}
            htmlFor="cmp-reason"
            rules={[NEEDS_REASON.has(act) ? filled(200, 4) : atMost(200)]}
          >
            <Input.TextArea id="cmp-reason" autoSize={{ minRows: 2 }} />
          </Form.Item>
        )}
        <ProblemAlert error={shown ? null : settle.error} />
        <Button type="primary" htmlType="submit" disabled={act === undefined} loading={settle.isPending}>
          {t('comparison.do')}
        </Button>
      </Form>
    </section>
  )
}
