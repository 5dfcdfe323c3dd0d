import './custom.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import type { FilterRoom } from '@lifang/domains/registry/schema/custom-lists.ts'
import { filterRoutes, type FilterView } from '@lifang/domains/registry/schema/filters.ts'
import { call } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { filled, isMarked, markRefused, useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { filtersChanged, filtersQuery } from './queries.ts'

interface Props {
  readonly room: FilterRoom
  /** The page's search; what was typed into the box is not kept. */
  readonly search: object
  /** Null takes every part of the search away first. */
  readonly open: (search: Readonly<Record<string, string>>) => void
}
const partsOf = (search: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(search).flatMap(([key, v]) => (key !== 'q' && typeof v === 'string' ? [[key, v]] : [])),
  )

/** 我的筛选: filters of this list under a name, one's own. */
export function SavedFilters({ room, search, open }: Props) {
  const items = (useQuery(filtersQuery).data ?? []).filter((f) => f.room === room)
  const [naming, setNaming] = useState<FilterView | 'new' | null>(null)
  const idFor = useCommandId()
  const now = partsOf(search)
  const drop = useMutation({
    mutationFn: (of: FilterView) =>
      call(filterRoutes.deleteFilter, { params: { id: of.id }, body: { id: idFor(['delete', of.id]) } }),
    onSuccess: filtersChanged,
  })
  return (
    <div className="custom-filters" role="group" aria-label={t('custom.filters')}>
      <span className="sm mu">{t('custom.filters')}</span>
      {items.length === 0 && <span className="sm mu">{t('custom.filters-none')}</span>}
      {items.map((f) => (
        <span key={f.id} className="line">
          <Button size="small" onClick={() => open(f.search)}>
            {f.name}
          </Button>
          <button type="button" className="link sm" onClick={() => setNaming(f)}>
            {t('custom.filter-rename')}
            <span className="hidden">{f.name}</span>
          </button>
          <button
            type="button"
            className="link sm"
            aria-label={t('custom.filter-delete', { name: f.name })}
            onClick={() => drop.mutate(f)}
          >
            {t('custom.remove')}
          </button>
        </span>
      ))}
      <Button
        size="small"
        disabled={Object.keys(now).length === 0}
        title={Object.keys(now).length === 0 ? t('custom.filter-nothing') : ''}
        onClick={() => setNaming('new')}
      >
        {t('custom.filter-save')}
      </Button>
      <ProblemAlert error={drop.error} />
      {naming !== null && (
        <Name
          room={room}
          search={now}
          of={naming === 'new' ? null : naming}
          onClose={() => setNaming(null)}
        />
      )}
    </div>
  )
}

interface NameProps {
  readonly room: FilterRoom
  readonly search: Record<string, string>
  /** Null: a new one. */
  readonly of: FilterView | null
  readonly onClose: () => void
}
function Name({ room, search, of, onClose }: NameProps) {
  const idFor = useCommandId()
  const [form] = Form.useForm<{ name: string }>()
  const save = useMutation({
    mutationFn: ({ name }: { name: string }) => {
      const body = { name: name.trim() }
      return of === null
        ? call(filterRoutes.saveFilter, { body: { id: idFor([body, search]), ...body, room, search } })
        : call(filterRoutes.renameFilter, {
            params: { id: of.id },
            body: { id: idFor(body), ...body, version: of.version },
          })
    },
    onSuccess: async () => {
      await filtersChanged()
      onClose()
    },
    onError: (error) => markRefused(form, error),
  })
  return (
    <Modal
      open
      title={t(of === null ? 'custom.filter-save' : 'custom.filter-rename')}
      onCancel={onClose}
      footer={null}
      width={380}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: of?.name ?? '' }}
        onFinish={(f) => save.mutate(f)}
      >
        <Form.Item name="name" label={t('custom.filter-name')} htmlFor="filter-name" rules={[filled(30)]}>
          <Input id="filter-name" autoComplete="off" />
        </Form.Item>
        <ProblemAlert error={isMarked(save.error, ['name']) ? null : save.error} />
        <Button type="primary" htmlType="submit" block loading={save.isPending}>
          {t('registry.save')}
        </Button>
      </Form>
    </Modal>
  )
}
