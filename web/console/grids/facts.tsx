import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import type { ReactNode } from 'react'
import { TEAM_TEMPLATE_NAMES, type TeamTemplateName } from '@lifang/domains/grid/schema.ts'
import type { DeskGrid } from '@lifang/domains/grid/schema/desk.ts'
import type { AreaDetail } from '@lifang/domains/grid/schema/views.ts'
import { Failed, Loading } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { postWord, t } from '../../kit/words.ts'
import { useMe } from '../app/session.tsx'
import { seesCases } from '../app/rooms.ts'
import { areaQuery } from './queries.ts'

const day = (iso: string): string => exact(Date.parse(iso)).slice(0, 10)

/** 岗位与空缺: the same roster beside one template or the other. */
export function TemplateSwitch({
  template,
  onTemplate,
}: {
  readonly template: TeamTemplateName
  readonly onTemplate: (name: TeamTemplateName) => void
}) {
  return (
    <Segmented<TeamTemplateName>
      size="small"
      aria-label={t('grid-desk.template')}
      value={template}
      onChange={onTemplate}
      options={TEAM_TEMPLATE_NAMES.map((value) => ({ value, label: t(`grid.team.${value}`) }))}
    />
  )
}

/** The chosen area: what it is, since when, where it came from, who works it. */
export function Facts({
  code,
  desk,
  template,
  onTemplate,
  onSelect,
  onEdit,
  children,
}: {
  readonly code: string
  readonly desk: DeskGrid | undefined
  readonly template: TeamTemplateName
  readonly onTemplate: (name: TeamTemplateName) => void
  readonly onSelect: (code: string) => void
  /** Undefined for who may not redraw here. */
  readonly onEdit: (() => void) | undefined
  readonly children?: ReactNode
}) {
  const { data: area, error, refetch } = useQuery(areaQuery(code))
  const cases = seesCases(useMe())
  if (area === undefined)
    return error === null ? <Loading lines={8} /> : <Failed error={error} retry={() => void refetch()} />
  return (
    <>
      <header className="facts-head">
        <div>
          <h2>{area.name}</h2>
          <p className="sm mu">{area.code}</p>
        </div>
        <span className="sp" />
        {area.validTo !== null && <span className="tag">{t('grid-desk.ended')}</span>}
      </header>
      <dl className="grid-facts">
        <Fact name="grid-desk.level">
          {t(`grid.level.${area.levelKey}`)}
          {area.kind !== null && ` · ${t(`grid.kind.${area.kind}`)}`}
          {area.type !== null && ` · ${t(`grid.type.${area.type}`)}`}
        </Fact>
        {area.kind !== null && (
          <Fact name="grid-desk.households-head">{area.households ?? t('grid-desk.not-counted')}</Fact>
        )}
        {area.border !== null && (
          <Fact name="grid-desk.area">
            {t('grid-desk.square-metres', { n: Math.round(area.border.areaM2).toLocaleString('en') })}
          </Fact>
        )}
        {desk !== undefined && (
          <Fact name="grid-desk.open-cases">
            {cases ? (
              <Link to="/" search={{ tab: 'open', area: code }}>
                {t('grid-desk.cases-n', { n: desk.openIncidents })}
              </Link>
            ) : (
              t('grid-desk.cases-n', { n: desk.openIncidents })
            )}
          </Fact>
        )}
        <Fact name="grid-desk.valid">
          {area.validTo === null
            ? t('grid-desk.since', { day: day(area.validFrom) })
            : t('grid-desk.until', { from: day(area.validFrom), to: day(area.validTo) })}
        </Fact>
        {area.border !== null && (
          <Fact name="grid-desk.border">
            {t('grid-desk.border-version', { n: area.border.version, day: day(area.border.validFrom) })}
            {area.border.document !== null && ` · ${area.border.document}`}
          </Fact>
        )}
        <Line name="grid-desk.from" areas={area.from} onSelect={onSelect} />
        <Line name="grid-desk.successors" areas={area.successors} onSelect={onSelect} />
      </dl>
      {area.teams.length > 0 && area.validTo === null && (
        <section className="team">
          <h3 className="line">
            {t('grid-desk.team')}
            <span className="sp" />
            <TemplateSwitch template={template} onTemplate={onTemplate} />
          </h3>
          <Team area={area} template={template} />
        </section>
      )}
      {children}
      <footer className="acts">
        {area.kind !== null && area.validTo === null && (
          <Link className="poster-link" to="/grids/$code/poster" params={{ code }}>
            {t('grid-desk.poster')}
          </Link>
        )}
        <span className="sp" />
        {onEdit !== undefined && area.validTo === null && (
          <Button type="primary" onClick={onEdit}>
            {t('grid-desk.edit')}
          </Button>
        )}
      </footer>
    </>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{t(name)}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Line({
  name,
  areas,
  onSelect,
}: {
  readonly name: string
  readonly areas: AreaDetail['from']
  readonly onSelect: (code: string) => void
}) {
  if (areas.length === 0) return null
  return (
    <Fact name={name}>
      {areas.map((a) => (
        <button key={a.code} type="button" className="link" onClick={() => onSelect(a.code)}>
          {a.name} <span className="sm">{a.code.slice(-3)}</span>
        </button>
      ))}
    </Fact>
  )
}

function Team({ area, template }: { readonly area: AreaDetail; readonly template: TeamTemplateName }) {
  const team = area.teams.find((one) => one.template === template)
  if (team === undefined) return null
  return (
    <>
      <ul className="seats">
        {team.seats.map((s) => (
          <li key={s.post}>
            <span className="sm mu">{postWord(s.post)}</span>
            <span className="people">
              {s.people.map((p) => (
                <b key={p.id} className="seat">
                  {p.name}
                </b>
              ))}
              {Array.from({ length: s.vacancies }, (_, i) => (
                <i key={i} className="seat">
                  {t('grid-desk.vacant')}
                </i>
              ))}
              {s.people.length === 0 && s.vacancies === 0 && (
                <span className="sm mu">{t('grid-desk.no-quota')}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
      <p className="sm mu">
        {team.vacancies === 0 ? t('grid-desk.full') : t('grid-desk.vacancies-n', { n: team.vacancies })}
      </p>
    </>
  )
}
