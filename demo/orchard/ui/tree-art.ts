// Tree art: a tree from above, with its fruit, and what it was treated with.

import { svg, type TemplateResult } from 'lit'
import type { Tree } from '../trees.ts'
import { chance } from './chance.ts'
import { UNIT } from './scale.ts'

/** Kilograms that one drawn fruit stands for. */
const KILOS = 4

/** A tree's crown, its shade and its fruit: more of them where there is more. */
export function treeArt(tree: Tree): TemplateResult {
  const seed = tree.x * 10 + tree.y * 131
  const size = tree.fruit === 0 ? 10.5 : 13.5 + chance(seed, 1) * 2
  return svg`<g class="tree" data-kind=${tree.kind} transform=${place(tree)}>
    <ellipse class="shadow" cx="3.500" cy="5" rx=${size + 1} ry=${size} />
    <path class="canopy-low" d=${crown(size + 1.6, seed)} />
    <path class="canopy" transform="translate(-.8 -1.200)" d=${crown(size, seed + 1)} />
    <path class="canopy-light" transform="translate(-3.400 -4.200)" d=${crown(size * 0.52, seed + 2)} />
    ${Array.from({ length: Math.ceil(tree.fruit / KILOS) }, (_, index) => fruit(index, size, seed))}
  </g>`
}

/** Of a tree at its place. */
export const place = ({ x, y }: { x: number; y: number }): string => `translate(${x * UNIT} ${y * UNIT})`

/** A round outline of so many leafy bumps. */
export function crown(radius: number, seed: number): string {
  const bumps = 9
  const points = Array.from({ length: bumps }, (_, index) => {
    const angle = ((index + chance(seed, index) * 0.35) / bumps) * 2 * Math.PI
    const far = radius * (0.86 + chance(seed, index + 20) * 0.1)
    return `${(Math.cos(angle) * far).toFixed(1)} ${(Math.sin(angle) * far).toFixed(1)}`
  })
  const bump = (radius * 0.38).toFixed(1)
  const arcs = [...points.slice(1), points[0]].map(point => `A${bump} ${bump} 0 0 1 ${point}`)
  return `M${points[0]}${arcs.join('')}Z`
}

/** Fruit lie as the seeds of a sunflower do: evenly, and in no rows. */
function fruit(index: number, size: number, seed: number): TemplateResult {
  const angle = index * 2.4 + chance(seed, 9) * 6
  const far = size * 0.74 * Math.sqrt((index + 0.7) / 15)
  const [x, y] = [(Math.cos(angle) * far - 0.5).toFixed(1), (Math.sin(angle) * far - 0.8).toFixed(1)]
  return svg`<g transform="translate(${x} ${y})"><circle class="fruit" r="1.900" /><circle class="glint" cx="-.6" cy="-.7" r=".6" /></g>`
}
