// Message row: one message in the log, which opens to its elements by the specification's names.

import { html, nothing, type TemplateResult } from 'lit'
import { elementNames } from '../../protocol/wire.ts'
import { colourOf } from './message-tag.ts'
import { pretty, preview } from './trace-filter.ts'
import type { TracedMessage } from './traced-message.ts'
import type { Words } from './words.ts'

/** Letters of a payload that a row shows. */
const MOST_PREVIEW = 120

export interface RowContext {
  readonly words: Words
  /** Whose message it is. */
  readonly who: string
  readonly open: boolean
  toggle(): void
}

export function messageRow(message: TracedMessage, context: RowContext): TemplateResult {
  const { record, name, uri, error, latency } = message
  const { words, who, open, toggle } = context
  const way = record.direction === 'to-router' ? words.toRouter(who) : words.fromRouter(who)
  return html`<li class="message ${record.direction}" part="message">
    <button class="row" aria-expanded=${open} @click=${toggle}>
      <time datetime=${new Date(record.time).toISOString()}>${clock(record.time)}</time>
      <span class="way">${way}</span>
      <span class="chip ${colourOf(message)}">${name}</span>
      <span class="uri">${error ?? uri ?? nothing}</span>
      <span class="payload">${brief(message)}</span>
      <span class="latency">${latency === undefined ? nothing : words.milliseconds(latency)}</span>
    </button>
    ${open ? details(message, words) : nothing}
  </li>`
}

function details({ record }: TracedMessage, words: Words): TemplateResult {
  const [type, ...elements] = record.message
  const names = elementNames(Number(type))
  const more = record.transport === undefined ? '' : ` · ${words.transports[record.transport]}`
  return html`<div class="details">
    ${record.unreadable === undefined ? nothing : html`<p>${words.unreadable}${record.unreadable}</p>`}
    <dl>
      ${elements.map(
        (element, index) => html`<dt>${names[index] ?? index + 1}</dt><dd><pre>${pretty(element)}</pre></dd>`,
      )}
    </dl>
    <p class="note">${record.session === 0 ? nothing : `${record.session} · `}${words.bytes(record.size)}${more}</p>
    ${record.cut ? html`<p class="note">${words.cut}</p>` : nothing}
  </div>`
}

/** The payload, as far as there is room for it. */
function brief({ record: { message, unreadable } }: TracedMessage): string {
  if (unreadable !== undefined) return unreadable
  const names = elementNames(Number(message[0]))
  const at = names.indexOf('Arguments') + 1
  const [args, kwargs] = at > 0 ? message.slice(at) : []
  const text = [args, kwargs]
    .filter(part => part !== undefined && !isEmpty(part))
    .map(preview)
    .join(' ')
  return text.length > MOST_PREVIEW ? `${text.slice(0, MOST_PREVIEW)}…` : text
}

function isEmpty(part: unknown): boolean {
  return Array.isArray(part) && part.length === 0
}

function clock(time: number): string {
  const date = new Date(time)
  const two = (value: number) => String(value).padStart(2, '0')
  const ms = String(date.getMilliseconds()).padStart(3, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${ms}`
}
