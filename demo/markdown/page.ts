// The page of Markdown and the micro-services around it.

import type { Language, Translated } from '../site/language.ts'
import { html, type Markup } from '../site/markup.ts'
import type { SitePage } from '../site/site-page.ts'
import { code, snippet } from '../site/snippet.ts'
import { systemBody } from '../site/system.ts'
import { picture } from './picture.ts'
import { LOGIN, RENDER } from './protocol.ts'

const WORDS = {
  interface: { en: 'Interface', fr: 'Interface' },
  interfaceLead: { en: 'This page. It calls the other two.', fr: 'Cette page. Elle appelle les deux autres.' },
  name: { en: 'Your name', fr: 'Votre nom' },
  identify: { en: 'Identify yourself', fr: 'S’identifier' },
  identified: { en: 'Identified as', fr: 'Identifié :' },
  auth: { en: 'Authentication', fr: 'Authentification' },
  markdown: { en: 'Markdown', fr: 'Markdown' },
  services: { en: 'Services', fr: 'Services' },
  safe: {
    en: 'The HTML comes from a stranger, and could do in this page all that the page itself can: so none of it is put in. It is parsed where nothing runs, and what is on a list is made anew.',
    fr: 'Le HTML vient d’un inconnu et pourrait faire dans cette page tout ce que peut la page elle-même : on ne l’y met donc pas. Il est analysé là où rien ne s’exécute, et ce qui est sur une liste est refait à neuf.',
  },
} as const satisfies Record<string, Translated>

/** This is HTML alone. */
const login = (language: Language): Markup => html`
<wamp-call id="login" procedure="${LOGIN}">
  <form>
    <label>${WORDS.name[language]}<input name="name" required autocomplete="nickname"></label>
    <button>${WORDS.identify[language]}</button>
  </form>
  <output>${WORDS.identified[language]} <b data-bind="args.0.name">–</b></output>
  <p class="problem" data-error hidden></p>
</wamp-call>`

const stage = (language: Language): Markup => html`<div class="services">
  <section class="service-interface" aria-labelledby="service-interface">
    <h2 id="service-interface">${WORDS.interface[language]}</h2>
    <p class="muted">${WORDS.interfaceLead[language]}</p>
    ${login(language)}
    <markdown-editor></markdown-editor>
  </section>
  <h2 class="hidden">${WORDS.services[language]}</h2>
  <div class="service"><component-card heading="${WORDS.auth[language]}" procedure="${LOGIN}"></component-card></div>
  <div class="service"><component-card heading="${WORDS.markdown[language]}" procedure="${RENDER}"></component-card></div>
</div>`

export const markdown: SitePage = {
  path: 'markdown',
  title: { en: 'Micro-services', fr: 'Micro-services' },
  description: {
    en: 'A page sends Markdown and gets HTML, as by AJAX; who renders it, and who knows your name, are modules that you can stop, restart, move and replace.',
    fr: 'Une page envoie du Markdown et reçoit du HTML, comme avec AJAX ; qui le rend et qui connaît votre nom sont des modules que l’on arrête, relance, déplace et remplace.',
  },
  kind: 'system',
  script: 'markdown/main.ts',
  files: ['markdown/markdown.mjs', 'markdown/markdown.py', 'markdown/auth.py', 'markdown/interface.py'],
  picture,
  body: about =>
    systemBody(about, {
      title: { en: 'Markdown and micro-services', fr: 'Markdown et micro-services' },
      lead: {
        en: 'The interface calls a procedure where others would ask a server by AJAX, and does not know who answers. Authentication, Markdown and interface are atomic modules: each runs where you like, in any language, and is restarted or replaced on its own; two of a kind share the work.',
        fr: 'L’interface appelle une procédure là où d’autres interrogeraient un serveur avec AJAX, sans savoir qui répond. Authentification, Markdown et interface sont des modules atomiques : chacun s’exécute où l’on veut, dans n’importe quel langage, et se relance ou se remplace seul ; deux de la même sorte se partagent le travail.',
      },
      stage: stage(about.language),
      samples: [
        {
          title: { en: 'To render, as by AJAX', fr: 'Rendre, comme avec AJAX' },
          code: snippet('demo/markdown/markdown-editor.ts', 'call'),
        },
        {
          title: { en: 'To show what a stranger rendered', fr: 'Montrer ce qu’un inconnu a rendu' },
          code: html`<p>${WORDS.safe[about.language]}</p>${snippet('demo/markdown/safe-html.ts', 'safe')}`,
        },
        {
          title: { en: 'To identify oneself, in HTML', fr: 'S’identifier, en HTML' },
          code: code(login(about.language).text, 'html'),
        },
        {
          title: { en: 'A Markdown worker', fr: 'Un composant Markdown' },
          code: snippet('demo/markdown/worker.ts', 'worker'),
        },
        {
          title: { en: 'Authentication', fr: 'L’authentification' },
          code: snippet('demo/markdown/auth.ts', 'auth'),
        },
      ],
      outside: [
        {
          title: { en: 'Markdown, in Node', fr: 'Markdown, dans Node' },
          about: {
            en: 'One more worker, which shares the work with those that there are. It needs marked and wamp-mesh: npm pack in the project makes a file to install.',
            fr: 'Un composant de plus, qui partage le travail avec les autres. Il lui faut marked et wamp-mesh : npm pack, dans le projet, en fait un fichier à installer.',
          },
          file: 'markdown/markdown.mjs',
          command: 'node markdown.mjs',
        },
        {
          title: { en: 'Markdown, in Python', fr: 'Markdown, en Python' },
          about: {
            en: 'The same in another language, with the little Markdown that forty lines know. It needs pip install autobahn.',
            fr: 'La même chose dans un autre langage, avec le peu de Markdown que savent quarante lignes. Il lui faut pip install autobahn.',
          },
          file: 'markdown/markdown.py',
          command: 'python3 markdown.py',
        },
        {
          title: { en: 'Authentication, in Python', fr: 'L’authentification, en Python' },
          about: {
            en: 'It takes over from the page, which has to identify you anew.',
            fr: 'Elle prend la suite de la page, où il faut s’identifier à nouveau.',
          },
          file: 'markdown/auth.py',
          command: 'python3 auth.py',
        },
        {
          title: { en: 'An interface for the terminal, in Python', fr: 'Une interface pour le terminal, en Python' },
          about: {
            en: 'It renders each line that you type.',
            fr: 'Elle rend chaque ligne que vous tapez.',
          },
          file: 'markdown/interface.py',
          command: 'python3 interface.py',
        },
      ],
    }),
}
