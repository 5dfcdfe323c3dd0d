import { Link } from '@tanstack/react-router'
import type { Wall } from '@lifang/domains/analysis/schema.ts'
import { LampShape, lampWord } from '../../kit/lamp.tsx'
import { exact, shortNumber, spell, timeOf } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { closedList, lampList, openList } from './links.ts'
import { Count, Panel } from './panel.tsx'

/** As many units as the panel has room for; the rest is summed up below. */
const UNITS = 8

export function UnitsPanel({ wall, now }: { readonly wall: Wall; readonly now: number }) {
  const red = wall.units.filter((u) => u.overdue > 0)
  const shown = wall.units.slice(0, Math.max(UNITS, red.length))
  const rest = wall.units.slice(shown.length)
  const most = Math.max(1, ...wall.units.map((u) => u.overdue))
  return (
    <Panel className="units" name={t('wall.units')} note={t('wall.units-note')}>
      {shown.length === 0 ? (
        <p className="none">{t('wall.units.none')}</p>
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-label={t('wall.units')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('wall.units.unit')}</th>
                <th scope="col" colSpan={2}>
                  {t('wall.units.count')}
                </th>
                <th scope="col" className="num">
                  {t('wall.units.longest')}
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((u) => (
                <tr key={u.id}>
                  <th scope="row" className="el">
                    {u.name}
                  </th>
                  <td className="both">
                    <Count
                      to={lampList('red', { department: u.id })}
                      className={u.overdue > 0 ? 'count red' : 'count'}
                      label={`${u.name} ${t('wall.map.overdue')} ${String(u.overdue)}`}
                    >
                      {u.overdue}
                    </Count>{' '}
                    /{' '}
                    <Count
                      to={openList({ department: u.id })}
                      className="count thin"
                      label={`${u.name} ${t('wall.map.open')} ${String(u.open)}`}
                    >
                      {u.open}
                    </Count>
                  </td>
                  <td className="meter" aria-hidden="true">
                    <i style={{ width: `${String((u.overdue / most) * 100)}%` }} />
                  </td>
                  <td className="num">
                    {u.overdueSince === null ? '—' : spell(now - Date.parse(u.overdueSince), true)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {rest.length > 0 && (
            <p className="foot">
              {t('wall.units.more', { n: rest.length, open: rest.reduce((s, u) => s + u.open, 0) })}
            </p>
          )}
        </div>
      )}
    </Panel>
  )
}

export function UsesPanel({ wall }: { readonly wall: Wall }) {
  const { uses } = wall
  return (
    <Panel
      className="uses"
      name={t('wall.uses')}
      note={t('wall.uses-note')}
      extra={
        <span>
          <Count to={closedList(uses.since)}>{uses.cases}</Count> {t('wall.unit.cases')}
        </span>
      }
    >
      {uses.rows.length === 0 ? (
        <p className="none">{t('wall.uses.none')}</p>
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-label={t('wall.uses')}>
          <table>
            <thead>
              <tr>
                {['stage', 'median', 'p90', 'limit', 'n'].map((key, i) => (
                  <th key={key} scope="col" className={i === 0 ? '' : 'num'}>
                    {t(`wall.uses.${key}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {uses.rows.map((u) => (
                <tr key={u.stage}>
                  <th scope="row">
                    {u.stage === 'total' ? t('wall.uses.total') : word('incidents.stage', u.stage)}
                    {u.time === 'wall' && <small> {t('wall.uses.time.wall')}</small>}
                  </th>
                  {u.median === null || u.p90 === null ? (
                    <td className="num mu" colSpan={3}>
                      {t('wall.uses.few')}
                    </td>
                  ) : (
                    <>
                      <td className="num strong">{spell(u.median)}</td>
                      <td className="num">{spell(u.p90)}</td>
                      <td className="num mu">{u.limit === null ? '—' : spell(u.limit)}</td>
                    </>
                  )}
                  <td className="num mu">{u.n}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="foot">{t('wall.uses.foot')}</p>
        </div>
      )}
    </Panel>
  )
}

export function FeedPanel({ wall }: { readonly wall: Wall }) {
  const { rows } = wall.feed
  return (
    <Panel className="feed" name={t('wall.feed')} note={t('wall.feed-note')}>
      {rows.length === 0 ? (
        <p className="none">{t('wall.feed.none')}</p>
      ) : (
        <ul className="scroll lines" tabIndex={0} aria-label={t('wall.feed')}>
          {rows.map((r) => (
            <li key={r.id}>
              <time dateTime={r.at} title={exact(Date.parse(r.at))}>
                {timeOf(Date.parse(r.at))}
              </time>
              <span className="lamp-only" title={lampWord(r.lamp)}>
                <LampShape lamp={r.lamp} />
                <span className="hidden">{lampWord(r.lamp)}</span>
              </span>
              <Link to="/incidents/$number" params={{ number: r.number }} preload={false} className="el">
                {shortNumber(r.number)} {r.className ?? t('wall.feed.unclassed')}{' '}
                <b>{word('incidents.act', r.act)}</b>
              </Link>
              <span className="mu">{r.grid}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
