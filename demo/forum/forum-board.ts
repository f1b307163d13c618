// <forum-board>: the threads of the forum, one of them open, and what one writes.

import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { sessionElement } from '../connection.ts'
import { Answerers } from '../site/answerers.ts'
import { pageLanguage, say, type Translated } from '../site/language.ts'
import { oneAtATime } from '../site/one-at-a-time.ts'
import type { Session } from '../wamp.ts'
import {
  NEW_MESSAGE,
  POST,
  type Post,
  postOf,
  THREAD,
  THREADS,
  type Thread,
  toPost,
  toPosts,
  toThreads,
} from './protocol.ts'

const WORDS = {
  threads: { en: 'Threads', fr: 'Sujets' },
  none: { en: 'Nobody has written anything yet.', fr: 'Personne n’a encore rien écrit.' },
  begin: { en: 'A new thread', fr: 'Un nouveau sujet' },
  title: { en: 'Title', fr: 'Titre' },
  text: { en: 'Text', fr: 'Texte' },
  post: { en: 'Post', fr: 'Publier' },
  answer: { en: 'Answer', fr: 'Répondre' },
  back: { en: 'All threads', fr: 'Tous les sujets' },
  fresh: { en: 'new', fr: 'nouveau' },
} as const satisfies Record<string, Translated>

export class ForumBoard extends LitElement {
  static override properties = { threads: { state: true }, open: { state: true }, posts: { state: true } }

  declare threads: readonly Thread[]
  /** The thread that is open. */
  declare open: string | undefined
  declare posts: readonly Post[]
  /** What the person is called. */
  name: () => string = () => ''
  readonly #element = sessionElement()
  #session: Session | undefined
  /** Threads with posts that the person has not seen. */
  readonly #fresh = new Set<string>()

  constructor() {
    super()
    this.threads = []
    this.posts = []
  }

  protected override createRenderRoot() {
    return this
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#element.addEventListener('wamp-state', this.#follow)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#element.removeEventListener('wamp-state', this.#follow)
  }

  protected override render() {
    return this.open === undefined ? this.#list() : this.#thread(this.open)
  }

  #list(): TemplateResult {
    return html`<ul class="threads" aria-label=${say(WORDS.threads)}>
        ${repeat(
          this.threads,
          ({ thread }) => thread,
          ({ thread, title, name, posts, last }) => html`<li>
            <button @click=${() => this.show(thread)}>
              <b dir="auto">${title}</b>
              ${this.#fresh.has(thread) ? html`<mark>${say(WORDS.fresh)}</mark>` : nothing}
              <small>${name} · ${posts} · ${clock(last)}</small>
            </button>
          </li>`,
        )}
      </ul>
      ${this.threads.length === 0 ? html`<p class="muted">${say(WORDS.none)}</p>` : nothing}
      <h3>${say(WORDS.begin)}</h3>
      ${this.#form(WORDS.post)}`
  }

  #thread(thread: string): TemplateResult {
    return html`<button class="quiet" @click=${() => this.show(undefined)}>← ${say(WORDS.back)}</button>
      <h3 dir="auto">${this.posts[0]?.title}</h3>
      <ol class="posts">
        ${repeat(
          this.posts,
          ({ id }) => id,
          ({ name, text, at }) =>
            html`<li><p><b dir="auto">${name}</b> <small>${clock(at)}</small></p><p dir="auto" class="text">${text}</p></li>`,
        )}
      </ol>
      ${this.#form(WORDS.answer, thread)}`
  }

  // #region form
  #form(action: Translated, thread?: string): TemplateResult {
    return html`<wamp-call procedure=${POST} .kwargs=${{ name: this.name(), ...(thread && { thread }) }} @wamp-result=${this.#posted}>
      <form>
        ${thread ? nothing : html`<label>${say(WORDS.title)}<input name="title" required maxlength="80"></label>`}
        <label>${say(WORDS.text)}<textarea name="text" required rows="3"></textarea></label>
        <button class="primary">${say(action)}</button>
      </form>
      <p class="problem" data-error hidden></p>
    </wamp-call>`
  }
  // #endregion

  async show(thread: string | undefined): Promise<void> {
    this.posts = []
    this.open = thread
    if (thread) this.#fresh.delete(thread)
    await this.#look()
  }

  readonly #posted = (event: Event): void => {
    const { result } = event as HTMLElementEventMap['wamp-result']
    const post = toPost(result)
    if (event.currentTarget instanceof Element) event.currentTarget.querySelector('form')?.reset()
    if (post) void this.show(post.thread)
  }

  /** The board is looked at anew: where nobody answers, what there was stays. Of many messages at once it is once more. */
  readonly #look = oneAtATime(async () => {
    const { open } = this
    try {
      const threads = toThreads(await this.#session?.call<unknown>(THREADS))
      const posts = open === undefined ? [] : toPosts(await this.#session?.call<unknown>(THREAD, [open]))
      this.threads = threads
      if (open === this.open) this.posts = posts
    } catch {
      // That there is no server is told beside, and of its coming Answerers tells.
    }
  })

  readonly #follow = (): void => {
    const { session } = this.#element
    if (!session?.isOpen || session === this.#session) return
    this.#session = session
    void new Answerers(session, POST, sessions => sessions.length > 0 && this.#look()).start()
    void session.subscribe(NEW_MESSAGE, (args, rest) => {
      const post = postOf(args, rest)
      if (!post) return
      if (post.thread !== this.open && post.session !== session.id) this.#fresh.add(post.thread)
      void this.#look()
    })
  }
}

const clock = (at: number): string =>
  new Date(at).toLocaleString(pageLanguage(), { weekday: 'short', hour: '2-digit', minute: '2-digit' })
