import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import { incidentRoutes } from '@lifang/domains/incidents/schema.ts'
import type { Reported } from '@lifang/domains/incidents/schema/views.ts'
import type { Source } from '@lifang/domains/incidents/schema/words.ts'
import { newId } from '@lifang/platform/id.ts'
import { call, isRefusal, Refusal } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import type { Picked } from '../../kit/photos.tsx'
import { ProblemAlert } from '../../kit/states.tsx'
import { printNumber } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { listKey, queryClient } from '../app/queries.ts'
import { useMe } from '../app/session.tsx'
import { CatalogueField } from '../incident/class-picker.tsx'
import { blank, markField, photosFault, reportBody, type ReportFields } from './fields.ts'
import { PlaceMap } from './place-map.tsx'
import { GridCentre, HerePosition, PlaceFound } from './place.tsx'
import {
  AddressField,
  CoordinateFields,
  DescriptionField,
  ForeignNumberField,
  NameField,
  PhoneField,
  PhotosField,
  SourceField,
  SubjectsField,
} from './report-fields.tsx'

/** 登记事件: what the desk writes down while somebody is on the telephone. */
export function ReportPage() {
  const [made, setMade] = useState<Reported | null>(null)
  // A new key makes a new form with a new command id.
  const [round, setRound] = useState(0)
  if (made !== null)
    return (
      <Receipt
        made={made}
        again={() => {
          setMade(null)
          setRound(round + 1)
        }}
      />
    )
  return <ReportForm key={round} onMade={setMade} />
}

function Receipt({ made, again }: { made: Reported; again: () => void }) {
  return (
    <div className="page">
      <section className="card receipt" role="status">
        <p className="mu">{t('console.report.made')}</p>
        <p className="big">{printNumber(made.number)}</p>
        <p className="mu">{t('console.report.tell', { grid: made.grid.name })}</p>
        <div className="line">
          <Link
            to="/incidents/$number"
            params={{ number: made.number }}
            className="ant-btn ant-btn-primary ant-btn-variant-solid ant-btn-color-primary"
          >
            {t('console.report.open')}
          </Link>
          <Button onClick={again}>{t('console.report.again')}</Button>
        </div>
      </section>
    </div>
  )
}

function ReportForm({ onMade }: { onMade: (made: Reported) => void }) {
  const me = useMe()
  const [id, setId] = useState(newId)
  const [photos, setPhotos] = useState<readonly Picked[]>([])
  const [form] = Form.useForm<ReportFields>()
  const [waits, setWaits] = useState<string | null>(null)
  const mine: Source = me.holdings.some((h) => h.post === 'grid-worker') ? 'grid-patrol' : 'hotline'

  const send = useMutation({
    mutationFn: (f: ReportFields) => call(incidentRoutes.report, { body: reportBody(id, f, photos) }),
    onSuccess: (made) => {
      void queryClient.invalidateQueries({ queryKey: listKey })
      onMade(made)
    },
    onError: (error) => {
      if (isRefusal(error, 'platform.command-reused')) setId(newId())
      if (error instanceof Refusal && error.field !== null) markField(form, error.field, error.title)
    },
  })
  const required = { required: true, message: t('console.required') }
  const submit = (fields: ReportFields): void => {
    const fault = photosFault(photos)
    setWaits(fault)
    if (fault === null) send.mutate(fields)
  }
  return (
    <div className="page">
      <div className="line">
        <h1>{t('console.report.title')}</h1>
        <span className="mu md">{t('console.report.hint')}</span>
      </div>
      <Form<ReportFields>
        form={form}
        layout="vertical"
        initialValues={blank(mine)}
        onFinish={submit}
        scrollToFirstError
        requiredMark={(label, { required: must }) => (
          <>
            {label}
            {!must && (
              <span className="mu" style={{ fontWeight: 400 }}>
                &nbsp;{t('console.optional')}
              </span>
            )}
          </>
        )}
      >
        <section className="card">
          <header>
            <h2>{t('console.report.what')}</h2>
          </header>
          <div className="body">
            <div className="two">
              <SourceField at="report" />
              <Form.Item
                name="occurredAt"
                label={t('console.report.occurred')}
                rules={[required]}
                htmlFor="report-occurredAt"
              >
                <Input id="report-occurredAt" type="datetime-local" />
              </Form.Item>
            </div>
            <Form.Item name="catalogue" label={t('console.field.catalogue')} htmlFor="report-catalogue">
              <CatalogueField id="report-catalogue" />
            </Form.Item>
            <DescriptionField at="report" label={t('console.report.description')} rows={12} />
            <SubjectsField at="report" />
            <PhotosField at="report" photos={photos} set={setPhotos} fault={waits} />
            <Form.Item name="urgent" valuePropName="checked" noStyle>
              <Checkbox>{t('console.report.urgent')}</Checkbox>
            </Form.Item>
          </div>
        </section>
        <section className="card" style={{ marginTop: 16 }}>
          <header>
            <h2>{t('console.report.where')}</h2>
            <span className="sp" />
            <HerePosition form={form} />
          </header>
          <div className="body">
            <div className="two">
              <AddressField at="report" label={t('console.report.address')} />
              <GridCentre form={form} />
            </div>
            <CoordinateFields at="report" />
          </div>
          <PlaceFound form={form} />
          <PlaceMap form={form} />
        </section>
        <section className="card" style={{ marginTop: 16 }}>
          <header>
            <h2>{t('console.report.who')}</h2>
            <span className="sm mu">{t('console.report.who-hint')}</span>
          </header>
          <div className="body">
            <div className="three">
              <NameField at="report" label={t('console.report.name')} />
              <PhoneField at="report" label={t('console.report.phone')} />
              <ForeignNumberField at="report" />
            </div>
            <Form.Item name="confidential" valuePropName="checked" noStyle>
              <Checkbox>{t('console.report.confidential')}</Checkbox>
            </Form.Item>
          </div>
        </section>
        <div style={{ marginTop: 16, display: 'grid', gap: 12 }}>
          <ProblemAlert error={send.error} />
          <div className="line">
            <Button
              type="primary"
              size="large"
              htmlType="submit"
              loading={send.isPending}
              icon={<Icon name="check" />}
            >
              {t('console.report.go')}
            </Button>
          </div>
        </div>
      </Form>
    </div>
  )
}
