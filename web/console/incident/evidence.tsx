import type { EvidenceKind } from '@lifang/domains/incidents/schema/words.ts'
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import { BeforeAfter, type Shot } from '../../kit/before-after.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Photo } from '../../kit/photos.tsx'
import { exact, when } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'

type Piece = IncidentDetail['evidence'][number]

/** Which of the pictures show the state after handling: those that say so, and any of a later round. */
const isAfter = (e: Piece): boolean =>
  e.kind === 'after' || (e.kind !== 'before' && e.kind !== 'document' && e.round > 0)

/** Kinds the closing condition asks for that nobody has given. */
export function missingKinds(incident: IncidentDetail): EvidenceKind[] {
  const given = new Set(incident.evidence.map((e) => e.kind))
  if (given.has('near') || given.has('far')) given.add('before')
  return (incident.condition?.closingEvidence ?? []).filter((k) => !given.has(k))
}

const RANK: readonly EvidenceKind[] = ['before', 'near', 'far', 'reference']

/** One view of the place before and one after: of each side the kind that shows the place best, the newest of it. */
export function comparable(
  before: readonly Piece[],
  after: readonly Piece[],
): { readonly before: Piece; readonly after: Piece } | null {
  const was = RANK.flatMap((kind) => before.findLast((e) => e.kind === kind) ?? [])[0]
  const is = after.findLast((e) => e.kind === 'after') ?? after.at(-1)
  return was === undefined || is === undefined ? null : { before: was, after: is }
}

const shotOf = (e: Piece, now: number): Shot => ({
  url: e.url,
  when: when(Date.parse(e.shotAt ?? e.addedAt), now),
})

/** Before on the left, after on the right; what is missing is a dashed place that says what to shoot. */
export function Evidence({ incident, now }: { incident: IncidentDetail; now: number }) {
  const before = incident.evidence.filter((e) => !isAfter(e) && e.kind !== 'document')
  const after = incident.evidence.filter(isAfter)
  const papers = incident.evidence.filter((e) => e.kind === 'document')
  const missing = missingKinds(incident)
  const laid = comparable(before, after)
  const asked = incident.condition?.closingEvidence.length ?? 0
  return (
    <section className="card">
      <header>
        <h2>{t('console.evidence.title')}</h2>
        {incident.condition !== null && (
          <span className="sm mu el" title={incident.condition.closing}>
            {t('console.evidence.closing', { text: incident.condition.closing })}
          </span>
        )}
        <span className="sp" />
        <span className="sm mu">
          {asked === 0
            ? t('console.evidence.count', { n: incident.evidence.length })
            : t('console.evidence.met', { met: asked - missing.length, asked })}
        </span>
      </header>
      {laid !== null && (
        <div className="laid">
          <BeforeAfter before={shotOf(laid.before, now)} after={shotOf(laid.after, now)} />
        </div>
      )}
      <div className="pair">
        <Side
          title={t('incidents.evidence.before')}
          pieces={before}
          now={now}
          missing={missing.filter((k) => k !== 'after' && k !== 'document')}
        />
        <Side
          title={t('incidents.evidence.after')}
          pieces={after}
          now={now}
          missing={missing.filter((k) => k === 'after')}
        />
        {(papers.length > 0 || missing.includes('document')) && (
          <Side
            title={t('incidents.evidence.document')}
            pieces={papers}
            now={now}
            missing={missing.filter((k) => k === 'document')}
          />
        )}
      </div>
    </section>
  )
}

interface SideProps {
  readonly title: string
  readonly pieces: readonly Piece[]
  readonly missing: readonly EvidenceKind[]
  readonly now: number
}

function Side({ title, pieces, missing, now }: SideProps) {
  const last = pieces.at(-1)
  return (
    <div>
      <p className="line sm mu">
        {title}
        <span className="sp" />
        {last !== undefined && when(Date.parse(last.shotAt ?? last.addedAt), now)}
      </p>
      <div className="shots">
        {pieces.map((p) => (
          <Photo
            key={p.id}
            url={p.url}
            height={148}
            caption={word('incidents.evidence', p.kind)}
            title={
              p.shotAt === null
                ? t('console.evidence.added', { at: exact(Date.parse(p.addedAt)) })
                : t('console.evidence.shot', { at: exact(Date.parse(p.shotAt)) })
            }
          />
        ))}
        {missing.map((kind) => (
          <div key={kind} className="slot tall">
            <Icon name="camera" large />
            {t('console.evidence.missing', { kind: word('incidents.evidence', kind) })}
          </div>
        ))}
        {pieces.length === 0 && missing.length === 0 && (
          <div className="slot">{t('console.evidence.none')}</div>
        )}
      </div>
    </div>
  )
}
