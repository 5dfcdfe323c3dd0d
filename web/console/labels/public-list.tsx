import '../registry/registry.css'
import '../exports/looks.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { labelRoutes } from '@lifang/domains/registry/schema/labels.ts'
import { LABEL_KINDS, SPECIAL_KINDS, type LabelKind } from '@lifang/domains/registry/schema/lists.ts'
import { call } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { AreaSelect } from '../registry/people.tsx'

const ORDINARY = LABEL_KINDS.filter((k) => !SPECIAL_KINDS.some((s) => s === k))

const listQuery = (kind: LabelKind, area: string) => ({
  queryKey: ['labels', 'public', kind, area],
  queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
    call(labelRoutes.publicList, { query: { kind, area }, signal }),
})

/** 公示名单: masked by what it tells, printed and hung out. */
export function PublicListPage() {
  const [kind, setKind] = useState<LabelKind>('minimum-income')
  const [area, setArea] = useState<string | undefined>()
  return (
    <div className="page reg-page looks-page">
      <div className="line no-print">
        <Link to="/labels" className="link reg-back">
          <Icon name="back" />
          {t('labels.title')}
        </Link>
      </div>
      <section className="card">
        <header className="reg-filters no-print">
          <Select
            aria-label={t('labels.public-kind')}
            value={kind}
            style={{ width: 140 }}
            onChange={setKind}
            options={ORDINARY.map((k) => ({ value: k, label: t(`labels.kind.${k}`) }))}
          />
          <AreaSelect value={area} onChange={setArea} />
          <span className="sp" />
          <Button icon={<Icon name="print" />} disabled={area === undefined} onClick={() => window.print()}>
            {t('labels.print')}
          </Button>
        </header>
        {area === undefined ? (
          <Empty title={t('labels.public-choose')} hint={t('labels.public-choose-hint')} />
        ) : (
          <List kind={kind} area={area} />
        )}
      </section>
    </div>
  )
}

function List({ kind, area }: { readonly kind: LabelKind; readonly area: string }) {
  const { data, error, refetch } = useQuery(listQuery(kind, area))
  if (data === undefined)
    return error === null ? <Loading lines={6} /> : <Failed error={error} retry={() => void refetch()} />
  return (
    <div className="body">
      <h1 className="public-title">
        {t('labels.public-of', { area: data.area.name, kind: t(`labels.kind.${kind}`) })}
      </h1>
      <p className="mu md">
        {data.day} · {t('labels.public-count', { n: data.items.length })} · {t('labels.public-hint')}
      </p>
      {data.items.length === 0 ? (
        <Empty title={t('labels.public-empty')} />
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col" className="num">
                {t('labels.public-no')}
              </th>
              <th scope="col">{t('labels.public-name')}</th>
              <th scope="col">{t('labels.public-address')}</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((item, i) => (
              <tr key={i}>
                <td className="num">{i + 1}</td>
                <td>{item.name}</td>
                <td>{item.address ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
