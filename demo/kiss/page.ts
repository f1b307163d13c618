// The page of the kiss: a call that a person answers, and the ways in which calls fail.

import type { Language, Translated } from '../site/language.ts'
import { html, type Markup } from '../site/markup.ts'
import type { SitePage } from '../site/site-page.ts'
import { code, snippet } from '../site/snippet.ts'
import { systemBody } from '../site/system.ts'
import { picture } from './picture.ts'
import { HERE, KISS } from './protocol.ts'

const WORDS = {
  ask: { en: 'Ask', fr: 'Demander' },
  name: { en: 'Your name', fr: 'Votre nom' },
  kind: { en: 'What kind', fr: 'De quelle sorte' },
  peck: { en: 'a peck', fr: 'sec' },
  cheek: { en: 'on the cheek', fr: 'sur la joue' },
  wet: { en: 'a wet one', fr: 'baveux' },
  anyone: { en: 'Or whoever answers', fr: 'Ou à qui répond à' },
  askAnyone: { en: 'Ask anybody', fr: 'Demander à n’importe qui' },
  answer: { en: 'Be asked', fr: 'Répondre' },
  quiet: { en: 'Whoever asks you for a kiss is shown here.', fr: 'Qui vous demande un bisou apparaît ici.' },
  would: { en: 'would like a kiss:', fr: 'aimerait un bisou :' },
  accept: { en: 'Accept', fr: 'Accepter' },
  refuse: { en: 'Refuse', fr: 'Refuser' },
  answerAll: { en: 'Answer for everybody, by', fr: 'Répondre pour tout le monde, par' },
  failures: { en: 'When it goes wrong', fr: 'Quand ça se passe mal' },
  failuresLead: {
    en: 'A promise always settles. Try each way it can end other than by an answer.',
    fr: 'Une promesse est toujours tenue ou rompue. Essayez chaque façon dont un appel finit sans réponse.',
  },
  clumsy: { en: 'Who fails for you', fr: 'Qui échoue pour vous' },
} as const satisfies Record<string, Translated>

/** Asks whoever answers; this is HTML alone. */
const askAnyone = (language: Language): Markup => html`
<wamp-call procedure="${KISS}">
  <form>
    <select name="type" aria-label="${WORDS.kind[language]}">
      <option value="sec">${WORDS.peck[language]}</option>
      <option value="baveux">${WORDS.wet[language]}</option>
    </select>
    <button>${WORDS.askAnyone[language]}</button>
  </form>
  <output data-result></output>
  <p class="problem" data-error hidden></p>
</wamp-call>`

/** A question to the page's person. */
const question = (language: Language): Markup => html`
  <template>
    <p><b data-bind="kwargs.name"></b> ${WORDS.would[language]} <b data-bind="kwargs.type"></b></p>
    <button class="primary" value="true">${WORDS.accept[language]}</button>
    <button value="false">${WORDS.refuse[language]}</button>
  </template>`

const answerAnyone = (language: Language): Markup => html`
<wamp-register procedure="${KISS}">${question(language)}
</wamp-register>`

const stage = (language: Language): Markup => html`<div class="kiss">
  <section aria-labelledby="kiss-ask">
    <h2 id="kiss-ask">${WORDS.ask[language]}</h2>
    <div class="kiss-fields">
      <label>${WORDS.name[language]}<input id="kiss-name" autocomplete="nickname" maxlength="40"></label>
      <label>${WORDS.kind[language]}<select id="kiss-kind">
        <option value="sec">${WORDS.peck[language]}</option>
        <option value="sur la joue">${WORDS.cheek[language]}</option>
        <option value="baveux">${WORDS.wet[language]}</option>
      </select></label>
    </div>
    <kiss-people></kiss-people>
    <wamp-presence class="hidden" named topic="${HERE}"></wamp-presence>
    <h3>${WORDS.anyone[language]} <code>${KISS}</code></h3>
    ${askAnyone(language)}
  </section>
  <section aria-labelledby="kiss-answer">
    <h2 id="kiss-answer">${WORDS.answer[language]}</h2>
    <p class="kiss-quiet">${WORDS.quiet[language]}</p>
    <wamp-register id="kiss-mine">${question(language)}</wamp-register>
    <wamp-register id="kiss-anyones">${question(language)}</wamp-register>
    <label class="check"><input id="kiss-answers-all" type="checkbox"> <span>${WORDS.answerAll[language]} <code>${KISS}</code></span></label>
    <p id="kiss-taken" role="alert"></p>
  </section>
  <section class="kiss-wrong" aria-labelledby="kiss-failures">
    <h2 id="kiss-failures">${WORDS.failures[language]}</h2>
    <p>${WORDS.failuresLead[language]}</p>
    <kiss-failures></kiss-failures>
    <component-card heading="${WORDS.clumsy[language]}" procedure="${KISS}.clumsy"></component-card>
  </section>
</div>`

export const kiss: SitePage = {
  path: 'kiss',
  title: { en: 'Kiss', fr: 'Bisou' },
  description: {
    en: 'A person asks for a kiss, browser to browser, and another accepts or refuses. And all the ways in which a call can fail.',
    fr: 'Une personne demande un bisou, de navigateur à navigateur, et une autre accepte ou refuse. Et toutes les façons dont un appel peut échouer.',
  },
  kind: 'system',
  script: 'kiss/main.ts',
  files: ['kiss/kiss.mjs', 'kiss/kiss.py'],
  picture,
  body: about =>
    systemBody(about, {
      title: kiss.title,
      lead: {
        en: 'A call goes to whoever registered the procedure, and here that is a person: the answer, true or false, comes from another browser. Whatever goes wrong on the way comes back as an error that says what it was.',
        fr: 'Un appel va à qui a enregistré la procédure, et ici c’est une personne : la réponse, vrai ou faux, vient d’un autre navigateur. Ce qui se passe mal en chemin revient comme une erreur qui dit laquelle.',
      },
      stage: stage(about.language),
      samples: [
        {
          title: { en: 'To answer, in HTML', fr: 'Répondre, en HTML' },
          code: code(answerAnyone(about.language).text, 'html'),
        },
        {
          title: { en: 'To ask, in HTML', fr: 'Demander, en HTML' },
          code: code(askAnyone(about.language).text, 'html'),
        },
        {
          title: { en: 'To ask one person, in TypeScript', fr: 'Demander à une personne, en TypeScript' },
          code: snippet('demo/kiss/kiss-people.ts', 'ask'),
        },
        {
          title: { en: 'Procedures that fail', fr: 'Des procédures qui échouent' },
          code: snippet('demo/kiss/clumsy.ts', 'clumsy'),
        },
        {
          title: { en: 'To see why', fr: 'Voir pourquoi' },
          code: snippet('demo/kiss/kiss-failures.ts', 'try'),
        },
      ],
      outside: [
        {
          title: { en: 'The tutorial’s component, in Node', fr: 'Le composant du tutoriel, dans Node' },
          about: {
            en: 'Its listing for Autobahn|JS: it refuses wet kisses, and asks to move in the game. It needs Node and npm install autobahn.',
            fr: 'Son programme pour Autobahn|JS : il refuse les bisous baveux et demande à se déplacer dans le jeu. Il lui faut Node et npm install autobahn.',
          },
          file: 'kiss/kiss.mjs',
          command: 'node kiss.mjs',
        },
        {
          title: { en: 'In Python', fr: 'En Python' },
          about: {
            en: 'It answers kisses, and takes over two of the procedures that fail, with exceptions of its own language. It needs pip install autobahn.',
            fr: 'Il répond aux bisous et prend en charge deux des procédures qui échouent, avec des exceptions de son langage. Il lui faut pip install autobahn.',
          },
          file: 'kiss/kiss.py',
          command: 'python3 kiss.py',
        },
      ],
    }),
}
