// The kiss's picture in the gallery.

import { html } from '../site/markup.ts'

export const picture = html`<svg viewBox="0 0 320 180" aria-hidden="true" class="picture">
  <rect class="picture-ground" width="320" height="180"/>
  <g class="picture-line">
    <rect class="picture-paper" x="34" y="46" width="92" height="72" rx="10"/>
    <rect class="picture-paper" x="194" y="46" width="92" height="72" rx="10"/>
    <path d="M34 64h92M194 64h92"/>
    <path d="M60 118v16h40v-16M220 118v16h40v-16M48 140h64M208 140h64"/>
    <path d="M64 84v6M96 84v6M66 100q14 8 28 0M224 84v6M256 84v6M226 100q14 8 28 0"/>
    <path class="picture-dashed" d="M132 82q28-34 56 0"/>
  </g>
  <path class="picture-berry" d="M160 76c-5-9-18-6-16 4 1 6 8 10 16 17 8-7 15-11 16-17 2-10-11-13-16-4z"/>
</svg>`
