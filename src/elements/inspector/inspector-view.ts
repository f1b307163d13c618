// Inspector view: what <wamp-inspector> shows, loaded when the first one is on a page.

import { adoptStyles, html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { WampSessionElement } from '../wamp-session.ts'
import { HandForm } from './hand-form.ts'
import { InspectorModel } from './inspector-model.ts'
import { inspectorStyles } from './inspector-styles.ts'
import { messageRow } from './message-row.ts'
import type { GivenNames } from './session-names.ts'
import { tabList } from './tab-list.ts'
import { registryTables, sessionsTable } from './tables.ts'
import { counts, replayBar, type ToolbarContext, toolbar } from './toolbar.ts'
import { type FigureSession, TraceFigure } from './trace-figure.ts'
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

/** Rows shown at first, and more with each wish for earlier ones. */
const ROWS = 150
/** Milliseconds between two renderings while messages pass. */
const RENDER_EVERY = 120

export class InspectorView implements ToolbarContext {
  readonly model: InspectorModel
  words: Words = english
  readonly #host: InspectorHost
  readonly #figure = new TraceFigure()
  readonly #hand: HandForm
  readonly #open = new Set<number>()
  readonly #resized: ResizeObserver
  #tab: Tab = 'log'
  #rows = ROWS
  #width = 0
  #error = ''
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: InspectorHost, capacity: number) {
    this.#host = host
    this.#hand = new HandForm(() => this.changed())
    this.model = new InspectorModel(
      {
        changed: () => this.changed(),
        passes: message => this.#figure.show(message),
        cut: () => this.#figure.clear(),
      },
      capacity,
    )
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
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  readonly changed = (): void => {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#host.requestUpdate()
    }, RENDER_EVERY)
  }

  readonly nameOf = (session: number): string => {
    const identity = this.model.sessions.find(other => other.session === session) ?? { session }
    return this.model.names.nameOf(identity, session === this.model.ownSession, this.words)
  }

  readonly save = (): void => {
    const url = URL.createObjectURL(new Blob([this.model.save(this.nameOf)], { type: 'application/json' }))
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
      this.#open.clear()
      this.#host.requestUpdate()
      this.model.replay?.play()
    } catch (error) {
      this.#fail(error)
    }
  }

  render(show: Show): TemplateResult {
    const { words, model } = this
    if (!model.element && !model.replay) return html`<p class="note alone">${words.noSession}</p>`
    this.#draw()
    return html`<section class="inspector" aria-label=${words.inspector}>
      ${show === 'log' ? nothing : html`<div class="stage">${this.#figure.element}</div>`}
      ${model.replay ? replayBar(this, model.replay) : nothing}
      ${this.#error === '' ? nothing : html`<p class="failed" role="alert">${this.#error}</p>`}
      ${show === 'all' ? this.#tabs() : nothing} ${show === 'log' ? this.#log() : nothing}
    </section>`
  }

  /** Called after each rendering. */
  rendered(): void {
    const stage = this.#figure.element.parentElement
    if (stage) this.#resized.observe(stage)
    const list = this.#host.renderRoot.querySelector('.log')
    if (list && this.#atEnd) list.scrollTop = list.scrollHeight
  }

  /** Whether the log shows its end, and is to go on doing so. */
  #atEnd = true

  #tabs(): TemplateResult {
    const { words } = this
    const choose = (tab: Tab) => {
      this.#tab = tab
      this.#atEnd = true
      if (tab === 'registry') void this.model.readRegistry()
      this.#host.requestUpdate()
    }
    return html`${tabList({ label: words.tabsLabel, words: words.tabs, chosen: this.#tab, choose })}
      <div class="panel" part="panel" id="panel" role="tabpanel" aria-labelledby="tab-${this.#tab}">${this.#panel()}</div>`
  }

  #panel(): TemplateResult {
    switch (this.#tab) {
      case 'log':
        return this.#log()
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

  #log(): TemplateResult {
    const { words, model } = this
    const messages = model.messages
    const earlier = Math.max(0, messages.length - this.#rows)
    const more = () => {
      this.#rows += ROWS
      this.#atEnd = false
      this.#host.requestUpdate()
    }
    const scrolled = ({ currentTarget }: Event) => {
      const { scrollTop, scrollHeight, clientHeight } = currentTarget as HTMLElement
      this.#atEnd = scrollTop + clientHeight > scrollHeight - 24
      if (this.#atEnd) this.#rows = ROWS
    }
    const empty = model.log.messages.length === 0 ? words.waitingForMessages : words.nothingPasses
    return html`${toolbar(this)}${counts(this, messages.length)}
      ${messages.length === 0 ? html`<p class="note">${empty}</p>` : nothing}
      <div class="log" part="log" @scroll=${scrolled}>
        ${earlier > 0 ? html`<button class="plain" @click=${more}>${words.earlier(Math.min(earlier, ROWS))}</button>` : nothing}
        <ol role="list">${repeat(
          messages.slice(earlier),
          message => message,
          message =>
            messageRow(message, {
              words,
              nameOf: this.nameOf,
              open: this.#open.has(message.record.number),
              toggle: () => this.#toggle(message.record.number),
            }),
        )}</ol>
      </div>`
  }

  #toggle(number: number): void {
    if (!this.#open.delete(number)) this.#open.add(number)
    // What was opened stays where it is.
    this.#atEnd = false
    this.#host.requestUpdate()
    void this.#host.updateComplete.then(() => {
      const [opened] = this.#host.renderRoot.querySelectorAll('[aria-expanded="true"]:focus')
      opened?.parentElement?.scrollIntoView({ block: 'nearest' })
    })
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
