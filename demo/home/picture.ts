// The home's picture in the gallery.

import { html } from '../site/markup.ts'

export const picture = html`<svg viewBox="0 0 320 180" aria-hidden="true" class="picture">
  <rect class="picture-ground" width="320" height="180"/>
  <g class="picture-line">
    <path class="picture-paper" d="M70 92l64-50 64 50v58H70z"/>
    <path d="M56 98l78-62 78 62M122 150v-34h24v34M84 104h22v20H84zM162 104h22v20h-22z"/>
    <path class="picture-dashed" d="M168 46v-18M180 40c0-14 14-14 14-28"/>
    <path class="picture-paper" d="M242 40a10 10 0 0 1 20 0v76a18 18 0 1 1-20 0z"/>
    <path d="M270 56h10M270 76h10M270 96h10M40 150h240"/>
  </g>
  <path class="picture-berry" d="M248 76a4 4 0 0 1 8 0v44a12 12 0 1 1-8 0z"/>
</svg>`
