// The micro-services' picture in the gallery: the tutorial's figure.

import { html } from '../site/markup.ts'

export const picture = html`<svg viewBox="0 0 320 180" aria-hidden="true" class="picture">
  <rect class="picture-ground" width="320" height="180"/>
  <g class="picture-line">
    <path class="picture-dashed" d="M132 74L88 112M188 74l44 38"/>
    <rect class="picture-paper" x="102" y="22" width="116" height="52" rx="10"/>
    <path d="M116 38h40M116 48h60M116 58h34"/>
    <rect class="picture-paper" x="40" y="112" width="92" height="46" rx="10"/>
    <circle cx="74" cy="135" r="8"/><path d="M82 135h18M94 135v7M100 135v6"/>
    <rect class="picture-paper" x="196" y="104" width="92" height="46" rx="10"/>
    <rect class="picture-paper" x="186" y="112" width="92" height="46" rx="10"/>
    <path d="M204 145v-20l9 11 9-11v20M246 125v18M238 136l8 9 8-9"/>
  </g>
  <circle class="picture-leaf" cx="132" cy="112" r="6"/>
  <circle class="picture-leaf" cx="278" cy="112" r="6"/>
  <circle class="picture-leaf" cx="288" cy="104" r="6"/>
</svg>`
