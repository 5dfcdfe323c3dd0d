import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Form, Popconfirm, type FormInstance } from 'antd'
import { useEffect, useMemo, useRef } from 'react'
import { toStored } from '@lifang/domains/grid/rules/coordinates.ts'
import { rankAlike, type Alike as Ranked } from '@lifang/domains/incidents/rules/alike.ts'
import { mayStart } from '@lifang/domains/incidents/rules.ts'
import { NEAR_METRES } from '@lifang/domains/incidents/schema/dispatch.ts'
import type { Around } from '@lifang/domains/incidents/schema/intake.ts'
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import type { ClassKey } from '@lifang/domains/incidents/schema/words.ts'
import { newId } from '@lifang/platform/id.ts'
import { LampShape, lampWord } from '../../kit/lamp.tsx'
import { TownMap } from '../../kit/map/map.tsx'
import type { MapHighlight, MapIncident } from '../../kit/map/model.ts'
import { Empty, Loading, ProblemAlert } from '../../kit/states.tsx'
import { shortNumber, when } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { aroundQuery, baseMapQuery, incidentChanged, mapAreasQuery } from '../app/queries.ts'
import { subjectOf } from '../../kit/subject.ts'
import { movedOn, sendAct } from '../incident/acts/send.ts'
import type { ReportFields } from '../report/fields.ts'
import { useGiven, useSettled, type Given } from '../report/place.tsx'
import type { CallSender } from './send.ts'

interface SideProps {
  readonly form: FormInstance<ReportFields>
  /** The waiting report that is looked at; null while a call is taken. */
  readonly incident: IncidentDetail | null
  readonly now: number
  readonly sender: CallSender
  readonly goOn: () => void
  /** Told how many are open around, null while there is no place: a telephone shows it on the pane's tab. */
  readonly onCount: (n: number | null) => void
}

/** Beside the form or the report: the map, and what is open around its place, the likeliest first. */
export function Side({ form, incident, now, sender, goOn, onCount }: SideProps) {
  const typed = useGiven(form)
  const description = Form.useWatch('description', form)
  const address = Form.useWatch('address', form)
  const catalogue = Form.useWatch('catalogue', form)
  const settled = useSettled(typed)
  const given: Given | null = incident === null ? settled : incident.place
  const valid = given !== null && toStored(given).ok
  const around = useQuery({
    ...aroundQuery(given ?? { lon: 0, lat: 0, crs: 'CGCS2000' }),
    enabled: valid,
  })
  const words = useSettled(
    incident === null ? [description, address].join(' ') : [incident.description, incident.address].join(' '),
  )
  const category: ClassKey | null = incident === null ? (catalogue ?? null) : incident.category
  const own = incident?.number
  const ranked = useMemo(
    () =>
      rankAlike(
        { words, category },
        (around.data ?? []).filter((a) => a.number !== own),
        NEAR_METRES,
      ),
    [around.data, words, category, own],
  )
  // What cannot be merged is there to be known, not in the way.
  const alike = ranked.filter((one) => one.apart === null)
  const others = ranked.filter((one) => one.apart !== null)
  const row = (one: Ranked<Around>) => (
    <AlikeRow key={one.of.number} one={one} now={now} incident={incident} sender={sender} goOn={goOn} />
  )
  const count = valid && around.data !== undefined ? ranked.length : null
  useEffect(() => {
    onCount(count)
  }, [onCount, count])
  return (
    <section className="side" aria-label={t('intake.alike.title')}>
      <SideMap form={form} given={given} incident={incident} near={around.data} />
      <header className="line">
        <h2>{t('intake.alike.title')}</h2>
        <span className="sm mu el" aria-live="polite">
          {count === null ? '' : t('intake.alike.count', { metres: NEAR_METRES, n: count })}
        </span>
      </header>
      <div className="alike">
        {!valid ? (
          <Empty title={t('intake.alike.no-place')} hint={t('intake.alike.no-place-hint')} />
        ) : around.isError && around.data === undefined ? (
          <ProblemAlert error={around.error} retry={() => void around.refetch()} />
        ) : around.data === undefined ? (
          <Loading lines={4} />
        ) : ranked.length === 0 ? (
          <Empty title={t('intake.alike.none')} hint={t('intake.alike.none-hint')} />
        ) : (
          <>
            <ul>{alike.map(row)}</ul>
            {others.length > 0 && (
              <details>
                <summary className="md">{t('intake.alike.others', { n: others.length })}</summary>
                <ul>{others.map(row)}</ul>
              </details>
            )}
          </>
        )}
      </div>
    </section>
  )
}

interface RowProps {
  readonly one: Ranked<Around>
  readonly now: number
  readonly incident: IncidentDetail | null
  readonly sender: CallSender
  readonly goOn: () => void
}

function AlikeRow({ one: { of, likely, apart }, now, incident, sender, goOn }: RowProps) {
  return (
    <li data-alike={of.number}>
      {of.photo !== null && (
        <img className="thumb" src={of.photo} alt={t('intake.alike.photo')} loading="lazy" />
      )}
      <div className="what">
        <p className="line">
          <span className="shape" title={lampWord(of.lamp)}>
            <LampShape lamp={of.lamp} />
          </span>
          <b className="ink el">{subjectOf(of)}</b>
          {likely && <span className="tag b">{t('intake.alike.likely')}</span>}
        </p>
        <p className="sm el">
          <b>{t('intake.alike.metres', { n: of.metres })}</b>
          {` · ${when(Date.parse(of.reportedAt), now)} · ${word('incidents.status', of.status)} · ${word('incidents.source', of.source)}`}
        </p>
        <p className="sm mu el" title={of.description}>
          {of.address === null || of.description.includes(of.address)
            ? of.description
            : `${of.address} · ${of.description}`}
        </p>
      </div>
      <div className="do">
        <Link
          to="/incidents/$number"
          params={{ number: of.number }}
          target="_blank"
          className="sm"
          title={t('dispatch.open-case')}
        >
          {shortNumber(of.number)}
        </Link>
        {apart !== null ? (
          <span className="sm mu">{t(`dispatch.near.apart.${apart}`)}</span>
        ) : incident === null ? (
          <Button
            size="small"
            disabled={sender.pending !== null}
            loading={sender.pending?.act === 'merge' && sender.pending.into === of.number}
            onClick={() => sender.press({ act: 'merge', into: of.number })}
          >
            {t('intake.alike.add')}
          </Button>
        ) : (
          mayStart('merge', incident.status) &&
          incident.acts.includes('merge') && (
            <MergeInto number={incident.number} into={of.number} goOn={goOn} />
          )
        )}
      </div>
    </li>
  )
}

/** The waiting report goes into the open case; it cannot be taken out again, so it is asked once. */
function MergeInto({
  number,
  into,
  goOn,
}: {
  readonly number: string
  readonly into: string
  readonly goOn: () => void
}) {
  const id = useRef(newId())
  const run = useMutation({
    mutationFn: () => sendAct(number, 'merge', { id: id.current, into }),
    onSuccess: () => {
      goOn()
      return Promise.all([incidentChanged(number), incidentChanged(into)])
    },
    onError: (error) => {
      if (movedOn(error)) void incidentChanged(number)
    },
  })
  return (
    <>
      <Popconfirm
        title={t('intake.alike.sure', { number: shortNumber(number), into: shortNumber(into) })}
        okText={t('intake.alike.merge')}
        cancelText={t('console.act.cancel')}
        onConfirm={() => run.mutate()}
      >
        <Button size="small" loading={run.isPending}>
          {t('intake.alike.merge')}
        </Button>
      </Popconfirm>
      <ProblemAlert error={run.error} />
    </>
  )
}

interface SideMapProps {
  readonly form: FormInstance<ReportFields>
  readonly given: Given | null
  readonly incident: IncidentDetail | null
  readonly near: readonly Around[] | undefined
}

/** One map for both: a point is chosen on it while a call is taken, and the report's place shown with its surroundings. */
function SideMap({ form, given, incident, near }: SideMapProps) {
  const base = useQuery(baseMapQuery).data
  const areas = useQuery(mapAreasQuery(null)).data
  const own = incident?.number
  const pins = useMemo(
    () =>
      (near ?? [])
        .filter((o) => o.number !== own)
        .map((o): MapIncident => ({
          number: o.number,
          lon: o.place[0],
          lat: o.place[1],
          lamp: o.lamp,
          title: subjectOf(o),
          due: null,
        })),
    [near, own],
  )
  const stored = useMemo(() => {
    if (given === null) return null
    const place = toStored(given)
    return place.ok ? place.value : null
  }, [given])
  const highlight = useMemo(
    (): MapHighlight | null =>
      incident === null
        ? null
        : {
            lon: incident.place.lon,
            lat: incident.place.lat,
            lamp: incident.lamp,
            title: subjectOf(incident),
            note: null,
            radius: null,
          },
    [incident],
  )
  const pick = (place: { lon: number; lat: number }): void => {
    form.setFieldsValue({ ...place, crs: 'CGCS2000' })
    void form.validateFields(['lon', 'lat', 'crs']).catch(() => undefined)
  }
  return (
    <TownMap
      label={incident === null ? t('map.pick.label') : t('intake.map', { grid: incident.grid.name })}
      base={base}
      areas={areas ?? NONE}
      incidents={pins}
      grid={incident?.grid.code ?? null}
      highlight={highlight}
      picked={incident === null ? stored : null}
      {...(incident === null ? { onPick: pick } : {})}
    />
  )
}

const NONE: readonly never[] = []
