// Figure: one player on the board, walking from square to square as the master says.

import { html, render } from 'lit'
import type { Player, Step } from '../protocol.ts'
import { facing, type Square, same } from '../world.ts'
import { embrace, gait, isStill, onSquare, rising } from './motion.ts'
import { heart, villager } from './villager.ts'

/** Milliseconds of a hug. */
const HUG = 2_600
/** Milliseconds after which somebody who walked away from us turns round: faces are nicer than backs. */
const TURN_ROUND = 1_200
/** More steps than this behind, a figure hurries; more than that, it jumps. */
const HURRY = 1
const JUMP = 8

export class Figure {
  readonly element = document.createElement('div')
  readonly #motion: HTMLElement
  #player: Player
  #queue: Step[] = []
  #walking: Animation | undefined
  #steps = 0
  #bubble: ReturnType<typeof setTimeout> | undefined
  #hug: ReturnType<typeof setTimeout> | undefined
  #turn: ReturnType<typeof setTimeout> | undefined

  constructor(player: Player) {
    this.#player = player
    this.element.className = 'figure'
    render(
      html`<div class="ring"></div><div class="figure-shadow"></div>
        <div class="motion">${villager}</div>
        <span class="name" dir="auto"></span>
        <span class="snore" aria-hidden="true"><i>z</i><i>z</i></span>`,
      this.element,
    )
    const motion = this.element.querySelector<HTMLElement>('.motion')
    if (!motion) throw new Error('a figure has no body')
    this.#motion = motion
    this.stand(player)
  }

  /** Where the figure stands or goes to next. */
  get square(): Square {
    return this.#player
  }

  get asleep(): boolean {
    return this.#player.asleep
  }

  set me(me: boolean) {
    this.element.classList.toggle('me', me)
  }

  /** Is at once where the player is. */
  stand(player: Player): void {
    this.#queue = []
    this.#walking?.cancel()
    this.#walking = undefined
    this.#put(player)
  }

  /** Goes one step on, after those that are under way. */
  step(step: Step): void {
    const last = this.#queue.at(-1) ?? this.#player
    if (same(step, last)) return this.#dress(step)
    if (step.ms === 0 || isStill() || document.hidden || this.#queue.length >= JUMP) return this.stand(step)
    this.#queue.push(step)
    if (!this.#walking) this.#next()
  }

  /** Leans to a neighbour, with hearts. */
  hug(other: Square): void {
    const [dx, dy] = [other.x - this.#player.x, other.y - this.#player.y]
    clearTimeout(this.#hug)
    this.element.dataset.mood = 'hug'
    this.element.dataset.facing = dx === 0 ? 'down' : facing(this.#player, other)
    if (!isStill()) this.#motion.animate(embrace({ dx, dy }), { duration: HUG })
    this.#hearts(dx)
    this.#hug = setTimeout(() => {
      delete this.element.dataset.mood
      this.element.dataset.facing = this.#player.facing
    }, HUG)
  }

  /** Shows for a while what the player said. */
  say(text: string): void {
    clearTimeout(this.#bubble)
    const bubble = this.element.querySelector('.bubble') ?? document.createElement('p')
    bubble.className = 'bubble'
    bubble.setAttribute('dir', 'auto')
    // The chat says it to screen readers.
    bubble.setAttribute('aria-hidden', 'true')
    bubble.textContent = text.length > 120 ? `${text.slice(0, 119)}…` : text
    this.element.append(bubble)
    this.#bubble = setTimeout(() => bubble.remove(), 3_000 + 40 * Math.min(text.length, 120))
  }

  remove(): void {
    clearTimeout(this.#bubble)
    clearTimeout(this.#hug)
    clearTimeout(this.#turn)
    this.#walking?.cancel()
    this.element.remove()
  }

  #next(): void {
    const step = this.#queue.shift()
    this.#walking = undefined
    if (!step) return
    const from = onSquare(this.#player)
    const duration = this.#queue.length > HURRY ? step.ms * 0.6 : step.ms
    this.#put(step)
    this.#motion.animate(gait(step, this.#steps++ % 2 === 0), { duration })
    const walking = this.element.animate([{ transform: from }, { transform: onSquare(step) }], { duration })
    walking.onfinish = () => this.#next()
    this.#walking = walking
  }

  #put(player: Player): void {
    this.element.style.transform = onSquare(player)
    this.element.style.setProperty('--row', String(player.y + 1))
    this.element.dataset.row = player.y === 0 ? 'first' : 'other'
    this.element.dataset.facing = player.facing
    this.#player = player
    this.#dress(player)
    clearTimeout(this.#turn)
    this.#turn = setTimeout(() => {
      if (this.element.dataset.facing === 'up') this.element.dataset.facing = 'down'
    }, TURN_ROUND)
  }

  #dress({ name, colour, asleep }: Player): void {
    this.#player = { ...this.#player, name, colour, asleep }
    this.element.toggleAttribute('data-asleep', asleep)
    this.element.style.setProperty('--colour', colour)
    const label = this.element.querySelector('.name')
    if (label && label.textContent !== name) label.textContent = name
  }

  #hearts(dx: number): void {
    const hearts = isStill() ? [0] : [-60, 50, -20, 70]
    hearts.forEach((sideways, index) => {
      const holder = document.createElement('div')
      holder.className = 'heart-holder'
      holder.style.left = `${38 + dx * 40}%`
      render(heart, holder)
      this.element.append(holder)
      const frames = isStill() ? [{ opacity: 1 }, { opacity: 1 }] : rising(sideways)
      const rise = holder.animate(frames, { duration: isStill() ? HUG : 1_500, delay: index * 300, fill: 'both' })
      rise.onfinish = () => holder.remove()
      rise.oncancel = () => holder.remove()
    })
  }
}
