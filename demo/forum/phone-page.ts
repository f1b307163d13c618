// A small page for a phone that stands on the desk: the newest messages of the forum.

import type { Language, Translated } from '../site/language.ts'
import { html, type Markup } from '../site/markup.ts'
import type { SitePage } from '../site/site-page.ts'
import { NEW_MESSAGE } from './protocol.ts'

const WORDS = {
  none: { en: 'New messages of the forum come here.', fr: 'Les nouveaux messages du forum arrivent ici.' },
} as const satisfies Record<string, Translated>

/** The newest messages, those of before included; this is HTML alone. */
export const newest = (language: Language): Markup => html`
<wamp-subscribe topic="${NEW_MESSAGE}" history="20" keep="20" order="newest-first">
  <div class="newest" role="log" aria-label="${WORDS.none[language]}">
    <template>
      <article><h2 data-bind="kwargs.title"></h2><p data-bind="args.0"></p><small data-bind="args.1"></small></article>
    </template>
  </div>
</wamp-subscribe>`

export const phone: SitePage = {
  path: 'forum/phone',
  title: { en: 'New messages', fr: 'Nouveaux messages' },
  description: WORDS.none,
  kind: 'system',
  script: 'forum/phone.ts',
  body: ({ language }) => html`<h1>${phone.title[language]}</h1>
    <p class="lead">${WORDS.none[language]}</p>
    <wamp-session host>
      <room-bar></room-bar>
      ${newest(language)}
    </wamp-session>`,
}
