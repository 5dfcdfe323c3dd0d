import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { duplicateRoutes, type MergeItem } from '@lifang/domains/registry/schema/duplicates.ts'
import { call } from '../../kit/call.ts'
import { exact } from '../../kit/time.ts'
import { filled } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { FormWindow } from '../app/form-window.tsx'
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
  return (
    <FormWindow
      title={t('duplicates.undo-of', { name: of.survivor.name })}
      initial={{ reason: '' }}
      send={({ reason }, idFor) => {
        const body = { reason: reason.trim() }
        return call(duplicateRoutes.undoMerge, {
          params: { id: of.id },
          body: { id: idFor({ of: of.id, ...body }), ...body },
        })
      }}
      changed={registryChanged}
      onClose={onClose}
      onDone={onDone}
      submit={t('duplicates.undo')}
      width={440}
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
    </FormWindow>
  )
}
