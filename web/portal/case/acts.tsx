import { useRef, useState } from 'react'
import type { z } from 'zod'
import { newId } from '@lifang/platform/id.ts'
import { incidentRoutes } from '@lifang/domains/incidents/schema.ts'
import type { ResidentAct } from '@lifang/domains/incidents/schema/promise.ts'
import type { PromiseCard } from '@lifang/domains/incidents/schema/views.ts'
import { REOPEN_REASONS } from '@lifang/domains/incidents/schema/lists.ts'
import { call, isRefusal } from '../../kit/call.ts'
import { t } from '../../kit/words.ts'
import { agoWords, dayWords } from '../dates.ts'
import { Labelled } from '../../kit/labelled.tsx'
import { Trouble } from '../frame.tsx'
import { cleanWords } from '../../kit/clean.ts'
import type { Proof } from './proof.ts'

type Body = z.input<typeof incidentRoutes.residentAct.body>

interface Props {
  readonly proof: Proof
  readonly card: PromiseCard
  readonly onCard: (card: PromiseCard) => void
}

/** 催办, 评价, 未解决, 撤回: each says what it does, and when it cannot be done, why. */
export function Acts({ proof, card, onCard }: Props) {
  const [open, setOpen] = useState<ResidentAct | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const ended = ['archived', 'rejected', 'voided', 'self-closed'].includes(card.status)
  if (ended) return null
  // What can be done stands first, and the first of it is the filled button; taking a report back never is.
  const shown = (['rate', 'urge', 'ask-reopen', 'withdraw'] as const)
    .filter((act) => act !== 'withdraw' || card.acts.withdraw.may)
    .toSorted((a, b) => Number(card.acts[b].may) - Number(card.acts[a].may))
  const first = open === null ? shown.find((act) => act !== 'withdraw' && card.acts[act].may) : undefined
  return (
    <section className="card acts" aria-label={t('portal.acts')}>
      <h2>{t('portal.acts')}</h2>
      {said !== null && (
        <p className="said" role="status">
          {said}
        </p>
      )}
      {shown.map((act) => {
        const may = card.acts[act]
        return (
          <div key={act} className="act">
            {open === act ? (
              <ActForm
                act={act}
                proof={proof}
                onDone={(next) => {
                  setOpen(null)
                  setSaid(t(`portal.act.${act}.done`))
                  onCard(next)
                }}
                onClose={() => setOpen(null)}
              />
            ) : (
              <>
                <button
                  type="button"
                  className={act === first ? 'main' : may.may ? 'wide' : 'wide dashed'}
                  disabled={!may.may}
                  aria-describedby={`why-${act}`}
                  onClick={() => {
                    setSaid(null)
                    setOpen(act)
                  }}
                >
                  {t(`portal.act.${act}`)}
                </button>
                <p className="hint" id={`why-${act}`}>
                  {may.may ? t(`portal.act.${act}.what`) : refusedWords(act, card)}
                </p>
              </>
            )}
          </div>
        )
      })}
    </section>
  )
}

/** Why not now; an urge says when the next one is possible. */
function refusedWords(act: ResidentAct, card: PromiseCard): string {
  const { why, details } = card.acts[act]
  if (act === 'urge' && card.urgeFrom !== null)
    return t('portal.act.urge.again', { when: agoWords(Date.parse(card.urgeFrom), Date.now()) })
  if (act === 'ask-reopen' && why === 'incidents.not-closed-yet') return t('portal.act.ask-reopen.later')
  if (act === 'rate' && why === 'incidents.not-closed-yet') return t('portal.act.rate.later')
  if (act === 'ask-reopen' && why === 'incidents.reopen-window-over' && card.reopenUntil !== null)
    return t('portal.act.ask-reopen.over', { day: dayWords(Date.parse(card.reopenUntil)) })
  return why === null ? '' : t(why, details)
}

function ActForm({
  act,
  proof,
  onDone,
  onClose,
}: {
  act: ResidentAct
  proof: Proof
  onDone: (card: PromiseCard) => void
  onClose: () => void
}) {
  // Minted with the form: a second press after a lost answer is the same command. Changed words are another one.
  const command = useRef<{ readonly id: string; readonly text: string } | null>(null)
  const [words, setWords] = useState('')
  const [stars, setStars] = useState<number | null>(null)
  const [solved, setSolved] = useState<boolean | null>(null)
  const [reason, setReason] = useState<(typeof REOPEN_REASONS)[number] | null>(null)
  const [checked, setChecked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>(null)
  const opinion = cleanWords(words).trim()

  /** The body without its id; null while something asked is missing. */
  const content = () => {
    switch (act) {
      case 'urge':
      case 'withdraw':
        return { act, ...proof, ...(opinion === '' ? {} : { opinion }) }
      case 'rate':
        return stars === null || solved === null
          ? null
          : { act, ...proof, stars, solved, ...(opinion === '' ? {} : { comment: opinion }) }
      case 'ask-reopen':
        return reason === null || opinion === '' ? null : { act, ...proof, reason, opinion }
    }
  }
  const press = async (): Promise<void> => {
    const given = content()
    if (given === null) {
      setChecked(true)
      return
    }
    const text = JSON.stringify(given)
    if (command.current?.text !== text) command.current = { id: newId(), text }
    const body: Body = { ...given, id: command.current.id }
    setBusy(true)
    setFailed(null)
    try {
      onDone(await call(incidentRoutes.residentAct, { body }))
    } catch (error) {
      setFailed(error)
      setBusy(false)
    }
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void press()
      }}
    >
      <h3>{t(`portal.act.${act}`)}</h3>
      {act === 'rate' && (
        <>
          <Choice
            name="stars"
            legend={t('portal.rate.stars')}
            options={[5, 4, 3, 2, 1].map((n) => ({ value: n, words: t(`portal.rate.star.${String(n)}`) }))}
            chosen={stars}
            wrong={checked && stars === null ? t('portal.rate.stars-missing') : null}
            onChoose={setStars}
          />
          <Choice
            name="solved"
            legend={t('portal.rate.solved')}
            options={[
              { value: true, words: t('portal.rate.yes') },
              { value: false, words: t('portal.rate.no') },
            ]}
            chosen={solved}
            wrong={checked && solved === null ? t('portal.rate.solved-missing') : null}
            onChoose={setSolved}
          />
        </>
      )}
      {act === 'ask-reopen' && (
        <Choice
          name="reason"
          legend={t('portal.reopen.reason')}
          options={REOPEN_REASONS.map((r) => ({ value: r, words: t(`portal.reopen.${r}`) }))}
          chosen={reason}
          wrong={checked && reason === null ? t('portal.reopen.reason-missing') : null}
          onChoose={setReason}
        />
      )}
      <Labelled
        id={`words-${act}`}
        label={t(act === 'ask-reopen' ? 'portal.reopen.words' : 'portal.words.optional')}
        wrong={checked && act === 'ask-reopen' && opinion === '' ? t('portal.reopen.words-missing') : null}
      >
        {(described) => (
          <textarea
            {...described}
            rows={3}
            maxLength={900}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
        )}
      </Labelled>
      <Trouble error={failed} />
      {isRefusal(failed) && failed.unsure && <p className="hint">{t('portal.unsure-act')}</p>}
      <button type="submit" className="main" disabled={busy}>
        {busy ? t('portal.sending') : t(`portal.act.${act}.press`)}
      </button>
      <button type="button" className="wide" onClick={onClose}>
        {t('portal.cancel')}
      </button>
    </form>
  )
}

/** One of a few, none chosen beforehand. */
function Choice<V extends string | number | boolean>({
  name,
  legend,
  options,
  chosen,
  wrong,
  onChoose,
}: {
  name: string
  legend: string
  options: readonly { readonly value: V; readonly words: string }[]
  chosen: V | null
  wrong: string | null
  onChoose: (value: V) => void
}) {
  return (
    <fieldset className="guess">
      <legend>{legend}</legend>
      {options.map(({ value, words }) => (
        <label key={String(value)} className={chosen === value ? 'option on' : 'option'}>
          <input type="radio" name={name} checked={chosen === value} onChange={() => onChoose(value)} />
          {words}
        </label>
      ))}
      {wrong !== null && (
        <p className="trouble" role="alert">
          {wrong}
        </p>
      )}
    </fieldset>
  )
}
