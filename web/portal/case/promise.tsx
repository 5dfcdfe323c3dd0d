import { useState } from 'react'
import type { PromiseCard } from '@lifang/domains/incidents/schema/views.ts'
import { LampShape } from '../../kit/lamp.tsx'
import { printNumber } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { agoWords, dayWords, dueWords } from '../dates.ts'
import { Frame } from '../frame.tsx'
import { useTitle } from '../../kit/path.ts'
import { useSettings } from '../settings.ts'
import { Acts } from './acts.tsx'
import { Forget } from './forget.tsx'
import type { Proof } from './proof.ts'
import { StageStrip } from './strip.tsx'

interface Props {
  readonly proof: Proof
  readonly card: PromiseCard
  readonly onCard: (card: PromiseCard) => void
  readonly onForgotten: () => void
  readonly back: () => void
}

/** 接下来 / 最晚 / the strip / 谁负责 / 为何等 / 若过期, then what was done, then what the resident may do. */
export function PromisePage({ proof, card, onCard, onForgotten, back }: Props) {
  const { elder } = useSettings()
  const [view, setView] = useState<'card' | 'acts' | 'history' | 'forget'>('card')
  const title = card.category ?? t('portal.case.unnamed')
  useTitle(title, view)
  const toCard = (): void => setView('card')
  if (view === 'forget') return <Forget proof={proof} onDone={onForgotten} back={toCard} />
  if (view === 'acts')
    return (
      <Frame title={t('portal.acts')} back={toCard}>
        <Acts proof={proof} card={card} onCard={onCard} />
      </Frame>
    )
  if (view === 'history')
    return (
      <Frame title={t('portal.done-so-far')} back={toCard}>
        <History card={card} />
      </Frame>
    )
  const where = [card.grid.community, card.grid.name].filter((x) => x !== null && x !== '').join(' ')
  return (
    <Frame
      title={title}
      second={
        <>
          {where}
          <br />
          <span className="number">{printNumber(card.number)}</span>
        </>
      }
      back={back}
    >
      <section className="card promise">
        <div className="head">
          <span className="hint">{t('portal.next-step')}</span>
          {!elder && <LampWords card={card} />}
        </div>
        <p className="next">{t(`portal.next.${card.next}`)}</p>
        {card.advice !== null && <p className="advice">{card.advice}</p>}
        {card.dueAt !== null && card.late !== 'over' && (
          <>
            <p className="hint">{t('portal.latest')}</p>
            <p className="due">{card.onHold ? t('portal.due.paused') : dueWords(Date.parse(card.dueAt))}</p>
            {card.provisional && <p className="hint">{t('portal.provisional')}</p>}
          </>
        )}
        {!elder && <StageStrip stages={card.stages} status={card.status} rests={card.rests} />}
        <dl className="facts">
          {card.responsible !== null && (
            <div>
              <dt>{t('portal.who')}</dt>
              <dd>
                <b>
                  {[card.responsible.unit, t(`portal.post.${card.responsible.post}`)]
                    .filter((x) => x !== null)
                    .join(' ')}
                </b>
              </dd>
            </div>
          )}
          {card.waiting !== null && (
            <div>
              <dt>{t('portal.why')}</dt>
              <dd>{waitingWords(card.waiting, card.next)}</dd>
            </div>
          )}
          {card.late !== 'over' && (
            <div>
              <dt>{t('portal.if-late')}</dt>
              <dd>{t(`portal.late.${card.late}`)}</dd>
            </div>
          )}
        </dl>
      </section>
      {elder ? (
        // One matter a page: what else there is stands behind buttons that say so.
        <nav className="stack" aria-label={t('portal.acts')}>
          <button type="button" className="main" onClick={() => setView('acts')}>
            {t('portal.elder.acts')}
          </button>
          <button type="button" onClick={() => setView('history')}>
            {t('portal.elder.history')}
          </button>
          <button type="button" onClick={() => setView('forget')}>
            {t('portal.forget')}
          </button>
        </nav>
      ) : (
        <>
          <Acts proof={proof} card={card} onCard={onCard} />
          <History card={card} />
          <section className="card">
            <h2>{t('portal.forget')}</h2>
            <p className="hint">{t('portal.forget.short')}</p>
            <button type="button" onClick={() => setView('forget')}>
              {t('portal.forget.open')}
            </button>
          </section>
        </>
      )}
    </Frame>
  )
}

/** What was decided so far, the latest first. */
function History({ card }: { card: PromiseCard }) {
  const { elder } = useSettings()
  return (
    <section className="card">
      {!elder && <h2>{t('portal.done-so-far')}</h2>}
      <ul className="history">
        {card.timeline.toReversed().map((step) => (
          <li key={`${step.act}${step.at}`}>
            <time dateTime={step.at}>{agoWords(Date.parse(step.at), Date.now())}</time>
            <span>{t(`portal.told.${step.act}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function waitingWords(waiting: NonNullable<PromiseCard['waiting']>, next: PromiseCard['next']): string {
  const rest = waiting.restDays > 0 ? t('portal.waiting.rest', { n: waiting.restDays }) : ''
  switch (waiting.why) {
    case 'hold':
      return [
        t(`portal.hold.${waiting.hold ?? 'unsaid'}`),
        waiting.reviewAt === null
          ? ''
          : t('portal.hold.review', { day: dayWords(Date.parse(waiting.reviewAt)) }),
      ].join('')
    case 'answer':
      return t('portal.waiting.answer')
    case 'asked':
      return t(`portal.waiting.asked.${waiting.asked ?? 'extension'}`) + rest
    case 'stage':
      return t(`portal.waiting.${next}`) + rest
  }
}

/** Shape and words: the lamp without the name of its colour. */
function LampWords({ card }: { card: PromiseCard }) {
  const ended = card.late === 'over'
  return (
    <span className={`lamp ${card.lamp}`}>
      <LampShape lamp={card.lamp} />
      {t(ended ? `portal.lamp.ended.${card.lamp}` : `portal.lamp.${card.lamp}`)}
    </span>
  )
}
