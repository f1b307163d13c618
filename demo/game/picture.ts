// The game's picture in the gallery: a hug on the meadow.

import { html, type Markup } from '../site/markup.ts'

/** A villager as on the meadow, with happy eyes. */
const villager = (colour: string, place: string): Markup => html`<g transform="${place}">
    <ellipse class="shadow" cx="32" cy="58" rx="20" ry="5"/>
    <path d="M24 54h0M40 54h0" stroke="#6f4a2f" stroke-width="9" stroke-linecap="round"/>
    <path d="M32 17q0-5 3-8" stroke="#8b5f3d" stroke-width="3" fill="none" stroke-linecap="round"/>
    <path d="M33 12c-8 2-13-1-15-7 7-2 13 0 15 7z" fill="#4c8540"/>
    <path d="M35 11c1-6 6-9 12-7-1 6-6 9-12 7z" fill="#8cc06d"/>
    <path d="M32 17c4-3 21-2 21 18 0 13-9 21-21 21s-21-8-21-21c0-20 17-21 21-18z" fill="${colour}" stroke="#321914" stroke-opacity=".55" stroke-width="1.6"/>
    <path d="M52 30c3 17-7 26-20 26-9 0-16-4-19-11 6 5 13 7 20 6 11-1 18-9 19-21z" fill="#321914" fill-opacity=".16"/>
    <ellipse cx="22" cy="27" rx="5" ry="3.5" transform="rotate(-32 22 27)" fill="#fff" fill-opacity=".55"/>
    <path d="M21.500 36q3.500-5 7 0M35.500 36q3.500-5 7 0M28.500 42q3.500 3.500 7 0" fill="none" stroke="#2c1a16" stroke-width="2.2" stroke-linecap="round"/>
    <ellipse cx="20" cy="41" rx="3.2" ry="2" fill="#fff" fill-opacity=".4"/>
    <ellipse cx="44" cy="41" rx="3.2" ry="2" fill="#fff" fill-opacity=".4"/>
  </g>`

const tree = (place: string, fruit: string): Markup => html`<g transform="${place}">
    <ellipse class="shadow" cx="33" cy="79" rx="23" ry="7"/>
    <path class="trunk" d="M27 60h10l2 18q-7 5-14 0z"/>
    <path class="canopy-low" d="M32 18c14 0 22 8 22 17 7 3 9 15 2 22-6 8-16 6-18 5-5 4-14 3-17-1-8 1-16-5-15-14-3-8 3-13 6-14 0-9 8-15 20-15z"/>
    <path class="canopy" d="M31 14c13 0 20 8 20 16 6 3 8 12 3 18-5 6-13 5-16 3-4 3-12 3-15-1-7 1-13-4-13-11-3-7 2-11 5-12 0-8 6-13 16-13z"/>
    <path d="M20 34h0M34 28h0M44 40h0M29 45h0M15 43h0" stroke="${fruit}" stroke-width="7.5" stroke-linecap="round"/>
  </g>`

const heart = (place: string): Markup =>
  html`<path transform="${place}" fill="#e5484d" stroke="#fff" stroke-opacity=".6" d="M12 21C5 15 2 11.500 2 7.500 2 4.500 4.400 2.500 7 2.500c2 0 3.900 1.200 5 3.200 1.100-2 3-3.200 5-3.200 2.600 0 5 2 5 5 0 4-3 7.500-10 13.500z"/>`

export const picture: Markup = html`<svg class="meadow-picture" viewBox="0 0 320 180" aria-hidden="true">
  <rect class="grass" width="320" height="180"/>
  <path class="tile" d="M0 0h64v60H0zM128 0h64v60h-64zM256 0h64v60h-64zM64 60h64v60H64zM192 60h64v60h-64zM0 120h64v60H0zM128 120h64v60h-64zM256 120h64v60h-64z"/>
  <path class="tuft" d="M92 150q1-8-2-11M98 150q0-9 1-14M104 150q-1-7 3-10M212 42q1-8-2-11M218 42q0-9 1-14M224 42q-1-7 3-10M20 72q1-8-2-11M26 72q0-9 1-14"/>
  <path class="petal" d="M226 152h0M235 157h0M80 38h0M290 136h0M40 160h0"/>
  ${tree('translate(24 22) scale(1.2)', '#e5484d')} ${tree('translate(234 8) scale(1.25)', '#f2b93b')}
  ${villager('#e5484d', 'translate(99 62) rotate(9 32 58) scale(1.35)')}
  ${villager('#45a5dd', 'translate(148 62) rotate(-9 32 58) scale(1.35)')}
  ${heart('translate(146 30) scale(1.15)')} ${heart('translate(182 14) scale(.7) rotate(14)')}
</svg>`
