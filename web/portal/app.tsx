import { lazy, Suspense, useEffect } from 'react'
import { t } from '../kit/words.ts'
import { HomePage } from './home.tsx'
import { usePath } from '../kit/path.ts'
import { useSettings } from './settings.ts'

const ReportPage = lazy(() => import('./report/page.tsx').then((m) => ({ default: m.ReportPage })))
const CasePage = lazy(() => import('./case/page.tsx').then((m) => ({ default: m.CasePage })))
const WorkerPage = lazy(() => import('./worker.tsx').then((m) => ({ default: m.WorkerPage })))
const PrivacyPage = lazy(() => import('./privacy.tsx').then((m) => ({ default: m.PrivacyPage })))
const CasesPage = lazy(() => import('./cases/page.tsx').then((m) => ({ default: m.CasesPage })))

/** The residents' application: the page of the address, in the chosen size and language. */
export function Portal() {
  const { elder, locale } = useSettings()
  const path = usePath()
  useEffect(() => {
    document.documentElement.classList.toggle('elder', elder)
  }, [elder])
  // Another language is another page: every word is drawn anew.
  return (
    <Suspense key={locale} fallback={<p className="loading">{t('portal.loading')}</p>}>
      <Page path={path} />
    </Suspense>
  )
}

function Page({ path }: { path: string }) {
  switch (path) {
    case '/portal/report':
      return <ReportPage />
    case '/portal/case':
      return <CasePage />
    case '/portal/worker':
      return <WorkerPage />
    case '/portal/cases':
      return <CasesPage />
    case '/portal/privacy':
      return <PrivacyPage />
    default:
      return <HomePage />
  }
}
