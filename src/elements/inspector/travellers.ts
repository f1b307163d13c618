// Travellers: what moves over the figure: tags, what they are about, lines that are lit. Each is a layer that the browser's
// compositor moves and fades by itself; the page has work only a few times a second, when some come and those that have ended go.

/** At an offset of the way: a part of its time. */
export type Step = Keyframe & { readonly offset: number }

export interface Traveller {
  /** Of these, a later one takes the place of an earlier one. */
  readonly place?: string
  /** When it is seen, as `performance.now()` tells it. */
  readonly start: number
  readonly end: number
  readonly steps: readonly Step[]
  element(): HTMLElement | SVGElement
}

/** Milliseconds between two turns. */
const TURN = 160
/** An animation's end would be work for the page, each at a moment of its own: it goes on unseen, until a turn takes it away. */
const REST = 4 * TURN

export class Travellers {
  readonly element = document.createElement('div')
  #waiting: Traveller[] = []
  #shown: { readonly element: Element; readonly place: string | undefined; end: number }[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    this.element.className = 'travellers'
    this.element.setAttribute('aria-hidden', 'true')
  }

  /** It is shown in the turn before its time. */
  add(traveller: Traveller): void {
    this.#waiting.push(traveller)
  }

  /** Takes away those that have ended, and shows those that start before the next turn, which follows as long as there are any. */
  readonly turn = (): void => {
    clearTimeout(this.#timer)
    const now = performance.now()
    for (const { element } of this.#shown.filter(({ end }) => end <= now)) element.remove()
    this.#shown = this.#shown.filter(({ end }) => end > now)
    const starting = this.#waiting.filter(({ start }) => start < now + TURN)
    this.#waiting = this.#waiting.filter(({ start }) => start >= now + TURN)
    for (const traveller of starting) this.#show(traveller, now)
    if (this.#shown.length + this.#waiting.length > 0) this.#timer = setTimeout(this.turn, TURN)
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.element.replaceChildren()
    this.#waiting = []
    this.#shown = []
  }

  #show(traveller: Traveller, now: number): void {
    const { place, start, end, steps } = traveller
    const before = place === undefined ? undefined : this.#shown.findLast(other => other.place === place)
    if (before) before.end = Math.min(before.end, start)
    const element = traveller.element()
    this.element.append(element)
    this.#shown.push({ element, place, end })
    const duration = Math.max(end, now) - now + REST
    const at = (offset: number) => Math.max(0, start + offset * (end - start) - now) / duration
    const timed = steps.map(step => ({ ...step, offset: at(step.offset) }))
    element.animate([{ offset: 0, opacity: 0 }, ...timed, { offset: 1, opacity: 0 }], duration)
  }
}
