import type { Phrases } from '@lifang/platform/lang.ts'
import { learn, speak, type Locale } from '../kit/words.ts'

/** The portal's own phrases and the words of what it shows, built in; the other language is fetched when asked for. */
const chinese = import.meta.glob<Phrases>('../../lang/zh-CN/{platform,grid,incidents,portal}.json', {
  eager: true,
  import: 'default',
})
const english = import.meta.glob<Phrases>('../../lang/en/{platform,grid,incidents,portal}.json', {
  import: 'default',
})

const together = (files: readonly Phrases[]): Phrases => Object.assign({}, ...files) as Phrases

/** Speaks a language from here on. */
export async function loadWords(locale: Locale): Promise<void> {
  document.documentElement.lang = locale
  if (locale === 'en') {
    try {
      speak(together(await Promise.all(Object.values(english).map((load) => load()))), locale)
      return
    } catch {
      // Without a network the page still speaks, in the language it carries.
      document.documentElement.lang = 'zh-CN'
    }
  }
  speak(together(Object.values(chinese)), 'zh-CN')
}

/** Words of the page on personal data come with it. */
const ofPrivacy = import.meta.glob<Phrases>('../../lang/{zh-CN,en}/privacy.json', { import: 'default' })
export async function learnPrivacy(locale: Locale): Promise<void> {
  learn((await ofPrivacy[`../../lang/${locale}/privacy.json`]?.()) ?? {})
}
