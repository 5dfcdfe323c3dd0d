import { Checkbox, Form, Input, Radio } from 'antd'
import { privacyRoutes, type RequestView } from '@lifang/domains/registry/schema/privacy.ts'
import { ASKERS, type Asker, type RequestKind } from '@lifang/domains/registry/schema/privacy-lists.ts'
import { call } from '../../kit/call.ts'
import { atMost, filled } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { FormWindow } from '../app/form-window.tsx'
import { peopleChanged, privacyChanged } from './queries.ts'

export interface AskedBy {
  asker: Asker
  checked: string
}
/** Who asks, and how one knows. */
export const AskedByFields = () => (
  <>
    <Form.Item name="asker" label={<span id="asked-by">{t('privacy.asker')}</span>}>
      <Radio.Group
        aria-labelledby="asked-by"
        options={ASKERS.map((a) => ({ value: a, label: t(`privacy.asker.${a}`) }))}
      />
    </Form.Item>
    <Form.Item name="checked" label={t('privacy.checked')} htmlFor="asked-checked" rules={[filled(200, 4)]}>
      <Input id="asked-checked" placeholder={t('privacy.checked-hint')} autoComplete="off" />
    </Form.Item>
  </>
)

interface Asked extends AskedBy {
  what: string
  wrongly: boolean
}
/** Takes a request down for a person. */
export function AskRequest({
  person,
  name,
  kind,
  onClose,
}: {
  readonly person: string
  readonly name: string
  readonly kind: RequestKind
  readonly onClose: () => void
}) {
  const initial: Asked = { asker: 'self', checked: '', what: '', wrongly: false }
  return (
    <FormWindow
      title={t(`privacy.ask-of.${kind}`, { name })}
      initial={initial}
      send={({ asker, checked, what, wrongly }, idFor) => {
        const body = { kind, asker, checked: checked.trim(), what: what.trim(), wrongly }
        return call(privacyRoutes.request, { params: { id: person }, body: { id: idFor(body), ...body } })
      }}
      changed={privacyChanged}
      onClose={onClose}
      submit={t('privacy.take-down')}
      width={460}
    >
      <p className="mu md">{t(`privacy.ask-why.${kind}`)}</p>
      <AskedByFields />
      <Form.Item name="what" label={t(`privacy.what.${kind}`)} htmlFor="asked-what" rules={[filled(500, 4)]}>
        <Input.TextArea
          id="asked-what"
          autoSize={{ minRows: 3 }}
          placeholder={t(`privacy.what-hint.${kind}`)}
        />
      </Form.Item>
      {kind === 'erasure' && (
        <Form.Item name="wrongly" valuePropName="checked">
          <Checkbox>{t('privacy.wrongly-say')}</Checkbox>
        </Form.Item>
      )}
    </FormWindow>
  )
}

/** Grants or refuses a request. */
export function DecideRequest({
  of,
  grant,
  onClose,
}: {
  readonly of: RequestView
  readonly grant: boolean
  readonly onClose: () => void
}) {
  const act = grant ? `grant.${of.kind}` : 'refuse'
  return (
    <FormWindow
      title={t(`privacy.${act}`)}
      initial={{ why: '' }}
      send={({ why }, idFor) => {
        const body = { version: of.version, grant, why: why.trim() }
        return call(privacyRoutes.decideRequest, {
          params: { id: of.id },
          body: { id: idFor(body), ...body },
        })
      }}
      changed={peopleChanged}
      onClose={onClose}
      submit={t(`privacy.${act}`)}
      danger={grant && of.kind === 'erasure'}
      width={440}
    >
      {grant && <p className="mu md">{t(`privacy.grant-why.${of.kind}`)}</p>}
      <p className="md privacy-what">{of.what}</p>
      <Form.Item
        name="why"
        label={t(grant ? 'privacy.answer' : 'privacy.why')}
        htmlFor="request-why"
        rules={[grant ? atMost(300) : filled(300, 4)]}
      >
        <Input.TextArea id="request-why" autoSize={{ minRows: 2 }} />
      </Form.Item>
    </FormWindow>
  )
}
