// System: the body of a page that shows one system: what it is, the room, the living part, the code, the messages.

import type { Language, Translated } from './language.ts'
import { html, type Markup } from './markup.ts'
import type { About } from './site-page.ts'

/** A few lines of code that the system is made of. */
export interface Sample {
  readonly title: Translated
  readonly code: Markup
}

/** A component that runs outside the browser. */
export interface OutsideComponent {
  readonly title: Translated
  /** What it needs, and what happens then. */
  readonly about: Translated
  /** The file to take, below the site's root. */
  readonly file: string
  /** What to type; the room's plain URL is added at its end. */
  readonly command: string
}

export interface System {
  readonly title: Translated
  /** Two sentences: what it shows. */
  readonly lead: Translated
  /** The living part. */
  readonly stage: Markup
  readonly samples: readonly Sample[]
  readonly outside: readonly OutsideComponent[]
}

const WORDS = {
  code: { en: 'The code', fr: 'Le code' },
  outside: { en: 'Outside the browser', fr: 'Hors du navigateur' },
  watch: { en: 'What passes through the router', fr: 'Ce qui passe par le routeur' },
} as const satisfies Record<string, Translated>

export function systemBody({ language, to }: About, system: System): Markup {
  return html`<h1>${system.title[language]}</h1>
    <p class="lead">${system.lead[language]}</p>
    <wamp-session host>
      <room-bar></room-bar>
      <section class="card stage">${system.stage}</section>
      <section class="card panel" aria-labelledby="watch">
        <h2 id="watch">${WORDS.watch[language]}</h2>
        <wamp-inspector></wamp-inspector>
      </section>
      <section class="columns">
        <div class="card panel samples">
          <h2>${WORDS.code[language]}</h2>
          ${system.samples.map((sample, index) => sampleView(sample, language, index === 0))}
        </div>
        ${
          system.outside.length > 0 &&
          html`<div class="card panel outside">
            <h2>${WORDS.outside[language]}</h2>
            ${system.outside.map(
              ({ title, about, file, command }) => html`<div>
                <h3>${title[language]}</h3>
                <p>${about[language]}</p>
                <run-outside file="${to.file(file)}" command="${command}"></run-outside>
              </div>`,
            )}
          </div>`
        }
      </section>
    </wamp-session>`
}

export function sampleView({ title, code }: Sample, language: Language, open: boolean): Markup {
  return html`<details${open && html` open`}><summary>${title[language]}</summary>${code}</details>`
}
