import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { Loading, ProblemAlert } from '../../kit/states.tsx'
import { timeOf } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { unitLoadsQuery } from '../app/queries.ts'

/** 单位负荷: what each unit has on its desk now, the fullest first. */
export function UnitLoads({ onClose }: { readonly onClose: () => void }) {
  return (
    <Drawer open onClose={onClose} title={t('dispatch.loads.title')} size={560} placement="left">
      <Loads />
    </Drawer>
  )
}

function Loads() {
  const { data, error, isError, refetch } = useQuery(unitLoadsQuery)
  if (isError && data === undefined) return <ProblemAlert error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading lines={8} />
  const most = Math.max(1, ...data.items.map((u) => u.open))
  return (
    <>
      <p className="sm mu">{t('dispatch.loads.note', { at: timeOf(Date.parse(data.at)) })}</p>
      <table className="loads">
        <thead>
          <tr>
            <th scope="col">{t('dispatch.loads.unit')}</th>
            <th scope="col">{t('dispatch.loads.work')}</th>
            <th scope="col" className="n">
              {t('dispatch.loads.today')}
            </th>
            <th scope="col" className="n">
              {t('dispatch.loads.overdue')}
            </th>
            <th scope="col" className="n">
              {t('dispatch.loads.present')}
            </th>
          </tr>
        </thead>
        <tbody>
          {data.items.map((u) => (
            <tr key={u.id}>
              <th scope="row" className="el">
                {u.name}
              </th>
              <td>
                <span className="bar">
                  <i style={{ width: `${String(Math.round((u.open / most) * 100))}%` }} />
                </span>
                {u.open}
              </td>
              <td className="n">{u.dueToday}</td>
              <td className={u.overdue > 0 ? 'n ink b' : 'n'}>{u.overdue}</td>
              <td className="n">{u.present === 0 ? t('dispatch.loads.nobody') : u.present}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
