import type { FieldType } from '@lifang/domains/registry/schema/custom-lists.ts'
import { t } from '../../kit/words.ts'

/** A value of an own field as an office says it: what the server tells by a key is said here. */
export const valueWord = (type: FieldType | undefined, text: string): string =>
  type === 'yes-no' && (text === 'true' || text === 'false')
    ? t(text === 'true' ? 'custom.yes' : 'custom.no')
    : text

/** A reference to what the reader may not see has no name. */
export const shownValue = (of: {
  readonly type: FieldType
  readonly text: string
  readonly unseen: boolean
}): string => (of.unseen ? t('custom.unseen') : valueWord(of.type, of.text))
