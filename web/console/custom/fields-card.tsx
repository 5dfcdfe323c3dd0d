import './custom.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Form } from 'antd'
import { useState } from 'react'
import type { CustomBase, SubjectAttachment } from '@lifang/domains/registry/schema/custom-lists.ts'
import { SUBJECT_ATTACHMENTS } from '@lifang/domains/registry/schema/custom-lists.ts'
import {
  customRoutes,
  type FormView,
  type ValueView,
  type ValuesView,
} from '@lifang/domains/registry/schema/custom.ts'
import { call } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { part } from '../../kit/part.tsx'
import { t, word } from '../../kit/words.ts'
import { queryClient } from '../app/queries.ts'
import { firstProof, type Proof } from '../registry/proof.tsx'
import { RevealWindow } from '../registry/reveal.tsx'
import { ThingWindow } from '../units/window.tsx'
import { useCommandId } from '../../kit/typed.ts'
import { CustomInputs, firstValues, saidValues, type CustomFormValues } from './inputs.tsx'
import { formsQuery, recordsOfQuery, valuesQuery } from './queries.ts'
import { shownValue, valueWord } from './words.ts'

const RecordForm = part(async () => (await import('./record-form.tsx')).RecordForm)

/** Own fields of a record, where the deployment defined some, and own records that belong to it. */
export function OwnFields({ base, id }: { readonly base: CustomBase; readonly id: string }) {
  const { data } = useQuery(valuesQuery(base, id))
  const forms = useQuery(formsQuery).data ?? []
  const [editing, setEditing] = useState(false)
  const attached = SUBJECT_ATTACHMENTS.find((a) => a === base)
  const kinds = attached === undefined ? [] : forms.filter((f) => f.content.attach === attached)
  if (data === undefined || (data.form === null && data.values.length === 0 && kinds.length === 0))
    return null
  return (
    <>
      {(data.form !== null || data.values.length > 0) && (
        <section className="card" aria-labelledby="own-fields">
          <header>
            <h2 id="own-fields">{t('custom.fields')}</h2>
            <span className="sp" />
            {data.form !== null && data.may.edit && (
              <Button size="small" icon={<Icon name="note" />} onClick={() => setEditing(true)}>
                {t('custom.fill')}
              </Button>
            )}
          </header>
          {data.values.length === 0 ? (
            <p className="mu md reg-pad">{t('custom.fields-none')}</p>
          ) : (
            <ValueList of={data} base={base} id={id} />
          )}
        </section>
      )}
      {attached !== undefined &&
        kinds.map((k) => <Attached key={k.kind} form={k} kind={attached} id={id} keeps={data.may.edit} />)}
      {editing && data.form !== null && (
        <ValuesWindow base={base} id={id} form={data.form} of={data} onClose={() => setEditing(false)} />
      )}
    </>
  )
}

/** Records of one own kind that belong to this. */
function Attached({
  form,
  kind,
  id,
  keeps,
}: {
  readonly form: FormView
  readonly kind: SubjectAttachment
  readonly id: string
  readonly keeps: boolean
}) {
  const { data } = useQuery(recordsOfQuery(form.kind, id))
  const [adding, setAdding] = useState(false)
  return (
    <section className="card" aria-labelledby={`own-${form.kind}`}>
      <header>
        <h2 id={`own-${form.kind}`}>{form.content.name}</h2>
        <span className="sp" />
        {keeps && (
          <Button size="small" icon={<Icon name="add" />} onClick={() => setAdding(true)}>
            {t('custom.record-add', { name: form.content.name })}
          </Button>
        )}
      </header>
      {data === undefined || data.length === 0 ? (
        <p className="mu md reg-pad">{t('custom.records-none')}</p>
      ) : (
        <ul className="reg-lines">
          {data.map((r) => (
            <li key={r.id}>
              <Link to="/records/$id" params={{ id: r.id }} className="link">
                {r.title}
              </Link>
              <span className="mu sm">
                {Object.entries(r.cells)
                  .map(([key, text]) => valueWord(form.content.fields.find((f) => f.key === key)?.type, text))
                  .join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
      {adding && <RecordForm form={form} subject={{ kind, id }} of={null} onClose={() => setAdding(false)} />}
    </section>
  )
}

const PAGE_OF = { person: '/people/$id', home: '/homes/$id', enterprise: '/units/$id' } as const

interface ListProps {
  readonly of: Pick<ValuesView, 'values' | 'may'>
  readonly base: CustomBase | 'record'
  readonly id: string
}
export function ValueList({ of, base, id }: ListProps) {
  const [asked, setAsked] = useState<ValueView | null>(null)
  return (
    <dl className="reg-facts one">
      {of.values.map((v) => (
        <div key={v.key}>
          <dt>{v.label}</dt>
          <dd>
            {v.to === null ? (
              shownValue(v)
            ) : (
              <Link to={PAGE_OF[v.to.kind]} params={{ id: v.to.id }} className="link">
                {v.text}
              </Link>
            )}{' '}
            {v.sensitive && of.may.reveal && (
              <button type="button" className="link sm" onClick={() => setAsked(v)}>
                {t('registry.reveal')}
                <span className="hidden">{v.label}</span>
              </button>
            )}
            {!v.fits && <span className="tag custom-old">{t('custom.old', { n: v.under })}</span>}
            {v.fact !== null && (
              <span className="mu sm custom-known">
                {t('registry.known', {
                  source: word('registry.source', v.fact.source),
                  day: v.fact.on,
                  by: v.fact.by,
                  confidence: word('registry.confidence', v.fact.confidence),
                })}
              </span>
            )}
          </dd>
        </div>
      ))}
      {asked !== null && (
        <RevealWindow
          title={t('registry.reveal-of', { name: '', field: asked.label })}
          ask={async (command, reason) => {
            const body = { id: command, key: asked.key, reason }
            const shown =
              base === 'record'
                ? await call(customRoutes.revealRecord, { params: { id }, body })
                : await call(customRoutes.revealValue, { params: { base, id }, body })
            return valueWord(asked.type, shown.value)
          }}
          seen={() => queryClient.invalidateQueries({ queryKey: ['registry', base, id] })}
          onClose={() => setAsked(null)}
        />
      )}
    </dl>
  )
}

interface WindowProps {
  readonly base: CustomBase
  readonly id: string
  readonly form: FormView
  readonly of: ValuesView
  readonly onClose: () => void
}
function ValuesWindow({ base, id, form: { content }, of, onClose }: WindowProps) {
  const idFor = useCommandId()
  const [form] = Form.useForm<Proof & CustomFormValues>()
  return (
    <ThingWindow<Proof & CustomFormValues>
      title={t('custom.fill-of')}
      form={form}
      point={null}
      initial={{ ...firstValues(content.fields, of.values), ...firstProof() }}
      save={(f) => {
        const body = {
          source: f.source,
          verifiedOn: f.verifiedOn,
          version: of.version,
          values: saidValues(content.fields, of.values, f),
        }
        return call(customRoutes.saveValues, { params: { base, id }, body: { id: idFor(body), ...body } })
      }}
      onClose={onClose}
    >
      <CustomInputs fields={content.fields} known={of.values} at="own" />
    </ThingWindow>
  )
}
