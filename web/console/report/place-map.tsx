import { useQuery } from '@tanstack/react-query'
import { Form, type FormInstance } from 'antd'
import { useMemo } from 'react'
import { toStored } from '@lifang/domains/grid/rules/coordinates.ts'
import { TownMap } from '../../kit/map/map.tsx'
import { t } from '../../kit/words.ts'
import { baseMapQuery, mapAreasQuery } from '../app/queries.ts'
import type { ReportFields } from './fields.ts'

/** The place picked on the map; whoever cannot use it types the coordinates or chooses a grid, with the same result. */
export function PlaceMap({ form }: { readonly form: FormInstance<ReportFields> }) {
  const base = useQuery(baseMapQuery).data
  const areas = useQuery(mapAreasQuery(null)).data
  const lon = Form.useWatch('lon', form)
  const lat = Form.useWatch('lat', form)
  const crs = Form.useWatch('crs', form)
  const picked = useMemo(() => {
    if (typeof lon !== 'number' || typeof lat !== 'number' || crs === undefined) return null
    const stored = toStored({ lon, lat, crs })
    return stored.ok ? stored.value : null
  }, [lon, lat, crs])
  return (
    <div className="place-map">
      <TownMap
        label={t('map.pick.label')}
        base={base}
        areas={areas ?? NONE}
        picked={picked}
        onPick={(place) => {
          form.setFieldsValue({ ...place, crs: 'CGCS2000' })
          void form.validateFields(['lon', 'lat', 'crs']).catch(() => undefined)
        }}
        padding={ROOM}
        still
      />
      <p className="sm mu">{t('map.pick.hint')}</p>
    </div>
  )
}

const NONE: readonly never[] = []
const ROOM = { top: 12, right: 12, bottom: 12, left: 12 }
