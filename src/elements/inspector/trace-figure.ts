// Trace figure: the router, its sessions as boxes, lines between them, and messages that travel along the lines.

import type { Transport } from '../../host/transport-kind.ts'
import { figureLayout, type Layout, type Place } from './figure-layout.ts'
import { aboutText, colourOf, messageTag, shortened, TAG, tagWidth } from './message-tag.ts'
import { set, svg } from './svg.ts'
import type { TracedMessage } from './traced-message.ts'
import { TravelPlan } from './travel-plan.ts'
import { type Step, Travellers } from './travellers.ts'

/** A session, as the figure draws it. */
export interface FigureSession {
  readonly session: number
  readonly name: string
  /** How it is connected, in words; may be empty. */
  readonly path: string
  readonly transport: Transport | undefined
  readonly asleep: boolean
  /** Whether it is this page's own. */
  readonly own: boolean
}

/** Pixels between two messages on a line. */
const APART = 8
/** Milliseconds that a line stays lit. */
const AFTERGLOW = 1_100
/** Pixels from a line to the top of what is said below and above it, and from its ends. */
const BELOW = 14
const ABOVE = -27
const ASIDE = 3

const FADE = [
  { offset: 0, opacity: 0 },
  { offset: 0.1, opacity: 1 },
  { offset: 0.9, opacity: 1 },
  { offset: 1, opacity: 0 },
] as const satisfies Step[]
const GLOW: readonly Step[] = [
  { offset: 0, opacity: 0 },
  { offset: 0, opacity: 1 },
  { offset: 1, opacity: 0 },
]

export class TraceFigure {
  readonly element = document.createElement('div')
  readonly #drawing = svg('svg', { class: 'figure', part: 'figure', role: 'img' })
  readonly #lines = svg('g')
  readonly #boxes = svg('g')
  readonly #travellers = new Travellers()
  readonly #plan = new TravelPlan()
  readonly #still = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)')
  #sessions: readonly FigureSession[] = []
  #layout: Layout = figureLayout(320, 0)
  #width = 0
  #drawn = ''
  #router = ''

  constructor() {
    this.#drawing.append(this.#lines, this.#boxes)
    this.element.className = 'plane'
    this.element.append(this.#drawing, this.#travellers.element)
  }

  /** @param router what the router is called here. @param label what the figure shows, for who does not see it. */
  draw(sessions: readonly FigureSession[], width: number, { router, label }: { router: string; label: string }): void {
    if (width <= 0) return
    const wanted = JSON.stringify([sessions, width, router, label])
    if (wanted === this.#drawn) return
    // What is under way would end where nothing stands any more.
    if (width !== this.#width || sessions.length !== this.#sessions.length) this.#travellers.clear()
    this.#drawn = wanted
    this.#sessions = sessions
    this.#width = width
    this.#router = router
    this.#layout = figureLayout(width, sessions.length)
    const { height } = this.#layout
    set(this.#drawing, { viewBox: `0 0 ${width} ${height}`, width, height, 'aria-label': label })
    this.#lines.replaceChildren(...sessions.map((session, index) => this.#line(session, this.#layout.places[index])))
    this.#boxes.replaceChildren(this.#routerBox(), ...sessions.map((session, index) => this.#box(session, index)))
  }

  /** Lets messages travel that have passed since the last were shown, as far as there is time for them. */
  show(messages: readonly TracedMessage[]): void {
    /** Lines that only light up, and their colours: of many messages the last. */
    const lit = new Map<number, string>()
    for (const message of messages) {
      const index = this.#sessions.findIndex(({ session }) => session === message.record.session)
      const place = this.#layout.places[index]
      if (place && !this.#travels(message, place, index)) lit.set(index, colourOf(message))
    }
    for (const [index, colour] of lit) this.#glow(index, colour, performance.now())
    this.#travellers.turn()
  }

  /** Nothing travels any more. */
  clear(): void {
    this.#plan.clear()
    this.#travellers.clear()
  }

  #line({ transport, asleep }: FigureSession, place: Place | undefined): SVGElement {
    const { from = 0, to = 0, y = 0 } = place?.line ?? {}
    const way = transport === 'relay' ? 'relayed' : 'direct'
    return svg('line', { class: `line ${way}${asleep ? ' asleep' : ''}`, x1: from, x2: to, y1: y, y2: y })
  }

  #box({ name, path, asleep, own }: FigureSession, index: number): SVGElement {
    const { x = 0, y = 0, width = 0, height = 0 } = this.#layout.places[index]?.box ?? {}
    const middle = x + width / 2
    const room = Math.floor((width - 14) / 7.4)
    return svg(
      'g',
      { class: `component${asleep ? ' asleep' : ''}${own ? ' own' : ''}` },
      svg('title', {}, path ? `${name} · ${path}` : name),
      svg('rect', { x, y, width, height, rx: 10 }),
      svg('text', { class: 'name', x: middle, y: y + (path ? 20 : 28) }, shortened(name, room)),
      ...(path ? [svg('text', { class: 'path', x: middle, y: y + 36 }, shortened(path, Math.floor(room * 1.2)))] : []),
    )
  }

  #routerBox(): SVGElement {
    const { x, y, width, height } = this.#layout.router
    const text = svg('text', { class: 'name', x: x + width / 2, y: y + height / 2 + 5 }, this.#router)
    return svg('g', { class: 'router' }, svg('rect', { x, y, width, height, rx: 12 }), text)
  }

  /** Lets it travel, if there is time. */
  #travels(message: TracedMessage, { line, toRouter }: Place, index: number): boolean {
    const length = tagWidth(message.name)
    const room = Math.abs(line.to - line.from)
    const share = Math.min(1, (length + APART) / Math.max(1, room - length))
    const travel = this.#plan.add(message.record, performance.now(), share)
    if (!travel) return false
    const time = { start: travel.start, end: travel.start + travel.duration }
    const up = message.record.direction === 'to-router'
    const towards = up ? toRouter : toRouter === 1 ? -1 : 1
    const near = Math.min(line.from, line.to)
    // Between both ends as far as it fits; a tag that is longer than its line stands on the middle of it.
    const [left, right] = room > length ? [0, room - length] : [(room - length) / 2, (room - length) / 2]
    const [start, end] = towards === 1 ? [near + left, near + right] : [near + right, near + left]
    const steps = this.#way(start, end, line.y)
    this.#glow(index, colourOf(message), time.end)
    this.#tellAbout(message, { line, index }, time)
    this.#travellers.add({ ...time, steps, element: () => messageTag(message, towards) })
    return true
  }

  /** Beside the middle of the line, on a side for each direction, so that both can be read. */
  #tellAbout(
    message: TracedMessage,
    { line: { from, to, y }, index }: { line: Place['line']; index: number },
    time: { start: number; end: number },
  ): void {
    const width = Math.abs(to - from) - 2 * ASIDE
    const text = aboutText(message, width)
    if (!text) return
    const { direction } = message.record
    const at = { left: Math.min(from, to) + ASIDE, top: y + (direction === 'to-router' ? BELOW : ABOVE), width }
    const element = () => placed('span', 'about', at, text)
    this.#travellers.add({ ...time, place: `${direction} ${index}`, steps: FADE, element })
  }

  #way(start: number, end: number, y: number): readonly Step[] {
    const at = (x: number) => `translate(${x - TAG.left}px, ${y - TAG.middle}px)`
    const middle = (start + end) / 2
    const [from, to] = this.#still?.matches ? [at(middle), at(middle)] : [at(start), at(end)]
    const [first, second, third, last] = FADE
    return [{ ...first, transform: from, easing: 'ease-in-out' }, second, third, { ...last, transform: to }]
  }

  /** Lights a line up at that moment. */
  #glow(index: number, colour: string, start: number): void {
    const { from = 0, to = 0, y = 0 } = this.#layout.places[index]?.line ?? {}
    const at = { left: Math.min(from, to), top: y, width: Math.abs(to - from) }
    const element = () => placed('div', `lit ${colour}`, at)
    this.#travellers.add({ start, end: start + AFTERGLOW, place: `lit ${index}`, steps: GLOW, element })
  }
}

function placed(name: 'div' | 'span', className: string, at: Readonly<Record<string, number>>, text = ''): HTMLElement {
  const element = document.createElement(name)
  element.className = className
  element.textContent = text
  for (const [property, pixels] of Object.entries(at)) element.style.setProperty(property, `${pixels}px`)
  return element
}
