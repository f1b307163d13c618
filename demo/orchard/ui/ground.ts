// Ground: what lies under the trees, seen from above: grass, tracks, the rows' earth, the barn, the hedge all round.

import { html, svg, type TemplateResult } from 'lit'
import { LAP_LENGTH, poseAfter } from '../drive.ts'
import { ROWS } from '../terrain.ts'
import { barn, hives } from './buildings.ts'
import { chance } from './chance.ts'
import { HEDGE, HEIGHT, UNIT, VIEW, WIDTH } from './scale.ts'

const ROW_START = (ROWS.first.x - 2.1) * UNIT
const ROW_LENGTH = ((ROWS.trees - 1) * ROWS.between + 4.2) * UNIT
/** Along the lap, every metre. */
const STOPS = Array.from({ length: Math.ceil(LAP_LENGTH) }, (_, metres) => poseAfter(metres))

/** The whole of it, which never changes. */
export function ground(): TemplateResult {
  return html`<svg class="ground" viewBox=${VIEW} aria-hidden="true">
  <rect class="hedge-ground" x=${-HEDGE} y=${-HEDGE} width=${WIDTH + 2 * HEDGE} height=${HEIGHT + 2 * HEDGE} rx="22" />
  ${hedge()}
  <rect class="grass" width=${WIDTH} height=${HEIGHT} rx="12" />
  ${mown()}
  <path class="track" d=${lap()} />
  <path class="track-middle" d=${lap()} />
  ${ROWS.names.map(row)}
  ${growth()}
  ${barn} ${hives}
</svg>`
}

function rowY(index: number): number {
  return (ROWS.first.y + index * ROWS.apart) * UNIT
}

/** Where the grass was mown, it is a little lighter. */
function mown(): TemplateResult[] {
  return Array.from({ length: 9 }, (_, index) => index * 2).map(
    stripe => svg`<rect class="mown" x=${stripe * 20 + 10} width="20" height=${HEIGHT} />`,
  )
}

function lap(): string {
  const stops = Array.from({ length: Math.ceil(LAP_LENGTH * 2) }, (_, index) => poseAfter(index / 2))
  return `M${stops.map(({ x, y }) => `${(x * UNIT).toFixed(1)} ${(y * UNIT).toFixed(1)}`).join('L')}Z`
}

function row(name: string, index: number): TemplateResult {
  const y = rowY(index)
  return svg`<g>
    <rect class="earth" x=${ROW_START} y=${y - 10} width=${ROW_LENGTH} height="20" rx="10" />
    <rect class="earth-light" x=${ROW_START + 4} y=${y - 7} width=${ROW_LENGTH - 8} height="9" rx="4.500" />
    <g class="sign" transform="translate(${ROW_START - 4} ${y})">
      <rect class="sign-shade" x="-5.200" y="-4.200" width="12" height="11" rx="2.500" />
      <rect class="sign-wood" x="-6" y="-5.500" width="12" height="11" rx="2.500" />
      <text y="2.900">${name}</text>
    </g>
  </g>`
}

/** Tufts, daisies and poppies where nobody drives. */
function growth(): TemplateResult[] {
  return Array.from({ length: 420 }, (_, index) => index).flatMap(index => {
    const x = chance(index, 1) * (WIDTH - 16) + 8
    const y = chance(index, 2) * (HEIGHT - 16) + 8
    if (!isWild(x, y)) return []
    const kind = chance(index, 3)
    if (kind < 0.5)
      return [
        svg`<path class="tuft" d="M${x - 2} ${y}q.3-2.600-.7-3.500M${x} ${y}q0-3 .3-4.500M${x + 2} ${y}q-.3-2.300 1-3.200" />`,
      ]
    if (kind < 0.8) return [svg`<g class="daisies">${flower(x, y, 1.1)}${flower(x + 4, y + 2.4, 0.9)}</g>`]
    return [svg`<g class="poppies">${flower(x, y, 1.2)}</g>`]
  })
}

function isWild(x: number, y: number): boolean {
  const besideBuildings = (x > 60 || y > 62) && (x < 290 || y > 30)
  const outsideRows = ROWS.names.every(
    (_, index) => x < ROW_START - 14 || x > ROW_START + ROW_LENGTH + 3 || Math.abs(y - rowY(index)) > 14,
  )
  return besideBuildings && outsideRows && STOPS.every(stop => Math.hypot(stop.x * UNIT - x, stop.y * UNIT - y) > 14)
}

function flower(x: number, y: number, size: number): TemplateResult {
  const petals = [0, 1, 2, 3, 4].map(index => {
    const angle = (index / 5) * 2 * Math.PI - Math.PI / 2
    return svg`<circle class="petal" cx=${(x + Math.cos(angle) * size).toFixed(2)} cy=${(y + Math.sin(angle) * size).toFixed(2)} r=${size * 0.8} />`
  })
  return svg`<g>${petals}<circle class="pistil" cx=${x} cy=${y} r=${size * 0.7} /></g>`
}

function hedge(): TemplateResult[] {
  const along = (length: number) => Array.from({ length: Math.ceil(length / 11) + 1 }, (_, index) => index * 11)
  const places = [
    ...along(WIDTH).flatMap(x => [[x, -4] as const, [x, HEIGHT + 4] as const]),
    ...along(HEIGHT).flatMap(y => [[-4, y] as const, [WIDTH + 4, y] as const]),
  ]
  return places.map(([x, y], index) => {
    const size = 6.2 + chance(index, 4) * 2.2
    return svg`<g><circle class="bush" cx=${x} cy=${y} r=${size} /><circle class="bush-light" cx=${x - 1} cy=${y - 1.5} r=${size * 0.6} /></g>`
  })
}
