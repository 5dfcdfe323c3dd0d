import { useMemo } from 'react'
import { publicIncidentRoutes } from '@lifang/domains/incidents/schema/public.ts'
import { suggestClasses } from '@lifang/domains/incidents/rules/suggest.ts'
import { call } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { t } from '../../kit/words.ts'
import { Labelled } from '../../kit/labelled.tsx'
import { useLoaded } from '../frame.tsx'
import { cleanWords, lettersOf, MOST, wordsWrong } from '../../kit/clean.ts'
import type { StepProps } from './step.ts'

/** What happened, in the resident's words; the class is a guess that says it is one. */
export function WordsStep({ draft, change, checked, guess }: StepProps & { guess: boolean }) {
  const wrong = wordsWrong(draft.words)
  const n = lettersOf(draft.words)
  return (
    <section className="card">
      <Labelled
        id="words"
        label={t('portal.words.label')}
        hint={t('portal.words.hint')}
        wrong={checked && wrong !== null ? t(`portal.words.${wrong}`, { n }) : null}
      >
        {(described) => (
          <textarea
            {...described}
            rows={5}
            value={draft.words}
            onChange={(event) => change({ words: cleanWords(event.currentTarget.value) })}
          />
        )}
      </Labelled>
      <p className={n > MOST ? 'count over' : 'count'} role="status">
        {t('portal.words.count', { n, most: MOST })}
      </p>
      {guess && <Guess draft={draft} change={change} />}
    </section>
  )
}

function Guess({ draft, change }: Pick<StepProps, 'draft' | 'change'>) {
  const list = useLoaded('classes', () => call(publicIncidentRoutes.classes))
  const found = useMemo(
    () => (list.state === 'there' ? suggestClasses(draft.words, list.value.items) : []),
    [list, draft.words],
  )
  const { category } = draft
  const same = (code: string): boolean => category?.key.code === code
  const shown = found.some((c) => same(c.key.code)) || category === null ? found : [category, ...found]
  if (shown.length === 0) return null
  return (
    <fieldset className="guess">
      <legend>{t('portal.guess')}</legend>
      <p className="hint">{t('portal.guess.why')}</p>
      {shown.map(({ key, name }) => (
        <label
          key={`${key.standard}${key.kind}${key.code}`}
          className={same(key.code) ? 'option on' : 'option'}
        >
          <input
            type="radio"
            name="category"
            checked={same(key.code)}
            onChange={() => change({ category: { key, name } })}
          />
          {same(key.code) && <Icon name="check" />}
          {name}
        </label>
      ))}
      <label className={category === null ? 'option on' : 'option'}>
        <input
          type="radio"
          name="category"
          checked={category === null}
          onChange={() => change({ category: null })}
        />
        {category === null && <Icon name="check" />}
        {t('portal.guess.none')}
      </label>
    </fieldset>
  )
}
