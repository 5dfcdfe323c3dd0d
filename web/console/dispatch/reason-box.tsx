import { Button } from 'antd'
import type { Ground, Suggestion } from '@lifang/domains/incidents/schema/dispatch.ts'
import { Icon } from '../../kit/icons.tsx'
import { joined, t } from '../../kit/words.ts'

interface BoxProps {
  readonly suggestion: Suggestion
  /** The dispatcher asked about a unit of their own. */
  readonly asked: boolean
  readonly change: () => void
  readonly reset: () => void
}

/** 建议主办: the unit, and each ground with whether it speaks for it. Where one does not, it says so and one key does not confirm. */
export function ReasonBox({ suggestion, asked, change, reset }: BoxProps) {
  const { unit, agrees, grounds, notChosen } = suggestion
  const against = grounds.filter((g) => !g.agrees).length
  return (
    <section className={agrees ? 'grounds' : 'grounds doubt'} aria-label={t('dispatch.reason.title')}>
      <header>
        <div>
          <p className="sm">
            {unit === null
              ? t('dispatch.reason.none')
              : agrees
                ? t('dispatch.reason.agree', { n: grounds.length })
                : t('dispatch.reason.doubt', { n: grounds.length, against })}
          </p>
          <h3>{unit?.name ?? t('dispatch.reason.choose')}</h3>
        </div>
        <span className="sp" />
        {asked && (
          <Button size="small" onClick={reset}>
            {t('dispatch.reason.back')}
          </Button>
        )}
        <Button size="small" data-key="u" onClick={change}>
          {t('dispatch.reason.change')} <kbd aria-hidden="true">U</kbd>
        </Button>
      </header>
      <dl>
        {grounds.map((g) => (
          <div key={g.kind}>
            <dt>{t(`dispatch.ground.${g.kind}`)}</dt>
            <dd>{groundWords(g)}</dd>
            <dd className="mark">
              {g.agrees ? (
                <>
                  <Icon name="check" />
                  <span className="hidden">{t('dispatch.ground.agrees')}</span>
                </>
              ) : (
                <b className="sm">{t('dispatch.ground.against')}</b>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {notChosen.length > 0 && (
        <p className="sm mu not-chosen">
          {joined(
            notChosen.map((n) =>
              t(`dispatch.not-chosen.${n.why}`, { unit: n.unit, code: n.code ?? '', class: n.class ?? '' }),
            ),
          )}
        </p>
      )}
    </section>
  )
}

function groundWords(ground: Ground): string {
  switch (ground.kind) {
    case 'list': {
      const entry = t('dispatch.list.entry', {
        version: ground.version ?? '',
        code: `${ground.code ?? ''}${ground.condition === null ? '' : `-${String(ground.condition.seq)}`}`,
        class: ground.name ?? '',
      })
      return t(`dispatch.list.${ground.why}`, { entry, unit: ground.unit ?? '' })
    }
    case 'place':
      return t(ground.agrees ? 'dispatch.place-in' : 'dispatch.place-out', {
        serves: ground.serves,
        grid: ground.grid,
      })
    case 'load':
      return t(ground.mean === null ? 'dispatch.load-alone' : 'dispatch.load-of', {
        open: ground.open,
        mean: ground.mean ?? '',
        today: ground.dueToday,
        overdue: ground.overdue,
      })
    case 'absence': {
      const head = t(ground.present === 0 ? 'dispatch.absence-none' : 'dispatch.absence', {
        held: ground.held,
        present: ground.present,
      })
      return joined([
        head,
        ...ground.away.map((a) => t('dispatch.absence-away', { name: a.name, standIn: a.standIn })),
      ])
    }
  }
}
