import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useMemo, useState } from 'react'
import type { LinkedKind } from '@lifang/domains/registry/schema/linked.ts'
import type { Found } from '@lifang/domains/registry/schema/views.ts'
import type { ThingsFound } from '@lifang/domains/registry/schema/unit-items.ts'
import { isRefusal } from '../../kit/call.ts'
import { t } from '../../kit/words.ts'
import { useMe } from '../app/session.tsx'
import { seesRegistry } from '../app/rooms.ts'
import { searchQuery } from '../registry/queries.ts'
import { useSettled } from '../report/place.tsx'
import { thingsQuery } from '../units/queries.ts'
import type { Chosen } from './chosen.ts'

type Group = readonly [
  kind: LinkedKind,
  items: readonly { readonly id: string; readonly name: string; readonly where: string }[],
]

/** What was found, by kind, each with what tells it from its namesakes. */
function groupsOf(found: ThingsFound | Found): Group[] {
  const things: Group[] = [
    [
      'facility',
      found.facilities.map((f) => ({ id: f.id, name: f.name, where: `${f.grid} ${f.identityCode ?? ''}` })),
    ],
    ['enterprise', found.enterprises.map((e) => ({ id: e.id, name: e.name, where: e.address }))],
    ['place', found.places.map((p) => ({ id: p.id, name: p.name, where: p.grid }))],
  ]
  if (!('people' in found)) return things
  return [
    ...things,
    ['building', found.buildings.map((b) => ({ id: b.id, name: b.address, where: b.grid }))],
    ['home', found.homes.map((h) => ({ id: h.id, name: h.address, where: h.grid }))],
    ['person', found.people.map((p) => ({ id: p.id, name: p.name, where: p.address ?? '' }))],
  ]
}

interface PickerProps {
  readonly id: string
  /** Chosen so far. */
  readonly value?: readonly Chosen[]
  readonly onChange?: (value: readonly Chosen[]) => void
  readonly max?: number
}

/** Finds records of the registry by name or code, as the reader may see them, and keeps those chosen. */
export function SubjectPicker({ id, value = [], onChange, max = 10 }: PickerProps) {
  const me = useMe()
  const whole = seesRegistry(me)
  const [typed, setTyped] = useState('')
  const settled = useSettled(typed.trim())
  const q = [...settled].length < 2 ? '' : settled
  const everything = useQuery({ ...searchQuery(q), enabled: q !== '' && whole })
  const things = useQuery({ ...thingsQuery(q), enabled: q !== '' && !whole })
  const { data, isFetching, error } = whole ? everything : things
  const known = useMemo(() => {
    const all = new Map<string, Chosen>(value.map((v) => [`${v.kind}:${v.id}`, v]))
    for (const [kind, items] of q === '' || data === undefined ? [] : groupsOf(data))
      for (const { id: of, name } of items) all.set(`${kind}:${of}`, { kind, id: of, name })
    return all
  }, [data, q, value])
  const options = (q === '' || data === undefined ? [] : groupsOf(data))
    .filter(([, items]) => items.length > 0)
    .map(([kind, items]) => ({
      label: t(`units.linked.${kind}`),
      options: items.map((i) => ({
        value: `${kind}:${i.id}`,
        label: i.name,
        title: i.where,
        where: i.where,
      })),
    }))
  return (
    <Select
      id={id}
      mode="multiple"
      className="subject-pick"
      popupMatchSelectWidth={360}
      maxCount={max}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={isFetching}
      placeholder={t(whole ? 'units.pick-hint' : 'units.pick-hint-things')}
      notFoundContent={isRefusal(error) ? error.title : t(q === '' ? 'units.two-letters' : 'units.pick-none')}
      value={value.map((v) => `${v.kind}:${v.id}`)}
      onChange={(keys: readonly string[]) => onChange?.(keys.flatMap((k) => known.get(k) ?? []))}
      options={[
        ...value
          .filter((v) => !options.some((g) => g.options.some((o) => o.value === `${v.kind}:${v.id}`)))
          .map((v) => ({
            value: `${v.kind}:${v.id}`,
            label: v.name,
            title: '',
            where: t(`units.linked.${v.kind}`),
          })),
        ...options,
      ]}
      optionRender={(option) => (
        <>
          {option.label} <span className="mu sm">{(option.data as { where?: string }).where}</span>
        </>
      )}
    />
  )
}
