/** A rate with one decimal, or a dash where the denominator cannot carry one. */
export const rateWords = (rate: number | null): string => (rate === null ? '—' : rate.toFixed(1))
