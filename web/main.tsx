// First of all styles: everything of ours is laid over it.
import 'virtual:antd.css'
import './console/app/phrases.ts'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './console/app/queries.ts'
import { fetchPart, router } from './console/app/router.tsx'
import { loadAnewWhenOutdated } from './kit/outdated.ts'
import { theme } from './kit/theme.ts'
import './kit/base.css'
import './kit/parts.css'
import './kit/states.css'
import './kit/notices/notices.css'
import './console/app/shell.css'
import './console/desk/desk.css'
import './console/incident/incident.css'
import './console/forms.css'

loadAnewWhenOutdated()

fetchPart()

const place = document.getElementById('root')
if (place === null) throw new Error('index.html has no #root')
const root = createRoot(place)
// Who asks for still pages gets windows and lists at once: nothing waits for the end of a motion that there is none of.
const look = matchMedia('(prefers-reduced-motion: reduce)').matches
  ? { ...theme, token: { ...theme.token, motion: false } }
  : theme
const draw = (): void =>
  root.render(
    <StrictMode>
      <ConfigProvider theme={look} locale={zhCN} button={{ autoInsertSpace: false }}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </ConfigProvider>
    </StrictMode>,
  )
/** Who is there and the first rows are asked for before anything is drawn: an empty frame would cost as much as the page. */
const MOMENT_MS = 400
void Promise.race([
  router.load().catch(() => undefined),
  new Promise((resolve) => setTimeout(resolve, MOMENT_MS)),
]).then(draw)
