import '../registry/registry.css'
import './custom.css'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { readChosen } from '@lifang/domains/registry/rules/custom.ts'
import type { FieldType } from '@lifang/domains/registry/schema/custom-lists.ts'
import type { FormView } from '@lifang/domains/registry/schema/custom.ts'
import { Icon } from '../../kit/icons.tsx'
import { part } from '../../kit/part.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { Listed } from '../app/listed.tsx'
import { keepsRegistry } from '../app/rooms.ts'
import { kept } from '../app/searches.ts'
import { useMe } from '../app/session.tsx'
import type { RecordsSearch } from '../app/tabs.ts'
import { AreaSelect } from '../registry/people.tsx'
import { formsQuery, recordsQuery } from './queries.ts'
import { valueWord } from './words.ts'

const RecordForm = part(async () => (await import('./record-form.tsx')).RecordForm)

/** 本地台账: records of the kinds this deployment defined. */
export function RecordsPage() {
  const search = useSearch({ from: '/staff/records' })
  const forms = useQuery(formsQuery)
  if (forms.data === undefined)
    return forms.isError ? (
      <Failed error={forms.error} retry={() => void forms.refetch()} />
    ) : (
      <Loading lines={8} />
    )
  const own = forms.data.filter((f) => f.own)
  const form = own.find((f) => f.kind === search.kind) ?? own[0]
  return (
    <div className="page reg-wide">
      <div className="line">
        <Link to="/people" className="link reg-back">
          <Icon name="back" />
          {t('console.room.people')}
        </Link>
      </div>
      <div className="line wrap">
        <h1>{t('custom.records')}</h1>
        <span className="mu md">{t('custom.records-hint')}</span>
      </div>
      {form === undefined ? (
        <section className="card">
          <Empty title={t('custom.records-undefined')} hint={t('custom.records-undefined-hint')} />
        </section>
      ) : (
        <Records key={form.kind} own={own} form={form} search={{ ...search, kind: form.kind }} />
      )}
    </div>
  )
}

interface Props {
  readonly own: readonly FormView[]
  readonly form: FormView
  readonly search: RecordsSearch
}
function Records({ own, form, search }: Props) {
  const navigate = useNavigate()
  const me = useMe()
  const [adding, setAdding] = useState(false)
  const list = useInfiniteQuery(recordsQuery(search))
  const items = list.data?.pages.flatMap((p) => p.items) ?? []
  const { fields, title, name } = form.content
  const go = (change: Partial<RecordsSearch>): void =>
    void navigate({ to: '/records', search: kept({ ...search, ...change }), replace: true })
  const chosen = search.chosen === undefined ? {} : (readChosen(search.chosen) ?? {})
  const choose = (key: string, value: string | undefined): void => {
    const next = kept({ ...chosen, [key]: value })
    go({ chosen: Object.keys(next).length === 0 ? undefined : JSON.stringify(next) })
  }
  const filters = fields.filter((f) => !f.sensitive && (f.type === 'choice' || f.type === 'choices'))
  const columns = fields
    .filter((f) => !f.sensitive && f.type !== 'reference' && f.type !== 'long-text' && f.key !== title)
    .slice(0, 4)
  return (
    <section className="card">
      <header className="reg-filters">
        <Select
          aria-label={t('custom.records')}
          value={form.kind}
          style={{ minWidth: 140 }}
          onChange={(kind: string) => go({ kind, chosen: undefined, q: undefined })}
          options={own.map((f) => ({ value: f.kind, label: f.content.name }))}
        />
        <AreaSelect value={search.area} onChange={(area) => go({ area })} />
        {filters.map((f) => (
          <Select
            key={f.key}
            aria-label={t('custom.filter-by', { label: f.label })}
            placeholder={t('custom.filter-by', { label: f.label })}
            allowClear
            value={chosen[f.key] ?? null}
            style={{ width: 130 }}
            onChange={(value: string | null | undefined) => choose(f.key, value ?? undefined)}
            options={f.options.map((o) => ({ value: o, label: o }))}
          />
        ))}
        {search.chosen !== undefined && (
          <Button onClick={() => go({ chosen: undefined })}>{t('custom.filters-clear')}</Button>
        )}
        <span className="sp" />
        <Input.Search
          key={search.q ?? ''}
          aria-label={t('custom.records-search')}
          placeholder={t('custom.records-search')}
          defaultValue={search.q}
          allowClear
          maxLength={60}
          style={{ width: 220 }}
          onSearch={(q) => go({ q: q.trim() === '' ? undefined : q.trim() })}
        />
        {keepsRegistry(me) && (
          <Button type="primary" icon={<Icon name="add" />} onClick={() => setAdding(true)}>
            {t('custom.record-add', { name })}
          </Button>
        )}
      </header>
      <p className="sm mu custom-total" role="status">
        {t('custom.records-total', { n: list.data?.pages[0]?.total ?? '…' })}
      </p>
      <Listed
        list={list}
        none={
          items.length === 0 ? { title: t('custom.records-none'), hint: t('custom.records-none-hint') } : null
        }
        more={t('registry.more')}
      >
        <div className="scroll" tabIndex={0} role="region" aria-label={name}>
          <table className="table custom-records">
            <thead>
              <tr>
                <th scope="col" className="reg-col-address">
                  {fields.find((f) => f.key === title)?.label ?? t('custom.col.title')}
                </th>
                <th scope="col">{t('custom.col.where')}</th>
                {columns.map((f) => (
                  <th key={f.key} scope="col">
                    {f.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {items.map((r) => (
                <tr key={r.id}>
                  <td title={r.title}>
                    <Link to="/records/$id" params={{ id: r.id }} className="link">
                      {r.title}
                    </Link>
                  </td>
                  <td title={r.where}>{r.where === '' ? r.grid : r.where}</td>
                  {columns.map((f) => (
                    <Cell key={f.key} of={f.type} text={r.cells[f.key]} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Listed>
      {adding && <RecordForm form={form} subject={null} of={null} onClose={() => setAdding(false)} />}
    </section>
  )
}

function Cell({ of, text }: { readonly of: FieldType; readonly text: string | undefined }) {
  if (text === undefined)
    return (
      <td>
        <span className="mu">{t('registry.none')}</span>
      </td>
    )
  const said = valueWord(of, text)
  return <td title={said}>{said}</td>
}
