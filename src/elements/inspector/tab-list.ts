// Tab list: tabs that the arrow keys move between.

import { html, type TemplateResult } from 'lit'

export interface Tabs<Name extends string> {
  readonly label: string
  readonly words: Readonly<Record<Name, string>>
  readonly chosen: Name
  choose(name: Name): void
}

const MOVES: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

export function tabList<Name extends string>({ label, words, chosen, choose }: Tabs<Name>): TemplateResult {
  const names = Object.keys(words) as Name[]
  const move = (event: KeyboardEvent) => {
    const move = MOVES[event.key]
    const name = move && names[move(names.indexOf(chosen), names.length)]
    if (name === undefined) return
    event.preventDefault()
    choose(name)
    const list = event.currentTarget as HTMLElement
    list.querySelector<HTMLElement>(`#tab-${name}`)?.focus()
  }
  return html`<div class="tabs" part="tabs" role="tablist" aria-label=${label} @keydown=${move}>
    ${names.map(
      name => html`<button role="tab" id="tab-${name}" aria-controls="panel" aria-selected=${name === chosen}
        tabindex=${name === chosen ? 0 : -1} @click=${() => choose(name)}>${words[name]}</button>`,
    )}
  </div>`
}
