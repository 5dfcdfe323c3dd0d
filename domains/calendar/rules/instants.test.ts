import { expect, it } from 'vitest'
import { isDay } from './instants.ts'

it('knows every day that the calendar has, and no other', () => {
  for (let year = 1840; year <= 2110; year++)
    for (let month = 0; month <= 13; month++)
      for (let day = 0; day <= 32; day++) {
        const at = new Date(Date.UTC(year, month - 1, day))
        const real = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day
        if (isDay(year, month, day) !== real)
          expect([year, month, day, isDay(year, month, day)]).toEqual(real)
      }
  expect([isDay(2000, 2, 29), isDay(1900, 2, 29), isDay(2024, 2, 29), isDay(2024, 2, Number.NaN)]).toEqual([
    true,
    false,
    true,
    false,
  ])
})
