import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Field } from './app.tsx'
import { loadJobs } from './outbox/jobs.ts'
import './phrases.ts'
import { queryClient } from './queries.ts'
import { keepShell } from './shell.ts'
import '../kit/touch.css'
import './field.css'
import './inputs.css'
import './parts.css'
import './report/report.css'
import './grid/grid.css'

const place = document.getElementById('root')
if (place === null) throw new Error('index.html has no #root')
const root = createRoot(place)
void loadJobs(Date.now()).then(() =>
  root.render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <Field />
      </QueryClientProvider>
    </StrictMode>,
  ),
)
keepShell()
