/** What tests of pages speak: the phrases of every application at once. */
import type { Phrases } from '@lifang/platform/lang.ts'
import { speak } from '../kit/words.ts'

const files = import.meta.glob<Phrases>('../../lang/zh-CN/*.json', { eager: true, import: 'default' })
speak(Object.assign({}, ...Object.values(files)) as Phrases)
