import { useQuery } from '@tanstack/react-query'
import { Button, Form, Select, type FormInstance } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { toStored } from '@lifang/domains/grid/rules/coordinates.ts'
import type { Crs } from '@lifang/domains/grid/schema.ts'
import { gridRoutes } from '@lifang/domains/grid/schema/routes.ts'
import { call, isRefusal } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { t } from '../../kit/words.ts'
import { useMyAreas } from '../app/places.ts'
import { queryClient } from '../app/queries.ts'
import { centreOf } from '@lifang/domains/grid/rules/centre.ts'
import type { ReportFields } from './fields.ts'

/** Takes the position of this device; offices often have none, and then say so. */
export function HerePosition({ form }: { form: FormInstance<ReportFields> }) {
  const [failed, setFailed] = useState(false)
  if (!('geolocation' in navigator) || !isSecureContext) return null
  const here = (): void =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setFailed(false)
        form.setFieldsValue({ lon: round(coords.longitude), lat: round(coords.latitude), crs: 'WGS84' })
      },
      () => setFailed(true),
      { timeout: 8_000 },
    )
  return (
    <>
      {failed && <span className="sm mu">{t('console.report.no-position')}</span>}
      <Button size="small" icon={<Icon name="pin" />} onClick={here}>
        {t('console.report.here')}
      </Button>
    </>
  )
}

const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6

export interface Given {
  readonly lon: number
  readonly lat: number
  readonly crs: Crs
}

/** The grid at a point, as the server places it: the same answer the incident will be filed under. */
const locateQuery = (given: Given) => ({
  queryKey: ['locate', given],
  queryFn: ({ signal }: { signal?: AbortSignal }) =>
    call(gridRoutes.locate, { query: given, ...(signal === undefined ? {} : { signal }) }),
  staleTime: 60_000,
})

/** What is typed, once both coordinates are there. */
export function useGiven(form: FormInstance<ReportFields>): Given | null {
  const lon = Form.useWatch('lon', form)
  const lat = Form.useWatch('lat', form)
  const crs = Form.useWatch('crs', form)
  return useMemo(
    () =>
      typeof lon !== 'number' || typeof lat !== 'number' || crs === undefined ? null : { lon, lat, crs },
    [lon, lat, crs],
  )
}

const PAUSE_MS = 350

/** The value once it has stood still for a moment. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

/** Asks only for coordinates that the shared rule accepts. */
function useLocated(form: FormInstance<ReportFields>) {
  const typed = useGiven(form)
  const given = useSettled(typed)
  const asked = given !== null && toStored(given).ok
  const query = useQuery({
    ...locateQuery(given ?? { lon: 0, lat: 0, crs: 'CGCS2000' }),
    enabled: asked,
  })
  return { typed, current: asked && typed === given, query }
}

/** Under the coordinates: what is wrong with them, or the grid, community and street they lie in. */
export function PlaceFound({ form }: { form: FormInstance<ReportFields> }) {
  const { typed, current, query } = useLocated(form)
  if (typed === null) return null
  const stored = toStored(typed)
  if (!stored.ok)
    return (
      <p className="found bad" role="status">
        {t(stored.problem.code, stored.problem.details)}
      </p>
    )
  const found = current ? query.data : undefined
  if (found === undefined && current && query.error !== null)
    return (
      <p className="found bad" role="status">
        {isRefusal(query.error) ? query.error.title : t('console.unreachable')}
      </p>
    )
  const places = [found?.grid, found?.community, found?.street].flatMap((a) => (a == null ? [] : [a.name]))
  return (
    <p className="found" role="status">
      {found === undefined ? (
        t('console.report.locating')
      ) : (
        <>
          <Icon name="pin" /> <b>{t('console.report.in', { places: places.join(' · ') })}</b>
        </>
      )}
      <span className="mu sm">
        {t('console.report.stored', {
          lon: stored.value.lon.toFixed(6),
          lat: stored.value.lat.toFixed(6),
        })}
      </span>
    </p>
  )
}

/** Whoever has no coordinates chooses a grid; a point inside it is taken, and only if the server places it there too. */
export function GridCentre({
  form,
  label = t('console.report.grid'),
  hint = t('console.report.grid-hint'),
}: {
  form: FormInstance<ReportFields>
  label?: string
  /** Under the field; empty where the line has no room. */
  hint?: string
}) {
  const areas = useMyAreas()
  const { current, query } = useLocated(form)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const options = useMemo(() => {
    const names = new Map(areas.map((a) => [a.code, a.name]))
    const grids = areas.filter((a) => a.levelKey === 'grid')
    return [...Map.groupBy(grids, (a) => a.parent ?? '')].map(([parent, list]) => ({
      label: names.get(parent) ?? '',
      options: list.map((a) => ({ value: a.code, label: a.name })),
    }))
  }, [areas])
  if (options.length === 0) return null

  const choose = async (code: string): Promise<void> => {
    setBusy(true)
    setFailed(null)
    try {
      const { border, name } = await call(gridRoutes.area, { params: { code } })
      const centre = border === null ? null : centreOf(border.polygon)
      const given: Given | null =
        centre === null ? null : { lon: round(centre[0]), lat: round(centre[1]), crs: 'CGCS2000' }
      const there = given === null ? null : await queryClient.fetchQuery(locateQuery(given))
      if (given === null || there?.grid.code !== code)
        return setFailed(t('console.report.no-border', { grid: name }))
      form.setFieldsValue(given)
      await form.validateFields(['lon', 'lat', 'crs'])
    } catch (error) {
      setFailed(isRefusal(error) ? error.title : t('console.unreachable'))
    } finally {
      setBusy(false)
    }
  }
  const here = current ? query.data?.grid.code : undefined
  const known = options.some((g) => g.options.some((o) => o.value === here))
  return (
    <Form.Item
      label={label}
      htmlFor="report-grid"
      {...(failed === null
        ? hint === ''
          ? {}
          : { extra: hint }
        : { validateStatus: 'error' as const, help: failed })}
    >
      <Select
        id="report-grid"
        showSearch={{ optionFilterProp: 'label' }}
        loading={busy}
        value={known ? (here ?? null) : null}
        placeholder={t('console.choose')}
        onChange={(code: string | null) => {
          if (code !== null) void choose(code)
        }}
        options={options}
      />
    </Form.Item>
  )
}
