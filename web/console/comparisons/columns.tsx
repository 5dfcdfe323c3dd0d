import { useMutation } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { comparisonRoutes, type ComparisonView } from '@lifang/domains/registry/schema/comparison.ts'
import { LINE_FIELDS, type LineField } from '@lifang/domains/registry/schema/comparison-lists.ts'
import { call } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { comparisonsChanged } from './queries.ts'

type Columns = ComparisonView['guess']

/** What each column of the other register's list means: guessed, confirmed by who sent it. */
export function LineColumns({ of }: { readonly of: ComparisonView }) {
  const idFor = useCommandId()
  const wanted = LINE_FIELDS.filter(
    (f) =>
      f === 'state' ||
      f === 'idNumber' ||
      f === 'birthDate' ||
      f === 'address' ||
      of.fields.some((x) => x === f),
  )
  const [columns, setColumns] = useState<Columns>(
    Object.fromEntries(Object.entries(of.guess).filter(([f]) => wanted.some((w) => w === f))),
  )
  const start = useMutation({
    mutationFn: () =>
      call(comparisonRoutes.start, { params: { id: of.id }, body: { id: idFor(columns), columns } }),
    onSuccess: comparisonsChanged,
  })
  const fieldAt = (i: number): LineField | undefined => LINE_FIELDS.find((f) => columns[f] === i)
  const give = (i: number, field: LineField | undefined): void =>
    setColumns((now) => {
      const left = Object.entries(now).filter(([f, at]) => at !== i && f !== field)
      return Object.fromEntries(field === undefined ? left : [...left, [field, i]]) as Columns
    })
  return (
    <form
      className="card imp-columns"
      aria-labelledby="cmp-columns"
      onSubmit={(e) => {
        e.preventDefault()
        start.mutate()
      }}
    >
      <header>
        <h2 id="cmp-columns">{t('comparison.columns')}</h2>
        <span className="mu sm">{t('comparison.columns-hint')}</span>
      </header>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('comparison.columns')}>
        <table className="table imp-heads">
          <thead>
            <tr>
              <th scope="col">{t('comparison.col.head')}</th>
              <th scope="col">{t('comparison.col.meaning')}</th>
              <th scope="col">{t('comparison.col.sample')}</th>
            </tr>
          </thead>
          <tbody>
            {of.heads.map((head, i) => {
              const name = head === '' ? t('transfer.head-n', { n: i + 1 }) : head
              return (
                <tr key={i}>
                  <td className="ink">{name}</td>
                  <td>
                    <Select
                      aria-label={`${name}：${t('comparison.col.meaning')}`}
                      size="small"
                      style={{ width: 150 }}
                      value={fieldAt(i) ?? ''}
                      onChange={(f: LineField | '') => give(i, f === '' ? undefined : f)}
                      options={[
                        { value: '', label: t('comparison.field-none') },
                        ...wanted.map((f) => ({ value: f, label: t(`comparison.field.${f}`) })),
                      ]}
                    />
                  </td>
                  <td className="mu imp-sample">
                    {of.sample
                      .map((line) => line[i])
                      .filter((c) => c !== null && c !== undefined && c !== '')
                      .slice(0, 3)
                      .map(String)
                      .join(' · ')}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <footer>
        <ProblemAlert error={start.error} />
        <Button type="primary" htmlType="submit" loading={start.isPending}>
          {t('comparison.start')}
        </Button>
      </footer>
    </form>
  )
}
