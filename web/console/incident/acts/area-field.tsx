import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import { defaultPolicy } from '@lifang/domains/incidents/rules/policy.ts'
import { t } from '../../../kit/words.ts'
import { areasQuery } from '../../app/queries.ts'

/** A desk of the incident's own branch to hand it to, or the grid it belongs to. */
export function AreaField({
  id,
  incident,
  of,
  value,
  onChange,
}: {
  readonly id: string
  readonly incident: IncidentDetail
  readonly of: 'desks' | 'grids'
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  const { data } = useQuery(areasQuery)
  const options = (data ?? [])
    .filter((a) =>
      of === 'grids'
        ? a.levelKey === 'grid' && a.code !== incident.grid.code
        : defaultPolicy.deskLevels.includes(a.levelKey) &&
          a.code !== incident.desk?.code &&
          incident.grid.code.startsWith(a.code),
    )
    .map((a) => ({ value: a.code, label: `${a.name} ${a.code}` }))
  return (
    <Select
      id={id}
      showSearch={{ optionFilterProp: 'label' }}
      loading={data === undefined}
      value={value === '' ? null : value}
      placeholder={t('console.choose')}
      onChange={(v: string | null) => onChange(v ?? '')}
      options={options}
    />
  )
}
