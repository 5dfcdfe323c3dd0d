/**
 * The route tables without their schemas. A page asks by method and path; what it would validate, the server validates. Schemas that
 * a page does use (a form's body, a draft in a drawer) stay. docs/decisions/0014.
 */
import type { Plugin } from 'vite'
import { edited, isNode, nodes, type Node } from './tree.ts'

const KEPT = ['method', 'path', 'transport']
const DROPPED = 'summary|access|params|query|body|responses|perMinute'

const keyOf = (property: Node): string => (isNode(property['key']) ? String(property['key']['name']) : '')

/** Everything of a route's declaration that a page does not read. */
function spare(call: Node): Node[] {
  const [shape] = Array.isArray(call['arguments']) ? call['arguments'] : []
  if (!isNode(shape) || !Array.isArray(shape['properties'])) return []
  const properties = shape['properties'].filter(isNode)
  const keys = properties.map(keyOf)
  return keys.includes('method') && keys.includes('path')
    ? properties.filter((p) => !KEPT.includes(keyOf(p)))
    : []
}

const isRoute = ({ type, callee }: Node): boolean =>
  type === 'CallExpression' && isNode(callee) && callee['name'] === 'route'

/** Of a schema file as JavaScript: its constants can be left out when nobody asks for them, its routes are bare. */
export function bare(code: string, program: unknown): string {
  const made = [...nodes(program)].flatMap(({ type, init }) =>
    type === 'VariableDeclarator' &&
    isNode(init) &&
    ['CallExpression', 'ObjectExpression'].includes(init.type)
      ? [init]
      : [],
  )
  const outermost = made.filter(
    (one) => !made.some((o) => o !== one && o.start <= one.start && one.end <= o.end),
  )
  return edited(code, [
    ...outermost.flatMap(({ start, end }) => [
      { start, end: start, text: '/*#__PURE__*/(() => (' },
      { start: end, end, text: '))()' },
    ]),
    ...[...nodes(program)]
      .filter(isRoute)
      .flatMap(spare)
      .map(({ start, end }) => ({ start, end: code[end] === ',' ? end + 1 : end, text: '' })),
  ])
}

export const bareTables = (): Plugin => ({
  name: 'lifang-bare-tables',
  transform(code, id) {
    if (/\/domains\/\w+\/schema(\/[\w-]+)?\.ts$/.test(id))
      return { code: bare(code, this.parse(code)), map: null }
    // What is left out must not be missed where only a browser would notice.
    const read = id.includes('/web/')
      ? new RegExp(`\\b\\w*[rR]outes\\.\\w+\\.(${DROPPED})\\b`).exec(code)
      : null
    if (read !== null) this.error(`${read[0]}: a page has only the method and the path of a route`)
    return undefined
  },
})
