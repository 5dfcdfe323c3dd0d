import { Form, Input } from 'antd'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { coverageRoutes, type CycleView } from '@lifang/domains/registry/schema/coverage.ts'
import { call } from '../../kit/call.ts'
import { useNow } from '../../kit/now.ts'
import { filled } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { FormWindow } from '../app/form-window.tsx'
import { registryChanged } from '../registry/queries.ts'

interface CycleProps {
  readonly area: CycleView['area']
  /** Homes that stand there today. */
  readonly homes: number
  readonly onClose: () => void
}
/** Begins a cycle today, over one area. */
export function CycleWindow({ area, homes, onClose }: CycleProps) {
  const today = dateOf(officeDay(useNow()))
  return (
    <FormWindow
      title={t('coverage.start-in', { area: area.name })}
      initial={{ name: '', to: '' }}
      send={({ name, to }, idFor) => {
        const body = { name: name.trim(), to, area: area.code }
        return call(coverageRoutes.startCycle, { body: { id: idFor(body), ...body } })
      }}
      changed={registryChanged}
      onClose={onClose}
      submit={t('coverage.start-do')}
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
    </FormWindow>
  )
}

/** Ends a cycle before its day, with the reason. */
export function CloseWindow({ cycle, onClose }: { readonly cycle: CycleView; readonly onClose: () => void }) {
  return (
    <FormWindow
      title={t('coverage.close-of', { name: cycle.name })}
      initial={{ why: '' }}
      send={({ why }, idFor) => {
        const body = { why: why.trim() }
        return call(coverageRoutes.closeCycle, {
          params: { id: cycle.id },
          body: { id: idFor(body), ...body },
        })
      }}
      changed={registryChanged}
      onClose={onClose}
      submit={t('coverage.close')}
    >
      <p className="mu md">{t('coverage.close-why')}</p>
      <Form.Item name="why" label={t('registry.reason')} rules={[filled(200, 2)]} htmlFor="cycle-why">
        <Input.TextArea id="cycle-why" autoSize={{ minRows: 2 }} />
      </Form.Item>
    </FormWindow>
  )
}
