// <orchard-picture>: the orchard from above: trees with their fruit and what they got, and the tractor that drives.

import { html, LitElement, nothing, svg, type TemplateResult } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { keyed } from 'lit/directives/keyed.js'
import { say } from '../../site/language.ts'
import { inWords } from '../number.ts'
import type { Overview, Treatment } from '../overview.ts'
import { distance, type Position } from '../terrain.ts'
import type { Tree } from '../trees.ts'
import { ground } from './ground.ts'
import { blow } from './mist.ts'
import { centred, VIEW } from './scale.ts'
import { TRACTOR, tractor } from './tractor-art.ts'
import { crown, place, treeArt } from './tree-art.ts'

/** Farther than so many metres the tractor does not drive, it is put. */
const LEAP = 5
/** The longest that it glides to a new position, in milliseconds. */
const LONGEST = 1_000
/** Radius of the ring that shows a dose. */
const RING = 18.5
const still = matchMedia('(prefers-reduced-motion: reduce)')

export class OrchardPicture extends LitElement {
  static override properties = { overview: { attribute: false } }

  declare overview: Overview | undefined
  #shown: Position | undefined
  /** Degrees, more than 360 after more than a turn, so that it turns the short way. */
  #heading = 0
  #at = 0

  protected override createRenderRoot() {
    return this
  }

  /** Drives the tractor there. */
  drive(position: Position): void {
    const [mover, turner] = [this.querySelector<HTMLElement>('.mover'), this.querySelector<HTMLElement>('.turner')]
    if (!mover || !turner) return
    const now = performance.now()
    const leaps = !this.#shown || distance(this.#shown, position) > LEAP || still.matches
    const glide = leaps ? 0 : Math.min(now - this.#at, LONGEST)
    this.#heading += ((((position.heading - this.#heading) % 360) + 540) % 360) - 180
    for (const { style } of [mover, turner]) style.transitionDuration = `${glide}ms`
    mover.style.transform = centred(position, TRACTOR)
    turner.style.transform = `rotate(${this.#heading}deg)`
    mover.hidden = false
    this.#shown = position
    this.#at = now
  }

  /** Blows at a tree. */
  spray(name: string, { product }: Treatment): void {
    const tree = this.overview?.trees.find(tree => tree.name === name)
    const mist = this.querySelector('.mist')
    if (tree && mist && !still.matches && !document.hidden) blow(mist, { product, tree, from: () => this.#shown })
  }

  protected override render() {
    const label = say({ en: 'The orchard from above', fr: 'Le verger vu d’en haut' })
    return html`<div class="picture" role="img" aria-label=${label} aria-describedby="readings">
      ${ground()}
      <svg class="trees" viewBox=${VIEW}>${this.overview?.trees.map(tree => this.#tree(tree))}</svg>
      <div class="mover" hidden><div class="turner">${tractor}</div></div>
      <div class="mist"></div>
    </div>`
  }

  protected override updated(): void {
    const position = this.overview?.position
    if (position && position !== this.#shown) this.drive(position)
    this.classList.toggle('silent', this.overview?.silent === true)
  }

  #tree(tree: Tree): TemplateResult {
    const { treated, untreated, beside } = this.overview ?? {}
    const treatment = treated?.get(tree.name)
    const missed = untreated?.get(tree.name)
    return svg`${guard([tree], () => treeArt(tree))}
      <g transform=${place(tree)}>
        ${treatment ? keyed(treatment.serial, dose(treatment, tree)) : nothing}
        ${missed ? keyed(missed, svg`<g class="missed"><circle r="5" /><path d="M0-2.600v3M0 2.400v.2" /></g>`) : nothing}
        ${beside?.name === tree.name ? svg`<circle class="beside" r="21.500" />` : nothing}
      </g>`
  }
}

function dose({ share, product, litres }: Treatment, { x, y }: Tree): TemplateResult {
  const round = 2 * Math.PI * RING
  // The number goes where no tree and no tractor is.
  return svg`<g class="dose" data-product=${product}>
    <path class="wash" d=${crown(14, x + y)} />
    <circle class="ring" r=${RING} stroke-dasharray="${(share * round).toFixed(1)} ${round.toFixed(1)}" transform="rotate(-90)" />
    <text class="litres" y="-21.500">${inWords(litres)} L</text>
  </g>`
}
