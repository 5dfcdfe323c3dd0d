import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Input, Modal, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import type { EntryChange, FieldChange, ListTree } from '@lifang/domains/incidents/schema/responsibility.ts'
import { listRoutes } from '@lifang/domains/incidents/schema/responsibility-routes.ts'
import { newId } from '@lifang/platform/id.ts'
import { call } from '../../kit/call.ts'
import { Empty, Failed, Loading, ProblemAlert } from '../../kit/states.tsx'
import { limitWords, shortNumber, when } from '../../kit/time.ts'
import { useCommandId, wordsFault } from '../../kit/typed.ts'
import { t, word } from '../../kit/words.ts'
import { useNow } from '../../kit/now.ts'
import { keyText } from '../app/class-key.ts'
import { useMe } from '../app/session.tsx'
import { ImportSheet } from './import.tsx'
import { Publish } from './publish.tsx'
import { Withdraw } from './withdraw.tsx'
import { compareQuery, edits, elderQuery, listChanged, publishes, versionWords } from './queries.ts'

interface Props {
  readonly tree: ListTree
  readonly onGo: (next: { version?: string; class?: string }) => void
}

/** What the shown version changes against another, and the acts on the draft. */
export function Changes({ tree, onGo }: Props) {
  const me = useMe()
  const now = useNow()
  const [against, setAgainst] = useState<string | null>(null)
  const [doing, setDoing] = useState<'publish' | 'import' | 'elder' | 'open' | 'withdraw' | null>(null)
  const draft = tree.shown === 'draft' ? tree.draft : null
  const scheduled = tree.versions.find((v) => v.id === tree.shown && v.state === 'scheduled')
  const before =
    against ??
    draft?.base ??
    tree.versions.find((_, i, all) => all[i - 1]?.id === tree.shown)?.id ??
    tree.shown
  const { data, error, refetch } = useQuery(compareQuery(before, tree.shown, draft?.revision ?? 0))
  const close = (): void => setDoing(null)
  return (
    <section className="pane-changes" aria-label={t('list.changes-pane')}>
      <header>
        <Select
          size="small"
          aria-label={t('list.compare-with')}
          value={before}
          onChange={setAgainst}
          options={tree.versions.map((v) => ({ value: v.id, label: t('list.ordinal', { n: v.ordinal }) }))}
        />
        <span aria-hidden="true">→</span>
        <h2>{versionWords(tree, tree.shown)}</h2>
        <span className="sp" />
        {data !== undefined && (
          <span className="mu sm">
            {t('list.changes-n', { fields: data.fields, classes: data.items.length })}
          </span>
        )}
      </header>
      {draft !== null && (
        <p className="note">
          {draft.note}
          {draft.editedBy !== null && draft.editedAt !== null && (
            <span className="mu">
              {' '}
              {t('list.draft-by', { by: draft.editedBy.name, at: when(Date.parse(draft.editedAt), now) })}
            </span>
          )}
        </p>
      )}
      <div className="diffs">
        {data === undefined ? (
          error === null ? (
            <Loading lines={4} />
          ) : (
            <Failed error={error} retry={() => void refetch()} />
          )
        ) : data.items.length === 0 ? (
          <Empty title={t('list.changes-none')} />
        ) : (
          <ul>
            {data.items.map((item) => (
              <li key={keyText(item.key)}>
                <button type="button" className="link" onClick={() => onGo({ class: keyText(item.key) })}>
                  {item.key.code} {item.name}
                </button>
                {item.change !== 'changed' && (
                  <span className="tag b">{t(`list.change.${item.change}`)}</span>
                )}
                <Fields item={item} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <footer>
        <p className="mu sm">
          {t('list.keeps')}{' '}
          {tree.elder > 0 && (
            <button type="button" className="link" onClick={() => setDoing('elder')}>
              {t('list.elder', { n: tree.elder })}
            </button>
          )}
        </p>
        {scheduled !== undefined && publishes(me) && (
          <Button block onClick={() => setDoing('withdraw')}>
            {t('list.withdraw')}
          </Button>
        )}
        {tree.draft === null && !edits(me) && !publishes(me) && <p className="mu sm">{t('list.keep-who')}</p>}
        {draft === null && tree.draft === null && edits(me) && (
          <Button type="primary" block onClick={() => setDoing('open')}>
            {t('list.open')}
          </Button>
        )}
        {draft === null && tree.draft !== null && (
          <Button block onClick={() => onGo({ version: 'draft' })}>
            {t('list.draft-n', { n: tree.draft.revision })}
          </Button>
        )}
        {draft !== null && edits(me) && (
          <div className="acts">
            <Button onClick={() => setDoing('import')}>{t('list.import')}</Button>
            <Discard revision={draft.revision} onDone={() => onGo({ version: draft.base })} />
          </div>
        )}
        {draft !== null &&
          (publishes(me) ? (
            <>
              {draft.editedBy?.id === me.id && <p className="mu sm">{t('list.publish-self')}</p>}
              <Button
                type="primary"
                block
                disabled={draft.editedBy?.id === me.id || data?.items.length === 0}
                onClick={() => setDoing('publish')}
              >
                {t('list.publish')}
              </Button>
            </>
          ) : (
            <p className="mu sm">{t('list.publish-who')}</p>
          ))}
      </footer>
      {doing === 'publish' && draft !== null && (
        <Publish revision={draft.revision} onClose={close} onDone={(version) => onGo({ version })} />
      )}
      {doing === 'import' && draft !== null && <ImportSheet revision={draft.revision} onClose={close} />}
      {doing === 'elder' && <Elder tree={tree} onClose={close} />}
      {doing === 'withdraw' && scheduled !== undefined && (
        <Withdraw
          version={scheduled}
          onClose={close}
          onDone={() => {
            close()
            onGo({ version: 'draft' })
          }}
        />
      )}
      {doing === 'open' && (
        <OpenDraft
          onClose={close}
          onDone={() => {
            close()
            onGo({ version: 'draft' })
          }}
        />
      )}
    </section>
  )
}

/** Codes of a change as words; texts stand as they were written. */
function shown(change: FieldChange, value: string | null): string {
  if (value === null) return t('list.none')
  switch (change.field) {
    case 'selfHandling':
    case 'confidential':
      return t(value === 'yes' ? 'list.yes' : 'list.no')
    case 'requiredEvidence':
    case 'closingEvidence':
      return value
        .split(',')
        .map((e) => word('list.evidence-kind', e))
        .join('、')
    case 'grade':
      return word('list.grade', value)
    case 'sources':
      return value
        .split(',')
        .map((s) => word('console.source', s))
        .join('、')
    case 'name':
    case 'domain':
    case 'unit':
    case 'legalBasis':
    case 'condition':
    case 'text':
    case 'limit':
    case 'closing':
    case 'extension':
      return value
  }
}

function Fields({ item }: { readonly item: EntryChange }) {
  return (
    <dl>
      {item.fields.map((f) => (
        <div key={`${f.field} ${f.seq ?? ''}`}>
          <dt>
            {f.seq === null ? '' : `${f.seq} · `}
            {t(`list.field.${f.field}`)}
          </dt>
          <dd>
            <s>{shown(f, f.from)}</s> → <b>{shown(f, f.to)}</b>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Discard({ revision, onDone }: { readonly revision: number; readonly onDone: () => void }) {
  const discard = useMutation({
    mutationFn: () => call(listRoutes.discard, { body: { id: newId(), revision } }),
    onSuccess: async () => {
      onDone()
      await listChanged()
    },
  })
  return (
    <Popconfirm
      title={t('list.discard-sure')}
      okText={t('list.ok')}
      cancelText={t('list.cancel')}
      onConfirm={() => discard.mutate()}
    >
      <Button loading={discard.isPending}>{t('list.discard')}</Button>
    </Popconfirm>
  )
}

function OpenDraft({ onClose, onDone }: { readonly onClose: () => void; readonly onDone: () => void }) {
  const idFor = useCommandId()
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const fault = wordsFault(note, 200)
  const said = asked ? fault : null
  const open = useMutation({
    mutationFn: () => call(listRoutes.open, { body: { id: idFor(note), note } }),
    onSuccess: async () => {
      await listChanged()
      onDone()
    },
  })
  return (
    <Modal open title={t('list.open')} onCancel={onClose} footer={null} width={420}>
      <p className="mu sm">{t('list.open-hint')}</p>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          setAsked(true)
          if (fault === null) open.mutate()
        }}
      >
        <label htmlFor="list-note">{t('list.open-note')}</label>
        <Input
          id="list-note"
          value={note}
          status={said === null ? '' : 'error'}
          aria-invalid={said !== null}
          aria-describedby="list-note-fault"
          onChange={(e) => setNote(e.target.value)}
        />
        <p id="list-note-fault" role="alert" className="field-fault sm">
          {said}
        </p>
        <ProblemAlert error={open.error} />
        <Button type="primary" htmlType="submit" block loading={open.isPending} style={{ marginTop: 12 }}>
          {t('list.open')}
        </Button>
      </form>
    </Modal>
  )
}

/** Open cases that keep an older version, each with its link. */
function Elder({ tree, onClose }: { readonly tree: ListTree; readonly onClose: () => void }) {
  const { data } = useQuery(elderQuery)
  return (
    <Modal open title={t('list.elder-title')} onCancel={onClose} footer={null} width={560}>
      {data === undefined ? (
        <Loading />
      ) : (
        <>
          <p className="mu sm">
            {data.versions
              .map((v) => t('list.elder-of', { version: versionWords(tree, v.version), n: v.n }))
              .join('；')}
            {data.items.length < data.versions.reduce((n, v) => n + v.n, 0) &&
              ` ${t('list.elder-more', { n: data.items.length })}`}
          </p>
          <ul className="list-missing">
            {data.items.map((i) => (
              <li key={i.number}>
                <Link to="/incidents/$number" params={{ number: i.number }}>
                  <b>{shortNumber(i.number)}</b> <span className="el">{i.name}</span>
                  <span className="mu sm">
                    {word('incidents.status', i.status)} · {limitWords(i.limit)} ·{' '}
                    {versionWords(tree, i.version)}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  )
}
