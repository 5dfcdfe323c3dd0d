import { Button, Checkbox, Input, Select } from 'antd'
import { foreignName, isForeign } from '@lifang/domains/registry/rules/foreign.ts'
import { ID_KINDS, RESIDENCE_KINDS, SEXES } from '@lifang/domains/registry/schema/lists.ts'
import { isRefusal } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { Labelled } from '../../kit/labelled.tsx'
import { t } from '../../kit/words.ts'
import { LikelyDuplicates } from '../duplicates/entry.tsx'
import { todayOf } from './proof.tsx'
import { ForeignInputs } from './foreign-fields.tsx'
import { ofKind, type MemberLine, type NewLine } from './sheet-state.ts'
import { ageWords, kinOptions, kinWord, sexWord } from './words.tsx'

type Fault = { readonly field: string; readonly text: string } | null
const wrong = (fault: Fault, ...fields: readonly string[]): string | null =>
  fault !== null && fields.includes(fault.field.split('.').at(-1) ?? '') ? fault.text : null

interface MemberProps {
  readonly line: MemberLine
  /** False for the second household somebody stands in: their facts are written once. */
  readonly first: boolean
  readonly fault: Fault
  readonly change: (part: Partial<MemberLine>) => void
}

/** Somebody who is in the home: what they are to the head, a new phone, or that they left. */
export function MemberRow({ line, first, fault, change }: MemberProps) {
  const { member } = line
  const id = `${member.id}-${line.kind}`
  const gone = line.leave !== ''
  return (
    <li className={gone ? 'gone' : ''}>
      <div className="reg-line-who">
        <b>{member.name}</b>
        <span className="mu sm">
          {sexWord(member.sex)} {ageWords(member.age)} · {t(`registry.household.${line.kind}`)}
          {member.idNumber !== null && ` · ${member.idNumber}`}
        </span>
      </div>
      <Labelled
        id={`${id}-relation`}
        label={t('registry.col.relation')}
        wrong={wrong(fault, 'relation', 'household')}
      >
        {(described) => (
          <Select
            {...described}
            disabled={gone}
            showSearch
            optionFilterProp="label"
            value={line.relation}
            placeholder={kinWord(null)}
            onChange={(relation: string) => change({ relation })}
            options={kinOptions()}
          />
        )}
      </Labelled>
      {first && (
        <Labelled id={`${id}-phone`} label={t('registry.field.phone')} wrong={wrong(fault, 'phone')}>
          {(described) => (
            <Input
              {...described}
              disabled={gone}
              inputMode="tel"
              autoComplete="off"
              value={line.phone}
              placeholder={
                member.phone === null ? t('registry.none') : t('registry.keeps', { value: member.phone })
              }
              onChange={(e) => change({ phone: e.target.value })}
            />
          )}
        </Labelled>
      )}
      <Labelled id={`${id}-leave`} label={t('registry.still-here')}>
        {(described) => (
          <Select
            {...described}
            value={line.leave}
            onChange={(leave) => change({ leave })}
            options={(['', 'moved-out', 'died'] as const).map((v) => ({
              value: v,
              label: t(v === '' ? 'registry.leave.no' : `registry.leave.${v}`),
            }))}
          />
        )}
      </Labelled>
      {gone && (
        <Labelled
          id={`${id}-on`}
          label={t('registry.leave-on')}
          wrong={wrong(fault, 'on', 'kinds', 'person')}
        >
          {(described) => (
            <Input
              {...described}
              type="date"
              max={todayOf()}
              value={line.on}
              onChange={(e) => change({ on: e.target.value })}
            />
          )}
        </Labelled>
      )}
      {first && !gone && (
        <Checkbox checked={line.care} onChange={(e) => change({ care: e.target.checked })}>
          {t('registry.care')}
        </Checkbox>
      )}
    </li>
  )
}

interface NewProps {
  readonly home: string
  readonly line: NewLine
  readonly n: number
  readonly fault: Fault
  readonly refusal: unknown
  readonly change: (part: Partial<NewLine>) => void
  readonly remove: () => void
}

/** Somebody new in the home. A number that is registered elsewhere offers to move that person here. */
export function NewRow({ home, line, n, fault, refusal, change, remove }: NewProps) {
  const { id } = line
  const taken = isRefusal(refusal, 'registry.id-number-taken') ? refusal.details : null
  const person = taken?.['person']
  const version = taken?.['version']
  const foreign = isForeign(line)
  const called = line.name.trim() || foreignName(line.foreignSurname.trim(), line.foreignGiven.trim())
  const why = isRefusal(refusal, 'registry.id-reason-needed') || line.idReason !== ''
  const text = (
    field: 'name' | 'idNumber' | 'phone' | 'idReason' | 'birthDate' | 'from',
    label: string,
    more: object = {},
  ) => (
    <Labelled id={`${id}-${field}`} label={label} wrong={wrong(fault, field)}>
      {(described) => (
        <Input
          {...described}
          autoComplete="off"
          value={line[field]}
          onChange={(e) =>
            change({ [field]: e.target.value, ...(field === 'idNumber' ? { known: null } : {}) })
          }
          {...more}
        />
      )}
    </Labelled>
  )
  return (
    <li>
      <div className="reg-line-who">
        <b>{t('registry.new-person', { n })}</b>
        <Button type="text" size="small" icon={<Icon name="close" />} onClick={remove}>
          {t('registry.remove-line')}
        </Button>
      </div>
      {text(
        'name',
        t(foreign ? 'registry.chinese-name' : 'registry.field.name'),
        foreign ? { placeholder: t('registry.chinese-name-hint') } : {},
      )}
      <Labelled id={`${id}-idKind`} label={t('registry.field.idKind')}>
        {(described) => (
          <Select
            {...described}
            value={line.idKind}
            onChange={(idKind) => change(ofKind(idKind))}
            options={ID_KINDS.map((k) => ({ value: k, label: t(`registry.id-kind.${k}`) }))}
          />
        )}
      </Labelled>
      {line.idKind !== 'none' && text('idNumber', t('registry.field.idNumber'))}
      {foreign && (
        <ForeignInputs id={id} typed={line} wrong={(field) => wrong(fault, field)} change={change} />
      )}
      {why && text('idReason', t('registry.id-reason'), { placeholder: t('registry.id-reason-hint') })}
      {text('phone', t('registry.field.phone'), { inputMode: 'tel' })}
      <Labelled id={`${id}-sex`} label={t('registry.field.sex')}>
        {(described) => (
          <Select
            {...described}
            value={line.sex}
            onChange={(sex) => change({ sex })}
            options={SEXES.map((s) => ({
              value: s,
              label: s === 'unknown' && !foreign ? t('registry.by-number') : t(`registry.sex.${s}`),
            }))}
          />
        )}
      </Labelled>
      {text('birthDate', t('registry.field.birthDate'), { type: 'date', max: todayOf() })}
      <Labelled
        id={`${id}-relation`}
        label={t('registry.col.relation')}
        wrong={wrong(fault, 'relation', 'household')}
      >
        {(described) => (
          <Select
            {...described}
            showSearch
            optionFilterProp="label"
            value={line.relation}
            placeholder={kinWord(null)}
            onChange={(relation: string) => change({ relation })}
            options={kinOptions()}
          />
        )}
      </Labelled>
      {text('from', t('registry.since-label'), { type: 'date', max: todayOf() })}
      <fieldset className="reg-set">
        <legend>{t('registry.col.stay-kind')}</legend>
        <Checkbox.Group
          value={[...line.kinds]}
          onChange={(values) => {
            const kinds = RESIDENCE_KINDS.filter((k) => (values as string[]).includes(k))
            if (kinds.length > 0) change({ kinds })
          }}
          options={RESIDENCE_KINDS.map((k) => ({ value: k, label: t(`registry.stay.${k}`) }))}
        />
      </fieldset>
      {typeof person === 'string' && typeof version === 'number' && line.known === null && (
        <Button onClick={() => change({ known: { person, version } })}>{t('registry.move-here')}</Button>
      )}
      {line.known === null && (
        <LikelyDuplicates
          typed={{
            name: called.slice(0, 50),
            sex: line.sex,
            birthDate: line.birthDate === '' ? null : line.birthDate,
            idKind: line.idNumber.trim() === '' ? 'none' : line.idKind,
            idNumber: line.idNumber.trim() === '' ? null : line.idNumber.trim(),
            phone: line.phone.trim() === '' ? null : line.phone.trim(),
            home,
            person: null,
          }}
          enough={[...called].length > 1 || line.idNumber.trim().length > 14}
          notSame={line.notSame}
          say={(notSame) => change({ notSame })}
          move={(known) => change({ known })}
        />
      )}
      {line.known !== null && <p className="reg-known">{t('registry.moves-here')}</p>}
    </li>
  )
}
