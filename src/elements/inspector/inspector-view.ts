// Inspector view: what <wamp-inspector> shows, loaded when the first one is on a page.

import { adoptStyles, html, nothing, type TemplateResult } from 'lit'
import type { WampSessionElement } from '../wamp-session.ts'
import { HandForm } from './hand-form.ts'
import { InSight } from './in-sight.ts'
import { InspectorModel } from './inspector-model.ts'
import { inspectorStyles } from './inspector-styles.ts'
import { MessageList } from './message-list.ts'
import type { GivenNames } from './session-names.ts'
import { tabList } from './tab-list.ts'
import { registryTables, sessionsTable } from './tables.ts'
import { replayBar, type ToolbarContext } from './toolbar.ts'
import { type FigureSession, TraceFigure } from './trace-figure.ts'
import type { TracedMessage } from './traced-message.ts'
import { english, type Words } from './words.ts'
import { french } from './words-fr.ts'

/** The element that shows it. */
export interface InspectorHost {
  readonly renderRoot: HTMLElement | DocumentFragment
  requestUpdate(): void
  readonly updateComplete: Promise<unknown>
}

export type Show = 'figure' | 'log' | 'all'
type Tab = keyof Words['tabs']

/** Milliseconds between two renderings while messages pass. */
const RENDER_EVERY = 160

export class InspectorView implements ToolbarContext {
  readonly model: InspectorModel
  words: Words = english
  readonly #host: InspectorHost
  readonly #figure = new TraceFigure()
  readonly #hand: HandForm
  readonly #list: MessageList
  readonly #resized: ResizeObserver
  readonly #sight = new InSight(() => this.#sightChanged())
  readonly #figureSight = new InSight(() => this.#sightChanged())
  /** What has passed since the figure showed some. */
  #passing: TracedMessage[] = []
  #names: ReadonlyMap<number, string> = new Map()
  #tab: Tab = 'log'
  #width = 0
  #error = ''
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: InspectorHost, capacity: number) {
    this.#host = host
    this.#hand = new HandForm(() => this.changed())
    this.model = new InspectorModel(
      {
        seen: () => this.#sight.seen,
        changed: () => this.changed(),
        passes: message => this.#figureSight.seen && this.#passing.push(message),
        cut: () => this.#cut(),
      },
      capacity,
    )
    this.#list = new MessageList(this)
    this.#resized = new ResizeObserver(([entry]) => {
      this.#width = Math.floor(entry?.contentRect.width ?? 0)
      this.#draw()
    })
    const { renderRoot } = host
    if (renderRoot instanceof ShadowRoot) adoptStyles(renderRoot, [inspectorStyles])
  }

  set language(language: string) {
    this.words = /^fr\b/i.test(language) ? french : english
  }

  set names(names: GivenNames) {
    this.model.given = names
  }

  watch(element: WampSessionElement | undefined): void {
    this.model.watch(element)
  }

  /** The element is in the page no more. */
  leave(): void {
    this.model.watch(undefined)
    this.#resized.disconnect()
    this.#sight.leave()
    this.#figureSight.leave()
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  get root(): HTMLElement | DocumentFragment {
    return this.#host.renderRoot
  }

  /** Out of sight nothing is rendered until it comes into sight again. */
  readonly changed = (): void => {
    if (!this.#sight.seen) return
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#host.requestUpdate()
    }, RENDER_EVERY)
  }

  update(): Promise<unknown> {
    this.#host.requestUpdate()
    return this.#host.updateComplete
  }

  readonly nameOf = (session: number): string =>
    this.#names.get(session) ?? this.model.names.nameOf({ session }, session === this.model.ownSession, this.words)

  /** The trace as text. */
  text(): string {
    this.model.look()
    this.#nameAll()
    return this.model.save(this.nameOf)
  }

  readonly save = (): void => {
    const url = URL.createObjectURL(new Blob([this.text()], { type: 'application/json' }))
    const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-')
    Object.assign(document.createElement('a'), { href: url, download: `${this.words.fileName}-${stamp}.json` }).click()
    // The download has its own hold of it by then.
    setTimeout(() => URL.revokeObjectURL(url))
  }

  readonly load = (file: File): void => {
    file.text().then(
      text => this.open(text),
      error => this.#fail(error),
    )
  }

  /** Shows a saved trace, and plays it. */
  open(text: string): void {
    try {
      this.model.load(text)
      this.#error = ''
      this.#list.reset()
      this.#host.requestUpdate()
      this.model.replay?.play()
    } catch (error) {
      this.#fail(error)
    }
  }

  render(show: Show): TemplateResult {
    const { words, model } = this
    if (!model.element && !model.replay) return html`<p class="note alone">${words.noSession}</p>`
    model.look()
    this.#nameAll()
    this.#draw()
    this.#figure.show(this.#passing)
    this.#passing = []
    return html`<section class="inspector" aria-label=${words.inspector}>
      ${show === 'log' ? nothing : html`<div class="stage">${this.#figure.element}</div>`}
      ${model.replay ? replayBar(this, model.replay) : nothing}
      ${this.#error === '' ? nothing : html`<p class="failed" role="alert">${this.#error}</p>`}
      ${show === 'all' ? this.#tabs() : nothing} ${show === 'log' ? this.#list.render() : nothing}
    </section>`
  }

  /** Called after each rendering. */
  rendered(): void {
    const stage = this.#figure.element.parentElement
    if (stage) {
      this.#resized.observe(stage)
      this.#figureSight.observe(this.#figure.element)
    }
    if (this.root instanceof ShadowRoot) this.#sight.observe(this.root.host)
    this.#list.rendered()
  }

  #tabs(): TemplateResult {
    const { words } = this
    const choose = (tab: Tab) => {
      this.#tab = tab
      this.#list.reset()
      if (tab === 'registry') void this.model.readRegistry()
      this.#host.requestUpdate()
    }
    return html`${tabList({ label: words.tabsLabel, words: words.tabs, chosen: this.#tab, choose })}
      <div class="panel" part="panel" id="panel" role="tabpanel" aria-labelledby="tab-${this.#tab}">${this.#panel()}</div>`
  }

  #panel(): TemplateResult {
    switch (this.#tab) {
      case 'log':
        return this.#list.render()
      case 'sessions':
        return sessionsTable(this)
      case 'registry':
        return registryTables(this)
      case 'hand':
        return this.#hand.render(this.words, this.model.element?.session)
      default:
        return this.#tab satisfies never
    }
  }

  /** What passed while nobody saw it is past. */
  #sightChanged(): void {
    this.model.look()
    this.#cut()
    if (this.#sight.seen) this.#host.requestUpdate()
  }

  #cut(): void {
    this.#passing = []
    this.#figure.clear()
  }

  #nameAll(): void {
    const { sessions, ownSession, names } = this.model
    this.#names = new Map(sessions.map(one => [one.session, names.nameOf(one, one.session === ownSession, this.words)]))
  }

  #draw(): void {
    const { words, model } = this
    const peers = new Map(model.peers.map(peer => [peer.session, peer]))
    const own = model.ownSession
    const sessions = model.sessions.map((identity): FigureSession => {
      const { session } = identity
      const {
        transport = undefined,
        liveness = undefined,
        roundTrip = undefined,
      } = (!model.replay && peers.get(session)) ||
        (session === own && model.element) || { transport: identity.transport }
      const path = [transport && words.transports[transport], roundTrip !== undefined && words.milliseconds(roundTrip)]
      return {
        session,
        name: this.nameOf(session),
        path: path.filter(Boolean).join(' · '),
        transport,
        asleep: liveness === 'asleep',
        own: session === own,
      }
    })
    const label = words.figureOf(sessions.map(({ name, path }) => (path ? `${name} (${path})` : name)))
    this.#figure.draw(sessions, this.#width, { router: words.router, label })
  }

  #fail(error: unknown): void {
    this.#error = error instanceof Error ? error.message : String(error)
    this.#host.requestUpdate()
  }
}
