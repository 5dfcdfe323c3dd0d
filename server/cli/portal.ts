import { publishCard } from '@lifang/domains/grid/public.ts'
import { publishCases } from '@lifang/domains/incidents/public.ts'
import { systemActor } from '@lifang/platform/access.ts'
import { ConfigError, type Config } from '../config.ts'
import { visitComposed } from './visit.ts'

const listed = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')

/** `portal cases on --domains urban-management,ecology` or `portal cases off`: shown to everybody, or to nobody. */
export async function portalCases(
  config: Config,
  operand: string | undefined,
  options: ReadonlyMap<string, string>,
): Promise<number> {
  const domains = listed(options.get('domains'))
  if ((operand !== 'on' && operand !== 'off') || (operand === 'on' && domains.length === 0))
    throw new ConfigError('用法：portal cases on --domains urban-management,ecology，或 portal cases off')
  await visitComposed(config, ({ deps }) =>
    publishCases(deps, systemActor(deps.county, 'portal cases'), { shown: operand === 'on', domains }),
  )
  process.stdout.write(operand === 'on' ? `已公开：${domains.join('、')}\n` : '已停止公开事件列表\n')
  return 0
}

/** `portal card surname,office-phone,duties [--duties "巡查;走访"]`: what of a grid worker's card is published. */
export async function portalCard(
  config: Config,
  operand: string | undefined,
  options: ReadonlyMap<string, string>,
): Promise<number> {
  const duties = options.get('duties')
  if (operand === undefined) throw new ConfigError('用法：portal card surname,office-phone,duties')
  const fields = await visitComposed(config, ({ deps }) =>
    publishCard(deps, systemActor(deps.county, 'portal card'), {
      fields: listed(operand),
      duties: duties === undefined ? null : duties.split(/[;；]/).map((one) => one.trim()),
    }),
  )
  process.stdout.write(`公开卡片显示：${fields.join('、')}\n`)
  return 0
}
