import type { Phrases } from '@lifang/platform/lang.ts'
import { speak } from '../../kit/words.ts'

/** Every domain's phrases, built into the page: a closed network has nobody else to ask for a word. */
const files = import.meta.glob<Phrases>(['../../../lang/zh-CN/*.json', '!../../../lang/zh-CN/portal.json'], {
  eager: true,
  import: 'default',
})
speak(Object.assign({}, ...Object.values(files)) as Phrases)
