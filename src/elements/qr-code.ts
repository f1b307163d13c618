// QR code: a text as a picture that phones read. Dark on light whatever the page's colours are, for scanners want that.

import { svg, type TemplateResult } from 'lit'
import { encode } from 'uqr'

/** What stands in an `<svg>` of `viewBox`. */
export interface QrCode {
  readonly viewBox: string
  readonly content: TemplateResult
}

export function qrCode(text: string): QrCode {
  const { data, size } = encode(text, { ecc: 'M', border: 2 })
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])))
  return {
    viewBox: `0 0 ${size} ${size}`,
    content: svg`<rect width=${size} height=${size} fill="#fff" /><path fill="#000" d=${dark.join('')} />`,
  }
}
