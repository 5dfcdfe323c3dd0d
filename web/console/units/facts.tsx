import type { ReactNode } from 'react'
import type { Fact as Known } from '@lifang/domains/registry/schema/views.ts'
import { t } from '../../kit/words.ts'
import { fieldName } from './words.tsx'

interface FactProps {
  readonly facts: Readonly<Record<string, Known>>
  readonly field: string
  readonly children: ReactNode
}

/** A value, and how it is known. */
export function Fact({ facts, field, children }: FactProps) {
  const known = facts[field]
  return (
    <div>
      <dt>{fieldName(field)}</dt>
      <dd>{children === null || children === '' ? t('registry.none') : children}</dd>
      {known !== undefined && (
        <dd className="sm mu">
          {t('registry.known', {
            source: t(`registry.source.${known.source}`),
            day: known.on,
            by: known.by,
            confidence: t(`registry.confidence.${known.confidence}`),
          })}
        </dd>
      )}
    </div>
  )
}
