import '../registry/registry.css'
import './privacy.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import { privacyRoutes } from '@lifang/domains/registry/schema/privacy.ts'
import { call } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { filled } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { FormWindow } from '../app/form-window.tsx'
import { PurposeLine } from './purpose-line.tsx'
import { dueQuery, peopleChanged } from './queries.ts'

const MOST = 50

/** 到期待删: who left or died longer ago than is kept. Nothing goes by itself; the duty chief chooses. */
export function RetentionPage() {
  const { data, error, refetch } = useQuery(dueQuery)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [clearing, setClearing] = useState(false)
  const may = (data?.items ?? []).filter((i) => i.against === null).map((i) => i.id)
  const mine = chosen.filter((id) => may.includes(id))
  return (
    <div className="page reg-page">
      <div className="line">
        <Link to="/requests" className="link reg-back">
          <Icon name="back" />
          {t('privacy.requests')}
        </Link>
      </div>
      <div className="line wrap">
        <h1>{t('privacy.retention')}</h1>
        {data !== undefined && (
          <span className="mu md">{t('privacy.retention-hint', { days: data.days })}</span>
        )}
        <span className="sp" />
        <PurposeLine form="registration" />
        <Button danger type="primary" disabled={mine.length === 0} onClick={() => setClearing(true)}>
          {t('privacy.clear-n', { n: mine.length })}
        </Button>
      </div>
      <section className="card">
        {data === undefined ? (
          error === null ? (
            <Loading lines={6} />
          ) : (
            <Failed error={error} retry={() => void refetch()} />
          )
        ) : data.items.length === 0 ? (
          <Empty title={t('privacy.retention-none')} hint={t('privacy.retention-none-hint')} />
        ) : (
          <div className="scroll" tabIndex={0} role="region" aria-label={t('privacy.retention')}>
            <table className="table privacy-due">
              <thead>
                <tr>
                  <th scope="col">
                    <Checkbox
                      aria-label={t('privacy.all')}
                      checked={mine.length > 0 && mine.length === Math.min(may.length, MOST)}
                      indeterminate={mine.length > 0 && mine.length < Math.min(may.length, MOST)}
                      onChange={(e) => setChosen(e.target.checked ? may.slice(0, MOST) : [])}
                    />
                  </th>
                  <th scope="col">{t('registry.field.name')}</th>
                  <th scope="col">{t('registry.status')}</th>
                  <th scope="col">{t('privacy.col.left')}</th>
                  <th scope="col">{t('privacy.col.until')}</th>
                  <th scope="col">{t('privacy.col.address')}</th>
                  <th scope="col">{t('privacy.col.against')}</th>
                </tr>
              </thead>
              <tbody>
                {data.items.map((i) => (
                  <tr key={i.id}>
                    <td>
                      <Checkbox
                        aria-label={t('privacy.choose', { name: i.name })}
                        disabled={i.against !== null || (mine.length >= MOST && !mine.includes(i.id))}
                        checked={mine.includes(i.id)}
                        onChange={(e) =>
                          setChosen(e.target.checked ? [...mine, i.id] : mine.filter((id) => id !== i.id))
                        }
                      />
                    </td>
                    <td>
                      <Link to="/people/$id" params={{ id: i.id }} className="link">
                        {i.name}
                      </Link>
                    </td>
                    <td>{t(`registry.status.${i.status}`)}</td>
                    <td>{i.leftOn}</td>
                    <td>{i.until}</td>
                    <td title={i.address ?? undefined}>{i.address ?? t('registry.none')}</td>
                    <td>{i.against === null ? t('privacy.may-go') : t(i.against)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {data?.more === true && <p className="mu sm reg-pad">{t('privacy.more')}</p>}
      </section>
      {clearing && (
        <Clear
          people={mine}
          onClose={() => setClearing(false)}
          onDone={() => {
            setClearing(false)
            setChosen([])
          }}
        />
      )}
    </div>
  )
}

function Clear({
  people,
  onClose,
  onDone,
}: {
  readonly people: readonly string[]
  readonly onClose: () => void
  readonly onDone: () => void
}) {
  return (
    <FormWindow
      title={t('privacy.clear-n', { n: people.length })}
      initial={{ reason: '' }}
      send={({ reason }, idFor) => {
        const body = { people: [...people], reason: reason.trim() }
        return call(privacyRoutes.clear, { body: { id: idFor(body), ...body } })
      }}
      changed={peopleChanged}
      onClose={onClose}
      onDone={onDone}
      submit={t('privacy.clear-n', { n: people.length })}
      danger
    >
      <p className="mu md">{t('privacy.clear-why')}</p>
      <Form.Item name="reason" label={t('privacy.why')} htmlFor="clear-reason" rules={[filled(200, 4)]}>
        <Input.TextArea id="clear-reason" autoSize={{ minRows: 2 }} />
      </Form.Item>
    </FormWindow>
  )
}
