import './subjects.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { subjectRoutes, type Subject } from '@lifang/domains/incidents/schema/subjects.ts'
import { call } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { part } from '../../kit/part.tsx'
import { Failed, Loading, ProblemAlert } from '../../kit/states.tsx'
import { when } from '../../kit/time.ts'
import { useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { queryClient } from '../app/queries.ts'
import type { Chosen } from './chosen.ts'

const SubjectPicker = part(async () => (await import('./picker.tsx')).SubjectPicker, <Loading lines={1} />)

const subjectsQuery = (number: string) => ({
  queryKey: ['incidents', 'subjects', number],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call(subjectRoutes.subjects, { params: { number }, signal }),
})

/** What the case is about: records of the registry as links, named where the reader may see them. */
export function SubjectsCard({ number, now }: { readonly number: string; readonly now: number }) {
  const { data, error, isError, refetch } = useQuery(subjectsQuery(number))
  const [adding, setAdding] = useState(false)
  const [chosen, setChosen] = useState<readonly Chosen[]>([])
  const idFor = useCommandId()
  const idOff = useCommandId()
  const fresh = (): Promise<void> =>
    queryClient.invalidateQueries({ queryKey: subjectsQuery(number).queryKey })
  const link = useMutation({
    mutationFn: async (list: readonly Chosen[]) => {
      for (const { kind, id } of list) {
        const subject = { kind, id }
        await call(subjectRoutes.linkSubject, {
          params: { number },
          body: { id: idFor({ number, subject }), subject },
        })
        setChosen((rest) => rest.filter((one) => one.kind !== kind || one.id !== id))
      }
    },
    onSuccess: () => setAdding(false),
    onSettled: fresh,
  })
  const unlink = useMutation({
    mutationFn: (of: string) =>
      call(subjectRoutes.unlinkSubject, {
        params: { number },
        body: { id: idOff({ number, of }), link: of },
      }),
    onSettled: fresh,
  })
  if (data === undefined)
    return (
      <section className="card">
        {isError ? <Failed error={error} retry={() => void refetch()} /> : <Loading lines={2} />}
      </section>
    )
  if (data.items.length === 0 && !data.may) return null
  return (
    <section className="card" aria-labelledby="case-subjects">
      <header>
        <h2 id="case-subjects">{t('units.subjects')}</h2>
        <span className="sp" />
        {data.may && !adding && (
          <Button size="small" icon={<Icon name="add" />} onClick={() => setAdding(true)}>
            {t('units.link')}
          </Button>
        )}
      </header>
      {data.items.length === 0 && !adding && <p className="body mu md">{t('units.subjects-none')}</p>}
      <ul className="tasks">
        {data.items.map((s) => (
          <li key={s.id}>
            <p className="line">
              <span className="tag">{t(`units.linked.${s.kind}`)}</span>
              <SubjectLink of={s} />
              <span className="sp" />
              {data.may && s.record !== null && (
                <Popconfirm
                  title={t('units.unlink-ask')}
                  okText={t('units.unlink')}
                  cancelText={t('units.keep')}
                  onConfirm={() => unlink.mutate(s.id)}
                >
                  <button type="button" className="link sm">
                    {t('units.unlink')}
                    <span className="hidden">{s.record.name}</span>
                  </button>
                </Popconfirm>
              )}
            </p>
            <p className="sm mu">{[s.by, when(Date.parse(s.at), now)].filter((p) => p !== '').join(' · ')}</p>
          </li>
        ))}
      </ul>
      <ProblemAlert error={unlink.error} />
      {adding && (
        <div className="body">
          <label htmlFor="subject-pick" className="sm mu subject-label">
            {t('units.pick')}
          </label>
          <SubjectPicker id="subject-pick" value={chosen} onChange={setChosen} />
          <ProblemAlert error={link.error} />
          <div className="line" style={{ marginTop: 8 }}>
            <Button
              type="primary"
              size="small"
              disabled={chosen.length === 0}
              loading={link.isPending}
              onClick={() => link.mutate(chosen)}
            >
              {t('units.link-do')}
            </Button>
            <Button size="small" onClick={() => setAdding(false)}>
              {t('units.cancel')}
            </Button>
          </div>
        </div>
      )}
    </section>
  )
}

function SubjectLink({ of: { kind, record } }: { readonly of: Subject }) {
  if (record === null) return <span className="mu md">{t('units.not-yours')}</span>
  const { id, name } = record
  const same = { params: { id }, className: 'link md el' }
  switch (kind) {
    case 'building':
      return <Link to="/homes/buildings/$id" {...same} children={name} />
    case 'home':
      return <Link to="/homes/$id" {...same} children={name} />
    case 'person':
      return <Link to="/people/$id" {...same} children={name} />
    case 'enterprise':
      return <Link to="/units/$id" {...same} children={name} />
    case 'facility':
      return <Link to="/facilities/$id" {...same} children={name} />
    case 'place':
      return <Link to="/units/places/$id" {...same} children={name} />
  }
}
