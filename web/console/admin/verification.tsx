import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { auditRoutes } from '@lifang/domains/audit/schema.ts'
import { call } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { ProblemAlert } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'

/** Walks the sealed chain and says in words what it found. */
export function Verification() {
  const verify = useMutation({
    mutationFn: async () => ({ at: Date.now(), result: await call(auditRoutes.verify) }),
  })
  const result = verify.data?.result
  return (
    <section className="card">
      <header>
        <h2>{t('console.audit.chain')}</h2>
        <span className="sp" />
        <Button type="primary" size="small" loading={verify.isPending} onClick={() => verify.mutate()}>
          {t('console.audit.verify')}
        </Button>
      </header>
      <div className="body" role="status">
        <ProblemAlert error={verify.error} />
        {result === undefined && !verify.isError && <p className="mu">{t('console.audit.verify-hint')}</p>}
        {result !== undefined && (
          <>
            <p className={`audit-verdict ${result.ok ? 'whole' : 'broken'}`}>
              <Icon name={result.ok ? 'check' : 'stop'} />
              <b>
                {t(result.ok ? 'console.audit.whole' : 'console.audit.broken', { n: result.findings.length })}
              </b>
            </p>
            <p className="mu">
              {t('console.audit.numbers', {
                entries: result.entries,
                seals: result.seals,
                unsealed: result.unsealed,
              })}
              {' · '}
              {t('admin.verified-at', { at: exact(verify.data?.at ?? 0) })}
            </p>
            {result.ok && <p className="mu">{t('admin.verified-means')}</p>}
            <ul>
              {result.findings.map((finding) => (
                <li key={JSON.stringify(finding)} className="sm">
                  {t(`admin.finding.${String(finding['kind'])}`, finding)}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  )
}
