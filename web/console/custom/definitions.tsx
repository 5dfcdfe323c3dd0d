import './custom.css'
import '../labels/labels.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { newId } from '@lifang/platform/id.ts'
import { CUSTOM_BASES } from '@lifang/domains/registry/schema/custom-lists.ts'
import { customRoutes, type DefinitionView } from '@lifang/domains/registry/schema/custom.ts'
import { call } from '../../kit/call.ts'
import { part } from '../../kit/part.tsx'
import { Empty, Failed, Loading, ProblemAlert } from '../../kit/states.tsx'
import { useCommandId } from '../../kit/typed.ts'
import { t, word } from '../../kit/words.ts'
import { customChanged, definitionsQuery } from './queries.ts'

const DefinitionForm = part(async () => (await import('./definition-form.tsx')).DefinitionForm)

interface Editing {
  readonly kind: string
  readonly own: boolean
  /** What the form begins with; null: nothing yet. */
  readonly from: DefinitionView | null
}
type Act = 'publish' | 'retire'

/** 自定义字段: what this deployment asks beyond the product, version by version. */
export function DefinitionsPage() {
  const { data, error, isError, refetch } = useQuery(definitionsQuery)
  const [editing, setEditing] = useState<Editing | null>(null)
  if (data === undefined)
    return isError ? <Failed error={error} retry={() => void refetch()} /> : <Loading lines={10} />
  const kinds = [...new Set(data.filter((d) => d.own).map((d) => d.kind))]
  const lines = (kind: string): DefinitionView[] => data.filter((d) => d.kind === kind)
  return (
    <div className="page">
      <div className="line wrap">
        <h1>{t('custom.title')}</h1>
        <span className="mu md">{t('custom.title-hint')}</span>
      </div>
      <section className="card" aria-labelledby="custom-kinds">
        <header>
          <h2 id="custom-kinds">{t('custom.kinds')}</h2>
          <span className="sm mu">{t('custom.kinds-hint')}</span>
          <span className="sp" />
          <Button
            size="small"
            type="primary"
            onClick={() =>
              setEditing({ kind: `k${newId().replaceAll('-', '').slice(-12)}`, own: true, from: null })
            }
          >
            {t('custom.new-kind')}
          </Button>
        </header>
        {kinds.length === 0 ? (
          <Empty title={t('custom.kinds-none')} hint={t('custom.kinds-none-hint')} />
        ) : (
          <ul className="label-lines">
            {kinds.map((k) => (
              <Kind key={k} kind={k} own lines={lines(k)} edit={setEditing} />
            ))}
          </ul>
        )}
      </section>
      <section className="card" aria-labelledby="custom-bases">
        <header>
          <h2 id="custom-bases">{t('custom.bases')}</h2>
          <span className="sm mu">{t('custom.bases-hint')}</span>
        </header>
        <ul className="label-lines">
          {CUSTOM_BASES.map((k) => (
            <Kind key={k} kind={k} own={false} lines={lines(k)} edit={setEditing} />
          ))}
        </ul>
      </section>
      {editing !== null && (
        <DefinitionForm
          kind={editing.kind}
          own={editing.own}
          from={editing.from}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  )
}

interface KindProps {
  readonly kind: string
  readonly own: boolean
  /** The newest first. */
  readonly lines: readonly DefinitionView[]
  readonly edit: (editing: Editing) => void
}
function Kind({ kind, own, lines, edit }: KindProps) {
  const [asked, setAsked] = useState<{ act: Act; of: DefinitionView } | null>(null)
  const draft = lines.find((d) => d.state === 'draft')
  const used = lines.find((d) => d.state === 'published')
  const shown = [draft, used].filter((d) => d !== undefined)
  const older = lines.filter((d) => d.state === 'retired')
  const newest = lines[0]
  const name = own ? (newest?.content.name ?? kind) : word('custom.base', kind)
  return (
    <li data-kind={kind}>
      <p className="line wrap">
        <b>{name}</b>
        {newest?.content.attach != null && (
          <span className="mu sm">{t(`custom.attach.${newest.content.attach}`)}</span>
        )}
        {lines.length === 0 && <span className="tag">{t('custom.undefined')}</span>}
        <span className="sp" />
        {draft === undefined && (
          <Button size="small" onClick={() => edit({ kind, own, from: used ?? newest ?? null })}>
            {t(lines.length === 0 ? 'custom.define' : 'custom.new-version')}
            <span className="hidden">{name}</span>
          </Button>
        )}
      </p>
      {shown.map((d) => (
        <p key={d.id} className="line wrap">
          <span className={d.state === 'published' ? 'tag b' : 'tag'}>{t(`custom.state.${d.state}`)}</span>
          <span>{t('custom.version', { n: d.number })}</span>
          <span className="mu sm">{d.content.fields.map((f) => f.label).join('、')}</span>
          <span className="sp" />
          {d.state === 'draft' && (
            <>
              <Button size="small" onClick={() => edit({ kind, own, from: d })}>
                {t('custom.edit-draft')}
              </Button>
              <Button size="small" type="primary" onClick={() => setAsked({ act: 'publish', of: d })}>
                {t('custom.publish')}
              </Button>
            </>
          )}
          <Button size="small" onClick={() => setAsked({ act: 'retire', of: d })}>
            {t('custom.retire')}
          </Button>
        </p>
      ))}
      {older.length > 0 && (
        <p className="sm mu">
          {t('custom.older')}：
          {older
            .map(
              (d) =>
                `${t('custom.version', { n: d.number })}（${d.content.fields.map((f) => f.label).join('、')}）`,
            )
            .join('；')}
        </p>
      )}
      {asked !== null && <Ask name={name} act={asked.act} of={asked.of} onClose={() => setAsked(null)} />}
    </li>
  )
}

interface AskProps {
  readonly name: string
  readonly act: Act
  readonly of: DefinitionView
  readonly onClose: () => void
}
function Ask({ name, act, of, onClose }: AskProps) {
  const idFor = useCommandId()
  const run = useMutation({
    mutationFn: () =>
      call(act === 'publish' ? customRoutes.publish : customRoutes.retire, {
        params: { id: of.id },
        body: { id: idFor([act, of.id]), version: of.version },
      }),
    onSuccess: async () => {
      await customChanged()
      onClose()
    },
  })
  return (
    <Modal
      open
      title={`${t(`custom.${act}`)} · ${name} ${t('custom.version', { n: of.number })}`}
      onCancel={onClose}
      footer={null}
      width={420}
      mask={{ closable: false }}
    >
      <p className="mu md">{t(`custom.${act}-ask`)}</p>
      <ProblemAlert error={run.error} />
      <Button
        type="primary"
        block
        loading={run.isPending}
        onClick={() => run.mutate()}
        style={{ marginTop: 12 }}
      >
        {t(`custom.${act}`)}
      </Button>
    </Modal>
  )
}
