import '../registry/registry.css'
import './privacy.css'
import { useMutation } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { privacyRoutes, type CopyView } from '@lifang/domains/registry/schema/privacy.ts'
import { nationalityWord } from '@lifang/domains/registry/schema/nationality-lists.ts'
import { SEALED_FIELDS } from '@lifang/domains/registry/schema/lists.ts'
import { call } from '../../kit/call.ts'
import { shownValue } from '../custom/words.ts'
import { Icon } from '../../kit/icons.tsx'
import { ProblemAlert } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { filled, isMarked, markRefused, useCommandId } from '../../kit/typed.ts'
import { postWord, t, word } from '../../kit/words.ts'
import { fieldWord, kinWord, sexWord } from '../registry/words.tsx'
import { AskedByFields, type AskedBy } from './acts.tsx'
import { PurposeLine } from './purpose-line.tsx'

interface Asked extends AskedBy {
  reason: string
}

/** 本人副本: who asks and how one knows, then a sheet with everything. It stands on this page only and is gone with it. */
export function CopyPage() {
  const { id } = useParams({ from: '/staff/people/$id/copy' })
  const idFor = useCommandId()
  const [form] = Form.useForm<Asked>()
  const run = useMutation({
    mutationFn: ({ asker, checked, reason }: Asked) => {
      const body = { asker, checked: checked.trim(), reason: reason.trim() }
      return call(privacyRoutes.copy, { params: { id }, body: { id: idFor(body), ...body } })
    },
    onError: (error) => markRefused(form, error),
    gcTime: 0,
  })
  const initial: Asked = { asker: 'self', checked: '', reason: '' }
  return (
    <div className="page reg-page privacy-paper">
      <div className="line no-print">
        <Link to="/people/$id" params={{ id }} search={{ tab: 'rights' }} className="link reg-back">
          <Icon name="back" />
          {t('privacy.back-person')}
        </Link>
        <span className="sp" />
        {run.data !== undefined && (
          <Button type="primary" icon={<Icon name="print" />} onClick={() => window.print()}>
            {t('privacy.print')}
          </Button>
        )}
      </div>
      {run.data === undefined ? (
        <>
          <div className="line wrap">
            <h1>{t('privacy.copy')}</h1>
            <span className="mu md">{t('privacy.copy-hint')}</span>
            <span className="sp" />
            <PurposeLine form="requests" />
          </div>
          <section className="card reg-pad">
            <Form
              form={form}
              layout="vertical"
              requiredMark={false}
              initialValues={initial}
              onFinish={(f) => run.mutate(f)}
              style={{ maxWidth: 520 }}
            >
              <AskedByFields />
              <Form.Item
                name="reason"
                label={t('privacy.copy-reason')}
                htmlFor="copy-reason"
                rules={[filled(200, 4)]}
              >
                <Input.TextArea
                  id="copy-reason"
                  autoSize={{ minRows: 2 }}
                  placeholder={t('privacy.copy-reason-hint')}
                />
              </Form.Item>
              <ProblemAlert error={isMarked(run.error, Object.keys(initial)) ? null : run.error} />
              <Button type="primary" htmlType="submit" loading={run.isPending}>
                {t('privacy.copy-make')}
              </Button>
            </Form>
          </section>
        </>
      ) : (
        <Copy of={run.data} />
      )}
    </div>
  )
}

const minute = (iso: string): string => exact(Date.parse(iso)).slice(0, 16)

/** What is kept of a foreign resident; of others none of it is. */
const foreignRows = (f: CopyView['person']['foreign']): readonly (readonly [string, string | null])[] =>
  f === null
    ? []
    : [
        ['foreignSurname', f.surname],
        ['foreignGiven', f.given],
        ['idUntil', f.idUntil],
        ['stayPurpose', f.purpose === null ? null : t(`registry.purpose.${f.purpose}`)],
        ['arrivedOn', f.arrivedOn],
        ['leavesOn', f.leavesOn],
      ]

function Copy({ of }: { readonly of: CopyView }) {
  const { person } = of
  const none = t('registry.none')
  const rows: readonly (readonly [string, string | null])[] = [
    ['name', person.name],
    ['sex', sexWord(person.sex)],
    ['birthDate', person.birthDate],
    [
      'idNumber',
      person.idNumber === null ? null : `${person.idNumber}（${word('registry.id-kind', person.idKind)}）`,
    ],
    ['phone', person.phone],
    ['nationality', nationalityWord(person.nationality)],
    ...foreignRows(person.foreign),
    ...SEALED_FIELDS.map((f) => [f, person.sealed[f] ?? null] as const),
    ['care', person.care ? t('privacy.yes') : t('privacy.no')],
    ...(person.diedOn === null ? [] : [['diedOn', person.diedOn] as const]),
  ]
  return (
    <article className="card privacy-sheet">
      <h1>{t('privacy.copy-title')}</h1>
      <p className="centre mu">
        {t('privacy.copy-line', {
          number: of.number,
          at: minute(of.at),
          by: of.by,
          post: postWord(of.post),
          asker: t(`privacy.asker.${of.asker}`),
        })}
      </p>
      <p className="centre mu sm">{t('privacy.copy-checked', { checked: of.checked, reason: of.reason })}</p>
      <h2>{t('privacy.part.facts')}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col" className="field">
              {t('privacy.col.field')}
            </th>
            <th scope="col">{t('privacy.col.value')}</th>
            <th scope="col">{t('privacy.col.source')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([field, value]) => {
            const known = of.facts[field]
            return (
              <tr key={field}>
                <th scope="row">{fieldWord(field)}</th>
                <td>{value ?? none}</td>
                <td>
                  {known === undefined
                    ? ''
                    : t('registry.known', {
                        source: t(`registry.source.${known.source}`),
                        day: known.on,
                        by: known.by,
                        confidence: t(`registry.confidence.${known.confidence}`),
                      })}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <Part title={t('privacy.part.stays')} none={of.stays.length === 0}>
        <table>
          <tbody>
            {of.stays.map((s) => (
              <tr key={s.id}>
                <th scope="row" className="field">
                  {t(`registry.stay.${s.kind}`)}
                </th>
                <td>{s.home.address}</td>
                <td>
                  {kinWord(s.relation)} ·{' '}
                  {s.to === null
                    ? t('registry.since', { day: s.from })
                    : t('registry.from-to', {
                        from: s.from,
                        to: s.to,
                        why: word('registry.ended', s.endedBy ?? ''),
                      })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Part>
      <Part title={t('privacy.part.own')} none={of.own.length === 0}>
        <table>
          <tbody>
            {of.own.flatMap((part, i) =>
              part.values.map((v, j) => (
                <tr key={`${String(i)}-${String(j)}`}>
                  <th scope="row" className="field">
                    {v.label}
                  </th>
                  <td>{shownValue(v)}</td>
                  <td>{part.title}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </Part>
      <Part title={t('privacy.part.labels')} none={of.labels.length === 0}>
        <table>
          <tbody>
            {of.labels.map((l, i) => (
              <tr key={`${l.kind}${String(i)}`}>
                <th scope="row" className="field">
                  {t(`labels.kind.${l.kind}`)}
                </th>
                <td>{[l.basis, ...(l.note === null ? [] : [l.note])].join('；')}</td>
                <td>
                  {t(`labels.state.${l.state}`)} · {t('labels.days', { from: l.from, until: l.until })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Part>
      <Part title={t('privacy.part.looks')} none={of.looks.length === 0}>
        <table>
          <tbody>
            {of.looks.map((l, i) => (
              <tr key={`${l.at}${String(i)}`}>
                <th scope="row" className="field">
                  {minute(l.at)}
                </th>
                <td>
                  {l.by} {l.post === null ? '' : postWord(l.post)}
                </td>
                <td>
                  {t(`exports.what.${l.what}`)} {l.field === null ? '' : fieldWord(l.field)}
                  {l.reason === null ? '' : `：${l.reason}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Part>
      <p className="mu sm">{t('privacy.copy-foot')}</p>
      <div className="privacy-sign">
        <span>{t('privacy.sign-office')}</span>
        <span>{t('privacy.sign-person')}</span>
      </div>
    </article>
  )
}

function Part({
  title,
  none,
  children,
}: {
  readonly title: string
  readonly none: boolean
  readonly children: ReactNode
}) {
  return (
    <>
      <h2>{title}</h2>
      {none ? <p className="mu">{t('privacy.part-none')}</p> : children}
    </>
  )
}
