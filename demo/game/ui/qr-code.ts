// QR code: a text as a picture that phones read. Dark on light whatever the page's colours are, for scanners want that.

import { html, type TemplateResult } from 'lit'
import { encode } from 'uqr'

/** @param label what the code says, for people who do not see it. */
export function qrCode(text: string, label: string): TemplateResult {
  const { data, size } = encode(text, { ecc: 'M', border: 2 })
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])))
  return html`<svg class="qr" role="img" aria-label=${label} viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
    <rect class="qr-light" width=${size} height=${size} />
    <path class="qr-dark" d=${dark.join('')} />
  </svg>`
}
