import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useState } from 'react'
import type { ImportView, SaidLine } from '@lifang/domains/registry/schema/transfer.ts'
import {
  LINE_VERDICTS,
  type ImportPass,
  type LineVerdict,
} from '@lifang/domains/registry/schema/transfer-lists.ts'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { linesQuery } from './queries.ts'

const whyOf = ({ field, code, details }: SaidLine['reasons'][number]): string =>
  `${field === null ? '' : `${t(`transfer.field.${field}`)}：`}${t(code, details ?? {})}`

/** What is to be said of lines, the first two hundred; the cells themselves stand in the workbook only. */
export function Said({ of, pass }: { readonly of: ImportView; readonly pass: ImportPass }) {
  const [verdict, setVerdict] = useState<LineVerdict | 'all'>('all')
  const list = useQuery(linesQuery(of.id, pass, verdict === 'all' ? undefined : verdict, of.endedAt ?? ''))
  const choices = pass === 'undo' ? [] : ['all', ...LINE_VERDICTS.filter((v) => v !== 'kept')]
  const { data } = list
  return (
    <section className="card" aria-labelledby="imp-said">
      <header>
        <h2 id="imp-said">{t('transfer.said')}</h2>
        <span className="sp" />
        {choices.length > 0 && (
          <Segmented
            aria-label={t('transfer.col.verdict')}
            value={verdict}
            onChange={(v) => setVerdict(v as LineVerdict | 'all')}
            options={choices.map((v) => ({
              value: v,
              label: v === 'all' ? t('transfer.said-all') : t(`transfer.said.${v}`),
            }))}
          />
        )}
      </header>
      {data === undefined ? (
        list.isError ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Loading lines={4} />
        )
      ) : data.items.length === 0 ? (
        <Empty title={t('transfer.said-none')} />
      ) : (
        <div className="scroll imp-lines" tabIndex={0} role="region" aria-label={t('transfer.said')}>
          <table className="table imp-said">
            <thead>
              <tr>
                <th scope="col" className="num">
                  {t('transfer.col.line')}
                </th>
                <th scope="col">{t('transfer.col.verdict')}</th>
                <th scope="col">{t('transfer.col.why')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((l) => (
                <tr key={l.line}>
                  <td className="num">{l.line}</td>
                  <td>
                    <span className={`imp-verdict ${l.verdict}`}>{t(`transfer.said.${l.verdict}`)}</span>
                  </td>
                  <td className="wrap">{l.reasons.map(whyOf).join('；')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data !== undefined && data.total > data.items.length && (
        <p className="mu sm imp-note">
          {t('transfer.said-first', { n: data.items.length, total: data.total })}
        </p>
      )}
    </section>
  )
}
