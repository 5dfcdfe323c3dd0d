import { useMutation, useQuery } from '@tanstack/react-query'
import { Input, Modal } from 'antd'
import { useDeferredValue, useState } from 'react'
import { listRoutes } from '@lifang/domains/incidents/schema/responsibility-routes.ts'
import type { ClassKey } from '@lifang/domains/incidents/schema/words.ts'
import { newId } from '@lifang/platform/id.ts'
import { call } from '../../kit/call.ts'
import { Empty, Loading, ProblemAlert } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { keyText } from '../app/class-key.ts'
import { classesQuery, listChanged } from './queries.ts'

/** A class of the catalogues that the list does not have yet comes in with one condition to be written. */
export function AddClass({
  revision,
  onClose,
  onAdded,
}: {
  readonly revision: number
  readonly onClose: () => void
  readonly onAdded: (key: string) => void
}) {
  const [q, setQ] = useState('')
  const { data } = useQuery(classesQuery(useDeferredValue(q.trim())))
  const add = useMutation({
    mutationFn: async ({ key, name, major }: { key: ClassKey; name: string; major: string }) => {
      await call(listRoutes.put, {
        body: {
          id: newId(),
          revision,
          key,
          entry: {
            domain: major,
            departmentId: null,
            legalBasis: null,
            grade: null,
            selfHandling: false,
            confidential: false,
            requiredEvidence: ['near'],
            sources: null,
            conditions: [
              {
                seq: 1,
                text: name,
                limit: { amount: 5, unit: 'working-day' },
                closing: name,
                closingEvidence: ['after'],
                extension: null,
              },
            ],
          },
        },
      })
      await listChanged()
      return keyText(key)
    },
    onSuccess: onAdded,
  })
  return (
    <Modal open title={t('list.add')} onCancel={onClose} footer={null} width={520}>
      <p className="mu sm">{t('list.add-hint')}</p>
      <Input
        aria-label={t('list.add-search')}
        placeholder={t('list.add-search')}
        value={q}
        maxLength={60}
        allowClear
        onChange={(e) => setQ(e.target.value)}
      />
      <ProblemAlert error={add.error} />
      {data === undefined ? (
        <Loading />
      ) : data.length === 0 ? (
        <Empty title={t('list.add-none')} />
      ) : (
        <ul className="list-missing">
          {data.map((c) => (
            <li key={keyText(c.key)}>
              <button type="button" disabled={add.isPending} onClick={() => add.mutate(c)}>
                <b>{c.key.code}</b> <span className="el">{c.name}</span>
                <span className="mu sm el">
                  {t(`list.kind.${c.key.kind}`)} · {c.major}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Modal>
  )
}
