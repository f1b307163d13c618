// Trace figure: the router, its sessions as boxes, lines between them, and messages that travel along the lines.

import type { Transport } from '../../host/transport-kind.ts'
import { figureLayout, type Layout, type Place } from './figure-layout.ts'
import { aboutText, colourOf, messageTag, shortened, tagWidth } from './message-tag.ts'
import { set, svg } from './svg.ts'
import type { TracedMessage } from './traced-message.ts'
import { type Travel, TravelPlan } from './travel-plan.ts'

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

export class TraceFigure {
  readonly element = svg('svg', { class: 'figure', part: 'figure', role: 'img' })
  readonly #lines = svg('g')
  readonly #boxes = svg('g')
  readonly #travellers = svg('g', { 'aria-hidden': 'true' })
  readonly #plan = new TravelPlan()
  /** What was said last beside each line, by its index and direction. */
  readonly #abouts = new Map<string, SVGTextElement>()
  readonly #still = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)')
  #sessions: readonly FigureSession[] = []
  #layout: Layout = figureLayout(320, 0)
  #width = 0
  #drawn = ''
  #router = ''

  constructor() {
    this.element.append(this.#lines, this.#boxes, this.#travellers)
  }

  /** @param router what the router is called here. @param label what the figure shows, for who does not see it. */
  draw(sessions: readonly FigureSession[], width: number, { router, label }: { router: string; label: string }): void {
    if (width <= 0) return
    const wanted = JSON.stringify([sessions, width, router, label])
    if (wanted === this.#drawn) return
    // What is under way would end where nothing stands any more.
    if (width !== this.#width || sessions.length !== this.#sessions.length) this.#travellers.replaceChildren()
    this.#drawn = wanted
    this.#sessions = sessions
    this.#width = width
    this.#router = router
    this.#layout = figureLayout(width, sessions.length)
    const { height } = this.#layout
    this.element.setAttribute('viewBox', `0 0 ${width} ${height}`)
    this.element.setAttribute('width', String(width))
    this.element.setAttribute('height', String(height))
    this.element.setAttribute('aria-label', label)
    this.#lines.replaceChildren(...sessions.map((session, index) => this.#line(session, this.#layout.places[index])))
    this.#boxes.replaceChildren(this.#routerBox(), ...sessions.map((session, index) => this.#box(session, index)))
  }

  /** Lets a message travel. */
  show(message: TracedMessage): void {
    const index = this.#sessions.findIndex(({ session }) => session === message.record.session)
    const place = this.#layout.places[index]
    if (!place || document.hidden) return
    const room = Math.abs(place.line.to - place.line.from)
    const width = tagWidth(message.name)
    const share = Math.min(1, (width + APART) / Math.max(1, room - width))
    const travel = this.#plan.add(message.record, performance.now(), share)
    if (travel) this.#send(message, { place, index, travel })
    else this.#glow(index, colourOf(message))
  }

  /** Nothing travels any more. */
  clear(): void {
    this.#plan.clear()
    this.#travellers.replaceChildren()
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

  #send(message: TracedMessage, { place, index, travel }: { place: Place; index: number; travel: Travel }): void {
    const { line, toRouter } = place
    const up = message.record.direction === 'to-router'
    const towards = up ? toRouter : toRouter === 1 ? -1 : 1
    const tag = messageTag(message, towards)
    tag.group.setAttribute('opacity', '0')
    this.#travellers.append(tag.group)
    const delay = Math.max(0, travel.start - performance.now())
    const [near, far] = toRouter === 1 ? [line.from, line.to] : [line.to, line.from]
    // Between both ends as far as it fits; a tag that is longer than its line stands on the middle of it.
    const [left, right] =
      far - near > tag.width ? [near, far - tag.width] : [(near + far - tag.width) / 2, (near + far - tag.width) / 2]
    const [start, end] = towards === 1 ? [left, right] : [right, left]
    const moving = this.#move(tag.group, { start, end, y: line.y }, { delay, duration: travel.duration })
    this.#tellAbout(message, { place, index }, { delay, duration: travel.duration })
    const glow = () => {
      tag.group.remove()
      this.#glow(index, tag.colour)
    }
    moving.onfinish = glow
    moving.oncancel = () => tag.group.remove()
  }

  /** Beside the middle of the line, on a side for each direction, so that both can be read. */
  #tellAbout(
    message: TracedMessage,
    { place: { line }, index }: { place: Place; index: number },
    timing: { delay: number; duration: number },
  ): void {
    const text = aboutText(message, Math.abs(line.to - line.from) - 6)
    if (!text) return
    set(text, { x: (line.from + line.to) / 2, y: line.y + (message.record.direction === 'to-router' ? 25 : -16) })
    this.#travellers.append(text)
    const key = `${index}/${message.record.direction}`
    const before = this.#abouts.get(key)
    this.#abouts.set(key, text)
    // Two on top of each other could not be read.
    if (before) setTimeout(() => before.remove(), timing.delay)
    const frames = [{ opacity: 0 }, { opacity: 1, offset: 0.08 }, { opacity: 1, offset: 0.92 }, { opacity: 0 }]
    const shown = text.animate(frames, { ...timing, fill: 'backwards' })
    shown.onfinish = () => text.remove()
    shown.oncancel = () => text.remove()
  }

  #move(
    group: SVGElement,
    way: { start: number; end: number; y: number },
    timing: { delay: number; duration: number },
  ): Animation {
    const at = (x: number) => `translate(${x}px, ${way.y}px)`
    const middle = (way.start + way.end) / 2
    const [start, end] = this.#still?.matches ? [middle, middle] : [way.start, way.end]
    const frames = [
      { transform: at(start), opacity: 0 },
      { transform: at(start + (end - start) * 0.03), opacity: 1, offset: 0.08 },
      { transform: at(start + (end - start) * 0.97), opacity: 1, offset: 0.92 },
      { transform: at(end), opacity: 0 },
    ]
    return group.animate(frames, { ...timing, easing: 'ease-in-out', fill: 'backwards' })
  }

  #glow(index: number, colour: string): void {
    const line = this.#lines.children[index]
    if (!line) return
    const lit = svg('line', { class: `line lit ${colour}` })
    for (const name of ['x1', 'x2', 'y1', 'y2']) lit.setAttribute(name, line.getAttribute(name) ?? '0')
    this.#travellers.prepend(lit)
    const fading = lit.animate([{ opacity: 1 }, { opacity: 0 }], { duration: AFTERGLOW })
    fading.onfinish = () => lit.remove()
    fading.oncancel = () => lit.remove()
  }
}
