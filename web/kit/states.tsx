import { Button } from 'antd'
import { Refusal } from './call.ts'
import { Icon } from './icons.tsx'
import { t } from './words.ts'

/** A refusal in the server's own sentence; what is not a refusal is a fault of ours and says so. */
export function ProblemAlert({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  if (error === null || error === undefined) return null
  const said = error instanceof Refusal ? error.title : t('console.fault')
  const unsure = error instanceof Refusal && error.unsure
  return (
    <div className="problem" role="alert">
      <Icon name="stop" />
      <div>
        <p>
          <b>{said}</b>
        </p>
        {unsure && <p>{t('console.unsure')}</p>}
        {retry !== undefined && (
          <Button size="small" onClick={retry} style={{ marginTop: 6 }}>
            {t('console.retry')}
          </Button>
        )}
      </div>
    </div>
  )
}

export function Loading({ lines = 4 }: { lines?: number }) {
  return (
    <div className="bones" role="status" aria-label={t('console.loading')}>
      {Array.from({ length: lines }, (_, i) => (
        <i key={i} style={{ width: `${String(92 - ((i * 17) % 40))}%` }} />
      ))}
    </div>
  )
}

export function Empty({ title, hint }: { title: string; hint?: string }) {
  return (
    <div className="state">
      <b>{title}</b>
      {hint !== undefined && <span className="md">{hint}</span>}
    </div>
  )
}

export function Failed({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <div className="state">
      <ProblemAlert error={error} retry={retry} />
    </div>
  )
}
