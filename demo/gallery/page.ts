// The first page: what this is, and the systems to try.

import type { Translated } from '../site/language.ts'
import { html } from '../site/markup.ts'
import type { SitePage } from '../site/site-page.ts'
import { routerPicture } from './router-picture.ts'

const WORDS = {
  headline: { en: 'The router is a page', fr: 'Le routeur est une page' },
  lead: {
    en: 'WAMP, the Web Application Messaging Protocol, lets components in any language call each other’s procedures and publish events through a router. Here the router is a page: open one of these systems and it lives in your browser. Others join by its link.',
    fr: 'WAMP, le Web Application Messaging Protocol, permet à des composants écrits dans n’importe quel langage d’appeler leurs procédures et de publier des événements à travers un routeur. Ici, le routeur est une page : ouvrez l’un de ces systèmes et il vit dans votre navigateur. Les autres le rejoignent par son lien.',
  },
  systems: { en: 'Systems to try', fr: 'Des systèmes à essayer' },
  docs: { en: 'Read', fr: 'À lire' },
  docsLead: { en: '', fr: 'La documentation est en anglais.' },
} as const satisfies Record<string, Translated>

export const gallery: SitePage = {
  path: '',
  title: { en: 'Systems to try', fr: 'Des systèmes à essayer' },
  description: {
    en: 'WAMP for the open web, with the router inside a browser page: systems to try.',
    fr: 'WAMP pour le Web, avec le routeur dans une page : des systèmes à essayer.',
  },
  kind: 'gallery',
  body: ({ language, to, systems, docs }) => html`
    <section class="hero">
      <div>
        <h1>${WORDS.headline[language]}</h1>
        <p class="lead">${WORDS.lead[language]}</p>
      </div>
      ${routerPicture(language)}
    </section>
    <section aria-labelledby="systems">
      <h2 id="systems">${WORDS.systems[language]}</h2>
      <ul class="cards">
        ${systems.map(
          page => html`<li class="card system-card">
            ${page.picture}
            <h3><a href="${to.page(page)}">${page.title[language]}</a></h3>
            <p>${page.description[language]}</p>
          </li>`,
        )}
      </ul>
    </section>
    ${
      docs.length > 0 &&
      html`<section aria-labelledby="docs">
      <h2 id="docs">${WORDS.docs[language]}</h2>
      <p>${WORDS.docsLead[language]}</p>
      <ul class="doc-list">
        ${docs.map(page => html`<li><a href="${to.page(page)}" hreflang="en">${page.title[language]}</a> <span>${page.description[language]}</span></li>`)}
      </ul>
    </section>`
    }`,
}
