import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, Modal } from 'antd'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { coverageRoutes, type CycleView } from '@lifang/domains/registry/schema/coverage.ts'
import { call } from '../../kit/call.ts'
import { useNow } from '../../kit/now.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { filled, isMarked, markRefused, useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { registryChanged } from '../registry/queries.ts'

interface CycleProps {
  readonly area: CycleView['area']
  /** Homes that stand there today. */
  readonly homes: number
  readonly onClose: () => void
}
interface Said {
  readonly name: string
  readonly to: string
}

/** Begins a cycle today, over one area. */
export function CycleWindow({ area, homes, onClose }: CycleProps) {
  const today = dateOf(officeDay(useNow()))
  const idFor = useCommandId()
  const [form] = Form.useForm<Said>()
  const start = useMutation({
    mutationFn: ({ name, to }: Said) => {
      const body = { name: name.trim(), to, area: area.code }
      return call(coverageRoutes.startCycle, { body: { id: idFor(body), ...body } })
    },
    onSuccess: async () => {
      await registryChanged()
      onClose()
    },
    onError: (error) => markRefused(form, error),
  })
  return (
    <Modal
      open
      title={t('coverage.start-in', { area: area.name })}
      onCancel={onClose}
      footer={null}
      width={420}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: '', to: '' }}
        onFinish={(f) => start.mutate(f)}
      >
        <p className="mu md">{t('coverage.start-why', { homes })}</p>
        <Form.Item name="name" label={t('coverage.name')} rules={[filled(40, 2)]} htmlFor="cycle-name">
          <Input id="cycle-name" placeholder={t('coverage.name-hint')} />
        </Form.Item>
        <Form.Item
          name="to"
          label={t('coverage.to')}
          htmlFor="cycle-to"
          rules={[{ required: true, message: t('coverage.to-needed') }]}
        >
          <Input id="cycle-to" type="date" min={today} />
        </Form.Item>
        <ProblemAlert error={isMarked(start.error, ['name', 'to']) ? null : start.error} />
        <Button type="primary" htmlType="submit" block loading={start.isPending} style={{ marginTop: 12 }}>
          {t('coverage.start-do')}
        </Button>
      </Form>
    </Modal>
  )
}

/** Ends a cycle before its day, with the reason. */
export function CloseWindow({ cycle, onClose }: { readonly cycle: CycleView; readonly onClose: () => void }) {
  const idFor = useCommandId()
  const [form] = Form.useForm<{ why: string }>()
  const close = useMutation({
    mutationFn: ({ why }: { why: string }) => {
      const body = { why: why.trim() }
      return call(coverageRoutes.closeCycle, { params: { id: cycle.id }, body: { id: idFor(body), ...body } })
    },
    onSuccess: async () => {
      await registryChanged()
      onClose()
    },
    onError: (error) => markRefused(form, error),
  })
  return (
    <Modal
      open
      title={t('coverage.close-of', { name: cycle.name })}
      onCancel={onClose}
      footer={null}
      width={420}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ why: '' }}
        onFinish={(f) => close.mutate(f)}
      >
        <p className="mu md">{t('coverage.close-why')}</p>
        <Form.Item name="why" label={t('registry.reason')} rules={[filled(200, 2)]} htmlFor="cycle-why">
          <Input.TextArea id="cycle-why" autoSize={{ minRows: 2 }} />
        </Form.Item>
        <ProblemAlert error={isMarked(close.error, ['why']) ? null : close.error} />
        <Button type="primary" htmlType="submit" block loading={close.isPending} style={{ marginTop: 12 }}>
          {t('coverage.close')}
        </Button>
      </Form>
    </Modal>
  )
}
