import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Select, TreeSelect } from 'antd'
import { useDeferredValue, useState } from 'react'
import { POST_SEAT, POSTS, type Post } from '@lifang/domains/grid/schema.ts'
import { gridRoutes } from '@lifang/domains/grid/schema/routes.ts'
import type { HoldingView } from '@lifang/domains/grid/schema/views.ts'
import { identityRoutes, type AccountView } from '@lifang/domains/identity/schema.ts'
import { call } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { fromLocalInput, toLocalInput } from '../../kit/time.ts'
import { useCommandId } from '../../kit/typed.ts'
import { postWord, t } from '../../kit/words.ts'
import { branchesOf } from '../app/places.ts'
import { areasQuery, departmentsQuery } from '../app/queries.ts'
import { ReasonField, Window } from './account-acts.tsx'
import { staffChanged } from './queries.ts'

interface Props {
  readonly onClose: () => void
}
const required = { required: true, message: t('console.required') }
const finish = (onClose: () => void) => async (): Promise<void> => {
  await staffChanged()
  onClose()
}

interface Given {
  post: Post
  area?: string
  department?: string
  from: string
  to?: string
}

/** A post with its place or department, from a moment on and, when it is known, until another. */
export function GivePost({ account, onClose }: Props & { readonly account: AccountView }) {
  const idFor = useCommandId()
  const [form] = Form.useForm<Given>()
  const post = Form.useWatch('post', form)
  const areas = useQuery(areasQuery)
  const departments = useQuery(departmentsQuery)
  const give = useMutation({
    mutationFn: (g: Given) =>
      call(gridRoutes.giveHolding, {
        body: {
          id: idFor(g),
          account: account.id,
          post: g.post,
          ...(POST_SEAT[g.post] === 'area' ? { area: g.area } : { department: g.department }),
          from: fromLocalInput(g.from),
          ...(g.to ? { to: fromLocalInput(g.to) } : {}),
        },
      }),
    onSuccess: finish(onClose),
  })
  return (
    <Window title={t('admin.give-to', { name: account.name })} onClose={onClose}>
      <Form<Given>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ from: toLocalInput(Date.now()) }}
        onFinish={(g) => give.mutate(g)}
      >
        <Form.Item name="post" label={t('admin.col.post')} rules={[required]} htmlFor="give-post">
          <Select
            id="give-post"
            showSearch
            optionFilterProp="label"
            options={POSTS.map((value) => ({ value, label: postWord(value) }))}
          />
        </Form.Item>
        {post !== undefined && POST_SEAT[post] === 'area' && (
          <Form.Item name="area" label={t('admin.col.place')} rules={[required]} htmlFor="give-area">
            <TreeSelect
              id="give-area"
              showSearch
              treeNodeFilterProp="title"
              treeDefaultExpandAll
              treeData={branchesOf(areas.data ?? [])}
              loading={areas.isPending}
            />
          </Form.Item>
        )}
        {post !== undefined && POST_SEAT[post] === 'department' && (
          <Form.Item
            name="department"
            label={t('admin.col.department')}
            rules={[required]}
            htmlFor="give-department"
          >
            <Select
              id="give-department"
              showSearch
              optionFilterProp="label"
              options={(departments.data ?? []).map((d) => ({ value: d.id, label: d.name }))}
              loading={departments.isPending}
            />
          </Form.Item>
        )}
        <Period />
        <ProblemAlert error={give.error} />
        <Button type="primary" htmlType="submit" block loading={give.isPending} style={{ marginTop: 12 }}>
          {t('admin.give')}
        </Button>
      </Form>
    </Window>
  )
}

function Period({ ends = false }: { readonly ends?: boolean }) {
  return (
    <div className="two">
      <Form.Item name="from" label={t('admin.col.from')} rules={[required]} htmlFor="post-from">
        <Input id="post-from" type="datetime-local" />
      </Form.Item>
      <Form.Item
        name="to"
        label={t(ends ? 'admin.col.to' : 'admin.to-optional')}
        rules={ends ? [required] : []}
        htmlFor="post-to"
      >
        <Input id="post-to" type="datetime-local" />
      </Form.Item>
    </div>
  )
}

/** Ends a post now, or at a moment; who stands in for it ends with it. */
export function EndPost({ holding, onClose }: Props & { readonly holding: HoldingView }) {
  const end = useMutation({
    mutationFn: ({ at, reason }: { at?: string; reason: string }) =>
      call(gridRoutes.endHolding, {
        params: { id: holding.id },
        body: { reason, ...(at ? { at: fromLocalInput(at) } : {}) },
      }),
    onSuccess: finish(onClose),
  })
  return (
    <Window title={t('admin.end-of', { post: postWord(holding.post) })} onClose={onClose}>
      <p className="mu" style={{ marginBottom: 12 }}>
        {t('admin.end-why')}
      </p>
      <Form<{ at?: string; reason: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={(f) => end.mutate(f)}
      >
        <Form.Item name="at" label={t('admin.end-at')} htmlFor="end-at">
          <Input id="end-at" type="datetime-local" />
        </Form.Item>
        <ReasonField id="end-reason" />
        <ProblemAlert error={end.error} />
        <Button type="primary" htmlType="submit" block loading={end.isPending} style={{ marginTop: 12 }}>
          {t('admin.end')}
        </Button>
      </Form>
    </Window>
  )
}

/** AB岗: who does the work meanwhile; at the end it returns by itself. */
export function StandIn({ holding, onClose }: Props & { readonly holding: HoldingView }) {
  const idFor = useCommandId()
  const [q, setQ] = useState('')
  const asked = useDeferredValue(q.trim())
  const people = useQuery({
    queryKey: ['accounts', 'find', asked],
    queryFn: async ({ signal }) =>
      (
        await call(identityRoutes.accounts, {
          query: { state: 'active', ...(asked === '' ? {} : { q: asked }) },
          signal,
        })
      ).items,
  })
  const arrange = useMutation({
    mutationFn: (f: { account: string; from: string; to: string }) =>
      call(gridRoutes.standIn, {
        params: { id: holding.id },
        body: { id: idFor(f), account: f.account, from: fromLocalInput(f.from), to: fromLocalInput(f.to) },
      }),
    onSuccess: finish(onClose),
  })
  const start = Math.max(Date.now(), Date.parse(holding.from))
  return (
    <Window
      title={t('admin.stand-in-of', { name: holding.account.name, post: postWord(holding.post) })}
      onClose={onClose}
    >
      <p className="mu" style={{ marginBottom: 12 }}>
        {t('admin.stand-in-why')}
      </p>
      <Form<{ account: string; from: string; to: string }>
        layout="vertical"
        requiredMark={false}
        initialValues={{ from: toLocalInput(start) }}
        onFinish={(f) => arrange.mutate(f)}
      >
        <Form.Item
          name="account"
          label={t('admin.stand-in-who')}
          rules={[required]}
          htmlFor="stand-in-account"
        >
          <Select
            id="stand-in-account"
            showSearch
            filterOption={false}
            onSearch={setQ}
            loading={people.isFetching}
            options={(people.data ?? [])
              .filter((a) => a.kind === 'person' && a.admin === null && a.id !== holding.account.id)
              .map((a) => ({ value: a.id, label: `${a.name}（${a.username}）` }))}
          />
        </Form.Item>
        <Period ends />
        <ProblemAlert error={arrange.error} />
        <Button type="primary" htmlType="submit" block loading={arrange.isPending} style={{ marginTop: 12 }}>
          {t('admin.stand-in-go')}
        </Button>
      </Form>
    </Window>
  )
}
