import './duplicates.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import type { CheckBody, LikelyPerson } from '@lifang/domains/registry/schema/duplicates.ts'
import { Icon } from '../../kit/icons.tsx'
import { t } from '../../kit/words.ts'
import { ageWords, sexWord } from '../registry/words.tsx'
import { checkQuery } from './queries.ts'
import { Reasons, verdictWord } from './words.tsx'

const PAUSE_MS = 500

/** What is typed, once the typing pauses: a question a letter would be many. */
function usePaused(typed: CheckBody): CheckBody {
  const [paused, setPaused] = useState(typed)
  const text = JSON.stringify(typed)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(JSON.parse(text) as CheckBody), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}

interface LikelyProps {
  readonly typed: CheckBody
  /** False while too little is typed. */
  readonly enough: boolean
  /** People of whom it was said that they are somebody else. */
  readonly notSame: readonly string[]
  readonly say: (notSame: readonly string[]) => void
  /** Moves somebody known to where this is written, in place of writing them down again. */
  readonly move?: (known: { readonly person: string; readonly version: number }) => void
}

/** Whoever is being written down may be registered already: who, and why one thinks so, before it is saved. */
export function LikelyDuplicates({ typed, enough, notSame, say, move }: LikelyProps) {
  const paused = usePaused(typed)
  const { data } = useQuery({ ...checkQuery(paused), enabled: enough })
  if (!enough || data === undefined || data.likely.length + (data.elsewhere === null ? 0 : 1) === 0)
    return null
  return (
    <section className="dup-entry" role="status" aria-label={t('duplicates.entry')}>
      <p>
        <Icon name="stop" />
        <b>{t('duplicates.entry')}</b>
        <span className="sm mu">{t('duplicates.entry-hint')}</span>
      </p>
      {data.elsewhere !== null && (
        <p>
          {t('duplicates.elsewhere', { place: data.elsewhere.place })}
          {move !== undefined && <MoveHere of={data.elsewhere} word={t('registry.move-here')} move={move} />}
        </p>
      )}
      <ul>
        {data.likely.map((one) => (
          <Likely
            key={one.person.id}
            of={one}
            move={move}
            apart={notSame.includes(one.person.id)}
            say={(apart) =>
              say(apart ? [...notSame, one.person.id] : notSame.filter((id) => id !== one.person.id))
            }
          />
        ))}
      </ul>
    </section>
  )
}

interface OneProps {
  readonly of: LikelyPerson
  readonly apart: boolean
  readonly say: (apart: boolean) => void
  readonly move: LikelyProps['move']
}

function MoveHere({
  of: { person, version },
  word,
  move,
}: {
  readonly word: string
  readonly of: { readonly person: string; readonly version: number }
  readonly move: NonNullable<LikelyProps['move']>
}) {
  return (
    <Button size="small" onClick={() => move({ person, version })}>
      {word}
    </Button>
  )
}

function Likely({ of: { person, version, verdict, reasons }, apart, say, move }: OneProps) {
  return (
    <li className={apart ? 'apart' : ''}>
      <span className="dup-who">
        <b>{person.name}</b> {sexWord(person.sex)} {ageWords(person.age)}
        <span className="mu">
          {[person.idNumber, person.phone, person.grid, person.address].filter((x) => x !== null).join(' · ')}
        </span>
      </span>
      <span className="dup-because">
        <b>{verdictWord(verdict)}</b> <Reasons of={reasons} />
      </span>
      <span className="dup-do">
        {/* In a window of its own: what is typed here stays. */}
        <Link to="/people/$id" params={{ id: person.id }} target="_blank" className="link">
          {t('duplicates.entry-open')}
          <span className="hidden">{person.name}</span>
        </Link>
        {apart ? (
          <>
            <span className="sm">{t('duplicates.entry-marked')}</span>
            <Button size="small" onClick={() => say(false)}>
              {t('duplicates.entry-back')}
            </Button>
          </>
        ) : (
          <>
            {/* Who is in this home already has nowhere to move. */}
            {move !== undefined && !reasons.includes('same-home') && (
              <MoveHere of={{ person: person.id, version }} word={t('duplicates.entry-move')} move={move} />
            )}
            <Button size="small" onClick={() => say(true)}>
              {t('duplicates.entry-not')}
            </Button>
          </>
        )}
      </span>
    </li>
  )
}
