import { Form, Input, Radio } from 'antd'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { SOURCES, type Source } from '@lifang/domains/registry/schema/lists.ts'
import { t } from '../../kit/words.ts'

export interface Proof {
  source: Source
  verifiedOn: string
}
/** The office's day of now; a form's first guess of when something was seen. */
export const todayOf = (): string => dateOf(officeDay(Date.now()))
export const firstProof = (): Proof => ({ source: 'visit', verifiedOn: todayOf() })

/** Where what is written here was learnt, and on which day: it stands beside every value from then on. */
export function ProofFields() {
  return (
    <div className="two reg-proof">
      <Form.Item name="source" label={<span id="proof-source">{t('registry.source')}</span>}>
        <Radio.Group
          aria-labelledby="proof-source"
          options={SOURCES.map((s) => ({ value: s, label: t(`registry.source.${s}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="verifiedOn"
        label={t('registry.verified-on')}
        htmlFor="proof-day"
        rules={[{ required: true, message: t('console.required') }]}
      >
        <Input id="proof-day" type="date" max={todayOf()} />
      </Form.Item>
    </div>
  )
}
