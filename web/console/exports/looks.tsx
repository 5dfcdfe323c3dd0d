import '../registry/registry.css'
import './looks.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { Icon } from '../../kit/icons.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { postWord, t } from '../../kit/words.ts'
import { fieldWord } from '../registry/words.tsx'
import { looksQuery } from './queries.ts'

/** Who looked at a person, at what and why: printed and handed to the person concerned. */
export function LooksPage() {
  const { id } = useParams({ from: '/staff/people/$id/looks' })
  const { data, error, refetch } = useQuery(looksQuery(id))
  if (data === undefined)
    return error === null ? <Loading lines={8} /> : <Failed error={error} retry={() => void refetch()} />
  return (
    <div className="page reg-page looks-page">
      <div className="line no-print">
        <Link to="/people/$id" params={{ id }} className="link reg-back">
          <Icon name="back" />
          {data.name}
        </Link>
        <span className="sp" />
        <Button icon={<Icon name="print" />} onClick={() => window.print()}>
          {t('exports.print')}
        </Button>
      </div>
      <div className="line wrap">
        <h1>{t('exports.looks-of', { name: data.name })}</h1>
        <span className="mu md">{t('exports.looks-hint')}</span>
      </div>
      <section className="card">
        {data.items.length === 0 ? (
          <Empty title={t('exports.looks-none')} />
        ) : (
          <div className="scroll" tabIndex={0} role="region" aria-label={t('exports.looks')}>
            <table className="table reg-looks">
              <thead>
                <tr>
                  {(['when', 'who', 'what', 'for'] as const).map((c) => (
                    <th key={c} scope="col">
                      {t(`exports.${c}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {data.items.map((l, i) => (
                  <tr key={`${l.at}${String(i)}`}>
                    <td>{exact(Date.parse(l.at)).slice(0, 16)}</td>
                    <td>
                      {l.by} {l.post !== null && <span className="mu sm">{postWord(l.post)}</span>}
                    </td>
                    <td>
                      {t(`exports.what.${l.what}`)} {l.field !== null && fieldWord(l.field)}
                    </td>
                    <td title={l.reason ?? undefined}>{l.reason ?? ''}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
    </div>
  )
}
