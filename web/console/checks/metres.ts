import { t } from '../../kit/words.ts'

/** 350 米, 1.2 公里. */
export const spellMetres = (metres: number): string =>
  metres < 1000
    ? t('intake.checks.metres', { n: Math.round(metres / 10) * 10 })
    : t('intake.checks.kilometres', { n: (metres / 1000).toFixed(1) })
