import type { Phrases } from '@lifang/platform/lang.ts'
import { speak } from '../kit/words.ts'

/** The field pages' own phrases and the words of what they show, built in: there may be no signal to ask for a word. */
const files = import.meta.glob<Phrases>(
  '../../lang/zh-CN/{platform,identity,grid,calendar,incidents,console,field}.json',
  { eager: true, import: 'default' },
)
speak(Object.assign({}, ...Object.values(files)) as Phrases)
