// QR code: a text as a picture that phones read.

import { encode } from 'uqr'

export interface QrCode {
  /** How many units it is wide and high, its quiet zone included. */
  readonly size: number
  /** Its dark squares, as the `d` of an SVG path. */
  readonly path: string
}

export function qrCode(text: string): QrCode {
  const { data, size } = encode(text, { ecc: 'M', border: 2 })
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])))
  return { size, path: dark.join('') }
}
