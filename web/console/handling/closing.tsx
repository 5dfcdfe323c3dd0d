import type { EvidenceKind } from '@lifang/domains/incidents/schema/words.ts'
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import { Icon } from '../../kit/icons.tsx'
import { Photo } from '../../kit/photos.tsx'
import { exact, when } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import type { Draft } from '../incident/acts/drafts.ts'

interface ClosingProps {
  readonly incident: IncidentDetail
  /** What the server says this round still lacks. */
  readonly missing: readonly EvidenceKind[]
  readonly draft: Draft
  readonly now: number
}

/** What is still missing once the photos chosen in the form are counted. */
export const stillMissing = (missing: readonly EvidenceKind[], draft: Draft): EvidenceKind[] =>
  missing.filter((kind) => !draft.photos.some((p) => p.kind === kind && p.failed === null))

/** A near or far view taken at the report shows the state before. */
const shows = (kind: EvidenceKind, given: EvidenceKind): boolean =>
  given === kind || (kind === 'before' && (given === 'near' || given === 'far'))

/** The closing condition on the left, its evidence beside it: one row a kind asked for, a dashed place where it is missing. */
export function ClosingRows({ incident, missing, draft, now }: ClosingProps) {
  const { condition } = incident
  if (condition === null) return null
  const asked = condition.closingEvidence
  const left = stillMissing(missing, draft)
  return (
    <section className="closing" aria-label={t('desks.handling.closing')}>
      <header className="line sm">
        <span>
          {t('desks.handling.closing')} {incident.category?.code}-{condition.seq}
        </span>
        <span className="sp" />
        <b>
          {asked.length === 0
            ? t('console.evidence.none-asked')
            : t('desks.handling.met', { met: asked.length - left.length, asked: asked.length })}
        </b>
      </header>
      <p className="text">{condition.closing}</p>
      {asked.map((kind) => {
        const met = !left.includes(kind)
        const shots = incident.evidence.filter((e) => shows(kind, e.kind))
        const chosen = draft.photos.filter((p) => p.kind === kind)
        return (
          <div key={kind} className="ask">
            <div>
              <b className="line">
                <span className={met ? 'box on' : 'box'}>{met && <Icon name="check" />}</span>
                {word('incidents.evidence', kind)}
              </b>
              <p className="sm mu">{t(met ? 'desks.handling.given' : 'desks.handling.to-give')}</p>
            </div>
            <div className="shots">
              {shots.slice(-2).map((e) => {
                const at = Date.parse(e.shotAt ?? e.addedAt)
                return (
                  <Photo
                    key={e.id}
                    url={e.url}
                    height={104}
                    caption={`${word('incidents.evidence', e.kind)} ${when(at, now)}`}
                    title={exact(at)}
                  />
                )
              })}
              {chosen.map((p) => (
                <figure key={p.key} className="photo chosen">
                  <img
                    src={p.preview}
                    alt={t('console.photo.of', { kind: word('incidents.evidence', kind) })}
                  />
                  <figcaption className="cap">{t('desks.handling.chosen')}</figcaption>
                </figure>
              ))}
              {!met && (
                <label className="slot" htmlFor="act-feedback-photos">
                  <Icon name="camera" large />
                  {t('console.evidence.missing', { kind: word('incidents.evidence', kind) })}
                </label>
              )}
            </div>
          </div>
        )
      })}
    </section>
  )
}
