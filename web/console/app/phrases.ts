import type { Phrases } from '@lifang/platform/lang.ts'
import { learn, speak } from '../../kit/words.ts'

// A glob is read when the pages are built and must be written out: what the first leaves out, the second names again, and the type.
/** Every domain's phrases, built into the page: a closed network has nobody else to ask for a word. */
const files = import.meta.glob<Phrases>(
  [
    '../../../lang/zh-CN/*.json',
    '!../../../lang/zh-CN/{portal,field,admin,community,comparison,coverage,custom,duplicates,exports,grid-desk,integration,labels,list,privacy,registry,registry-rules,settings,transfer,units}.json',
  ],
  { eager: true, import: 'default' },
)
speak(Object.assign({}, ...Object.values(files)) as Phrases)

/** Phrases of rooms that only few enter come with the room. */
const ofRooms = import.meta.glob<Phrases>(
  '../../../lang/zh-CN/{admin,community,comparison,coverage,custom,duplicates,exports,grid-desk,integration,labels,list,privacy,registry,registry-rules,settings,transfer,units}.json',
  {
    import: 'default',
  },
)
type RoomWords =
  | 'admin'
  | 'community'
  | 'comparison'
  | 'coverage'
  | 'custom'
  | 'exports'
  | 'duplicates'
  | 'grid-desk'
  | 'integration'
  | 'labels'
  | 'list'
  | 'privacy'
  | 'registry'
  | 'registry-rules'
  | 'settings'
  | 'transfer'
  | 'units'

/** A part of the pages together with the words it is written in. */
export async function inWords<Part>(words: readonly RoomWords[], part: Promise<Part>): Promise<Part> {
  const read = words.map(async (name) => (await ofRooms[`../../../lang/zh-CN/${name}.json`]?.()) ?? {})
  for (const phrases of await Promise.all(read)) learn(phrases)
  return part
}
