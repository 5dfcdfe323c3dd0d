import './what-if.css'
import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useState } from 'react'
import { UNIT_MINIMUM } from '@lifang/domains/incidents/rules/what-if.ts'
import { PERIODS, type WhatIfView } from '@lifang/domains/incidents/schema/responsibility.ts'
import type { ClassKey } from '@lifang/domains/incidents/schema/words.ts'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { exact, limitWords } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { whatIfQuery } from './queries.ts'

const SCOPES = ['class', 'changed'] as const

const percent = (part: number, n: number): string => (n === 0 ? '–' : `${((100 * part) / n).toFixed(1)}%`)

/** The draft's limits on past cases: the rate beside the one of now, real use with both limits, and units. */
export function WhatIf({ of, revision }: { readonly of: ClassKey | null; readonly revision: number }) {
  const [scope, setScope] = useState<(typeof SCOPES)[number]>('changed')
  const [period, setPeriod] = useState<(typeof PERIODS)[number]>('quarter')
  const [seq, setSeq] = useState<number | null>(null)
  const own = scope === 'class' && of !== null
  const { data, error, refetch } = useQuery(
    whatIfQuery({ period, ...(own ? of : {}), ...(own && seq !== null ? { seq } : {}) }, revision),
  )
  return (
    <section className="pane-what-if" aria-label={t('list.what-if')}>
      <header>
        <h2>{t('list.what-if')}</h2>
        {data !== undefined && (
          <span className="mu sm el">
            {t('list.what-if-of', {
              period: `${exact(Date.parse(data.from)).slice(0, 10)}–${exact(Date.parse(data.to) - 1).slice(0, 10)}`,
              scope: own ? (of?.code ?? '') : t('list.scope.changed'),
              n: data.tally.n,
            })}{' '}
            {t('list.what-if-excluded', data.excluded)}
            {data.sampled && t('list.what-if-sampled', { n: data.read })}
          </span>
        )}
        <span className="sp" />
        <Segmented
          size="small"
          aria-label={t('list.period')}
          value={period}
          onChange={setPeriod}
          options={PERIODS.map((value) => ({ value, label: t(`list.period.${value}`) }))}
        />
        <Segmented
          size="small"
          aria-label={t('list.scope')}
          value={own ? (seq === null ? 'class' : 'condition') : 'changed'}
          onChange={(value) => {
            setScope(value === 'changed' ? 'changed' : 'class')
            setSeq(value === 'condition' ? (data?.conditions[0]?.seq ?? 1) : null)
          }}
          options={(['condition', 'class', 'changed'] as const).map((value) => ({
            value,
            label: t(`list.scope.${value}`),
            disabled: value !== 'changed' && of === null,
          }))}
        />
      </header>
      {data === undefined ? (
        error === null ? (
          <Loading lines={3} />
        ) : (
          <Failed error={error} retry={() => void refetch()} />
        )
      ) : data.tally.n === 0 ? (
        <Empty title={t('list.what-if-none')} hint={t('list.what-if-none-hint')} />
      ) : (
        <div className="answers">
          <Rate data={data} />
          {data.histogram === null ? <ByCondition data={data} /> : <Histogram data={data} />}
          <Units data={data} />
        </div>
      )}
    </section>
  )
}

function Rate({ data }: { readonly data: WhatIfView }) {
  const { n, now, next } = data.tally
  return (
    <div className="rate">
      <p className="sm mu">{t('list.rate')}</p>
      <p className="big">{percent(next, n)}</p>
      <p className="md">{t('list.rate-is', { next, n })}</p>
      <p className="md mu">{t('list.rate-was', { rate: percent(now, n), now, n })}</p>
      <hr />
      <p className="md">{t('list.worse', { n: data.worse })}</p>
      {data.better > 0 && <p className="md">{t('list.better', { n: data.better })}</p>}
      <p className="md">{t('list.late', { n: data.late })}</p>
    </div>
  )
}

const W = 400
const H = 118

function Histogram({ data }: { readonly data: WhatIfView }) {
  const { histogram } = data
  const [condition] = data.conditions
  if (histogram === null || condition === undefined) return null
  const top = Math.max(1, ...histogram.bars.map((b) => b.both + b.one + b.none))
  const reach = histogram.bars.at(-1)?.upTo ?? 1
  const width = W / histogram.bars.length
  const x = (amount: number): number => (amount / reach) * W
  const unit = t(`list.unit-word.${histogram.unit}`)
  const newWords = t('list.line-new', { limit: limitWords(condition.nextLimit) })
  const nowWords = t('list.line-now', { limit: limitWords(condition.limit) })
  const same = histogram.now === histogram.next
  return (
    <figure className="use">
      <figcaption className="sm mu">
        {t('list.use')}
        <Key kind="both" />
        <Key kind="one" />
        <Key kind="neither" />
      </figcaption>
      <svg viewBox={`0 0 ${W} ${H + 38}`} role="img" aria-label={`${t('list.use')} ${newWords} ${nowWords}`}>
        {histogram.bars.map((b, i) => {
          const n = b.both + b.one + b.none
          const h = (v: number): number => (v / top) * (H - 26)
          const from = i === 0 ? 0 : (histogram.bars[i - 1]?.upTo ?? 0)
          return (
            <g key={b.upTo} transform={`translate(${i * width + 1} 0)`}>
              <title>{t('list.bar', { from, to: b.upTo, unit, n })}</title>
              <rect className="both" y={H - h(b.both)} width={width - 2} height={h(b.both)} />
              <rect className="one" y={H - h(b.both + b.one)} width={width - 2} height={h(b.one)} />
              <rect className="neither" y={H - h(n)} width={width - 2} height={h(b.none)} />
            </g>
          )
        })}
        <line x1="0" x2={W} y1={H} y2={H} className="base" />
        <line x1={x(histogram.next)} x2={x(histogram.next)} y1="4" y2={H} className="new" />
        <text x={x(histogram.next) + 4} y="12" className="new">
          {newWords}
        </text>
        {histogram.now !== null && !same && (
          <>
            <line x1={x(histogram.now)} x2={x(histogram.now)} y1="18" y2={H} className="now" />
            <text x={x(histogram.now) + 4} y="26" className="now">
              {nowWords}
            </text>
          </>
        )}
        {[0, 0.25, 0.5, 0.75, 1].map((part) => (
          <text
            key={part}
            x={part * W}
            y={H + 14}
            textAnchor={part === 0 ? 'start' : part === 1 ? 'end' : 'middle'}
            className="tick"
          >
            {Math.round(part * reach * 10) / 10}
            {part === 1 ? `+ ${unit}` : ''}
          </text>
        ))}
      </svg>
    </figure>
  )
}

const Key = ({ kind }: { readonly kind: 'both' | 'one' | 'neither' }) => (
  <span className="key">
    <i className={kind} />
    {t(`list.${kind}`)}
  </span>
)

function ByCondition({ data }: { readonly data: WhatIfView }) {
  return (
    <div className="by-condition">
      <p className="sm mu">{t('list.by-condition')}</p>
      <ul>
        {data.conditions.map((c) => (
          <li key={`${c.key.standard} ${c.key.code} ${c.seq}`}>
            <span className="el md">
              {c.key.code}-{c.seq} {c.text}
            </span>
            <span className="sm mu">
              {c.limit.amount === c.nextLimit.amount && c.limit.unit === c.nextLimit.unit
                ? limitWords(c.limit)
                : `${limitWords(c.limit)} → ${limitWords(c.nextLimit)}`}
            </span>
            <span className="sm">
              {c.now}/{c.n} → <b>{c.next}</b>/{c.n}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** ○ now, ● new, on one line from 0 to 100 per cent, with the denominator. */
function Units({ data }: { readonly data: WhatIfView }) {
  return (
    <div className="by-unit">
      <p className="sm mu">
        {t('list.by-unit', { min: UNIT_MINIMUM })}
        <span className="key">
          <i className="ring" />
          {t('list.now')}
        </span>
        <span className="key">
          <i className="disc" />
          {t('list.next')}
        </span>
      </p>
      {data.units.length === 0 && <p className="md">{t('list.by-unit-none', { min: UNIT_MINIMUM })}</p>}
      <ul>
        {data.units.map((u) => {
          const now = (100 * u.now) / u.n
          const next = (100 * u.next) / u.n
          const points = (next - now).toFixed(1)
          return (
            <li key={u.id ?? ''}>
              <span className="el md">{u.name}</span>
              <span className="sm mu">{u.n}</span>
              <svg viewBox="0 0 120 16" aria-hidden="true" preserveAspectRatio="none">
                <line x1="6" x2="114" y1="8" y2="8" className="axis" />
                <line x1={6 + now * 1.08} x2={6 + next * 1.08} y1="8" y2="8" className="span" />
                <circle cx={6 + now * 1.08} cy="8" r="4" className="ring" />
                <circle cx={6 + next * 1.08} cy="8" r="4" className="disc" />
              </svg>
              <span className="sm">
                {u.now} → <b>{u.next}</b>
              </span>
              <span className="sm">
                {Number(points) > 0 ? '+' : ''}
                {points}
                <span className="hidden">{t('list.points', { points })}</span>
              </span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
