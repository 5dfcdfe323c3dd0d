import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { incidentRoutes } from '@lifang/domains/incidents/schema.ts'
import { isRefusal, whenSignedOut } from '../kit/call.ts'
import { useLive } from '../kit/live.ts'
import { usePath } from '../kit/path.ts'
import { t } from '../kit/words.ts'
import { CasePage } from './case/page.tsx'
import { CasesPage } from './cases.tsx'
import { Failed, Loading } from './frame.tsx'
import { GridPage } from './grid/page.tsx'
import { OutboxPage } from './outbox/page.tsx'
import { PhonesPage } from './phones.tsx'
import { meQuery, queryClient, workChanged } from './queries.ts'
import { ReportPage } from './report/page.tsx'
import {
  forgetPerson,
  PersonContext,
  remember,
  remembered,
  worksInTheField,
  type Person,
} from './session.tsx'
import { FirstPassword, NoFieldPost, SignIn } from './sign-in.tsx'
import { TasksPage } from './tasks.tsx'
import { TodayPage } from './today.tsx'

/** The field pages: who is signed in, then the page of the address. */
export function Field() {
  const me = useQuery(meQuery)
  useEffect(() => {
    // What is typed lies in the drawer: after a new sign-in the same address opens it again.
    whenSignedOut(() => {
      if (queryClient.getQueryData(meQuery.queryKey) !== undefined)
        queryClient.setQueryData(meQuery.queryKey, null)
    })
    return () => whenSignedOut(null)
  }, [])
  useEffect(() => {
    if (me.data === null) forgetPerson()
    else if (me.data !== undefined && me.data.steps.length === 0) remember(me.data)
  }, [me.data])

  // At the first failure: whoever stands in a stairwell does not wait for the third.
  const offline = me.data === undefined && isRefusal(me.failureReason) && me.failureReason.unsure
  const person: Person | null = me.data ?? (offline ? remembered() : null)
  if (me.data === null) return <SignIn />
  if (person === null)
    return me.isError ? (
      <main className="alone">
        <h1>{t('field.title')}</h1>
        <Failed error={offline ? t('field.offline.first') : me.error} again={() => void me.refetch()} />
      </main>
    ) : (
      <main className="alone">
        <Loading />
      </main>
    )
  if (me.data !== undefined && me.data.steps.length > 0) return <FirstPassword me={me.data} />
  if (!worksInTheField(person)) return <NoFieldPost person={person} />
  return (
    <PersonContext value={person}>
      {!offline && <Live />}
      <Page />
    </PersonContext>
  )
}

/** What others do to my cases is seen without asking. */
function Live() {
  useLive(
    incidentRoutes.live.path,
    () => void workChanged(),
    () => void workChanged(),
  )
  return null
}

function Page() {
  const path = usePath()
  const number = /^\/field\/case\/(\d+)$/.exec(path)?.[1]
  if (number !== undefined) return <CasePage key={number} number={number} />
  switch (path) {
    case '/field/report':
      return <ReportPage />
    case '/field/tasks':
      return <TasksPage />
    case '/field/cases':
      return <CasesPage />
    case '/field/outbox':
      return <OutboxPage />
    case '/field/grid':
      return <GridPage />
    case '/field/phones':
      return <PhonesPage />
    default:
      return <TodayPage />
  }
}
