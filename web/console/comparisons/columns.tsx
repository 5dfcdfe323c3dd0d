import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { comparisonRoutes, type ComparisonView } from '@lifang/domains/registry/schema/comparison.ts'
import { LINE_FIELDS } from '@lifang/domains/registry/schema/comparison-lists.ts'
import { call } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { HeadsTable } from '../imports/heads.tsx'
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
      <HeadsTable
        label={t('comparison.columns')}
        heads={of.heads}
        sample={of.sample}
        fields={wanted}
        columns={columns}
        choose={setColumns}
        words={{
          meaning: t('comparison.col.meaning'),
          none: t('comparison.field-none'),
          of: (f) => t(`comparison.field.${f}`),
        }}
      />
      <footer>
        <ProblemAlert error={start.error} />
        <Button type="primary" htmlType="submit" loading={start.isPending}>
          {t('comparison.start')}
        </Button>
      </footer>
    </form>
  )
}
