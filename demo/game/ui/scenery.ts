// Scenery: what the meadow looks like. Ground, flowers and hedge are one flat picture; trees stand up from it.

import { html, svg, type TemplateResult } from 'lit'
import type { Meadow, Square } from '../world.ts'

/** Units of the picture in one square. */
const UNIT = 64
/** How wide the hedge round the meadow is, in squares. */
export const HEDGE = 0.6

/** The ground: a square's corner is at `UNIT` times its place, the hedge lies outside. */
export function ground(meadow: Meadow): TemplateResult {
  const [width, height] = [meadow.width * UNIT, meadow.height * UNIT]
  const edge = HEDGE * UNIT
  return html`<svg
    class="ground"
    viewBox="${-edge} ${-edge} ${width + 2 * edge} ${height + 2 * edge}"
    aria-hidden="true"
  >
    <rect class="hedge-ground" x=${-edge} y=${-edge} width=${width + 2 * edge} height=${height + 2 * edge} rx="44" />
    ${hedge(meadow)}
    <rect class="grass" width=${width} height=${height} rx="18" />
    ${patches(meadow)}
  </svg>`
}

export type Fruit = 'apple' | 'pear' | 'blossom'

/** Which fruit the tree of a square bears: the same on every screen. */
export function fruitOf(square: Square): Fruit {
  return chance(square, 5) < 0.5 ? 'apple' : chance(square, 6) < 0.55 ? 'pear' : 'blossom'
}

/** A tree, its foot in the middle of the lower 64 by 64 of 64 by 88. */
export function tree(fruit: Fruit): TemplateResult {
  return html`<svg class="tree-art" data-fruit=${fruit} viewBox="0 0 64 88" aria-hidden="true">
    <ellipse class="shadow" cx="33" cy="79" rx="23" ry="7" />
    <path class="trunk" d="M27 60h10l2 18q-7 5 -14 0z" />
    <path class="trunk-shade" d="M33 60h4l2 18q-3 2 -6 2.600z" />
    <path class="canopy-low" d="M32 18c14 0 22 8 22 17 7 3 9 15 2 22-6 8-16 6-18 5-5 4-14 3-17-1-8 1-16-5-15-14-3-8 3-13 6-14 0-9 8-15 20-15z" />
    <path class="canopy" d="M31 14c13 0 20 8 20 16 6 3 8 12 3 18-5 6-13 5-16 3-4 3-12 3-15-1-7 1-13-4-13-11-3-7 2-11 5-12 0-8 6-13 16-13z" />
    <path class="canopy-light" d="M27 19c-8 1-11 6-10 11 3-5 9-7 15-6-1-3-3-5-5-5zM42 33c4 1 7 4 6 9-3-3-7-4-11-3 0-3 2-6 5-6z" />
    ${fruits(fruit)}
  </svg>`
}

function fruits(fruit: Fruit): TemplateResult[] {
  const places =
    fruit === 'blossom'
      ? [18, 30, 27, 22, 38, 29, 46, 41, 30, 44, 16, 42, 40, 20]
      : [20, 34, 34, 28, 44, 40, 29, 45, 15, 43]
  const pairs = places.flatMap((x, index) => (index % 2 === 0 ? [[x, places[index + 1] ?? 0] as const] : []))
  if (fruit === 'blossom') return pairs.map(([x, y]) => flower(x, y, 2.6))
  if (fruit === 'pear') {
    return pairs.map(
      ([x, y]) =>
        svg`<path class="fruit" d="M${x} ${y - 4}c2 0 2 2.500 2.800 4 1.200 3 -0.500 5 -2.800 5s-4 -2 -2.800 -5c.8-1.500.8-4 2.800-4z" />`,
    )
  }
  return pairs.map(
    ([x, y]) =>
      svg`<g><circle class="fruit" cx=${x} cy=${y} r="3.800" /><circle class="glint" cx=${x - 1.3} cy=${y - 1.3} r="1" /></g>`,
  )
}

function flower(x: number, y: number, size: number): TemplateResult {
  const petals = [0, 1, 2, 3, 4].map(index => {
    const angle = (index / 5) * 2 * Math.PI - Math.PI / 2
    return svg`<circle class="petal" cx=${x + Math.cos(angle) * size} cy=${y + Math.sin(angle) * size} r=${size * 0.8} />`
  })
  return svg`<g>${petals}<circle class="pistil" cx=${x} cy=${y} r=${size * 0.7} /></g>`
}

/** Darker squares that help to count, and here and there a tuft, a flower or a pebble. */
function patches(meadow: Meadow): TemplateResult[] {
  const squares = Array.from({ length: meadow.width * meadow.height }, (_, index) => ({
    x: index % meadow.width,
    y: Math.floor(index / meadow.width),
  }))
  const odd = squares.filter(({ x, y }) => (x + y) % 2 === 1)
  const tiles = odd.map(
    ({ x, y }) =>
      svg`<rect class="tile" x=${x * UNIT + 2} y=${y * UNIT + 2} width=${UNIT - 4} height=${UNIT - 4} rx="14" />`,
  )
  return [...tiles, ...squares.filter(square => !meadow.isTree(square)).flatMap(growth)]
}

function growth(square: Square): TemplateResult[] {
  const kind = chance(square, 1)
  const x = (square.x + 0.2 + chance(square, 2) * 0.6) * UNIT
  const y = (square.y + 0.25 + chance(square, 3) * 0.5) * UNIT
  if (kind < 0.24)
    return [svg`<path class="tuft" d="M${x - 6} ${y}q1-8-2-11M${x} ${y}q0-9 1-14M${x + 6} ${y}q-1-7 3-10" />`]
  if (kind < 0.31) return [svg`<g class="daisies">${flower(x, y, 3)}${flower(x + 13, y + 7, 2.3)}</g>`]
  if (kind < 0.36) return [svg`<g class="poppies">${flower(x, y, 3)}</g>`]
  if (kind < 0.4) return [svg`<path class="pebble" d="M${x - 7} ${y + 3}q0-8 8-8t7 8q-8 3-15 0z" />`]
  return []
}

/** Round bushes all round, each a little different. */
function hedge(meadow: Meadow): TemplateResult[] {
  const [width, height] = [meadow.width, meadow.height]
  const along = (length: number) => Array.from({ length: 2 * length + 1 }, (_, index) => index / 2)
  const places = [
    ...along(width).flatMap(x => [
      { x, y: -0.22 },
      { x, y: height + 0.22 },
    ]),
    ...along(height).flatMap(y => [
      { x: -0.22, y },
      { x: width + 0.22, y },
    ]),
  ]
  return places.map(place => {
    const size = (0.27 + chance(place, 4) * 0.08) * UNIT
    const [x, y] = [place.x * UNIT, place.y * UNIT]
    return svg`<g><circle class="bush" cx=${x} cy=${y} r=${size} /><circle class="bush-light" cx=${x - 3} cy=${y - 5} r=${size * 0.62} /></g>`
  })
}

/** A number in [0, 1) that looks random and is the same for the same place, in every browser. */
function chance({ x, y }: Square, salt: number): number {
  const mixed = Math.imul(
    Math.round(x * 100) * 73_856_093 + Math.round(y * 100) * 19_349_663 + salt * 83_492_791,
    0x9e3779b1,
  )
  const stirred = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b)
  return ((stirred ^ (stirred >>> 13)) >>> 0) / 2 ** 32
}
