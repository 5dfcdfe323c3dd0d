import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Portal } from './app.tsx'
import { loadAnewWhenOutdated } from '../kit/outdated.ts'
import { loadWords } from './phrases.ts'
import { settings } from './settings.ts'
import '../kit/touch.css'
import './portal.css'
import './inputs.css'
import './report/report.css'
import './case/case.css'
import './cases/cases.css'
import './elder.css'

loadAnewWhenOutdated()

const place = document.getElementById('root')
if (place === null) throw new Error('index.html has no #root')
const root = createRoot(place)
void loadWords(settings().locale).then(() =>
  root.render(
    <StrictMode>
      <Portal />
    </StrictMode>,
  ),
)
