import './list.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Segmented, Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import type { ListTree } from '@lifang/domains/incidents/schema/responsibility.ts'
import { addressOf } from '../../kit/call.ts'
import { listRoutes } from '@lifang/domains/incidents/schema/responsibility-routes.ts'
import { Icon } from '../../kit/icons.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { when } from '../../kit/time.ts'
import { beside, t } from '../../kit/words.ts'
import { keyOf } from '../app/class-key.ts'
import { useNow } from '../../kit/now.ts'
import { changed } from '../app/searches.ts'
import { useMe } from '../app/session.tsx'
import { AddClass } from './add.tsx'
import { Changes } from './changes.tsx'
import { Entry } from './entry.tsx'
import { edits, treeQuery, weighs } from './queries.ts'
import { firstOf, Tree } from './tree.tsx'
import { WhatIf } from './what-if.tsx'

const PANES = ['tree', 'entry', 'changes'] as const

/** 责任清单: catalogue on the left, the class in the middle, what the draft changes on the right, the trial below. */
export function ListPage() {
  const me = useMe()
  const now = useNow()
  const navigate = useNavigate()
  const search = useSearch({ from: '/staff/list' })
  const [q, setQ] = useState('')
  const asked = useDeferredValue(q.trim())
  const [pane, setPane] = useState<(typeof PANES)[number]>('tree')
  const [adding, setAdding] = useState(false)
  const { data: tree, error, refetch } = useQuery(treeQuery(search.version, asked))
  const go = (next: { version?: string | undefined; class?: string | undefined }): void => {
    void navigate({ to: '/list', search: changed(search, next) })
    if (next.class !== undefined) setPane('entry')
  }
  if (tree === undefined)
    return error === null ? <Loading lines={10} /> : <Failed error={error} retry={() => void refetch()} />
  const chosen = search.class ?? firstOf(tree.rows)
  const key = keyOf(chosen ?? undefined)
  const drafting = tree.shown === 'draft' && tree.draft !== null
  return (
    <div className={drafting && weighs(me) ? 'list-room weighing' : 'list-room'} data-pane={pane}>
      <Segmented
        className="panes"
        aria-label={t('list.panes')}
        value={pane}
        onChange={setPane}
        options={PANES.map((value) => ({ value, label: t(`list.pane.${value}`) }))}
        block
      />
      <section className="pane-tree" aria-label={t('list.tree')}>
        <header>
          <h1>{t('list.title')}</h1>
          <span className="sp" />
          {drafting && edits(me) && (
            <Button size="small" icon={<Icon name="add" />} onClick={() => setAdding(true)}>
              {t('list.add')}
            </Button>
          )}
        </header>
        <div className="tools">
          <Select
            aria-label={t('list.version')}
            value={tree.shown}
            onChange={(version: string) => go({ version })}
            options={versionOptions(tree, now)}
            style={{ width: '100%' }}
          />
          <label className="find">
            <Icon name="search" />
            <input
              type="search"
              value={q}
              maxLength={60}
              placeholder={t('list.search')}
              aria-label={t('list.search')}
              onChange={(e) => setQ(e.target.value)}
            />
          </label>
        </div>
        <Tree
          tree={tree}
          searching={asked !== ''}
          selected={chosen}
          onSelect={(pressed) => go({ class: pressed })}
        />
        <footer>
          <a href={addressOf(listRoutes.excel.path, {}, { version: tree.shown })} download>
            {t('list.excel')}
          </a>
        </footer>
      </section>
      <section className="pane-entry" aria-label={t('list.entry')}>
        {key === null ? (
          <Empty title={t('list.choose')} />
        ) : (
          <Entry
            key={`${tree.shown} ${chosen ?? ''}`}
            tree={tree}
            of={key}
            onDraft={() => go({ version: 'draft' })}
          />
        )}
      </section>
      <Changes tree={tree} onGo={go} />
      {drafting && weighs(me) && <WhatIf of={key} revision={tree.draft?.revision ?? 0} />}
      {adding && (
        <AddClass
          revision={tree.draft?.revision ?? 0}
          onClose={() => setAdding(false)}
          onAdded={(added) => {
            setAdding(false)
            go({ class: added })
          }}
        />
      )}
    </div>
  )
}

function versionOptions(tree: ListTree, now: number) {
  return [
    ...(tree.draft === null
      ? []
      : [{ value: 'draft', label: beside(t('list.draft-n', { n: tree.draft.revision }), tree.draft.note) }]),
    ...tree.versions.map((v) => ({
      value: v.id,
      label: `${t('list.ordinal', { n: v.ordinal })} · ${t(`list.${v.state}`)} · ${t('list.from', { at: when(Date.parse(v.from), now) })}`,
    })),
  ]
}
