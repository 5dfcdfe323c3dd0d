import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { ACTS } from '@lifang/domains/incidents/schema/lists.ts'
import { has, keysUnder, t } from '../../kit/words.ts'
import { AUDIT_FILTERS, type AuditSearch } from '../app/tabs.ts'
import { actWords } from './audit-words.ts'

const DOMAINS = [
  'identity',
  'grid',
  'incidents',
  'calendar',
  'notices',
  'integration',
  'audit',
  'registry',
] as const
/** Acts with a name of their own, and those of a case. Asked when the page is drawn: its words may come after it. */
const actCodes = (): readonly string[] => [
  ...keysUnder('admin.act.'),
  ...ACTS.map((act) => `incidents.${act}`).filter((act) => !has(`admin.act.${act}`)),
]
const KINDS = [
  'account',
  'holding',
  'incident',
  'area',
  'department',
  'calendar',
  'person',
  'home',
  'building',
  'list-draft',
  'audit',
] as const

export function AuditFilters({
  search,
  onChange,
  onAgain,
}: {
  readonly search: AuditSearch
  readonly onChange: (next: AuditSearch) => void
  readonly onAgain: () => void
}) {
  const [draft, setDraft] = useState(search)
  const [acts] = useState(actCodes)
  const set = (name: keyof AuditSearch) => (value: string | undefined) =>
    setDraft((old) => ({ ...old, [name]: value === undefined || value.trim() === '' ? undefined : value }))
  const asked = Object.fromEntries(
    AUDIT_FILTERS.flatMap((name) => (draft[name] === undefined ? [] : [[name, draft[name].trim()]])),
  ) as AuditSearch
  return (
    <form
      className="audit-filters"
      aria-label={t('admin.audit-filters')}
      onSubmit={(e) => {
        e.preventDefault()
        if (JSON.stringify(asked) === JSON.stringify(search)) onAgain()
        else onChange(asked)
      }}
    >
      <label>
        <span>{t('console.audit.col.actor')}</span>
        <Input
          value={draft.who ?? ''}
          maxLength={60}
          placeholder={t('admin.audit-who')}
          onChange={(e) => set('who')(e.target.value)}
          allowClear
        />
      </label>
      <label>
        <span>{t('console.audit.col.act')}</span>
        <Select
          aria-label={t('console.audit.col.act')}
          value={draft.act ?? null}
          onChange={(value: string | null | undefined) => set('act')(value ?? undefined)}
          allowClear
          showSearch
          optionFilterProp="label"
          popupMatchSelectWidth={220}
          placeholder={t('admin.audit-any')}
          options={[
            ...DOMAINS.map((d) => ({
              value: d,
              label: t('admin.audit-all-of', { group: t(`admin.domain.${d}`) }),
            })),
            ...acts.map((act) => ({ value: act, label: actWords(act) })),
            // An address may name an act that has no name yet.
            ...(draft.act === undefined || [...DOMAINS, ...acts].includes(draft.act)
              ? []
              : [{ value: draft.act, label: draft.act }]),
          ]}
        />
      </label>
      <label>
        <span>{t('admin.col.target')}</span>
        <Select
          aria-label={t('admin.col.target')}
          value={draft.kind ?? null}
          onChange={(value: string | null | undefined) => set('kind')(value ?? undefined)}
          allowClear
          placeholder={t('admin.audit-any')}
          options={KINDS.map((k) => ({ value: k, label: t(`admin.kind.${k}`) }))}
        />
      </label>
      <label>
        <span>{t('admin.audit-target-id')}</span>
        <Input
          value={draft.subject ?? ''}
          maxLength={80}
          onChange={(e) => set('subject')(e.target.value)}
          allowClear
        />
      </label>
      <label>
        <span>{t('admin.audit-from')}</span>
        <Input type="date" value={draft.from ?? ''} onChange={(e) => set('from')(e.target.value)} />
      </label>
      <label>
        <span>{t('admin.audit-to')}</span>
        <Input type="date" value={draft.to ?? ''} onChange={(e) => set('to')(e.target.value)} />
      </label>
      <span className="line">
        <Button type="primary" htmlType="submit">
          {t('admin.audit-find')}
        </Button>
        {Object.keys(search).length > 0 && (
          <Button onClick={() => onChange({})}>{t('admin.audit-clear')}</Button>
        )}
      </span>
    </form>
  )
}
