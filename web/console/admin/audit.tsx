import './admin.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { auditRoutes, type AuditLine } from '@lifang/domains/audit/schema.ts'
import { DAY } from '@lifang/domains/calendar/rules/instants.ts'
import { call } from '../../kit/call.ts'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { exact, fromLocalInput } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import type { AuditSearch } from '../app/tabs.ts'
import { AuditFilters } from './audit-filters.tsx'
import { actWords, detailLines, groundWords, kindWords, reasonWords } from './audit-words.ts'
import { Verification } from './verification.tsx'

/** The filters of the address as the server asks for them; days are office days, both included. */
function queryOf({ act, who, kind, subject, from, to }: AuditSearch) {
  return {
    ...(act === undefined ? {} : { act }),
    ...(who === undefined ? {} : { who }),
    ...(kind === undefined ? {} : { kind }),
    ...(subject === undefined ? {} : { subject }),
    ...(from === undefined ? {} : { since: fromLocalInput(`${from}T00:00`) }),
    ...(to === undefined
      ? {}
      : { until: new Date(Date.parse(fromLocalInput(`${to}T00:00`)) + DAY).toISOString() }),
  }
}

/** Who saw or changed what, newest first, and whether the chain is whole. */
export function AuditPage() {
  const search = useSearch({ from: '/staff/audit' })
  const navigate = useNavigate()
  const [opened, setOpened] = useState<AuditLine | null>(null)
  const lines = useInfiniteQuery({
    queryKey: ['audit', search],
    queryFn: ({ pageParam, signal }: { pageParam: number | null; signal: AbortSignal }) =>
      call(auditRoutes.entries, {
        query: { ...queryOf(search), ...(pageParam === null ? {} : { before: pageParam }), limit: 50 },
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    // Every reading is itself recorded: the page reads when it is asked to.
    refetchOnWindowFocus: false,
    staleTime: 60_000,
  })
  const items = lines.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <div className="page">
      <div className="line">
        <h1>{t('console.room.audit')}</h1>
        <span className="mu md">{t('console.audit.hint')}</span>
      </div>
      <Verification />
      <section className="card">
        <AuditFilters
          key={JSON.stringify(search)}
          search={search}
          onChange={(next) => void navigate({ to: '/audit', search: next })}
          onAgain={() => void lines.refetch()}
        />
        {lines.data === undefined ? (
          lines.isError ? (
            <Failed error={lines.error} retry={() => void lines.refetch()} />
          ) : (
            <Loading lines={8} />
          )
        ) : items.length === 0 ? (
          <Empty title={t('console.audit.none')} hint={t('admin.audit-none-hint')} />
        ) : (
          <div className="scroll" tabIndex={0} role="region" aria-label={t('console.audit.entries')}>
            <table className="table">
              <colgroup>
                <col style={{ width: 80 }} />
                <col style={{ width: 160 }} />
                <col style={{ width: 110 }} />
                <col style={{ width: 190 }} />
                <col style={{ width: 110 }} />
                <col />
              </colgroup>
              <thead>
                <tr>
                  <th scope="col">{t('console.audit.col.seq')}</th>
                  <th scope="col">{t('console.audit.col.at')}</th>
                  <th scope="col">{t('console.audit.col.actor')}</th>
                  <th scope="col">{t('console.audit.col.act')}</th>
                  <th scope="col">{t('admin.col.target')}</th>
                  <th scope="col">{t('admin.col.ground')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((line) => (
                  <tr key={line.seq}>
                    <td>
                      <button type="button" className="link" onClick={() => setOpened(line)}>
                        <span className="hidden">{t('admin.audit-open')} </span>
                        {line.seq}
                      </button>
                    </td>
                    <td>{exact(Date.parse(line.at))}</td>
                    <td className="ink">{line.actor === '' ? t('console.who.system') : line.actor}</td>
                    <td title={line.act}>{actWords(line.act)}</td>
                    <td title={line.subjectId}>{kindWords(line.subjectKind)}</td>
                    <td title={groundWords(line)}>{groundWords(line)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {lines.hasNextPage && (
          <div className="body">
            <Button
              size="small"
              loading={lines.isFetchingNextPage}
              onClick={() => void lines.fetchNextPage()}
            >
              {t('console.audit.more')}
            </Button>
          </div>
        )}
      </section>
      <Drawer
        open={opened !== null}
        onClose={() => setOpened(null)}
        title={opened === null ? '' : t('admin.audit-entry', { n: opened.seq })}
        size={460}
      >
        {opened !== null && (
          <Entry
            line={opened}
            onSame={(next) => {
              setOpened(null)
              void navigate({ to: '/audit', search: next })
            }}
          />
        )}
      </Drawer>
    </div>
  )
}

/** One entry whole, and the way to the others of the same person or record. */
function Entry({ line, onSame }: { readonly line: AuditLine; readonly onSame: (next: AuditSearch) => void }) {
  const rows: readonly (readonly [string, string])[] = [
    [t('console.audit.col.at'), exact(Date.parse(line.at))],
    [t('console.audit.col.actor'), line.actor === '' ? t('console.who.system') : line.actor],
    [t('console.audit.col.act'), `${actWords(line.act)}（${line.act}）`],
    [t('admin.col.target'), kindWords(line.subjectKind)],
    [t('admin.audit-target-id'), line.subjectId],
    [t('admin.audit-reason'), line.ground === null ? t('admin.none-given') : reasonWords(line.ground)],
    ...detailLines(line.details),
  ]
  return (
    <>
      <dl className="audit-entry">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="line">
        <Button size="small" onClick={() => onSame({ kind: line.subjectKind, subject: line.subjectId })}>
          {t('admin.audit-same-target')}
        </Button>
        {line.actor !== '' && (
          <Button size="small" onClick={() => onSame({ who: line.actor })}>
            {t('admin.audit-same-who')}
          </Button>
        )}
      </div>
    </>
  )
}
