// Tractor art: the tractor with its sprayer from above, heading to the north; a fruit with a leaf drives it.

import { html, type TemplateResult } from 'lit'

/** How large the drawing is in the picture. */
export const TRACTOR = { width: 54, height: 72 } as const

export const tractor: TemplateResult = html`<svg class="tractor-art" viewBox="-30 -40 60 80" aria-hidden="true">
  <path class="beam" d="M-3.500-16L-14-40h12z M3.500-16L14-40h-12z" />
  <rect class="shadow" x="-10.500" y="-15" width="23" height="49" rx="6" />
  <g class="wheels">
    <rect x="-9.500" y="-14" width="4.500" height="8" rx="1.600" /><rect x="5" y="-14" width="4.500" height="8" rx="1.600" />
    <rect x="-12" y="-3" width="6" height="13" rx="2.200" /><rect x="6" y="-3" width="6" height="13" rx="2.200" />
    <rect x="-10.500" y="20" width="4" height="9" rx="1.600" /><rect x="6.500" y="20" width="4" height="9" rx="1.600" />
  </g>
  <path class="treads" d="M-12 0h2M-12 3h2M-12 6h2M10 0h2M10 3h2M10 6h2" />
  <path class="hitch" d="M0 9v8" />
  <rect class="hood" x="-4.800" y="-17" width="9.600" height="18" rx="3.200" />
  <rect class="hood-light" x="-3" y="-15.500" width="2.600" height="13" rx="1.300" />
  <circle class="pipe" cx="2.700" cy="-7" r="1.300" />
  <g class="lamps"><circle cx="-3" cy="-16.200" r="1.100" /><circle cx="3" cy="-16.200" r="1.100" /></g>
  <path class="mudguards" d="M-8.500-3.500h4.500v12h-4.500q-2-6 0-12zM8.500-3.500H4v12h4.500q2-6 0-12z" />
  <rect class="seat" x="-4.500" y="-1" width="9" height="10.500" rx="2.500" />
  <path class="wheel" d="M-2.200-.8a2.200 1.500 0 0 1 4.400 0" />
  <circle class="driver" cy="4" r="4" /><circle class="driver-glint" cx="-1.400" cy="2.700" r="1" />
  <path class="driver-leaf" d="M0 4c-1.600-2.700-.6-5 2.400-6 .8 2.600-.2 4.800-2.400 6z" />
  <rect class="sprayer" x="-7.500" y="15.500" width="15" height="15" rx="5.500" />
  <rect class="sprayer-light" x="-5" y="17.500" width="3" height="10" rx="1.500" />
  <circle class="cap" cx="2" cy="22" r="2" />
  <rect class="boom" x="-11" y="29.500" width="22" height="3" rx="1.500" />
  <g class="nozzles"><circle cx="-10" cy="31" r="1.200" /><circle cx="-4" cy="31" r="1.200" /><circle cx="4" cy="31" r="1.200" /><circle cx="10" cy="31" r="1.200" /></g>
</svg>`
