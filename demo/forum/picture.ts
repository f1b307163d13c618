// The forum's picture in the gallery.

import { html } from '../site/markup.ts'

export const picture = html`<svg viewBox="0 0 320 180" aria-hidden="true" class="picture">
  <rect class="picture-ground" width="320" height="180"/>
  <g class="picture-line">
    <path class="picture-dashed" d="M160 84L72 128M160 84v44M160 84l88 44"/>
    <path class="picture-paper" d="M124 30h72a10 10 0 0 1 10 10v34a10 10 0 0 1-10 10h-40l-16 14v-14h-16a10 10 0 0 1-10-10V40a10 10 0 0 1 10-10z"/>
    <path d="M130 48h60M130 62h38"/>
    <rect class="picture-paper" x="40" y="122" width="64" height="38" rx="6"/>
    <path d="M40 132h64"/>
    <rect class="picture-paper" x="148" y="116" width="24" height="46" rx="6"/>
    <path d="M156 154h8"/>
    <rect class="picture-paper" x="216" y="122" width="64" height="38" rx="6"/>
    <path d="M226 134l8 6-8 6M240 148h14"/>
  </g>
  <circle class="picture-berry" cx="104" cy="122" r="8"/>
  <circle class="picture-berry" cx="172" cy="116" r="8"/>
  <circle class="picture-berry" cx="280" cy="122" r="8"/>
</svg>`
