import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useMemo } from 'react'
import type { ClassKey } from '@lifang/domains/incidents/schema/words.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { t, word } from '../../kit/words.ts'
import { keyText } from '../app/class-key.ts'
import { responsibilityQuery } from '../app/queries.ts'

interface PickerProps {
  readonly id: string
  readonly value: ClassKey | null
  readonly onChange: (key: ClassKey | undefined) => void
  /** Only classes that may be handled on the spot. */
  readonly selfHandled?: boolean
}

/** A class of the responsibility list, found by its name or code. */
export function ClassPicker({ id, value, onChange, selfHandled = false }: PickerProps) {
  const { data, isError, error, refetch } = useQuery(responsibilityQuery)
  const entries = useMemo(
    () => (data?.entries ?? []).filter((e) => !selfHandled || e.selfHandling),
    [data, selfHandled],
  )
  const options = useMemo(() => {
    const byDomain = new Map<string, { value: string; label: string }[]>()
    for (const e of entries) {
      const group = byDomain.get(e.domain) ?? []
      byDomain.set(e.domain, group)
      group.push({
        value: keyText(e.key),
        label: `${e.key.code} ${e.name}${e.key.kind === 'component' ? t('console.component') : ''}`,
      })
    }
    return [...byDomain].map(([domain, list]) => ({
      label: word('console.list-domain', domain),
      options: list,
    }))
  }, [entries])
  if (isError && data === undefined) return <ProblemAlert error={error} retry={() => void refetch()} />
  return (
    <Select
      id={id}
      showSearch={{ optionFilterProp: 'label' }}
      allowClear
      loading={data === undefined}
      value={value === null ? null : keyText(value)}
      placeholder={t('console.choose-class')}
      onChange={(text: string | null | undefined) =>
        onChange(entries.find((e) => keyText(e.key) === text)?.key)
      }
      options={options}
      listHeight={320}
    />
  )
}

/** The same inside a Form.Item: antd hands value and onChange to the field below it. */
export function CatalogueField({
  id,
  value,
  onChange,
}: {
  readonly id: string
  readonly value?: ClassKey
  readonly onChange?: (key: ClassKey | undefined) => void
}) {
  return <ClassPicker id={id} value={value ?? null} onChange={(key) => onChange?.(key)} />
}
