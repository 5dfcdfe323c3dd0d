import { Select } from 'antd'
import { t } from '../../kit/words.ts'

interface HeadsProps<F extends string> {
  /** What the table is, for who hears the page. */
  readonly label: string
  readonly heads: readonly string[]
  /** The first lines of the file. */
  readonly sample: readonly (readonly unknown[])[]
  readonly fields: readonly F[]
  readonly columns: Readonly<Partial<Record<F, number>>>
  readonly choose: (columns: Partial<Record<F, number>>) => void
  /** What the fields mean, and what stands where a column means nothing. */
  readonly words: { readonly meaning: string; readonly none: string; readonly of: (field: F) => string }
}

/** The columns of a file, each with what it means and what stands in it: a field is of one column at most. */
export function HeadsTable<F extends string>(props: HeadsProps<F>) {
  const { label, heads, sample, fields, columns, choose, words } = props
  const fieldAt = (i: number): F | undefined => fields.find((f) => columns[f] === i)
  const give = (i: number, field: F | undefined): void => {
    const now: Partial<Record<F, number>> = {}
    for (const f of fields) {
      const at = columns[f]
      if (at !== undefined && at !== i && f !== field) now[f] = at
    }
    if (field !== undefined) now[field] = i
    choose(now)
  }
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={label}>
      <table className="table imp-heads">
        <thead>
          <tr>
            <th scope="col">{t('transfer.col.head')}</th>
            <th scope="col">{words.meaning}</th>
            <th scope="col">{t('transfer.col.sample')}</th>
          </tr>
        </thead>
        <tbody>
          {heads.map((head, i) => {
            const name = head === '' ? t('transfer.head-n', { n: i + 1 }) : head
            return (
              <tr key={i}>
                <td className="ink">{name}</td>
                <td>
                  <Select<F | ''>
                    aria-label={`${name}：${words.meaning}`}
                    size="small"
                    style={{ width: 150 }}
                    value={fieldAt(i) ?? ''}
                    onChange={(f) => give(i, f === '' ? undefined : f)}
                    options={[
                      { value: '', label: words.none },
                      ...fields.map((f) => ({ value: f, label: words.of(f) })),
                    ]}
                  />
                </td>
                <td className="mu imp-sample">
                  {sample
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
  )
}
