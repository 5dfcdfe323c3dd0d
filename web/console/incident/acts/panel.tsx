import { useEffect, useRef, useState } from 'react'
import type { ActDone, IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import type { Act } from '@lifang/domains/incidents/schema/words.ts'
import { Icon } from '../../../kit/icons.tsx'
import { postWord, t, word } from '../../../kit/words.ts'
import { useMe } from '../../app/session.tsx'
import { postsOf } from '../../app/rooms.ts'
import { typing } from '../../app/shell.tsx'
import { useUnits } from '../units.ts'
import { dropDraft } from './drafts.ts'
import { ActForm } from './form.tsx'
import { hindered, leads, offered, onlyRefusable, waitsFor } from './offered.ts'
import { firstInput } from './send.ts'

/** 你可以做的: one act open, the others a line each; never an act this person may not do, and who does the rest. */
export function ActPanel({ incident }: { incident: IncidentDetail }) {
  const me = useMe()
  const below = useUnits(incident, 'below-lead')
  // Nobody to hand it down to: the act would only be refused.
  const acts = offered(incident).filter((act) => act !== 'delegate' || below?.length !== 0)
  const [chosen, setChosen] = useState<Act | null>(null)
  const [done, setDone] = useState<ActDone | null>(null)
  const first = acts.find(leads) ?? null
  // A form in which something was typed or refused stays, even when somebody else has done the step meanwhile.
  const [held, setHeld] = useState<Act | null>(null)
  const kept = chosen !== null && (acts.includes(chosen) || chosen === held)
  const open = kept ? chosen : first
  const heading = useRef<HTMLHeadingElement>(null)
  useCommentKey(acts, (act) => setChosen(act))

  const finish = (result: ActDone): void => {
    setDone(result)
    setChosen(null)
    setHeld(null)
    heading.current?.focus()
  }
  const others = acts.filter((act) => act !== open)
  const waits = waitsFor(incident)
  const shut = hindered(incident)
  const refusable = open === null ? null : onlyRefusable(incident, open)
  return (
    <section className="card acts" aria-labelledby="acts-title">
      <header>
        <h2 id="acts-title" ref={heading} tabIndex={-1}>
          {t('console.act.title')}
        </h2>
        <span className="sp" />
        <span className="sm mu el">
          {postWord(postsOf(me)[0] ?? '')} {me.name}
        </span>
      </header>
      <div aria-live="polite">
        {done !== null && done.status === incident.status && (
          <p className="done-note">
            <Icon name="check" />
            {t('console.act.done', {
              act: word('incidents.act', done.act),
              status: word('incidents.status', done.status),
            })}
          </p>
        )}
      </div>
      {open !== null && (
        <div className="open" key={open}>
          <h3>{word('incidents.act', open)}</h3>
          {refusable !== null && <p className="mu md">{t('console.only-refuse', { why: refusable })}</p>}
          <ActForm
            incident={incident}
            act={open}
            gone={!acts.includes(open)}
            only={refusable === null ? undefined : 'refuse'}
            onDone={finish}
            onHold={() => {
              setChosen(open)
              setHeld(open)
            }}
            onCancel={open === first ? null : () => close(open)}
          />
        </div>
      )}
      {others.length > 0 && (
        <div className="others">
          {others.map((act) => (
            <button key={act} type="button" className="other" onClick={() => choose(act)}>
              <Icon name={act === 'comment' ? 'note' : act === 'add-evidence' ? 'camera' : 'right'} />
              {word('incidents.act', act)}
              {act === 'comment' && <kbd aria-hidden="true">C</kbd>}
            </button>
          ))}
        </div>
      )}
      {shut.length > 0 && (
        <ul className="others shut" aria-label={t('console.hindered')}>
          {shut.map(({ act, why }) => (
            <li key={act}>
              <b>{word('incidents.act', act)}</b> {t('console.hindered-why', { why })}
            </li>
          ))}
        </ul>
      )}
      {acts.length === 0 && open === null && <p className="mu md open">{t('console.act.none')}</p>}
      {waits !== null && (
        <p className="sm mu others-note">
          {t('console.act.waits', {
            act: word('incidents.act', waits.act),
            who: waits.who.map(postWord).join('、'),
          })}
        </p>
      )}
    </section>
  )

  function close(act: Act): void {
    if (!acts.includes(act)) dropDraft(incident.number, act)
    setHeld(null)
    setChosen(null)
  }

  function choose(act: Act): void {
    setDone(null)
    setChosen(act)
    focusForm(act)
  }
}

/** The first input of a form just opened. */
function focusForm(act: Act): void {
  setTimeout(() => firstInput(act)?.focus())
}

/** C opens the comment. */
function useCommentKey(acts: readonly Act[], open: (act: Act) => void): void {
  const may = acts.includes('comment')
  const told = useRef(open)
  useEffect(() => {
    told.current = open
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!may || event.key.toLowerCase() !== 'c' || event.ctrlKey || event.metaKey || event.altKey) return
      if (typing(event.target)) return
      event.preventDefault()
      told.current('comment')
      focusForm('comment')
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [may])
}
