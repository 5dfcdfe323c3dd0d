import { useState } from 'react'
import { nationalityWord } from '@lifang/domains/registry/schema/nationality-lists.ts'
import type { Change } from '@lifang/domains/registry/schema/views.ts'
import { Button } from 'antd'
import { exact } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { fieldWord, kinWord } from './words.tsx'

type Item = Change & { readonly who?: string | null }

/** Values as an office says them: words of our own lists, everything else as it was typed. */
function valueWords(field: string, value: string): string {
  switch (field) {
    case 'sex':
      return word('registry.sex', value)
    case 'kind':
      return word('registry.kind', value)
    case 'hazards':
      return value
        .split(',')
        .map((h) => word('registry.hazard', h))
        .join('、')
    case 'idKind':
      return word('registry.id-kind', value)
    case 'relation':
      return kinWord(value)
    case 'use':
      return word('registry.use', value)
    case 'care':
      return t(value === 'true' ? 'registry.yes' : 'registry.no')
    case 'nationality':
      return nationalityWord(value)
    case 'stayPurpose':
      return word('registry.purpose', value)
    default:
      return value
  }
}

const FIRST = 12

interface ChangesProps {
  readonly items: readonly Item[]
  /** Names of fields and words of values, where they are not those of people and homes. */
  readonly names?: (field: string) => string
  readonly words?: (field: string, value: string) => string
}

/** What became of every field, the newest first. */
export function Changes({ items, names = fieldWord, words = valueWords }: ChangesProps) {
  const [all, setAll] = useState(false)
  if (items.length === 0) return <p className="mu md">{t('registry.changes-none')}</p>
  const shown = all ? items : items.slice(0, FIRST)
  return (
    <>
      <ul className="timeline">
        {shown.map((c, i) => (
          <li key={`${c.at}${c.field}${String(i)}`}>
            <time dateTime={c.at}>{exact(Date.parse(c.at)).slice(0, 16)}</time>
            <b>{names(c.field)}</b> {said(c, words)}
            <p>
              {t('registry.known', {
                source: word('registry.source', c.source),
                day: c.verifiedOn,
                by: c.by,
                confidence: word('registry.confidence', c.confidence),
              })}
              {c.note !== null && ` · ${c.note}`}
            </p>
          </li>
        ))}
      </ul>
      {items.length > shown.length && (
        <Button size="small" onClick={() => setAll(true)}>
          {t('registry.changes-all', { n: items.length })}
        </Button>
      )}
    </>
  )
}

function said(c: Item, words: (field: string, value: string) => string): string {
  if (c.who !== undefined && c.who !== null) return c.who
  const [from, to] = [c.from, c.to].map((v) => (v === null ? null : words(c.field, v)))
  if (from == null) return to ?? ''
  return to == null ? t('registry.taken-away', { from }) : `${from} → ${to}`
}
