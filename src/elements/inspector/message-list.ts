// Message list: the log: its end as long as nobody scrolls, with as many rows before that as are asked for.

import { html, nothing, type TemplateResult } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { repeat } from 'lit/directives/repeat.js'
import type { TraceRecord } from '../../host/trace/trace-record.ts'
import { messageRow } from './message-row.ts'
import { counts, type ToolbarContext, toolbar } from './toolbar.ts'
import type { TracedMessage } from './traced-message.ts'

/** Rows shown at first; and more with each wish for earlier ones. */
const ROWS = 50
const MORE = 150
/** Rows that may come beyond those before the first ones go; and while somebody looks at earlier ones. */
const SLACK = 50
const MUCH = 400
/** Pixels from the end that count as at the end. */
const NEAR = 24

export interface MessageListContext extends ToolbarContext {
  readonly root: HTMLElement | DocumentFragment
  /** Renders soon; resolves when that is done. */
  update(): Promise<unknown>
}

export class MessageList {
  readonly #context: MessageListContext
  readonly #open = new WeakSet<TraceRecord>()
  #rows = ROWS
  /** The message of the first row. Rows are added at the end, and others go many at once: what stays need not be painted anew. */
  #first: TracedMessage | undefined
  #last: TracedMessage | undefined
  /** Whether it shows its end, and is to go on doing so. */
  #atEnd = true
  #scrolled = 0

  constructor(context: MessageListContext) {
    this.#context = context
  }

  render(): TemplateResult {
    const { words, model, nameOf } = this.#context
    const { messages } = model
    const earlier = this.#earlier(messages)
    const empty = model.log.messages.length === 0 ? words.waitingForMessages : words.nothingPasses
    this.#first = messages[earlier]
    return html`${toolbar(this.#context)}${counts(this.#context, messages.length)}
      ${messages.length === 0 ? html`<p class="note">${empty}</p>` : nothing}
      <div class="log" part="log" @scroll=${this.#onScroll}>
        ${earlier > 0 ? html`<button class="plain" @click=${this.#more}>${words.earlier(Math.min(earlier, MORE))}</button>` : nothing}
        <ol role="list">${repeat(
          messages.slice(earlier),
          message => message,
          message => {
            const { record } = message
            const who = record.session === 0 ? '?' : nameOf(record.session)
            const open = this.#open.has(record)
            const row = () => messageRow(message, { words, who, open, toggle: () => this.#toggle(record) })
            return guard([words, who, open], row)
          },
        )}</ol>
      </div>`
  }

  /** Called after each rendering. */
  rendered(): void {
    const list = this.#context.root.querySelector('.log')
    const last = list ? this.#context.model.messages.at(-1) : undefined
    if (list && this.#atEnd && last !== this.#last) {
      list.scrollTop = list.scrollHeight
      this.#scrolled = list.scrollTop
    }
    this.#last = last
  }

  /** It is shown anew. */
  reset(): void {
    this.#atEnd = true
    this.#rows = ROWS
    this.#last = undefined
  }

  /** How many are before the first row. */
  #earlier(messages: readonly TracedMessage[]): number {
    const first = this.#first && messages.lastIndexOf(this.#first)
    const shown = first === undefined || first < 0 ? 0 : messages.length - first
    const most = this.#rows + (this.#atEnd ? SLACK : MUCH)
    return messages.length - (shown < this.#rows || shown > most ? Math.min(this.#rows, messages.length) : shown)
  }

  readonly #more = (): void => {
    this.#rows += MORE
    this.#atEnd = false
    void this.#context.update()
  }

  readonly #onScroll = ({ currentTarget }: Event): void => {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget as HTMLElement
    if (scrollTop + clientHeight > scrollHeight - NEAR) {
      this.#atEnd = true
      this.#rows = ROWS
      // Rows that were skipped may turn out taller: only who scrolls up leaves the end.
    } else if (scrollTop < this.#scrolled) this.#atEnd = false
    this.#scrolled = scrollTop
  }

  #toggle(record: TraceRecord): void {
    if (!this.#open.delete(record)) this.#open.add(record)
    // What was opened stays where it is.
    this.#atEnd = false
    void this.#context.update().then(() => {
      const [opened] = this.#context.root.querySelectorAll('[aria-expanded="true"]:focus')
      opened?.parentElement?.scrollIntoView({ block: 'nearest' })
    })
  }
}
