import type { ImportView } from '@lifang/domains/registry/schema/transfer.ts'
import { t } from '../../kit/words.ts'

/** The first lines of somebody else's list, masked. */
export function MaskedLines({ of }: { readonly of: ImportView }) {
  if (of.sample.length === 0) return null
  return (
    <section className="card" aria-labelledby="imp-masked">
      <header>
        <h2 id="imp-masked">{t('transfer.masked')}</h2>
      </header>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('transfer.masked')}>
        <table className="table">
          <thead>
            <tr>
              {of.heads.map((head, i) => (
                <th key={i} scope="col">
                  {head === '' ? t('transfer.head-n', { n: i + 1 }) : head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {of.sample.map((line, n) => (
              <tr key={n}>
                {of.heads.map((_, i) => (
                  <td key={i}>{String(line[i] ?? '')}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
