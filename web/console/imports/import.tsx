import './imports.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { transferRoutes, type ImportView } from '@lifang/domains/registry/schema/transfer.ts'
import type { ImportCount } from '@lifang/domains/registry/schema/transfer-lists.ts'
import { call } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { part } from '../../kit/part.tsx'
import { Failed, Loading, ProblemAlert } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { importQuery, importsChanged, isMoving } from './queries.ts'
import { StateWord } from './state-word.tsx'

const ColumnsForm = part(async () => (await import('./columns.tsx')).ColumnsForm)
const Said = part(async () => (await import('./said.tsx')).Said)
const MaskedLines = part(async () => (await import('./looked.tsx')).MaskedLines)
const UndoWindow = part(async () => (await import('./undo.tsx')).UndoWindow)

/** One import from its columns to its end, and back. */
export function ImportPage() {
  const { id } = useParams({ from: '/staff/imports/$id' })
  const { data, error, isError, refetch } = useQuery(importQuery(id))
  return (
    <div className="page imp-page">
      <Link to="/imports" className="link imp-back">
        <Icon name="back" />
        {t('transfer.back')}
      </Link>
      {data === undefined ? (
        <section className="card">
          {isError ? <Failed error={error} retry={() => void refetch()} /> : <Loading lines={8} />}
        </section>
      ) : (
        <Standing key={id} of={data} />
      )}
    </div>
  )
}

function Standing({ of }: { readonly of: ImportView }) {
  const [changing, setChanging] = useState(false)
  const [undoing, setUndoing] = useState(false)
  const choosing = of.state === 'uploaded' || (changing && of.state === 'checked')
  return (
    <>
      <div className="line wrap">
        <h1 className="imp-name">{of.fileName}</h1>
        <StateWord of={of} />
        <span className="mu md">
          {t('transfer.lines', { n: of.lines.toLocaleString('en-US') })} ·{' '}
          {exact(Date.parse(of.createdAt)).slice(0, 16)}
        </span>
      </div>
      {of.purged ? (
        <p className="mu sm">{t('transfer.purged-note', { days: of.keepDays })}</p>
      ) : (
        <p className="mu sm">{t('transfer.keep-note', { days: of.keepDays })}</p>
      )}
      {!of.mine && (
        <p className="mu md" role="note">
          {t('transfer.others-note', { by: of.by })}
        </p>
      )}
      {of.problem !== null && (
        <div className="problem" role="alert">
          <Icon name="stop" />
          <p>{t(of.problem)}</p>
        </div>
      )}
      {isMoving(of.state) && <Moving of={of} />}
      {choosing && !of.purged && of.mine && <ColumnsForm of={of} />}
      {of.state === 'checked' && !choosing && (
        <Result of={of} pass="check" onChange={() => setChanging(true)} onUndo={() => setUndoing(true)} />
      )}
      {(of.state === 'done' || of.state === 'cancelled' || of.state === 'failed') && (
        <Result of={of} pass="run" onChange={() => setChanging(true)} onUndo={() => setUndoing(true)} />
      )}
      {of.state === 'undone' && <Undone of={of} />}
      {!of.mine && <MaskedLines of={of} />}
      {undoing && <UndoWindow of={of} onClose={() => setUndoing(false)} />}
    </>
  )
}

const timeWords = (seconds: number): string =>
  seconds < 90 ? t('transfer.left.s', { n: seconds }) : t('transfer.left.m', { n: Math.ceil(seconds / 60) })

function Moving({ of }: { readonly of: ImportView }) {
  const idFor = useCommandId()
  const { done, of: all, rate, secondsLeft, stopping } = of.progress
  const cancel = useMutation({
    mutationFn: () =>
      call(transferRoutes.cancelImport, { params: { id: of.id }, body: { id: idFor([of.id, of.state]) } }),
    onSuccess: importsChanged,
  })
  const n = (value: number): string => value.toLocaleString('en-US')
  return (
    <section className="card imp-moving" aria-label={t('transfer.progress')}>
      <progress className="imp-bar" max={all} value={done} aria-label={t('transfer.progress')} />
      <p className="line wrap" role="status">
        <b>{t('transfer.done-of', { done: n(done), of: n(all) })}</b>
        <span className="mu">
          {rate === null ? t('transfer.soon') : t('transfer.rate', { rate: n(rate) })}
        </span>
        {secondsLeft !== null && (
          <span className="mu">{t('transfer.left', { time: timeWords(secondsLeft) })}</span>
        )}
        <span className="sp" />
        {of.state !== 'undoing' && of.mine && (
          <Button loading={cancel.isPending} disabled={stopping} onClick={() => cancel.mutate()}>
            {t(
              stopping
                ? 'transfer.stopping'
                : of.state === 'checking'
                  ? 'transfer.cancel-check'
                  : 'transfer.cancel',
            )}
          </Button>
        )}
      </p>
      <ProblemAlert error={cancel.error} />
    </section>
  )
}

const SHOWN: readonly ImportCount[] = [
  'added',
  'known',
  'moved',
  'wrong',
  'doubtful',
  'homes',
  'households',
  'buildings',
]

function Result({
  of,
  pass,
  onChange,
  onUndo,
}: {
  readonly of: ImportView
  readonly pass: 'check' | 'run'
  readonly onChange: () => void
  readonly onUndo: () => void
}) {
  const idFor = useCommandId()
  const counts = pass === 'check' ? of.checked : of.counts
  const run = useMutation({
    mutationFn: () =>
      call(transferRoutes.runImport, {
        params: { id: of.id },
        body: { id: idFor([of.id, of.endedAt, 'run']) },
      }),
    onSuccess: importsChanged,
  })
  const check = useMutation({
    mutationFn: () =>
      call(transferRoutes.checkImport, {
        params: { id: of.id },
        body: { id: idFor([of.id, of.endedAt, 'check']) },
      }),
    onSuccess: importsChanged,
  })
  const takes = (counts?.added ?? 0) + (counts?.moved ?? 0)
  const errors = `${transferRoutes.importErrors.path.replace('{id}', of.id)}?pass=${pass}`
  return (
    <>
      <section className="card" aria-labelledby="imp-result">
        <header>
          <h2 id="imp-result">{t(pass === 'check' ? 'transfer.checked' : 'transfer.counts')}</h2>
          {pass === 'check' && <span className="mu sm">{t('transfer.checked-hint')}</span>}
        </header>
        {counts !== null && <Numbers rows={SHOWN.map((c) => [t(`transfer.count.${c}`), counts[c], c])} />}
        {of.mine && (
          <footer className="line wrap imp-acts">
            {pass === 'check' && (
              <>
                <Button
                  type="primary"
                  loading={run.isPending}
                  disabled={takes === 0}
                  onClick={() => run.mutate()}
                >
                  {takes === 0
                    ? t('transfer.run-none')
                    : (counts?.moved ?? 0) > 0
                      ? t('transfer.run-moved', { n: counts?.added ?? 0, moved: counts?.moved ?? 0 })
                      : t('transfer.run', { n: counts?.added ?? 0 })}
                </Button>
                <Button onClick={onChange}>{t('transfer.plan-change')}</Button>
                <Button loading={check.isPending} onClick={() => check.mutate()}>
                  {t('transfer.check-again')}
                </Button>
              </>
            )}
            {pass === 'run' && of.state !== 'done' && of.undoReason === null && !of.purged && (
              <Button type="primary" loading={run.isPending} onClick={() => run.mutate()}>
                {t('transfer.go-on')}
              </Button>
            )}
            {(counts?.wrong ?? 0) > 0 && !of.purged && (
              <a className="imp-link" href={errors} download title={t('transfer.errors-hint')}>
                {t('transfer.errors-get')}
              </a>
            )}
            <span className="sp" />
            {pass === 'run' && of.counts !== null && (
              <Button danger onClick={onUndo}>
                {t('transfer.undo')}
              </Button>
            )}
          </footer>
        )}
        {(counts?.wrong ?? 0) > 0 && !of.purged && of.mine && (
          <p className="mu sm imp-note">{t('transfer.errors-hint')}</p>
        )}
        <ProblemAlert error={run.error ?? check.error} />
      </section>
      {counts !== null && counts.wrong + counts.doubtful + counts.known + counts.moved > 0 && !of.purged && (
        <Said of={of} pass={pass} />
      )}
    </>
  )
}

function Undone({ of }: { readonly of: ImportView }) {
  const { undone } = of
  if (undone === null) return null
  const rows = (['people', 'homes', 'households', 'buildings', 'kept'] as const).map(
    (k) => [t(`transfer.undone.${k}`), undone[k], k] as const,
  )
  return (
    <>
      <section className="card" aria-labelledby="imp-undone">
        <header>
          <h2 id="imp-undone">{t('transfer.undone')}</h2>
          <span className="mu sm">{t('transfer.undone-reason', { reason: of.undoReason })}</span>
        </header>
        <Numbers rows={rows} />
      </section>
      {undone.kept > 0 && <Said of={of} pass="undo" />}
    </>
  )
}

function Numbers({ rows }: { readonly rows: readonly (readonly [label: string, n: number, key: string])[] }) {
  return (
    <dl className="imp-numbers">
      {rows.map(([label, n, key]) => (
        <div key={key} className={n > 0 && (key === 'wrong' || key === 'kept') ? 'bad' : ''}>
          <dt>{label}</dt>
          <dd className={n === 0 ? 'mu' : ''}>{n.toLocaleString('en-US')}</dd>
        </div>
      ))}
    </dl>
  )
}
