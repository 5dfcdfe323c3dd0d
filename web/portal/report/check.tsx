import { t } from '../../kit/words.ts'
import type { Draft } from './draft.ts'

/** What will be sent, read once more. */
export function CheckStep({ draft }: { draft: Draft }) {
  const rows: readonly (readonly [string, string])[] = [
    [
      'portal.check.photos',
      draft.photos.length === 0 ? t('portal.none') : t('portal.photo.count', { n: draft.photos.length }),
    ],
    [
      'portal.check.place',
      draft.place === null
        ? t('portal.none')
        : [
            t('portal.place.here', { community: draft.place.community, grid: draft.place.gridName }),
            draft.address,
          ]
            .filter((x) => x !== '')
            .join(' '),
    ],
    ['portal.check.words', draft.words],
    ['portal.check.phone', draft.phone === '' ? t('portal.none') : draft.phone],
  ]
  return (
    <dl className="card facts">
      {rows.map(([key, value]) => (
        <div key={key}>
          <dt>{t(key)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
