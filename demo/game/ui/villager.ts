// Villager: how a player looks. A round fruit with a leaf, two feet and two arms; round so that it can roll.

import { html, type TemplateResult } from 'lit'

/**
 * The picture alone, in the colour that CSS gives as `--colour`; `data-facing`, `data-mood` and `data-asleep` of an
 * ancestor turn it.
 */
export const villager: TemplateResult = html`<svg class="villager" viewBox="0 0 64 64" aria-hidden="true">
  <g class="feet"><ellipse cx="24" cy="56" rx="6.500" ry="4" /><ellipse cx="40" cy="56" rx="6.500" ry="4" /></g>
  <g class="arms"><path class="arm left" d="M14 38q-6 4 -5 9" /><path class="arm right" d="M50 38q6 4 5 9" /></g>
  <path class="stalk" d="M32 17q0-5 3-8" />
  <path class="leaf" d="M33 12c-8 2-13-1-15-7 7-2 13 0 15 7z" />
  <path class="leaf light" d="M35 11c1-6 6-9 12-7-1 6-6 9-12 7z" />
  <path class="body" d="M32 17c4-3 21-2 21 18 0 13-9 21-21 21s-21-8-21-21c0-20 17-21 21-18z" />
  <path class="body-shade" d="M52 30c3 17-7 26-20 26-9 0-16-4-19-11 6 5 13 7 20 6 11-1 18-9 19-21z" />
  <ellipse class="body-glint" cx="22" cy="27" rx="5" ry="3.500" transform="rotate(-32 22 27)" />
  <g class="face">
    <g class="eyes"><ellipse cx="25" cy="35" rx="3" ry="4" /><ellipse cx="39" cy="35" rx="3" ry="4" /></g>
    <g class="eye-glints"><circle cx="26" cy="33.500" r="1.100" /><circle cx="40" cy="33.500" r="1.100" /></g>
    <path class="happy-eyes" d="M21.500 36q3.500-5 7 0M35.500 36q3.500-5 7 0" />
    <path class="closed-eyes" d="M21.500 35q3.500 4 7 0M35.500 35q3.500 4 7 0" />
    <g class="cheeks"><ellipse cx="20" cy="41" rx="3.200" ry="2" /><ellipse cx="44" cy="41" rx="3.200" ry="2" /></g>
    <path class="mouth" d="M28.500 42q3.500 3.500 7 0" />
  </g>
</svg>`

export const heart: TemplateResult = html`<svg class="heart" viewBox="0 0 24 24" aria-hidden="true">
  <path d="M12 21C5 15 2 11.500 2 7.500 2 4.500 4.400 2.500 7 2.500c2 0 3.900 1.200 5 3.200 1.100-2 3-3.200 5-3.200 2.600 0 5 2 5 5 0 4-3 7.500-10 13.500z" />
</svg>`
