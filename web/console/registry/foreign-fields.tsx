import './foreign.css'
import { Form, Input, Select } from 'antd'
import { isForeign } from '@lifang/domains/registry/rules/foreign.ts'
import { NATIONALITIES, nationalityWord } from '@lifang/domains/registry/schema/nationality-lists.ts'
import { STAY_PURPOSES, type StayPurpose } from '@lifang/domains/registry/schema/lists.ts'
import { Labelled } from '../../kit/labelled.tsx'
import { atMost } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { UNSAID, type ForeignTyped } from './foreign-typed.ts'
import { todayOf } from './proof.tsx'

const countries = NATIONALITIES.filter((code) => !code.startsWith('XX') || code === 'XXA')
  .map((value) => ({ value, label: nationalityWord(value) }))
  .toSorted((a, b) =>
    a.value === 'CHN' ? -1 : b.value === 'CHN' ? 1 : a.label.localeCompare(b.label, 'zh-CN'),
  )
interface NationalityProps {
  readonly id?: string
  readonly value?: string
  readonly onChange?: (code: string) => void
  readonly 'aria-describedby'?: string | undefined
  readonly 'aria-invalid'?: boolean | undefined
}
/** Found by name or by code. */
export function Nationality({ value = UNSAID, ...rest }: NationalityProps) {
  return (
    <Select
      {...rest}
      showSearch
      filterOption={(typed, option) =>
        option !== undefined &&
        (option.label.includes(typed.trim()) || option.value === typed.trim().toUpperCase())
      }
      {...(value === UNSAID ? {} : { value })}
      placeholder={t('registry.nationality-choose')}
      options={countries}
    />
  )
}
const purposes = () => STAY_PURPOSES.map((p) => ({ value: p, label: t(`registry.purpose.${p}`) }))

/** Of a form about one person: nothing is shown of somebody who is from here. */
export function ForeignItems() {
  const idKind = Form.useWatch('idKind') as Parameters<typeof isForeign>[0]['idKind'] | undefined
  const nationality = Form.useWatch('nationality') as string | undefined
  if (idKind === undefined || nationality === undefined || !isForeign({ idKind, nationality })) return null
  const item = (field: 'foreignSurname' | 'foreignGiven') => (
    <Form.Item
      name={field}
      label={t(`registry.field.${field}`)}
      htmlFor={`person-${field}`}
      rules={[atMost(40)]}
    >
      <Input id={`person-${field}`} autoComplete="off" lang="en" />
    </Form.Item>
  )
  const day = (field: 'idUntil' | 'arrivedOn' | 'leavesOn') => (
    <Form.Item name={field} label={t(`registry.field.${field}`)} htmlFor={`person-${field}`}>
      <Input id={`person-${field}`} type="date" {...(field === 'arrivedOn' ? { max: todayOf() } : {})} />
    </Form.Item>
  )
  return (
    <fieldset className="reg-foreign-set">
      <legend>{t('registry.foreign')}</legend>
      <p className="mu sm">{t('registry.foreign-hint')}</p>
      <div className="two">
        {item('foreignSurname')}
        {item('foreignGiven')}
        {day('idUntil')}
        <Form.Item name="stayPurpose" label={t('registry.field.stayPurpose')} htmlFor="person-purpose">
          <Select id="person-purpose" allowClear placeholder={t('registry.none')} options={purposes()} />
        </Form.Item>
        {day('arrivedOn')}
        {day('leavesOn')}
      </div>
    </fieldset>
  )
}

interface LineProps {
  readonly id: string
  readonly typed: ForeignTyped & { readonly nationality: string }
  readonly wrong: (field: string) => string | null
  readonly change: (part: Partial<ForeignTyped> & { readonly nationality?: string }) => void
}
/** The same in a line of the household sheet. */
export function ForeignInputs({ id, typed, wrong, change }: LineProps) {
  const input = (
    field: 'foreignSurname' | 'foreignGiven' | 'idUntil' | 'arrivedOn' | 'leavesOn',
    more: object,
  ) => (
    <Labelled id={`${id}-${field}`} label={t(`registry.field.${field}`)} wrong={wrong(field)}>
      {(described) => (
        <Input
          {...described}
          autoComplete="off"
          value={typed[field]}
          onChange={(e) => change({ [field]: e.target.value })}
          {...more}
        />
      )}
    </Labelled>
  )
  return (
    <>
      <Labelled id={`${id}-nationality`} label={t('registry.field.nationality')} wrong={wrong('nationality')}>
        {(described) => (
          <Nationality
            {...described}
            value={typed.nationality}
            onChange={(nationality) => change({ nationality })}
          />
        )}
      </Labelled>
      {input('foreignSurname', { lang: 'en' })}
      {input('foreignGiven', { lang: 'en' })}
      {input('idUntil', { type: 'date' })}
      <Labelled id={`${id}-purpose`} label={t('registry.field.stayPurpose')} wrong={wrong('stayPurpose')}>
        {(described) => (
          <Select
            {...described}
            allowClear
            value={typed.stayPurpose}
            placeholder={t('registry.none')}
            onChange={(stayPurpose: StayPurpose | undefined) => change({ stayPurpose: stayPurpose ?? null })}
            options={purposes()}
          />
        )}
      </Labelled>
      {input('arrivedOn', { type: 'date', max: todayOf() })}
      {input('leavesOn', { type: 'date' })}
    </>
  )
}
