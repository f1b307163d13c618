// Gallery picture: the orchard on the first page: the tractor between two rows.

import { html, type Markup } from '../site/markup.ts'

/** Filled by day and at dusk; browsers that cannot choose take the day's. */
const filled = (day: string, dusk: string, shapes: Markup): Markup =>
  html`<g fill="${day}"><g fill="light-dark(${day}, ${dusk})">${shapes}</g></g>`

const TREES = [40, 104, 168, 232, 296].flatMap((x, index) => [
  { x, y: 42, fruit: '#d9483f', count: [5, 7, 2, 6, 4][index] ?? 0 },
  { x, y: 142, fruit: '#f4a259', count: [3, 6, 7, 0, 5][index] ?? 0 },
])
const FRUIT = [
  [-8, -6],
  [7, -9],
  [0, 3],
  [-10, 7],
  [10, 5],
  [2, 13],
  [-2, -14],
] as const

const circles = (places: readonly (readonly [number, number])[], r: number): Markup =>
  html`${places.map(([x, y]) => html`<circle cx="${x}" cy="${y}" r="${r}"/>`)}`

export const gallery: Markup = html`<svg viewBox="0 0 320 180" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
  ${filled('#b4d582', '#2c4a35', html`<rect width="320" height="180"/>`)}
  ${filled('#c4a678', '#4a4232', html`<rect x="-10" y="30" width="340" height="26" rx="13"/><rect x="-10" y="130" width="340" height="26" rx="13"/>`)}
  ${filled('#d3c597', '#43513d', html`<rect y="80" width="320" height="9"/><rect y="100" width="320" height="9"/>`)}
  ${filled(
    '#8fae66',
    '#22392a',
    circles(
      TREES.map(({ x, y }) => [x + 5, y + 7] as const),
      26,
    ),
  )}
  ${filled(
    '#47803c',
    '#234a33',
    circles(
      TREES.map(({ x, y }) => [x, y] as const),
      26,
    ),
  )}
  ${filled(
    '#66a350',
    '#356a45',
    circles(
      TREES.map(({ x, y }) => [x - 2, y - 3] as const),
      22,
    ),
  )}
  ${filled(
    '#8cc06d',
    '#4b8160',
    circles(
      TREES.map(({ x, y }) => [x - 7, y - 9] as const),
      10,
    ),
  )}
  ${TREES.map(
    ({ x, y, fruit, count }) =>
      html`<g fill="${fruit}">${circles(
        FRUIT.slice(0, count).map(([dx, dy]) => [x + dx, y + dy] as const),
        3.6,
      )}</g>`,
  )}
  <g fill="none" stroke="#4a9fd8" stroke-width="4" stroke-linecap="round">
    <circle cx="40" cy="42" r="31" stroke-dasharray="120 200"/><circle cx="104" cy="42" r="31" stroke-dasharray="165 200"/>
  </g>
  <g fill="#7cc0ea" opacity=".75"><circle cx="140" cy="72" r="7"/><circle cx="150" cy="60" r="10"/><circle cx="164" cy="50" r="13"/><circle cx="158" cy="66" r="8"/></g>
  <g transform="translate(186 94.500) rotate(90) scale(1.500)">
    <g fill="#35332f"><rect x="-9.500" y="-14" width="4.500" height="8" rx="1.600"/><rect x="5" y="-14" width="4.500" height="8" rx="1.600"/><rect x="-12" y="-3" width="6" height="13" rx="2.200"/><rect x="6" y="-3" width="6" height="13" rx="2.200"/></g>
    <rect x="-4.800" y="-17" width="9.600" height="18" rx="3.200" fill="#d8503f"/><rect x="-3" y="-15.500" width="2.600" height="13" rx="1.300" fill="#ef8b73"/>
    <rect x="-8" y="-3" width="16" height="12" rx="4" fill="#bd4234"/><rect x="-4.500" y="-1" width="9" height="10.500" rx="2.500" fill="#6a4a36"/>
    <circle cy="4" r="4" fill="#f0a33c"/><path d="M0 4c-1.600-2.700-.6-5 2.400-6 .8 2.600-.2 4.800-2.400 6z" fill="#4f9142"/>
    <rect x="-7.500" y="13.500" width="15" height="15" rx="5.500" fill="#efe7cf"/><rect x="-11" y="28" width="22" height="3" rx="1.500" fill="#7d7768"/>
  </g>
</svg>`
