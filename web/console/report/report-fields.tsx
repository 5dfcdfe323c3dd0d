/** Fields that the report form and the form of a call have in common; `at` is the form they stand in and begins their ids. */
import { Form, Input, InputNumber, Select } from 'antd'
import { CRS } from '@lifang/domains/grid/schema.ts'
import { SOURCES } from '@lifang/domains/incidents/schema/lists.ts'
import { part } from '../../kit/part.tsx'
import { PhotoPicker, type Picked } from '../../kit/photos.tsx'
import { Loading } from '../../kit/states.tsx'
import { atMost, filled } from '../../kit/typed.ts'
import { t, word } from '../../kit/words.ts'
import { inWords } from '../app/phrases.ts'
import { useMe } from '../app/session.tsx'
import { seesThings } from '../app/rooms.ts'
import { PHONE } from './fields.ts'

/** With its own words, once it is shown. */
const Picker = part(
  async () => (await inWords(['units'], import('../subjects/picker.tsx'))).SubjectPicker,
  <Loading lines={1} />,
)

interface At {
  readonly at: 'report' | 'call'
}
interface Labelled extends At {
  readonly label: string
}
const required = { required: true, message: t('console.required') }

export function SourceField({ at }: At) {
  const id = `${at}-source`
  return (
    <Form.Item name="source" label={t('console.report.source')} rules={[required]} htmlFor={id}>
      <Select
        id={id}
        showSearch={{ optionFilterProp: 'label' }}
        options={SOURCES.map((s) => ({ value: s, label: word('incidents.source', s) }))}
      />
    </Form.Item>
  )
}

export function DescriptionField({ at, label, rows }: Labelled & { readonly rows: number }) {
  const id = `${at}-description`
  return (
    <Form.Item name="description" label={label} rules={[filled(4000)]} htmlFor={id}>
      <Input.TextArea
        id={id}
        autoSize={{ minRows: 3, maxRows: rows }}
        placeholder={t('console.report.description-hint')}
      />
    </Form.Item>
  )
}

export function AddressField({ at, label }: Labelled) {
  const id = `${at}-address`
  return (
    <Form.Item name="address" label={label} rules={[atMost(200)]} htmlFor={id}>
      <Input id={id} placeholder={t('console.report.address-hint')} />
    </Form.Item>
  )
}

/** Longitude, latitude and what they are measured in. */
export function CoordinateFields({ at }: At) {
  return (
    <div className="three">
      <Form.Item name="lon" label={t('console.report.lon')} rules={[required]} htmlFor={`${at}-lon`}>
        <InputNumber id={`${at}-lon`} style={{ width: '100%' }} controls={false} placeholder="113.128412" />
      </Form.Item>
      <Form.Item name="lat" label={t('console.report.lat')} rules={[required]} htmlFor={`${at}-lat`}>
        <InputNumber id={`${at}-lat`} style={{ width: '100%' }} controls={false} placeholder="29.371905" />
      </Form.Item>
      <Form.Item name="crs" label={t('console.report.crs')} rules={[required]} htmlFor={`${at}-crs`}>
        <Select id={`${at}-crs`} options={CRS.map((c) => ({ value: c, label: t(`console.crs.${c}`) }))} />
      </Form.Item>
    </div>
  )
}

export function NameField({ at, label }: Labelled) {
  const id = `${at}-name`
  return (
    <Form.Item name="name" label={label} rules={[atMost(60)]} htmlFor={id}>
      <Input id={id} autoComplete="off" />
    </Form.Item>
  )
}

export function PhoneField({ at, label }: Labelled) {
  const id = `${at}-phone`
  return (
    <Form.Item
      name="phone"
      label={label}
      rules={[{ pattern: PHONE, message: t('console.report.phone-bad') }]}
      htmlFor={id}
    >
      <Input id={id} inputMode="tel" autoComplete="off" />
    </Form.Item>
  )
}

export function ForeignNumberField({ at }: At) {
  const id = `${at}-foreign`
  return (
    <Form.Item name="foreignNumber" label={t('console.report.foreign')} rules={[atMost(60)]} htmlFor={id}>
      <Input id={id} autoComplete="off" />
    </Form.Item>
  )
}

/** What it is about, of the registry; nothing for who sees none of it. */
export function SubjectsField({ at }: At) {
  const me = useMe()
  if (!seesThings(me)) return null
  const id = `${at}-subjects`
  return (
    <Form.Item name="subjects" label={t('console.report.subjects')} htmlFor={id}>
      <Picker id={id} />
    </Form.Item>
  )
}

interface PhotosProps extends At {
  readonly photos: readonly Picked[]
  readonly set: (change: (list: readonly Picked[]) => readonly Picked[]) => void
  /** What is wrong with them; null when nothing is. */
  readonly fault: string | null
}

export function PhotosField({ at, photos, set, fault }: PhotosProps) {
  const id = `${at}-photos`
  return (
    <Form.Item
      label={t('console.field.photos-optional')}
      htmlFor={id}
      {...(fault === null ? {} : { validateStatus: 'error' as const, help: fault })}
    >
      <PhotoPicker id={id} value={photos} onChange={set} kind="near" />
    </Form.Item>
  )
}
