import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { auditRoutes } from '@lifang/domains/audit/schema.ts'
import { call } from '../../kit/call.ts'
import { Empty, Failed, Loading, ProblemAlert } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'

/** Who saw or changed what, newest first, and whether the chain is whole. */
export function AuditPage() {
  const [filter, setFilter] = useState<{ act?: string; subject?: string }>({})
  const lines = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }: { pageParam: number | null; signal: AbortSignal }) =>
      call(auditRoutes.entries, {
        query: { ...filter, ...(pageParam === null ? {} : { before: pageParam }), limit: 50 },
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    // Every reading is itself recorded: the page reads when it is asked to.
    refetchOnWindowFocus: false,
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
        <header>
          <h2>{t('console.audit.entries')}</h2>
          <span className="sp" />
          <Input.Search
            aria-label={t('console.audit.act')}
            placeholder={t('console.audit.act')}
            allowClear
            size="small"
            style={{ width: 200 }}
            onSearch={(act) => setFilter((old) => ({ ...old, act: act.trim() }))}
          />
        </header>
        {lines.data === undefined ? (
          lines.isError ? (
            <Failed error={lines.error} retry={() => void lines.refetch()} />
          ) : (
            <Loading lines={8} />
          )
        ) : items.length === 0 ? (
          <Empty title={t('console.audit.none')} />
        ) : (
          <div className="scroll">
            <table className="table">
              <colgroup>
                <col style={{ width: 80 }} />
                <col style={{ width: 150 }} />
                <col style={{ width: 96 }} />
                <col style={{ width: 170 }} />
                <col />
              </colgroup>
              <thead>
                <tr>
                  <th scope="col">{t('console.audit.col.seq')}</th>
                  <th scope="col">{t('console.audit.col.at')}</th>
                  <th scope="col">{t('console.audit.col.actor')}</th>
                  <th scope="col">{t('console.audit.col.act')}</th>
                  <th scope="col">{t('console.audit.col.what')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((line) => (
                  <tr key={line.seq}>
                    <td>{line.seq}</td>
                    <td>{exact(Date.parse(line.at))}</td>
                    <td>{line.actor === '' ? t('console.who.system') : line.actor}</td>
                    <td title={line.act}>{actName(line.act)}</td>
                    <td className="wrap">
                      {line.ground === null ? '' : `${line.ground} · `}
                      {line.subjectKind} {line.subjectId} {detailsText(line.details)}
                    </td>
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
    </div>
  )
}

/** incidents.dispatch is 派遣; others keep their code, which is what the chain holds. */
const actName = (act: string): string => {
  const [domain = '', name = ''] = act.split('.')
  const known = word(`${domain}.act`, name)
  return known === name ? act : known
}

const detailsText = (details: Readonly<Record<string, unknown>>): string =>
  Object.entries(details)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ')

function Verification() {
  const verify = useMutation({ mutationFn: () => call(auditRoutes.verify) })
  const result = verify.data
  return (
    <section className="card">
      <header>
        <h2>{t('console.audit.chain')}</h2>
        <span className="sp" />
        <Button type="primary" size="small" loading={verify.isPending} onClick={() => verify.mutate()}>
          {t('console.audit.verify')}
        </Button>
      </header>
      <div className="body" role="status">
        <ProblemAlert error={verify.error} />
        {result === undefined && !verify.isError && <p className="mu">{t('console.audit.verify-hint')}</p>}
        {result !== undefined && (
          <>
            <p>
              <b className="ink">
                {t(result.ok ? 'console.audit.whole' : 'console.audit.broken', { n: result.findings.length })}
              </b>
            </p>
            <p className="mu">
              {t('console.audit.numbers', {
                entries: result.entries,
                seals: result.seals,
                unsealed: result.unsealed,
              })}
            </p>
            <ul>
              {result.findings.map((finding) => (
                <li key={JSON.stringify(finding)} className="sm">
                  {Object.entries(finding)
                    .map(
                      ([name, value]) =>
                        `${word('console.audit.finding', name)} ${word('console.audit.finding', String(value))}`,
                    )
                    .join(' · ')}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  )
}
