// Temperature: degrees Celsius, as somebody asks for them.

import { WampError } from '../wamp.ts'

const UNITS = new Map<unknown, (celsius: number) => number>([
  ['C', celsius => celsius],
  ['F', celsius => celsius * 1.8 + 32],
  ['K', celsius => celsius + 273.15],
])

/**
 * In the unit asked for (`C`, `F` or `K`), with so many digits after the point; 1 by default.
 * @throws {WampError} `wamp.error.invalid_argument`
 */
export function asAsked(celsius: number, { unit = 'C', precision = 1 }: Record<string, unknown>): number {
  const convert = UNITS.get(unit)
  if (!convert || typeof precision !== 'number' || !Number.isInteger(precision)) {
    throw new WampError('wamp.error.invalid_argument', ['The unit is C, F or K, the precision a number of digits.'])
  }
  return rounded(convert(celsius), precision)
}

function rounded(value: number, digits: number): number {
  const factor = 10 ** Math.max(-10, Math.min(10, digits))
  return Math.round(value * factor) / factor
}
