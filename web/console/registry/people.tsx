import './registry.css'
import './foreign.css'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Checkbox, Input, Segmented, Select, TreeSelect } from 'antd'
import { useState } from 'react'
import {
  EXPORT_APPROVERS,
  FOREIGN_FILTERS,
  PERSON_STATES,
  REVEAL_POSTS,
} from '@lifang/domains/registry/schema/lists.ts'
import { nationalityWord } from '@lifang/domains/registry/schema/nationality-lists.ts'
import type { Found, PersonItem } from '@lifang/domains/registry/schema/views.ts'
import { Icon } from '../../kit/icons.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { Listed } from '../app/listed.tsx'
import { t } from '../../kit/words.ts'
import { branchesOf, useMyAreas } from '../app/places.ts'
import { kept, peopleSearch } from '../app/searches.ts'
import { useMe } from '../app/session.tsx'
import { holdsOneOf, seesImports, seesLabels, settlesDuplicates } from '../app/rooms.ts'
import type { PeopleSearch } from '../app/tabs.ts'
import { SavedFilters } from '../custom/saved-filters.tsx'
import { FoundRecords, FoundThings } from './found-things.tsx'
import { peopleQuery, searchQuery } from './queries.ts'
import { ageWords, End, sexWord } from './words.tsx'

/** A number of this length, or that of a passport, is somebody's own: it is not written into the address. */
const WHOLE = /\d{7,}|^(?=.*\d)[a-z\d()]{7,}$/i

/** 人口: one box that finds people, homes and buildings, and the people of my ground, masked. */
export function PeoplePage() {
  const search = useSearch({ from: '/staff/people' })
  const navigate = useNavigate()
  const me = useMe()
  const [whole, setWhole] = useState('')
  const q = whole === '' ? (search.q ?? '') : whole
  const go = (change: Partial<PeopleSearch>): void =>
    void navigate({ to: '/people', search: kept({ ...search, ...change }), replace: true })
  const find = (text: string): void => {
    const typed = text.trim()
    const own = WHOLE.test(typed.replaceAll(/[\s-]/g, ''))
    setWhole(own ? typed : '')
    go({ q: own || typed === '' ? undefined : typed })
  }
  return (
    <div className="page reg-wide">
      <div className="line wrap">
        <h1>{t('console.room.people')}</h1>
        <span className="mu md">{t('registry.people-hint')}</span>
        <span className="sp" />
        {seesImports(me) && (
          <Link to="/imports" className="link">
            {t('console.room.imports')}
          </Link>
        )}
        <Link to="/comparisons" className="link">
          {t('console.room.comparisons')}
        </Link>
        {settlesDuplicates(me) && (
          <Link to="/duplicates" className="link">
            {t('console.room.duplicates')}
          </Link>
        )}
        {seesLabels(me) && (
          <Link to="/labels" className="link">
            {t('registry.labels')}
          </Link>
        )}
        {holdsOneOf(me, REVEAL_POSTS) && (
          <Link to="/requests" className="link">
            {t('registry.requests')}
          </Link>
        )}
        <Link to="/records" className="link">
          {t('custom.records')}
        </Link>
        {holdsOneOf(me, [...REVEAL_POSTS, ...EXPORT_APPROVERS]) && (
          <Link to="/exports" className="link">
            {t('registry.exports')}
          </Link>
        )}
      </div>
      <Input.Search
        key={search.q ?? ''}
        className="reg-box"
        aria-label={t('registry.search')}
        placeholder={t('registry.search-hint')}
        defaultValue={q}
        allowClear
        maxLength={60}
        enterButton={t('registry.search-do')}
        onSearch={find}
      />
      {q === '' && (
        <SavedFilters
          room="people"
          search={search}
          open={(saved) => void navigate({ to: '/people', search: peopleSearch(saved), replace: true })}
        />
      )}
      {q === '' ? <MyPeople search={search} go={go} /> : <FoundAll q={q} />}
    </div>
  )
}

function FoundAll({ q }: { readonly q: string }) {
  const { data, error, isError, refetch } = useQuery(searchQuery(q))
  if (data === undefined)
    return (
      <section className="card">
        {isError ? <Failed error={error} retry={() => void refetch()} /> : <Loading lines={6} />}
      </section>
    )
  const nothing =
    data.people.length + data.homes.length + data.buildings.length + data.records.length === 0 &&
    data.enterprises.length + data.facilities.length + data.places.length === 0
  return (
    <>
      {nothing && (
        <section className="card">
          <Empty title={t('registry.found-none')} hint={t('registry.found-none-hint')} />
        </section>
      )}
      {data.people.length > 0 && (
        <section className="card" aria-labelledby="found-people">
          <FoundHead id="found-people" word="people" n={data.people.length} more={data.more.people} />
          <PeopleTable items={data.people} />
        </section>
      )}
      <FoundPlaces found={data} />
      <FoundRecords found={data} />
      <FoundThings found={data} />
    </>
  )
}

function FoundHead({
  id,
  word,
  n,
  more,
}: {
  readonly id: string
  readonly word: string
  readonly n: number
  readonly more: boolean
}) {
  return (
    <header>
      <h2 id={id}>{t(`registry.found.${word}`)}</h2>
      <span className="sm mu">{t(more ? 'registry.found-more' : 'registry.found-n', { n })}</span>
    </header>
  )
}

function FoundPlaces({ found }: { readonly found: Found }) {
  return (
    <>
      {found.homes.length > 0 && (
        <section className="card" aria-labelledby="found-homes">
          <FoundHead id="found-homes" word="homes" n={found.homes.length} more={found.more.homes} />
          <ul className="reg-lines">
            {found.homes.map((h) => (
              <li key={h.id}>
                <Link to="/homes/$id" params={{ id: h.id }} className="link">
                  {h.address}
                </Link>
                <span className="mu sm">
                  {h.grid} · {t(`registry.kind.${h.kind}`)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {found.buildings.length > 0 && (
        <section className="card" aria-labelledby="found-buildings">
          <FoundHead
            id="found-buildings"
            word="buildings"
            n={found.buildings.length}
            more={found.more.buildings}
          />
          <ul className="reg-lines">
            {found.buildings.map((b) => (
              <li key={b.id}>
                <Link to="/homes/buildings/$id" params={{ id: b.id }} className="link">
                  {b.address}
                </Link>
                <span className="mu sm">{b.grid}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function MyPeople({
  search,
  go,
}: {
  readonly search: PeopleSearch
  readonly go: (change: Partial<PeopleSearch>) => void
}) {
  const list = useInfiniteQuery(peopleQuery(search))
  const items = list.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <section className="card">
      <header className="reg-filters">
        <AreaSelect value={search.area} onChange={(area) => go({ area })} />
        <Segmented
          aria-label={t('registry.status')}
          value={search.status ?? 'here'}
          onChange={(value) =>
            go({ status: value === 'here' ? undefined : PERSON_STATES.find((s) => s === value) })
          }
          options={PERSON_STATES.map((s) => ({ value: s, label: t(`registry.status.${s}`) }))}
        />
        <Checkbox
          checked={search.split === 'yes'}
          onChange={(e) => go({ split: e.target.checked ? 'yes' : undefined })}
        >
          {t('registry.split')}
        </Checkbox>
        <Checkbox
          checked={search.care === 'yes'}
          onChange={(e) => go({ care: e.target.checked ? 'yes' : undefined })}
        >
          {t('registry.care')}
        </Checkbox>
        <Select
          aria-label={t('registry.foreign-filter')}
          value={search.foreign ?? ''}
          style={{ width: 180 }}
          onChange={(value) => go({ foreign: FOREIGN_FILTERS.find((f) => f === value) })}
          options={[
            { value: '', label: `${t('registry.foreign-filter')} ${t('registry.foreign-filter.all')}` },
            ...FOREIGN_FILTERS.map((f) => ({ value: f as string, label: t(`registry.foreign-filter.${f}`) })),
          ]}
        />
      </header>
      <Listed
        list={list}
        none={
          items.length === 0
            ? { title: t('registry.people-none'), hint: t('registry.people-none-hint') }
            : null
        }
        more={t('registry.more')}
      >
        <PeopleTable items={items} />
      </Listed>
    </section>
  )
}

/** In a filter, or in a form, which hands over both. */
export function AreaSelect({
  value,
  onChange,
}: {
  readonly value?: string | undefined
  readonly onChange?: (area: string | undefined) => void
}) {
  const areas = useMyAreas()
  return (
    <TreeSelect
      aria-label={t('registry.area')}
      placeholder={t('registry.area-all')}
      value={value}
      allowClear
      showSearch
      treeNodeFilterProp="title"
      treeData={branchesOf(areas)}
      style={{ width: 200 }}
      onChange={(next: string | undefined) => onChange?.(next)}
    />
  )
}

/** People of a list: nothing here is shown whole. */
export function PeopleTable({ items }: { readonly items: readonly PersonItem[] }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('registry.people-list')}>
      <table className="table reg-people">
        <thead>
          <tr>
            <th scope="col">{t('registry.field.name')}</th>
            <th scope="col">{t('registry.col.sex-age')}</th>
            <th scope="col">{t('registry.field.idNumber')}</th>
            <th scope="col">{t('registry.field.phone')}</th>
            <th scope="col">{t('registry.col.address')}</th>
            <th scope="col">{t('registry.col.grid')}</th>
            <th scope="col">{t('registry.col.marks')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((p) => (
            <tr key={p.id}>
              <td>
                <Link to="/people/$id" params={{ id: p.id }} className="link">
                  {p.name}
                </Link>
                {p.foreign !== null && p.foreign.name !== null && (
                  <span className="mu sm reg-latin">{p.foreign.name}</span>
                )}
              </td>
              <td>
                {sexWord(p.sex)} {ageWords(p.age)}
              </td>
              <td>{p.idNumber ?? <span className="mu">{t('registry.none')}</span>}</td>
              <td>{p.phone ?? <span className="mu">{t('registry.none')}</span>}</td>
              <td title={p.address ?? undefined}>
                {p.address ?? <span className="mu">{t('registry.no-home')}</span>}
              </td>
              <td>{p.grid}</td>
              <td>
                <Marks split={p.split} care={p.care} status={p.status} foreign={p.foreign} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function Marks({
  split,
  care,
  status,
  foreign = null,
}: {
  readonly split: boolean
  readonly care: boolean
  readonly status: PersonItem['status']
  readonly foreign?: Pick<NonNullable<PersonItem['foreign']>, 'nationality' | 'end'> | null
}) {
  return (
    <span className="reg-marks">
      {status !== 'here' && <span className="tag">{t(`registry.status.${status}`)}</span>}
      {care && (
        <span className="tag">
          <Icon name="people" />
          {t('registry.care')}
        </span>
      )}
      {foreign !== null && (
        <span className="tag">
          {foreign.nationality === 'CHN'
            ? t('registry.foreign')
            : `${t('registry.foreign')} ${nationalityWord(foreign.nationality)}`}
        </span>
      )}
      {foreign !== null && foreign.end !== null && foreign.end.lamp !== 'green' && (
        <End of={foreign.end} short />
      )}
      {split && status === 'here' && <span className="tag">{t('registry.split')}</span>}
    </span>
  )
}
