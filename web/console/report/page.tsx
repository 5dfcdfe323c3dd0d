import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { CRS } from '@lifang/domains/grid/schema.ts'
import { incidentRoutes } from '@lifang/domains/incidents/schema.ts'
import type { Reported } from '@lifang/domains/incidents/schema/views.ts'
import { SOURCES, type Source } from '@lifang/domains/incidents/schema/words.ts'
import { newId } from '@lifang/platform/id.ts'
import { call, isRefusal, Refusal } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { PhotoPicker, stillSending, type Picked } from '../../kit/photos.tsx'
import { ProblemAlert } from '../../kit/states.tsx'
import { printNumber } from '../../kit/time.ts'
import { atMost, filled } from '../../kit/typed.ts'
import { t, word } from '../../kit/words.ts'
import { listKey, queryClient } from '../app/queries.ts'
import { useMe } from '../app/session.tsx'
import { CatalogueField } from '../incident/class-picker.tsx'
import { blank, markField, PHONE, reportBody, type ReportFields } from './fields.ts'
import { PlaceMap } from './place-map.tsx'
import { GridCentre, HerePosition, PlaceFound } from './place.tsx'

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
    if (stillSending(photos)) return setWaits(t('console.photo.wait'))
    if (photos.some((p) => p.failed !== null)) return setWaits(t('console.photo.mend'))
    setWaits(null)
    send.mutate(fields)
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
              <Form.Item
                name="source"
                label={t('console.report.source')}
                rules={[required]}
                htmlFor="report-source"
              >
                <Select
                  id="report-source"
                  showSearch={{ optionFilterProp: 'label' }}
                  options={SOURCES.map((s) => ({ value: s, label: word('incidents.source', s) }))}
                />
              </Form.Item>
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
            <Form.Item
              name="description"
              label={t('console.report.description')}
              rules={[filled(4000)]}
              htmlFor="report-description"
            >
              <Input.TextArea
                id="report-description"
                autoSize={{ minRows: 3, maxRows: 12 }}
                placeholder={t('console.report.description-hint')}
              />
            </Form.Item>
            <Form.Item
              label={t('console.field.photos-optional')}
              htmlFor="report-photos"
              {...(waits === null ? {} : { validateStatus: 'error' as const, help: waits })}
            >
              <PhotoPicker id="report-photos" value={photos} onChange={setPhotos} kind="near" />
            </Form.Item>
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
              <Form.Item
                name="address"
                label={t('console.report.address')}
                rules={[atMost(200)]}
                htmlFor="report-address"
              >
                <Input id="report-address" placeholder={t('console.report.address-hint')} />
              </Form.Item>
              <GridCentre form={form} />
            </div>
            <div className="three">
              <Form.Item name="lon" label={t('console.report.lon')} rules={[required]} htmlFor="report-lon">
                <InputNumber
                  id="report-lon"
                  style={{ width: '100%' }}
                  controls={false}
                  placeholder="113.128412"
                />
              </Form.Item>
              <Form.Item name="lat" label={t('console.report.lat')} rules={[required]} htmlFor="report-lat">
                <InputNumber
                  id="report-lat"
                  style={{ width: '100%' }}
                  controls={false}
                  placeholder="29.371905"
                />
              </Form.Item>
              <Form.Item name="crs" label={t('console.report.crs')} rules={[required]} htmlFor="report-crs">
                <Select
                  id="report-crs"
                  options={CRS.map((c) => ({ value: c, label: t(`console.crs.${c}`) }))}
                />
              </Form.Item>
            </div>
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
              <Form.Item
                name="name"
                label={t('console.report.name')}
                rules={[atMost(60)]}
                htmlFor="report-name"
              >
                <Input id="report-name" autoComplete="off" />
              </Form.Item>
              <Form.Item
                name="phone"
                label={t('console.report.phone')}
                rules={[{ pattern: PHONE, message: t('console.report.phone-bad') }]}
                htmlFor="report-phone"
              >
                <Input id="report-phone" inputMode="tel" autoComplete="off" />
              </Form.Item>
              <Form.Item
                name="foreignNumber"
                label={t('console.report.foreign')}
                rules={[atMost(60)]}
                htmlFor="report-foreign"
              >
                <Input id="report-foreign" autoComplete="off" />
              </Form.Item>
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
