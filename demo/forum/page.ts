// The page of the forum and the chat: many kinds of clients hear of the same messages at once.

import type { Language, Translated } from '../site/language.ts'
import { html, type Markup } from '../site/markup.ts'
import type { SitePage } from '../site/site-page.ts'
import { code, snippet } from '../site/snippet.ts'
import { systemBody } from '../site/system.ts'
import { newest, phone } from './phone-page.ts'
import { picture } from './picture.ts'
import { MESSAGE, NEW_MESSAGE, POST } from './protocol.ts'

const WORDS = {
  forum: { en: 'Forum', fr: 'Forum' },
  server: { en: 'Who keeps the posts', fr: 'Qui garde les messages' },
  phone: {
    en: 'A small page with new messages only, for a phone',
    fr: 'Une petite page des seuls nouveaux messages, pour un téléphone',
  },
  chat: { en: 'Chat', fr: 'Discussion' },
  chatLead: {
    en: 'Its topic is the tutorial’s and the game’s: what players say in the meadow, or the tutorial’s program, is heard here too.',
    fr: 'Son intitulé est celui du tutoriel et du jeu : ce que disent les joueurs du pré, ou le programme du tutoriel, s’entend ici aussi.',
  },
  name: { en: 'Your name', fr: 'Votre nom' },
  message: { en: 'Message', fr: 'Message' },
  say: { en: 'Say', fr: 'Dire' },
  take: { en: 'Take', fr: 'Prenez' },
  takeChat: {
    en: 'the whole page: it works as it is while npm start runs here, and on any site with the address of your signaling server in it.',
    fr: 'la page entière : elle marche telle quelle tant que npm start tourne ici, et sur n’importe quel site si elle porte l’adresse de votre serveur de signalisation.',
  },
} as const satisfies Record<string, Translated>

/** The chat; this is HTML alone. */
const chat = (language: Language): Markup => html`
<wamp-subscribe topic="${MESSAGE}" history="20" keep="50" order="newest-first">
  <div class="chat-log" role="log" tabindex="0" aria-label="${WORDS.chat[language]}">
    <template><p><b data-bind="args.1"></b> <span data-bind="args.0"></span></p></template>
  </div>
</wamp-subscribe>
<wamp-publish topic="${MESSAGE}" include-me acknowledge>
  <form>
    <label>${WORDS.name[language]}<input name="1" required data-keep autocomplete="nickname"></label>
    <label>${WORDS.message[language]}<input name="0" required autocomplete="off"></label>
    <button>${WORDS.say[language]}</button>
  </form>
</wamp-publish>`

const stage = (language: Language, phonePage: string): Markup => html`<div class="forum">
  <section aria-labelledby="forum-board">
    <h2 id="forum-board">${WORDS.forum[language]}</h2>
    <forum-bell></forum-bell>
    <forum-board></forum-board>
    <component-card heading="${WORDS.server[language]}" procedure="${POST}"></component-card>
    <p><a id="forum-phone" href="${phonePage}">${WORDS.phone[language]}</a></p>
  </section>
  <section aria-labelledby="forum-chat">
    <h2 id="forum-chat">${WORDS.chat[language]}</h2>
    <p class="muted">${WORDS.chatLead[language]}</p>
    ${chat(language)}
  </section>
</div>`

export const forum: SitePage = {
  path: 'forum',
  title: { en: 'Forum and chat', fr: 'Forum et discussion' },
  description: {
    en: 'Somebody posts, and everybody hears of it at once: pages, phones, a terminal. And a chat that is a dozen lines of HTML.',
    fr: 'Quelqu’un publie et tout le monde l’apprend aussitôt : pages, téléphones, terminal. Et une discussion en une douzaine de lignes de HTML.',
  },
  kind: 'system',
  script: 'forum/main.ts',
  files: ['forum/forum.mjs', 'forum/notify.py', 'forum/chat.html'],
  picture,
  body: about =>
    systemBody(about, {
      title: forum.title,
      lead: {
        en: `A server keeps the posts and publishes each to “${NEW_MESSAGE}”; it knows none of those who hear of it, be it a page, a phone or a terminal, nor does it mind when they come and go. In the chat there is no server at all: pages publish to each other.`,
        fr: `Un serveur garde les messages et publie chacun sous « ${NEW_MESSAGE} » ; il ne connaît aucun de ceux qui en sont avertis, page, téléphone ou terminal, et peu lui importe qu’ils aillent et viennent. Dans la discussion il n’y a pas de serveur du tout : les pages publient les unes pour les autres.`,
      },
      stage: stage(about.language, about.to.page(phone)),
      samples: [
        {
          title: { en: 'The chat, in HTML', fr: 'La discussion, en HTML' },
          code: html`<p>${WORDS.take[about.language]} <a href="${about.to.file('forum/chat.html')}" download>chat.html</a>, ${WORDS.takeChat[about.language]}</p>
            ${code(chat(about.language).text, 'html')}`,
        },
        {
          title: { en: 'The newest messages, in HTML', fr: 'Les derniers messages, en HTML' },
          code: code(newest(about.language).text, 'html'),
        },
        {
          title: { en: 'To keep a post and to tell of it', fr: 'Garder un message et en avertir' },
          code: snippet('demo/forum/server.ts', 'post'),
        },
        {
          title: { en: 'To be told in a terminal, in Python', fr: 'Être averti dans un terminal, en Python' },
          code: snippet('demo/forum/notify.py', 'notify'),
        },
      ],
      outside: [
        {
          title: { en: 'The server, in Node', fr: 'Le serveur, dans Node' },
          about: {
            en: 'It takes over from the page with all posts, keeps them in a file, and gives the forum back when it ends.',
            fr: 'Il prend la suite de la page avec tous les messages, les garde dans un fichier et rend le forum en s’arrêtant.',
          },
          file: 'forum/forum.mjs',
          command: 'node forum.mjs',
        },
        {
          title: { en: 'A terminal that rings, in Python', fr: 'Un terminal qui sonne, en Python' },
          about: {
            en: 'It prints the last threads, then each new message. It needs pip install autobahn.',
            fr: 'Il affiche les derniers sujets, puis chaque nouveau message. Il lui faut pip install autobahn.',
          },
          file: 'forum/notify.py',
          command: 'python3 notify.py',
        },
      ],
    }),
}
