import { useMemo } from 'react'
import { suggestClasses } from '@lifang/domains/incidents/rules/suggest.ts'
import { Icon } from '../../kit/icons.tsx'
import { t } from '../../kit/words.ts'
import { Labelled } from '../../kit/labelled.tsx'
import { Trouble } from '../frame.tsx'
import { sameClass, type KnownClass } from '../outbox/before.ts'
import type { ReportJob } from '../outbox/job.ts'

interface ClassProps {
  readonly job: ReportJob
  /** Null: not known on this telephone. */
  readonly classes: readonly KnownClass[] | null
  readonly change: (what: Partial<ReportJob>) => void
  readonly wrong: string | undefined
}

/** Which class: guessed from the words and said to be a guess; on the spot only what the list allows, and there it must be said. */
export function ClassChoice({ job, classes, change, wrong }: ClassProps) {
  const allowed = useMemo(
    () => classes?.filter((c) => !job.self || c.selfHandling) ?? [],
    [classes, job.self],
  )
  const guessed = useMemo(() => suggestClasses(job.words, allowed), [job.words, allowed])
  const { category } = job
  const chosen = category === null ? undefined : allowed.find((c) => sameClass(c.key, category.key))
  const shown = chosen === undefined || guessed.includes(chosen) ? guessed : [chosen, ...guessed]
  const choose = (one: KnownClass | undefined): void =>
    change({ category: one === undefined ? null : { key: one.key, name: one.name } })
  return (
    <section className="block">
      <fieldset>
        <legend>
          <b>{t(job.self ? 'field.class.self' : 'field.class')}</b>{' '}
          <span className="beside">{t(guessed.length > 0 ? 'field.class.guess' : 'field.class.why')}</span>
        </legend>
        <div className="options">
          {shown.map((one) => {
            const on = chosen === one
            return (
              <label key={one.key.code + one.key.kind} className={on ? 'option on' : 'option'}>
                <input type="radio" name="category" checked={on} onChange={() => choose(one)} />
                {on && <Icon name="check" large />}
                <span>{one.name}</span>
                <span className="code">{one.key.code}</span>
              </label>
            )
          })}
        </div>
      </fieldset>
      {classes === null ? (
        <p className="hint">{t('field.class.unknown')}</p>
      ) : (
        <Labelled id="class" label={t('field.class.other')}>
          {(described) => (
            <select
              {...described}
              value={chosen === undefined ? '' : String(allowed.indexOf(chosen))}
              onChange={(event) => {
                const { value } = event.currentTarget
                choose(value === '' ? undefined : allowed[Number(value)])
              }}
            >
              <option value="">{t(job.self ? 'console.choose' : 'field.class.none')}</option>
              {allowed.map((one, i) => (
                <option key={one.key.code + one.key.kind} value={i}>
                  {one.name}
                </option>
              ))}
            </select>
          )}
        </Labelled>
      )}
      {category !== null && chosen === undefined && classes !== null && (
        <Trouble error={t('incidents.class-not-self-handled')} />
      )}
      <Trouble error={wrong} id="class-wrong" />
    </section>
  )
}
