/**
 * Ant Design without the part that makes styles in the browser: they are drawn when the pages are built and come as one sheet.
 * What made them is left out. docs/decisions/0014.
 */
import type { Plugin, Rolldown } from 'vite'
import { drawAntd, type Drawn } from './antd-drawn.tsx'
import { edited, isNode, nodes } from './tree.ts'

export const SHEET = 'virtual:antd.css'
const RESOLVED = '\0virtual:antd.css'
/** Of `cssVar.key` in the theme: the class that carries the tokens. */
const TOKENS = 'lf'
const MAKERS = ['genStyleHooks', 'genComponentStyleHook', 'genSubStyleComponent']

/** What stands in the place of Ant Design's own modules, by the end of their path. */
const stills = (token: Drawn['token']): Readonly<Record<string, string>> => ({
  'antd/es/theme/util/genStyleUtils.js': `
    export const genStyleHooks = () => () => ['', '${TOKENS}']
    export const genComponentStyleHook = () => () => ''
    export const genSubStyleComponent = () => () => null
    export const genCssVar = (root, part) => {
      const name = (of) => '--' + root.replaceAll('.', '') + '-' + part + '-' + of
      return [name, (of, otherwise) => 'var(' + name(of) + (otherwise ? ', ' + otherwise : '') + ')']
    }`,
  'antd/es/theme/util/useResetIconStyle.js': `export default () => undefined`,
  'antd/es/theme/useToken.js': `
    const token = ${JSON.stringify(token)}
    const answer = [null, token, '', token, { prefix: 'ant', key: '${TOKENS}' }, true]
    export default () => answer`,
  'antd/es/theme/themes/default/theme.js': `export default null`,
})

/** `['Modal', 'confirm']` and `'Modal'` as the keys of the styles spell them: Modal-confirm, Modal-Modal. */
function nameIn(first: unknown): string {
  const [whole = '', part = whole] = [...nodes(first)].flatMap((n) =>
    n.type === 'Literal' ? [String(n['value'])] : [],
  )
  return `${whole}-${part}`
}

/** Takes the arguments of whatever makes a style, so that nothing needs them any more. */
export function withoutStyles(code: string, program: unknown): { code: string; parts: string[] } {
  const calls = [...nodes(program)].filter(
    ({ type, callee }) =>
      type === 'CallExpression' && isNode(callee) && MAKERS.includes(String(callee['name'])),
  )
  const parts = calls.map(({ arguments: given }) => nameIn(Array.isArray(given) ? given[0] : undefined))
  const kept = edited(
    code,
    calls.map((call) => ({
      ...call,
      text: `/*#__PURE__*/${isNode(call['callee']) ? String(call['callee']['name']) : ''}()`,
    })),
  )
  return { code: kept, parts }
}

export function stillAntd(): Plugin {
  const drawn = drawAntd()
  const modules = stills(drawn.token)
  const stood = new Set<string>()
  const needs = new Map<string, readonly string[]>()
  return {
    name: 'lifang-still-antd',
    enforce: 'pre',
    resolveId: (id) => (id === SHEET ? RESOLVED : undefined),
    load(id) {
      if (id === RESOLVED) return drawn.css
      const path = Object.keys(modules).find((end) => id.endsWith(end))
      if (path === undefined) return undefined
      stood.add(path)
      return modules[path]
    },
    transform(code, id) {
      if (!id.includes('/antd/es/') || id.endsWith('genStyleUtils.js')) return undefined
      if (!MAKERS.some((name) => code.includes(`${name}(`))) return undefined
      const still = withoutStyles(code, this.parse(code))
      needs.set(id, still.parts)
      return { code: still.code, map: null }
    },
    /** Another version of Ant Design, or a part not drawn, ends the build and not the look of a page. */
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((c): c is Rolldown.OutputChunk => c.type === 'chunk')
      const used = chunks.flatMap((c) => Object.keys(c.modules))
      const needed = new Set(used.flatMap((id) => needs.get(id) ?? []))
      const undrawn = [...needed].filter((part) => !drawn.parts.has(part))
      if (undrawn.length > 0) this.error(`parts of Ant Design without a style: ${undrawn.join(', ')}`)
      const spare = [...drawn.parts].filter((part) => !needed.has(part))
      if (spare.length > 0) this.error(`parts of Ant Design that are drawn and not used: ${spare.join(', ')}`)
      const moved = Object.keys(modules).filter((path) => !stood.has(path))
      if (moved.length > 0) this.error(`Ant Design has these no more: ${moved.join(', ')}`)
    },
  }
}
