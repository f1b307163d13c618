// Component card: one of the five: whether it works here, elsewhere or nowhere, the switch, and what it told last.

import { html, nothing, type TemplateResult } from 'lit'
import { say } from '../../site/language.ts'
import type { Standing } from '../component.ts'
import { isTrouble, type Note, noteSentence } from '../note.ts'
import type { Role } from '../roles.ts'
import { COMPONENTS, standingWords } from '../words.ts'
import { icons } from './icons.ts'

export interface Card {
  readonly role: Role
  readonly standing: Standing
  /** Whether another one has its procedure. */
  readonly elsewhere: boolean | undefined
  readonly note: Note | undefined
  /** What else stands in the card. */
  readonly more?: TemplateResult | undefined
  ontoggle(): void
}

export function componentCard({ role, standing, elsewhere, note, more, ontoggle }: Card): TemplateResult {
  const { name, does } = COMPONENTS[role]
  const isOn = standing !== 'off'
  const away = elsewhere === undefined ? 'off' : elsewhere ? 'elsewhere' : 'missing'
  return html`<li class="component" data-role=${role} data-standing=${isOn ? standing : away}>
    <div class="component-head">
      ${icons[role]}
      <h2 id="name-${role}">${say(name)}</h2>
      <button class="switch" role="switch" aria-checked=${isOn} aria-labelledby="name-${role}" aria-describedby="standing-${role}" @click=${ontoggle}>
        <i></i>
      </button>
    </div>
    <p class="does">${say(does)}</p>
    <p class="standing" id="standing-${role}">${say(standingWords(standing, elsewhere))}</p>
    ${note ? html`<p class="note" data-trouble=${isTrouble(note)}>${say(noteSentence(note))}</p>` : nothing}
    ${more ?? nothing}
    <a class="alone" href=${alone(role)} target="_blank">${say({ en: 'Alone in a tab', fr: 'Seul dans un onglet' })}</a>
  </li>`
}

/** This page with one component only, in the same room. */
function alone(role: Role): string {
  const query = new URLSearchParams(location.search)
  query.set('component', role)
  return `?${query}`
}
