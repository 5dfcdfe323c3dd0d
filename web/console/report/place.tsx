import { Button, Form, type FormInstance } from 'antd'
import { useState } from 'react'
import { toStored } from '@lifang/domains/grid/rules/coordinates.ts'
import { Icon } from '../../kit/icons.tsx'
import { t } from '../../kit/words.ts'
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

/** What is wrong with the coordinates, before anything is sent: the same rule that the server asks. */
export function PlaceFound({ form }: { form: FormInstance<ReportFields> }) {
  const lon = Form.useWatch('lon', form)
  const lat = Form.useWatch('lat', form)
  const crs = Form.useWatch('crs', form)
  if (typeof lon !== 'number' || typeof lat !== 'number' || crs === undefined) return null
  const stored = toStored({ lon, lat, crs })
  return (
    <p className="found" role="status">
      {stored.ok
        ? t('console.report.stored', { lon: stored.value.lon.toFixed(6), lat: stored.value.lat.toFixed(6) })
        : t(stored.problem.code, stored.problem.details)}
    </p>
  )
}
