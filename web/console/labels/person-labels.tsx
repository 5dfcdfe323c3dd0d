import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { part } from '../../kit/part.tsx'
import { t } from '../../kit/words.ts'
import { LabelLines } from './lines.tsx'
import { ofPersonQuery } from './queries.ts'

const Propose = part(async () => (await import('./acts.tsx')).Propose)

/** The tab of a person's page. */
export function PersonLabels({ id, name }: { readonly id: string; readonly name: string }) {
  const { data, error, refetch } = useQuery(ofPersonQuery(id))
  const [open, setOpen] = useState(false)
  if (data === undefined)
    return error === null ? <Loading lines={4} /> : <Failed error={error} retry={() => void refetch()} />
  return (
    <>
      <header className="reg-filters">
        <span className="mu md">{t('labels.hint')}</span>
        <span className="sp" />
        {data.propose.length > 0 && (
          <Button size="small" onClick={() => setOpen(true)}>
            {t('labels.propose')}
          </Button>
        )}
      </header>
      {data.items.length === 0 ? (
        <Empty title={t('labels.none')} hint={t('labels.none-hint')} />
      ) : (
        <LabelLines items={data.items} people={false} />
      )}
      {open && <Propose person={id} name={name} kinds={data.propose} onClose={() => setOpen(false)} />}
    </>
  )
}
