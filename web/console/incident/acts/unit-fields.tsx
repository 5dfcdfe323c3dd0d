import { Select } from 'antd'
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import { t } from '../../../kit/words.ts'
import { useSuggestion, useUnits, type UnitRange } from '../units.ts'

interface PickProps<T> {
  readonly id: string
  readonly incident: IncidentDetail
  readonly value: T
  readonly onChange: (value: T) => void
}

/** One unit; where the responsibility list names one, it stands first and says so. */
export function UnitField({
  id,
  incident,
  range,
  suggest,
  value,
  onChange,
}: PickProps<string> & { readonly range: UnitRange; readonly suggest: boolean }) {
  const units = useUnits(incident, range)
  const suggestion = useSuggestion(incident, suggest)
  if (units?.length === 0) return <p className="mu md">{t(`console.units.none.${range}`)}</p>
  const first = units?.find((u) => u.id === suggestion?.id)
  const others = (units ?? []).filter((u) => u !== first).map((u) => ({ value: u.id, label: u.name }))
  return (
    <Select
      id={id}
      showSearch={{ optionFilterProp: 'label' }}
      loading={units === undefined}
      value={value === '' || units === undefined ? null : value}
      placeholder={t('console.choose-unit')}
      onChange={(v: string | null) => onChange(v ?? '')}
      options={
        first === undefined
          ? others
          : [{ value: first.id, label: t('console.units.suggested', { name: first.name }) }, ...others]
      }
    />
  )
}

/** Several units that help; the lead unit is not among them. */
export function UnitsField({
  id,
  incident,
  lead,
  value,
  onChange,
}: PickProps<readonly string[]> & { readonly lead: string }) {
  const units = useUnits(incident, 'any')
  return (
    <Select
      id={id}
      mode="multiple"
      maxCount={8}
      showSearch={{ optionFilterProp: 'label' }}
      loading={units === undefined}
      value={units === undefined ? [] : [...value]}
      placeholder={t('console.choose-optional')}
      onChange={(v: string[]) => onChange(v)}
      options={(units ?? []).filter((u) => u.id !== lead).map((u) => ({ value: u.id, label: u.name }))}
    />
  )
}
