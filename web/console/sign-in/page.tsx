import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Me } from '@lifang/domains/identity/schema.ts'
import { Mark } from '../../kit/icons.tsx'
import { t } from '../../kit/words.ts'
import { meQuery, queryClient } from '../app/queries.ts'
import { SignInForm } from './form.tsx'
import { PasswordForm, SecondFactorForm } from './steps.tsx'

/** Sign in, then whatever this account must still do before its other pages open. */
export function SignInPage() {
  const { to } = useSearch({ from: '/sign-in' })
  const navigate = useNavigate()
  const [me, setMe] = useState<Me | undefined>(() => queryClient.getQueryData(meQuery.queryKey))
  const done = (now: Me): void => {
    if (me?.id !== now.id) queryClient.clear()
    queryClient.setQueryData(meQuery.queryKey, now)
    if (now.steps.length > 0) setMe(now)
    else void navigate({ href: to ?? '/', replace: true })
  }
  const step = me?.steps[0]
  const title = step === undefined ? t('console.sign-in.title') : t(`console.step.${step}`)
  return (
    <main className="entrance">
      <header>
        <Mark size={44} />
        <div>
          <p className="name">{t('console.product')}</p>
          <p>{t('console.product-line')}</p>
        </div>
      </header>
      <section className="card" aria-labelledby="entrance-title">
        <h1 id="entrance-title">{title}</h1>
        {step === undefined && <SignInForm username="" onDone={done} />}
        {step === 'change-password' && (
          <>
            <p className="mu lead">{t('console.step.change-password-why')}</p>
            <PasswordForm onDone={done} />
          </>
        )}
        {step === 'enrol-second-factor' && <SecondFactorForm onDone={done} />}
      </section>
      <p className="foot">{t('console.sign-in.lost')}</p>
    </main>
  )
}
