import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { identityRoutes, type Me } from '@lifang/domains/identity/schema.ts'
import { call, isRefusal } from '../kit/call.ts'
import { Mark } from '../kit/icons.tsx'
import { useTitle } from '../kit/path.ts'
import { t } from '../kit/words.ts'
import { Input, Trouble } from './frame.tsx'
import { meQuery, queryClient } from './queries.ts'
import { signOut, type Person } from './session.tsx'
import { useOnline } from './shell.ts'

function entered(me: Me): void {
  queryClient.setQueryData(meQuery.queryKey, me)
  void queryClient.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'me' })
}

function Entrance({ title, children }: { title: string; children: React.ReactNode }) {
  useTitle(title)
  return (
    <main className="alone">
      <header className="entrance">
        <Mark size={40} />
        <div>
          <h1 tabIndex={-1}>{title}</h1>
          <p>{t('console.product-line')}</p>
        </div>
      </header>
      {children}
    </main>
  )
}

/** User name and password, and the code where the account has one. */
export function SignIn() {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [asksCode, setAsksCode] = useState(false)
  const [checked, setChecked] = useState(false)
  const online = useOnline()
  const signIn = useMutation({
    networkMode: 'always',
    mutationFn: () =>
      call(identityRoutes.signIn, {
        body: { username: name.trim(), password, ...(asksCode ? { code } : {}) },
      }),
    onSuccess: entered,
    onError: (error) => {
      if (isRefusal(error, 'identity.code-required')) setAsksCode(true)
      if (isRefusal(error, 'identity.wrong-credentials')) setPassword('')
    },
  })
  const press = (): void => {
    setChecked(true)
    if (name.trim() === '' || password === '' || (asksCode && !/^\d{6}$/.test(code))) return
    signIn.mutate()
  }
  const must = (bad: boolean, words = 'console.required'): string | null => (checked && bad ? t(words) : null)
  return (
    <Entrance title={t('field.title')}>
      {!online && <p className="offline">{t('field.offline.sign-in')}</p>}
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          press()
        }}
      >
        <Input
          id="username"
          label={t('console.sign-in.username')}
          value={name}
          onChange={setName}
          wrong={must(name.trim() === '')}
          more={{ autoComplete: 'username', autoCapitalize: 'none', maxLength: 60 }}
        />
        <Input
          id="password"
          label={t('console.sign-in.password')}
          value={password}
          onChange={setPassword}
          wrong={must(password === '' && !signIn.isError)}
          more={{ type: 'password', autoComplete: 'current-password', maxLength: 200 }}
        />
        {asksCode && (
          <Input
            id="code"
            label={t('console.sign-in.code')}
            value={code}
            onChange={setCode}
            wrong={must(!/^\d{6}$/.test(code), 'console.sign-in.six-digits')}
            more={{ inputMode: 'numeric', autoComplete: 'one-time-code', maxLength: 6 }}
          />
        )}
        {!isRefusal(signIn.error, 'identity.code-required') && <Trouble error={signIn.error} />}
        <button type="submit" className="main" disabled={signIn.isPending}>
          {t(signIn.isPending ? 'field.sign-in.busy' : 'console.sign-in.go')}
        </button>
      </form>
      <p className="hint">{t('console.sign-in.lost')}</p>
    </Entrance>
  )
}

/** The first password, which an administrator gave out, is changed before anything else opens. */
export function FirstPassword({ me }: { me: Me }) {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [checked, setChecked] = useState(false)
  const change = useMutation({
    networkMode: 'always',
    mutationFn: () => call(identityRoutes.changePassword, { body: { current, next } }),
    onSuccess: entered,
  })
  if (!me.steps.includes('change-password'))
    return (
      <Entrance title={t('console.step.enrol-second-factor')}>
        <p>{t('field.step.at-a-desk')}</p>
        <a className="button main" href="/sign-in">
          {t('field.to-the-console')}
        </a>
      </Entrance>
    )
  const must = (bad: boolean, words = 'console.required'): string | null => (checked && bad ? t(words) : null)
  const box = { type: 'password', maxLength: 200 } as const
  return (
    <Entrance title={t('console.step.change-password')}>
      <p>{t('console.step.change-password-why')}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setChecked(true)
          if (current !== '' && next !== '' && next === again) change.mutate()
        }}
      >
        <Input
          id="current"
          label={t('console.password.current')}
          value={current}
          onChange={setCurrent}
          wrong={must(current === '')}
          more={{ ...box, autoComplete: 'current-password' }}
        />
        <Input
          id="next"
          label={t('console.password.next')}
          hint={t('console.password.rule')}
          value={next}
          onChange={setNext}
          wrong={must(next === '')}
          more={{ ...box, autoComplete: 'new-password' }}
        />
        <Input
          id="again"
          label={t('console.password.again')}
          value={again}
          onChange={setAgain}
          wrong={must(again !== next, 'console.password.differs')}
          more={{ ...box, autoComplete: 'new-password' }}
        />
        <Trouble error={change.error} />
        <button type="submit" className="main" disabled={change.isPending}>
          {t('console.password.go')}
        </button>
      </form>
    </Entrance>
  )
}

/** An administrator, or an account without a post in the field. */
export function NoFieldPost({ person }: { person: Person }) {
  const out = useMutation({ networkMode: 'always', mutationFn: () => signOut(person) })
  return (
    <Entrance title={t('field.title')}>
      <p>{t('field.no-post')}</p>
      <a className="button main" href="/">
        {t('field.to-the-console')}
      </a>
      <Trouble error={out.error} />
      <button type="button" onClick={() => out.mutate()}>
        {t('console.me.sign-out')}
      </button>
    </Entrance>
  )
}
