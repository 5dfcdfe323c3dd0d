import {
  type Breach,
  isMain,
  isSource,
  isTest,
  projectFiles,
  readSource,
  report,
  repository,
} from './source.ts'

/** A file nobody reads to the end is where laws die: 400 lines for source, 600 for tests. */
const SOURCE_LINES = 400
const TEST_LINES = 600

/** Data typed in from a document is not read as code; it lives in JSON, CSV or SQL and is not counted. */
export function checkSize(root: string): Breach[] {
  const breaches: Breach[] = []
  for (const file of projectFiles(root, (name) => isSource(name) || name.endsWith('.css'))) {
    const limit = isTest(file) ? TEST_LINES : SOURCE_LINES
    const lines = readSource(root, file).split('\n').length - 1
    if (lines > limit)
      breaches.push({ file, line: limit, message: `${lines} lines, at most ${limit}: split by act` })
  }
  return breaches
}

if (isMain(import.meta.url)) process.exitCode = report('sizes', checkSize(repository))
