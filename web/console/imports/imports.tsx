import './imports.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { transferRoutes, type ImportItem } from '@lifang/domains/registry/schema/transfer.ts'
import { newId } from '@lifang/platform/id.ts'
import { isRefusal } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { Empty, Failed, Loading, ProblemAlert } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { keepsRegistry } from '../app/rooms.ts'
import { useMe } from '../app/session.tsx'
import { PurposeLine } from '../privacy/purpose-line.tsx'
import { importsChanged, importsQuery, isMoving, sendSheet } from './queries.ts'
import { StateWord } from './state-word.tsx'

/** 导入: send a sheet, and what became of those sent before. */
export function ImportsPage() {
  const me = useMe()
  const list = useQuery({
    ...importsQuery,
    refetchInterval: (q) => (q.state.data?.items.some((i) => isMoving(i.state)) === true ? 2_000 : false),
  })
  return (
    <div className="page imp-page">
      <div className="line wrap">
        <h1>{t('console.room.imports')}</h1>
        <span className="mu md">{t('transfer.hint')}</span>
        <span className="sp" />
        <PurposeLine form="import" />
        <span className="sp" />
        <a href={transferRoutes.template.path} download className="link">
          {t('transfer.template-get')}
        </a>
      </div>
      {keepsRegistry(me) && <Send />}
      <section className="card">
        {list.data === undefined ? (
          list.isError ? (
            <Failed error={list.error} retry={() => void list.refetch()} />
          ) : (
            <Loading lines={5} />
          )
        ) : list.data.items.length === 0 ? (
          <Empty title={t('transfer.none')} hint={t('transfer.none-hint')} />
        ) : (
          <ImportsTable items={list.data.items} />
        )}
      </section>
    </div>
  )
}

function Send() {
  const navigate = useNavigate()
  const input = useRef<HTMLInputElement>(null)
  const [percent, setPercent] = useState(0)
  const send = useMutation({
    mutationFn: ({ id, file }: { id: string; file: File }) => sendSheet(id, file, setPercent),
    onSuccess: async ({ id }) => {
      await importsChanged()
      await navigate({ to: '/imports/$id', params: { id } })
    },
  })
  return (
    <section className="card imp-send">
      <label htmlFor="imp-file" className={send.isPending ? 'imp-drop busy' : 'imp-drop'}>
        <Icon name="out" large />
        <b>
          {send.isPending
            ? percent < 100
              ? t('transfer.uploading', { percent })
              : t('transfer.reading')
            : t('transfer.drop')}
        </b>
        <span className="mu sm">{send.isPending ? send.variables.file.name : t('transfer.drop-hint')}</span>
        <input
          ref={input}
          id="imp-file"
          type="file"
          accept=".xlsx,.csv,.txt"
          disabled={send.isPending}
          onChange={(e) => {
            const file = e.target.files?.[0]
            setPercent(0)
            if (file !== undefined) send.mutate({ id: newId(), file })
            // The same file, mended, may be chosen again.
            e.target.value = ''
          }}
        />
      </label>
      {send.isPending && (
        <progress className="imp-bar" max={100} value={percent} aria-label={t('transfer.progress')} />
      )}
      <ProblemAlert
        error={send.error}
        retry={
          isRefusal(send.error) && send.error.unsure && send.variables !== undefined
            ? () => send.mutate(send.variables)
            : undefined
        }
      />
    </section>
  )
}

export const resultOf = (item: ImportItem): string =>
  item.undone !== null
    ? t('transfer.result-undone', item.undone)
    : (item.counts ?? item.checked) === null
      ? t('transfer.result-none')
      : t('transfer.result', item.counts ?? item.checked ?? {})

function ImportsTable({ items }: { readonly items: readonly ImportItem[] }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('console.room.imports')}>
      <table className="table imp-list">
        <thead>
          <tr>
            <th scope="col">{t('transfer.col.file')}</th>
            <th scope="col">{t('transfer.col.state')}</th>
            <th scope="col" className="num">
              {t('transfer.col.lines')}
            </th>
            <th scope="col">{t('transfer.col.result')}</th>
            <th scope="col">{t('transfer.col.at')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((i) => (
            <tr key={i.id}>
              <td title={i.fileName}>
                <Link to="/imports/$id" params={{ id: i.id }} className="link">
                  {i.fileName}
                </Link>
              </td>
              <td>
                <StateWord of={i} />
              </td>
              <td className="num">{i.lines.toLocaleString('en-US')}</td>
              <td>{resultOf(i)}</td>
              <td className="mu">
                {exact(Date.parse(i.createdAt)).slice(0, 16)}
                {!i.mine && ` · ${t('transfer.by', { by: i.by })}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
