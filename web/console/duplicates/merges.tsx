import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { duplicateRoutes, type MergeItem } from '@lifang/domains/registry/schema/duplicates.ts'
import { call } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { filled, isMarked, markRefused, useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { Listed } from '../app/listed.tsx'
import { registryChanged } from '../registry/queries.ts'
import { mergesQuery } from './queries.ts'

const when = (at: string): string => exact(Date.parse(at)).slice(0, 16)

/** What was merged, by whom and why, and the way back. */
export function Merges() {
  const list = useInfiniteQuery(mergesQuery())
  const items = list.data?.pages.flatMap((p) => p.items) ?? []
  const [undoing, setUndoing] = useState<MergeItem | null>(null)
  const [told, setTold] = useState(false)
  return (
    <>
      {told && (
        <p className="dup-said in" role="status">
          {t('duplicates.undone')}
        </p>
      )}
      <Listed
        list={list}
        none={
          items.length === 0
            ? { title: t('duplicates.none-merged'), hint: t('duplicates.none-merged-hint') }
            : null
        }
        more={t('duplicates.more')}
      >
        <ul className="dup-merges" aria-label={t('duplicates.tab.merged')}>
          {items.map((m) => (
            <li key={m.id}>
              <p>
                <Link to="/people/$id" params={{ id: m.survivor.id }} className="link">
                  {m.survivor.name}
                </Link>{' '}
                <span className="mu">{t('duplicates.took', { name: m.loser })}</span>
              </p>
              <p>
                {m.reason}
                <span className="mu sm">
                  {m.by} {when(m.at)}
                </span>
              </p>
              {m.undone !== null ? (
                <p className="mu sm">{t('duplicates.undone-at', { ...m.undone, at: when(m.undone.at) })}</p>
              ) : m.may.undo ? (
                <Button
                  size="small"
                  aria-label={t('duplicates.undo-of', { name: m.survivor.name })}
                  onClick={() => {
                    setTold(false)
                    setUndoing(m)
                  }}
                >
                  {t('duplicates.undo')}
                </Button>
              ) : (
                <p className="mu sm">{t('duplicates.no-undo')}</p>
              )}
            </li>
          ))}
        </ul>
      </Listed>
      {undoing !== null && (
        <Undo
          of={undoing}
          onClose={() => setUndoing(null)}
          onDone={() => {
            setUndoing(null)
            setTold(true)
          }}
        />
      )}
    </>
  )
}

interface UndoProps {
  readonly of: MergeItem
  readonly onClose: () => void
  readonly onDone: () => void
}
function Undo({ of, onClose, onDone }: UndoProps) {
  const idFor = useCommandId()
  const [form] = Form.useForm<{ reason: string }>()
  const run = useMutation({
    mutationFn: ({ reason }: { reason: string }) => {
      const body = { reason: reason.trim() }
      return call(duplicateRoutes.undoMerge, {
        params: { id: of.id },
        body: { id: idFor({ of: of.id, ...body }), ...body },
      })
    },
    onSuccess: async () => {
      onDone()
      await registryChanged()
    },
    onError: (error) => markRefused(form, error),
  })
  return (
    <Modal
      open
      title={t('duplicates.undo-of', { name: of.survivor.name })}
      onCancel={onClose}
      footer={null}
      width={440}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ reason: '' }}
        onFinish={(f) => run.mutate(f)}
      >
        <p className="mu md">{t('duplicates.undo-why')}</p>
        <Form.Item
          name="reason"
          label={t('duplicates.undo-reason')}
          htmlFor="undo-reason"
          rules={[filled(200, 2)]}
        >
          <Input.TextArea id="undo-reason" autoSize={{ minRows: 2 }} />
        </Form.Item>
        <ProblemAlert error={isMarked(run.error, ['reason']) ? null : run.error} />
        <Button type="primary" htmlType="submit" block loading={run.isPending} style={{ marginTop: 12 }}>
          {t('duplicates.undo')}
        </Button>
      </Form>
    </Modal>
  )
}
