// <forum-bell>: tells of new messages: on the page, in the tab's title, and by the system where the person allows that.

import { html, LitElement } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { sessionElement } from '../connection.ts'
import { say, type Translated } from '../site/language.ts'
import type { Session } from '../wamp.ts'
import { NEW_MESSAGE, type Post, postOf } from './protocol.ts'

const WORDS = {
  allow: { en: 'Notify me', fr: 'M’avertir' },
  allowed: {
    en: 'Your system tells you when this page is not in sight.',
    fr: 'Votre système vous avertit quand cette page n’est pas visible.',
  },
  denied: {
    en: 'Your browser does not let this page notify you. It shows new messages here.',
    fr: 'Votre navigateur ne laisse pas cette page vous avertir. Elle montre ici les nouveaux messages.',
  },
  close: { en: 'Close', fr: 'Fermer' },
} as const satisfies Record<string, Translated>

/** How many messages are shown at a time, and for how many milliseconds; the board marks what is new for longer. */
const SHOWN = 3
const SHOWN_FOR = 10_000

export class ForumBell extends LitElement {
  static override properties = { messages: { state: true }, permission: { state: true } }

  declare messages: readonly Post[]
  declare permission: NotificationPermission
  onopen: (thread: string) => void = () => {}
  readonly #element = sessionElement()
  readonly #title = document.title
  #session: Session | undefined
  #unseen = 0

  constructor() {
    super()
    this.messages = []
    // Plain http has no notifications.
    this.permission = 'Notification' in globalThis && isSecureContext ? Notification.permission : 'denied'
  }

  protected override createRenderRoot() {
    return this
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#element.addEventListener('wamp-state', this.#follow)
    document.addEventListener('visibilitychange', this.#seen)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#element.removeEventListener('wamp-state', this.#follow)
    document.removeEventListener('visibilitychange', this.#seen)
  }

  protected override render() {
    return html`<div class="bell">
        ${this.permission === 'default' ? html`<button @click=${this.#allow}>${say(WORDS.allow)}</button>` : html`<p class="muted">${say(this.permission === 'granted' ? WORDS.allowed : WORDS.denied)}</p>`}
      </div>
      <div role="status"><ul class="toasts">
        ${repeat(
          this.messages,
          ({ id }) => id,
          post => html`<li class="card">
            <button class="quiet" @click=${() => this.#open(post)}><b dir="auto">${post.name}</b> <span dir="auto">${post.title}</span></button>
            <button class="quiet icon-only" aria-label=${say(WORDS.close)} @click=${() => this.#close(post)}>×</button>
          </li>`,
        )}
      </ul></div>`
  }

  // #region heard
  #heard(post: Post): void {
    this.messages = [post, ...this.messages].slice(0, SHOWN)
    setTimeout(() => this.#close(post), SHOWN_FOR)
    if (document.visibilityState === 'visible') return
    document.title = `(${++this.#unseen}) ${this.#title}`
    if (this.permission === 'granted') notify(post)
  }
  // #endregion

  #open(post: Post): void {
    this.#close(post)
    this.onopen(post.thread)
  }

  #close({ id }: Post): void {
    this.messages = this.messages.filter(message => message.id !== id)
  }

  readonly #allow = async (): Promise<void> => {
    this.permission = await Notification.requestPermission()
  }

  readonly #seen = (): void => {
    if (document.visibilityState !== 'visible') return
    this.#unseen = 0
    document.title = this.#title
  }

  readonly #follow = (): void => {
    const { session } = this.#element
    if (!session?.isOpen || session === this.#session) return
    this.#session = session
    void session.subscribe(NEW_MESSAGE, (args, rest) => {
      const post = postOf(args, rest)
      if (post && post.session !== session.id) this.#heard(post)
    })
  }
}

function notify({ id, title, name, text }: Post): void {
  try {
    new Notification(`${name} – ${title}`, { body: text.slice(0, 200), tag: id })
  } catch {
    // Android's browsers have the class, and want a service worker to use it: there the page and its title must do.
  }
}
