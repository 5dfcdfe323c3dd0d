import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import type { AreaDetail, AreaItem } from '@lifang/domains/grid/schema/views.ts'
import { LAMP_PATHS } from '../../kit/lamp-paths.ts'
import { LampShape, lampWord } from '../../kit/lamp.tsx'
import { Icon } from '../../kit/icons.tsx'
import { useTitle } from '../../kit/path.ts'
import { postWord, t } from '../../kit/words.ts'
import { Labelled } from '../../kit/labelled.tsx'
import { PageLink } from '../../kit/page-link.tsx'
import { Block, Empty, Failed, Frame, Loading, Trouble } from '../frame.tsx'
import { useJobs } from '../outbox/jobs.ts'
import { areaQuery, bordersQuery, casesQuery, pointsQuery } from '../queries.ts'
import { LAMP_ORDER } from '../rows.tsx'
import { signOut, useAreaName, useMyAreas, usePerson } from '../session.tsx'
import { Outline } from './outline.tsx'
import { Portrait } from './portrait.tsx'

/** 我的网格 at a glance: its outline with what is open, households, and who else works here. */
export function GridPage() {
  const areas = useMyAreas()
  const [chosen, setChosen] = useState<string | null>(null)
  const area = areas?.find((a) => a.code === chosen) ?? areas?.[0]
  const name = useAreaName(area)
  const title = t(area !== undefined && area.levelKey !== 'grid' ? 'field.grid.area' : 'field.grid')
  useTitle(title)
  return (
    <Frame title={title} second={name === '' ? undefined : name}>
      {areas !== undefined && areas.length > 1 && (
        <div className="block">
          <Labelled id="area" label={t('field.grid.choose')}>
            {(described) => (
              <select
                {...described}
                value={area?.code ?? ''}
                onChange={(event) => setChosen(event.currentTarget.value)}
              >
                {areas.map((a) => (
                  <option key={a.code} value={a.code}>
                    {a.name}
                  </option>
                ))}
              </select>
            )}
          </Labelled>
        </div>
      )}
      {areas === undefined ? (
        <Loading lines={5} />
      ) : area === undefined ? (
        <Empty>{t('field.grid.none')}</Empty>
      ) : (
        <Glance key={area.code} area={area} />
      )}
      <Portrait />
      <Me />
    </Frame>
  )
}

function Glance({ area }: { area: AreaItem }) {
  const points = useQuery(pointsQuery(area.code))
  const borders = useQuery(bordersQuery(area.code))
  const detail = useQuery(areaQuery(area.code))
  // Late by the graver of stage and total, as every list says it; the drawing shows the stage's lamp alone.
  const red = useInfiniteQuery(casesQuery({ area: area.code, status: 'open', lamp: 'red' }, 100))
  // Of two that lie on each other the worse is seen.
  const rows = (points.data?.rows ?? []).toSorted(
    (a, b) => LAMP_ORDER.indexOf(b[3]) - LAMP_ORDER.indexOf(a[3]),
  )
  const count = (lamp: Lamp): number => rows.filter((row) => row[3] === lamp).length
  const known = points.data !== undefined
  const border = borders.data?.find((b) => b.code === area.code)?.border
  const households = area.households ?? borders.data?.find((b) => b.code === area.code)?.households ?? null
  return (
    <>
      <section className="figures" aria-label={t('field.figures')}>
        <p className="figure">
          <span className="count">
            <b>{households ?? '–'}</b> {t('field.households')}
          </span>
          <span>{t('field.figure.households')}</span>
        </p>
        <PageLink to="/field/cases" className="figure">
          <span className="count">
            <b>{known ? points.data.total : '–'}</b> {t('field.pieces')}
          </span>
          <span>{t('field.figure.open')}</span>
        </PageLink>
        <PageLink to="/field/cases?lamp=red" className="figure">
          <span className="count">
            <b>
              {red.data === undefined
                ? '–'
                : `${red.data.pages.flatMap((p) => p.items).length}${red.hasNextPage ? '+' : ''}`}
            </b>{' '}
            {t('field.pieces')}
          </span>
          <span>{t('field.figure.late')}</span>
        </PageLink>
      </section>
      <section className="block map-block">
        {border === undefined ? (
          borders.isError ? (
            <Failed error={borders.error} again={() => void borders.refetch()} />
          ) : (
            <Loading lines={4} />
          )
        ) : (
          <Outline
            border={border}
            label={t('field.grid.drawing', { area: area.name, n: known ? points.data.total : 0 })}
          >
            {(p) =>
              rows.map(([number, lon, lat, lamp]) => {
                const [x, y] = p.to([lon, lat])
                return (
                  <g
                    key={number}
                    transform={`translate(${(x - 10).toFixed(1)} ${(y - 10).toFixed(1)}) scale(1.25)`}
                  >
                    <path d={LAMP_PATHS[lamp].shape} className={`spot ${lamp}`} />
                    <path d={LAMP_PATHS[lamp].mark} className="mark" />
                  </g>
                )
              })
            }
          </Outline>
        )}
        <p className="hint legend-title">{t('field.grid.by-stage')}</p>
        <ul className="legend">
          {LAMP_ORDER.map((lamp) => (
            <li key={lamp}>
              <LampShape lamp={lamp} />
              {lampWord(lamp)} {known ? count(lamp) : '–'}
            </li>
          ))}
        </ul>
      </section>
      {detail.data === undefined ? (
        detail.isError ? (
          <Failed error={detail.error} again={() => void detail.refetch()} />
        ) : (
          <Loading lines={2} />
        )
      ) : (
        <Team roster={detail.data.roster} />
      )}
    </>
  )
}

/** Who holds a post in this grid now. */
function Team({ roster }: { roster: AreaDetail['roster'] }) {
  const me = usePerson()
  return (
    <Block title={t('field.team', { n: roster.length })} more="/field/phones">
      {roster.length === 0 ? (
        <Empty>{t('field.team.none')}</Empty>
      ) : (
        <ul className="rows">
          {roster.map(({ id, account, post, department, standsInFor }) => (
            <li key={id} className="row side">
              <span className="tile" aria-hidden="true">
                {account.name.slice(0, 1)}
              </span>
              <span className="what">
                <b>
                  {account.name}
                  {account.id === me.id && <span className="tag">{t('field.team.me')}</span>}
                </b>
                <span className="where">
                  {[
                    postWord(post),
                    ...(department === null ? [] : [department.name]),
                    ...(standsInFor === null ? [] : [t('field.team.stands-in', { name: standsInFor.name })]),
                  ].join(' · ')}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Block>
  )
}

/** Whose telephone this is, and the way out: closed while anything waits here that nobody else can send. */
function Me() {
  const person = usePerson()
  const { waiting, drafts } = useJobs(person.id)
  const out = useMutation({ networkMode: 'always', mutationFn: () => signOut(person) })
  const left = waiting.length + drafts.length
  return (
    <Block title={person.name} beside={[...new Set(person.holdings.map((h) => postWord(h.post)))].join('、')}>
      {left > 0 && (
        <PageLink to="/field/outbox" className="notice inside">
          <Icon name="out" large />
          <span>{t('field.sign-out.first', { n: left })}</span>
          <Icon name="right" />
        </PageLink>
      )}
      <Trouble error={out.error} />
      <button
        type="button"
        className="wide"
        disabled={left > 0 || out.isPending}
        onClick={() => out.mutate()}
      >
        {t('console.me.sign-out')}
      </button>
    </Block>
  )
}
