import '../units/units.css'
import { useNavigate } from '@tanstack/react-router'
import { Form, TreeSelect } from 'antd'
import { SUBJECT_ATTACHMENTS, type SubjectAttachment } from '@lifang/domains/registry/schema/custom-lists.ts'
import { customRoutes, type FormView, type RecordView } from '@lifang/domains/registry/schema/custom.ts'
import { call } from '../../kit/call.ts'
import { useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { branchesOf, useMyAreas } from '../app/places.ts'
import { firstProof, type Proof } from '../registry/proof.tsx'
import { PointField, pointOf, usePointForm } from '../units/point-field.tsx'
import { ThingWindow } from '../units/window.tsx'
import { CustomInputs, firstValues, RecordPick, saidValues, type CustomFormValues } from './inputs.tsx'

interface Props {
  readonly form: FormView
  /** What a new one belongs to, where that is known already. */
  readonly subject: { readonly kind: SubjectAttachment; readonly id: string } | null
  /** Null: a new one. */
  readonly of: RecordView | null
  readonly onClose: () => void
}
type Fields = Proof & CustomFormValues

/** A record of an own kind, written down or changed: the form is what its definition says. */
export function RecordForm({ form: { kind, content }, subject, of, onClose }: Props) {
  const navigate = useNavigate()
  const idFor = useCommandId()
  const [form] = Form.useForm<Fields>()
  const point = usePointForm()
  const attached = SUBJECT_ATTACHMENTS.find((a) => a === content.attach)
  const asksGrid = of === null && content.attach === 'grid'
  const asksPoint = of === null && attached === undefined && !asksGrid
  const areas = useMyAreas()
  const known = of?.values ?? []
  const save = async (f: Fields) => {
    const said = { source: f.source, verifiedOn: f.verifiedOn, values: saidValues(content.fields, known, f) }
    if (of !== null) {
      const body = { ...said, version: of.version }
      return call(customRoutes.editRecord, { params: { id: of.id }, body: { id: idFor(body), ...body } })
    }
    const whose = subject?.id ?? (typeof f['subject'] === 'string' ? f['subject'] : null)
    const grid = asksGrid && typeof f['grid'] === 'string' ? f['grid'] : null
    const body = { ...said, kind, subject: whose, place: asksPoint ? await pointOf(point) : null, grid }
    return call(customRoutes.createRecord, { body: { id: idFor(body), ...body } })
  }
  return (
    <ThingWindow<Fields>
      title={
        of === null
          ? t('custom.record-add', { name: content.name })
          : t('custom.record-edit-of', { title: of.title })
      }
      form={form}
      point={asksPoint ? point : null}
      initial={{ ...firstValues(content.fields, known), subject: null, grid: null, ...firstProof() }}
      save={save}
      onClose={onClose}
      onMade={of === null ? (id) => void navigate({ to: '/records/$id', params: { id } }) : undefined}
    >
      {of === null && attached !== undefined && subject === null && (
        <Form.Item
          name="subject"
          label={`${t('custom.subject')}（${t(`custom.base.${attached}`)}）`}
          htmlFor="record-subject"
          rules={[{ required: true, message: t('custom.subject-needed') }]}
        >
          <RecordPick id="record-subject" kind={attached} />
        </Form.Item>
      )}
      {asksGrid && (
        <Form.Item
          name="grid"
          label={t('custom.grid')}
          htmlFor="record-grid"
          rules={[{ required: true, message: t('custom.grid-needed') }]}
        >
          <TreeSelect
            id="record-grid"
            showSearch
            treeDefaultExpandAll
            treeNodeFilterProp="title"
            treeData={branchesOf(areas)}
          />
        </Form.Item>
      )}
      <CustomInputs fields={content.fields} known={known} at="record" />
      {asksPoint && <PointField form={point} first={null} />}
    </ThingWindow>
  )
}
