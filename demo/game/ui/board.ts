// <meadow-board>: the meadow and everybody on it. Where it is too small for the screen's width, it follows the player.

import { html, LitElement, nothing, type PropertyValues, render } from 'lit'
import type { Player, Step } from '../protocol.ts'
import { words } from '../words.ts'
import { type Meadow, orchard, type Square, same } from '../world.ts'
import { Figure } from './figure.ts'
import { isStill } from './motion.ts'
import { fruitOf, ground, HEDGE, tree } from './scenery.ts'

/** The least size of a square, in pixels, that a finger finds. */
const TOUCHABLE = 44
/** Smaller than this, the meadow does not shrink to fit but is looked at in part. */
const READABLE = 36
const LARGEST = 64

/** What somebody did who did not walk. */
export type Turn = 'came' | 'fell asleep' | 'woke'

export class MeadowBoard extends LitElement {
  static override properties = { meadow: { attribute: false }, description: { attribute: false } }

  declare meadow: Meadow
  /** Where we are and who is around, for people who do not see it. */
  declare description: string
  /** Told of the square that was clicked or tapped. */
  onwalk: (square: Square) => void = () => {}

  readonly #figures = new Map<number, Figure>()
  readonly #resize = new ResizeObserver(() => this.#fit())
  #me: number | undefined

  constructor() {
    super()
    this.meadow = orchard
    this.description = ''
  }

  protected override createRenderRoot() {
    return this
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#resize.observe(this)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#resize.disconnect()
  }

  /** Shows the whole meadow anew; figures that were there before go on. */
  place(meadow: Meadow, players: readonly Player[], me: number): void {
    this.meadow = sameMeadow(meadow, this.meadow) ? this.meadow : meadow
    this.#me = me
    const there = new Set(players.map(({ session }) => session))
    for (const session of this.#figures.keys()) if (!there.has(session)) this.leave(session)
    for (const player of players) this.#figure(player).stand(player)
    this.#follow(0)
  }

  /** Returns what is new of somebody besides the place. */
  step(step: Step): Turn | undefined {
    const before = this.#figures.get(step.session)?.asleep
    this.#figure(step).step(step)
    if (step.session === this.#me) this.#follow(step.ms)
    if (before === undefined) return 'came'
    return before === step.asleep ? undefined : step.asleep ? 'fell asleep' : 'woke'
  }

  leave(session: number): void {
    this.#figures.get(session)?.remove()
    this.#figures.delete(session)
  }

  hug(asker: Player, accepter: Player): void {
    this.#figures.get(asker.session)?.hug(accepter)
    this.#figures.get(accepter.session)?.hug(asker)
  }

  say(session: number, text: string): void {
    this.#figures.get(session)?.say(text)
  }

  /** Shows where we are going. */
  mark(square: Square | undefined): void {
    const mark = this.querySelector<HTMLElement>('.mark')
    if (!mark) return
    mark.hidden = square === undefined
    if (square) mark.style.transform = `translate(${square.x * 100}%, ${square.y * 100}%)`
  }

  protected override render() {
    return html`<div
        class="viewport"
        role="application"
        tabindex="0"
        aria-label=${words.board.label}
        aria-describedby="board-description"
        @click=${this.#clicked}
      >
        <div class="world">
          <div class="plane"><div class="mark" hidden></div></div>
        </div>
      </div>
      <p id="board-description" class="hidden">${this.description || nothing}</p>`
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('meadow')) return
    this.#plant()
    this.#fit()
    for (const { element } of this.#figures.values()) this.#plane.append(element)
  }

  get #plane(): HTMLElement {
    const plane = this.querySelector<HTMLElement>('.plane')
    if (!plane) throw new Error('the board is not drawn yet')
    return plane
  }

  #figure(player: Player): Figure {
    const known = this.#figures.get(player.session)
    const figure = known ?? new Figure(player)
    figure.me = player.session === this.#me
    if (known) return known
    this.#figures.set(player.session, figure)
    if (this.hasUpdated) this.#plane.append(figure.element)
    return figure
  }

  /** Draws what never moves. */
  #plant(): void {
    const world = this.querySelector('.world')
    world?.querySelector('.ground')?.remove()
    for (const old of this.querySelectorAll('.tree')) old.remove()
    const holder = document.createElement('div')
    render(ground(this.meadow), holder)
    world?.prepend(...holder.children)
    for (const square of this.meadow.trees) this.#plane.append(planted(square))
  }

  /** Chooses the size of a square: the whole meadow where that can be seen, else a part of it. */
  #fit(): void {
    const viewport = this.querySelector('.viewport')
    if (!viewport) return
    const { clientWidth, clientHeight } = viewport
    const { width, height } = this.meadow
    const whole = Math.floor(Math.min(clientWidth / (width + 2 * HEDGE), clientHeight / (height + 2 * HEDGE), LARGEST))
    this.style.setProperty('--square', `${whole < READABLE ? TOUCHABLE : whole}px`)
    this.style.setProperty('--columns', String(width))
    this.style.setProperty('--rows', String(height))
    this.#follow(0)
  }

  /** Keeps us in the middle of what is seen, as far as the meadow goes. */
  #follow(ms: number): void {
    const world = this.querySelector<HTMLElement>('.world')
    const viewport = this.querySelector<HTMLElement>('.viewport')
    if (!world || !viewport) return
    const at = this.#figures.get(this.#me ?? 0)?.square ?? { x: this.meadow.width / 2, y: this.meadow.height / 2 }
    const square = Number.parseFloat(this.style.getPropertyValue('--square'))
    const along = (place: number, count: number, seen: number) => {
      const whole = (count + 2 * HEDGE) * square
      if (whole <= seen) return (seen - whole) / 2
      return Math.min(0, Math.max(seen - whole, seen / 2 - (place + 0.5 + HEDGE) * square))
    }
    const x = Math.round(along(at.x, this.meadow.width, viewport.clientWidth))
    const y = Math.round(along(at.y, this.meadow.height, viewport.clientHeight))
    world.style.transitionDuration = isStill() ? '0ms' : `${ms}ms`
    world.style.transform = `translate(${x}px, ${y}px)`
  }

  readonly #clicked = (event: MouseEvent): void => {
    const { left, top, width } = this.#plane.getBoundingClientRect()
    const square = width / this.meadow.width
    const to = { x: Math.floor((event.clientX - left) / square), y: Math.floor((event.clientY - top) / square) }
    // Outside, in the hedge, nobody meant a square; a keyboard's click has no place either.
    if (event.detail > 0 && this.meadow.contains(to)) this.onwalk(to)
  }
}

function planted(square: Square): HTMLElement {
  const holder = document.createElement('div')
  holder.className = 'tree'
  holder.style.transform = `translate(${square.x * 100}%, ${square.y * 100}%)`
  holder.style.setProperty('--row', String(square.y + 1))
  render(tree(fruitOf(square)), holder)
  return holder
}

function sameMeadow(a: Meadow, b: Meadow): boolean {
  const alike = a.width === b.width && a.height === b.height && a.trees.length === b.trees.length
  return alike && a.trees.every((tree, index) => same(tree, b.trees[index] ?? { x: -1, y: -1 }))
}
