// Toolbar: filter, pause, clear, save and load; and the controls of a replay.

import { html, type nothing, type TemplateResult } from 'lit'
import type { InspectorModel } from './inspector-model.ts'
import type { Replay } from './replay.ts'
import type { TraceFilter } from './trace-filter.ts'
import type { MessageKind } from './traced-message.ts'
import type { Words } from './words.ts'

const RATES = [0.25, 0.5, 1, 2, 5]

export interface ToolbarContext {
  readonly words: Words
  readonly model: InspectorModel
  nameOf(session: number): string
  changed(): void
  save(): void
  load(file: File): void
}

export function toolbar(context: ToolbarContext): TemplateResult {
  const { words, model, save, load } = context
  const choose = ({ target }: Event) => {
    const input = target as HTMLInputElement
    const [file] = input.files ?? []
    // The same file may be chosen again.
    input.value = ''
    if (file) load(file)
  }
  return html`<div class="toolbar" part="toolbar">
    ${filters(context)}
    <div class="actions">
      <button class="plain" aria-pressed=${model.paused} ?disabled=${model.replay !== undefined}
        @click=${() => {
          model.paused = !model.paused
        }}>${model.paused ? words.resume : words.pause}</button>
      <button class="plain" @click=${() => model.clear()}>${words.clear}</button>
      <button class="plain" @click=${save}>${words.save}</button>
      <label class="plain file">${words.load}<input type="file" accept="application/json,.json" @change=${choose}></label>
    </div>
  </div>`
}

function filters({ words, model, nameOf, changed }: ToolbarContext): TemplateResult {
  const set = (part: Partial<TraceFilter>) => {
    model.filter = { ...model.filter, ...part }
    changed()
  }
  const value = ({ target }: Event) => (target as HTMLInputElement | HTMLSelectElement).value
  const { text, kind, session, meta } = model.filter
  return html`<input class="text" type="search" aria-label=${words.filter} placeholder=${words.filterHint} .value=${text}
      @input=${(event: Event) => set({ text: value(event) })}>
    <select aria-label=${words.kind} @change=${(event: Event) => set({ kind: (value(event) || undefined) as MessageKind | undefined })}>
      <option value="">${words.allKinds}</option>
      ${Object.entries(words.kinds).map(([name, word]) => html`<option value=${name} ?selected=${name === kind}>${word}</option>`)}
    </select>
    <select aria-label=${words.session} @change=${(event: Event) => set({ session: Number(value(event)) || undefined })}>
      <option value="">${words.allSessions}</option>
      ${model.sessions.map(
        ({ session: id }) => html`<option value=${id} ?selected=${id === session}>${nameOf(id)}</option>`,
      )}
    </select>
    <label class="choice"><input type="checkbox" .checked=${meta}
      @change=${({ target }: Event) => set({ meta: (target as HTMLInputElement).checked })}>${words.meta}</label>`
}

export function replayBar({ words, model }: ToolbarContext, replay: Replay): TemplateResult {
  const { position, duration, playing, rate } = replay
  const seek = ({ target }: Event) => {
    replay.pause()
    replay.seek(Number((target as HTMLInputElement).value))
  }
  const setRate = ({ target }: Event) => {
    replay.rate = Number((target as HTMLSelectElement).value)
  }
  const seconds = (ms: number) => (ms / 1000).toFixed(1)
  return html`<div class="replay" part="replay" role="group" aria-label=${words.replaying}>
    <button class="primary" @click=${() => (playing ? replay.pause() : replay.play())}>${playing ? words.pause : words.play}</button>
    <input type="range" min="0" max=${Math.max(1, duration)} step="any" .value=${String(position)} aria-label=${words.moment}
      aria-valuetext="${seconds(position)} / ${seconds(duration)} s" @input=${seek}>
    <span class="number">${seconds(position)} / ${seconds(duration)} s</span>
    <select aria-label=${words.speed} @change=${setRate}>
      ${RATES.map(times => html`<option value=${times} ?selected=${times === rate}>×${times}</option>`)}
    </select>
    <button class="plain" @click=${() => model.leaveReplay()}>${words.live}</button>
  </div>`
}

export function counts({ words, model }: ToolbarContext, shown: number): TemplateResult | typeof nothing {
  const { log } = model
  return html`<p class="counts">${words.counts(shown, log.messages.length, log.forgotten + log.missed)}</p>`
}
