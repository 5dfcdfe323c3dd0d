import { Form, type FormInstance } from 'antd'
import type { GivenPlace } from '@lifang/domains/grid/schema.ts'
import { t } from '../../kit/words.ts'
import type { ReportFields } from '../report/fields.ts'
import { PlaceMap } from '../report/place-map.tsx'
import { GridCentre, PlaceFound } from '../report/place.tsx'
import { CoordinateFields } from '../report/report-fields.tsx'

/** The form of a point, beside the form it belongs to: picked on the map, typed, or a grid chosen. */
export const usePointForm = (): FormInstance<ReportFields> => {
  const [form] = Form.useForm<ReportFields>()
  return form
}

interface PointProps {
  readonly form: FormInstance<ReportFields>
  /** Null: nothing is chosen yet. */
  readonly first: { readonly lon: number; readonly lat: number } | null
}

export function PointField({ form, first }: PointProps) {
  return (
    <Form<ReportFields>
      form={form}
      component={false}
      layout="vertical"
      requiredMark={false}
      initialValues={{ lon: first?.lon ?? null, lat: first?.lat ?? null, crs: 'CGCS2000' }}
    >
      <fieldset className="unit-point">
        <legend>{t('units.where')}</legend>
        <PlaceMap form={form} />
        <GridCentre form={form} hint="" />
        <CoordinateFields at="report" />
        <PlaceFound form={form} />
      </fieldset>
    </Form>
  )
}

/** What is chosen, once it is there. @throws what the form says is wrong, under its fields */
export async function pointOf(form: FormInstance<ReportFields>): Promise<GivenPlace> {
  const { lon, lat, crs } = await form.validateFields(['lon', 'lat', 'crs'])
  return { lon: Number(lon), lat: Number(lat), crs }
}
