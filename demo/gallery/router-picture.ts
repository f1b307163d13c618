// The picture of the first page: a page with the router in it, and the components that it joins.

import type { Language, Translated } from '../site/language.ts'
import { html, type Markup } from '../site/markup.ts'

const WORDS = {
  picture: {
    en: 'A page with the router in it, joined by another page, a phone, a Python program and a microcontroller.',
    fr: 'Une page où vit le routeur, que rejoignent une autre page, un téléphone, un programme Python et un microcontrôleur.',
  },
  router: { en: 'router', fr: 'routeur' },
  page: { en: 'your page', fr: 'votre page' },
} as const satisfies Record<string, Translated>

/** The lines between the router, in the middle, and the components. */
const LINES = ['M300 200 L78 82', 'M300 200 L518 76', 'M300 200 L86 326', 'M300 200 L514 322']

export function routerPicture(language: Language): Markup {
  return html`<svg class="router-picture" viewBox="0 0 600 400" role="img" aria-label="${WORDS.picture[language]}">
    ${LINES.map(d => html`<path class="line" d="${d}" />`)}
    ${LINES.map((d, index) => html`<path class="message m${index}" d="${d}" pathLength="100" />`)}
    ${yourPage(language)} ${phone()} ${otherPage()} ${terminal()} ${board()}
  </svg>`
}

function yourPage(language: Language): Markup {
  return html`<g transform="translate(60 34)">
    <rect class="sheet" x="152" y="96" width="176" height="134" rx="14" />
    <path class="edge" d="M152 124h176" />
    <circle class="dot-a" cx="168" cy="110" r="4" /><circle class="dot-b" cx="181" cy="110" r="4" /><circle class="dot-c" cx="194" cy="110" r="4" />
    <rect class="field" x="206" y="103" width="110" height="14" rx="7" />
    <circle class="router" cx="240" cy="168" r="34" />
    <text class="on-router" x="240" y="173" text-anchor="middle">${WORDS.router[language]}</text>
    <text class="label" x="240" y="221" text-anchor="middle">${WORDS.page[language]}</text>
  </g>`
}

const phone = (): Markup => html`<g transform="translate(-18 2)">
    <rect class="sheet" x="68" y="30" width="56" height="98" rx="11" />
    <rect class="screen" x="75" y="42" width="42" height="70" rx="4" />
    <path class="leaf" d="M96 62c-10 2-15-2-17-9 9-2 16 1 17 9zM96 62v24" />
    <circle class="dot-a" cx="96" cy="120" r="3" />
  </g>`

const otherPage = (): Markup => html`<g transform="translate(130 -2)">
    <rect class="sheet" x="330" y="36" width="116" height="84" rx="11" />
    <path class="edge" d="M330 56h116" />
    <circle class="dot-a" cx="342" cy="46" r="3" /><circle class="dot-b" cx="352" cy="46" r="3" /><circle class="dot-c" cx="362" cy="46" r="3" />
    <path class="text-line" d="M344 72h62M344 86h84M344 100h46" />
  </g>`

const terminal = (): Markup => html`<g transform="translate(-6 63)">
    <rect class="terminal" x="34" y="224" width="116" height="78" rx="11" />
    <path class="prompt" d="M48 244l9 7-9 7M64 260h18" />
    <text class="on-terminal" x="48" y="288">python3 …</text>
  </g>`

const board = (): Markup => html`<g transform="translate(122 64)">
    <path class="pins" d="M352 224v-12M372 224v-12M392 224v-12M412 224v-12M432 224v-12M352 304v-12M372 304v-12M392 304v-12M412 304v-12M432 304v-12" />
    <rect class="chip-board" x="336" y="222" width="112" height="72" rx="9" />
    <rect class="chip" x="370" y="240" width="44" height="36" rx="5" />
    <circle class="lamp" cx="352" cy="238" r="5" />
    <text class="on-chip" x="392" y="262" text-anchor="middle">21 °C</text>
  </g>`
