// What others ask, read with suspicion.

import { expect, test } from 'vitest'
import { USUAL_DOSE } from '../../../demo/orchard/dose-rule.ts'
import { readDoseSettings, readDriveSettings, readPosition, USUAL_DRIVE } from '../../../demo/orchard/requests.ts'

test('what is not given stays as it is', () => {
  expect(readDriveSettings({ running: false }, USUAL_DRIVE)).toEqual({ ...USUAL_DRIVE, running: false })
  expect(readDoseSettings({ product: 'clay' }, USUAL_DOSE)).toEqual({ ...USUAL_DOSE, product: 'clay' })
})

test.each([
  [{ speed: -1 }, 'speed is a number from 0 to 10, and not -1'],
  [{ speed: Number.NaN }, 'speed is a number from 0 to 10, and not null'],
  [{ interval: 1 }, 'interval is a number from 100 to 5000, and not 1'],
  [{ running: 'yes' }, 'running is true or false, and not "yes"'],
])('%j is no way to drive', (asked, sentence) => {
  expect(() => readDriveSettings(asked, USUAL_DRIVE)).toThrow(
    expect.objectContaining({ error: 'wamp.error.invalid_argument', args: [sentence] }),
  )
})

test.each([{ factor: 2 }, { maximum: '3' }, { product: 'lemonade' }])('%j is no dose', asked => {
  expect(() => readDoseSettings(asked, USUAL_DOSE)).toThrow(
    expect.objectContaining({ error: 'wamp.error.invalid_argument' }),
  )
})

test('a position needs its two numbers; heading and speed may be missing', () => {
  expect(readPosition([3, 5], { heading: 90, speed: 2 })).toEqual({ x: 3, y: 5, heading: 90, speed: 2 })
  expect(readPosition([3, 5])).toEqual({ x: 3, y: 5, heading: 0, speed: 0 })
  expect(readPosition([3])).toBeUndefined()
  expect(readPosition(['3', 5])).toBeUndefined()
})
