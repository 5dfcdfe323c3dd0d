import '../registry/registry.css'
import './custom.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import type { RecordView } from '@lifang/domains/registry/schema/custom.ts'
import { Icon } from '../../kit/icons.tsx'
import { TownMap } from '../../kit/map/map.tsx'
import { part } from '../../kit/part.tsx'
import { Failed, Loading } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { postWord, t } from '../../kit/words.ts'
import { baseMapQuery, mapAreasQuery } from '../app/queries.ts'
import { Changes } from '../registry/changes.tsx'
import { ValueList } from './fields-card.tsx'
import { recordQuery } from './queries.ts'
import { valueWord } from './words.ts'

const RecordForm = part(async () => (await import('./record-form.tsx')).RecordForm)
const PAGE_OF = { person: '/people/$id', home: '/homes/$id', building: '/homes/buildings/$id' } as const
const plain = (text: string): string => text

export function RecordPage() {
  const { id } = useParams({ from: '/staff/records/$id' })
  const { data, error, isError, refetch } = useQuery(recordQuery(id))
  if (data === undefined)
    return isError ? <Failed error={error} retry={() => void refetch()} /> : <Loading lines={8} />
  return <Record key={id} of={data} />
}

/** The history names fields by their labels. */
const typeOf = (of: RecordView, label: string) =>
  (of.values.find((v) => v.label === label) ?? of.form?.content.fields.find((f) => f.label === label))?.type

function Record({ of }: { readonly of: RecordView }) {
  const [editing, setEditing] = useState(false)
  return (
    <div className="page reg-wide">
      <div className="line">
        <Link to="/records" search={{ kind: of.kind }} className="link reg-back">
          <Icon name="back" />
          {of.kindName}
        </Link>
      </div>
      <div className="line wrap">
        <h1>{of.title}</h1>
        <span className="tag">{of.kindName}</span>
        <span className="mu">{of.grid}</span>
        <span className="sp" />
        {of.may.edit && (
          <Button type="primary" icon={<Icon name="note" />} onClick={() => setEditing(true)}>
            {t('custom.record-edit')}
          </Button>
        )}
      </div>
      <div className="reg-two">
        <div className="reg-side">
          <section className="card" aria-labelledby="record-facts">
            <header>
              <h2 id="record-facts">{of.kindName}</h2>
              {of.subject !== null && (
                <>
                  <span className="sp" />
                  <span className="sm">
                    {t('custom.subject')}{' '}
                    <Link to={PAGE_OF[of.subject.kind]} params={{ id: of.subject.id }} className="link">
                      {of.subject.name}
                    </Link>
                  </span>
                </>
              )}
            </header>
            <ValueList of={of} base="record" id={of.id} />
          </section>
        </div>
        <div className="reg-side">
          {of.place !== null && <Where at={of.place} name={of.title} />}
          {of.looked.length > 0 && (
            <section className="card" aria-labelledby="record-looked">
              <header>
                <h2 id="record-looked">{t('custom.looked')}</h2>
              </header>
              <ul className="timeline reg-pad">
                {of.looked.map((l) => (
                  <li key={`${l.at}${l.label}`}>
                    <time dateTime={l.at}>{exact(Date.parse(l.at)).slice(0, 16)}</time>
                    {t('custom.looked-line', { by: l.by, post: postWord(l.post), field: l.label })}
                    <p>{l.reason}</p>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section className="card" aria-labelledby="record-changes">
            <header>
              <h2 id="record-changes">{t('registry.changes')}</h2>
            </header>
            <div className="reg-pad">
              <Changes
                items={of.changes}
                names={plain}
                words={(label, value) => valueWord(typeOf(of, label), value)}
              />
            </div>
          </section>
        </div>
      </div>
      {editing && of.form !== null && (
        <RecordForm form={of.form} subject={null} of={of} onClose={() => setEditing(false)} />
      )}
    </div>
  )
}

const NONE: readonly never[] = []
function Where({
  at: { lon, lat },
  name,
}: {
  readonly at: { lon: number; lat: number }
  readonly name: string
}) {
  const base = useQuery(baseMapQuery).data
  const areas = useQuery(mapAreasQuery(null)).data ?? NONE
  const picked = useMemo(() => ({ lon, lat }), [lon, lat])
  return (
    <section className="card custom-where" aria-label={name}>
      <TownMap label={name} base={base} areas={areas} picked={picked} still />
    </section>
  )
}
