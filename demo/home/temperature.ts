// Temperature: degrees Celsius, as somebody asks for them.

import { WampError } from '../wamp.ts'

const UNITS = new Map<unknown, (celsius: number) => number>([
  ['C', celsius => celsius],
  ['F', celsius => celsius * 1.8 + 32],
  ['K', celsius => celsius + 273.15],
])

const DIGITS = [0, 1, 2, 3, 4, 5, 6]

/**
 * In the unit asked for (`C`, `F` or `K`), with so many digits after the point, from 0 to 6; 1 by default.
 * @throws {WampError} `wamp.error.invalid_argument`
 */
export function asAsked(celsius: number, { unit = 'C', precision = 1 }: Record<string, unknown>): number {
  const convert = UNITS.get(unit)
  if (!convert || typeof precision !== 'number' || !DIGITS.includes(precision)) {
    const sentence = 'The unit is C, F or K, the precision a number of digits from 0 to 6.'
    throw new WampError('wamp.error.invalid_argument', [sentence])
  }
  const factor = 10 ** precision
  return Math.round(convert(celsius) * factor) / factor
}
