// The forum's server: a component that keeps the posts, and tells of new ones. Of several the last that came answers.

import { toName } from '../game/looks.ts'
import type { PageComponent } from '../site/component-card.ts'
import { type Session, WampError } from '../wamp.ts'
import { Posts } from './posts.ts'
import { NEW_MESSAGE, POST, POSTS, type Post, postOf, THREAD, THREADS, toText, toTitle } from './protocol.ts'

export const forumServer: PageComponent = {
  name: { en: 'Forum server', fr: 'Serveur du forum' },
  start: session => new ForumServer(session).start(),
}

class ForumServer {
  readonly #session: Session
  readonly #posts = new Posts(localStorage, 'wamp-mesh-forum')

  constructor(session: Session) {
    this.#session = session
  }

  async start(): Promise<void> {
    const session = this.#session
    // While another server answers, this one learns: either can stop at any time.
    await session.subscribe(NEW_MESSAGE, (args, rest) => this.#posts.add([postOf(args, rest)]))
    await this.#takeOver()
    // #region server
    const shared = { invoke: 'last' } as const
    await session.register(THREADS, () => this.#posts.threads, shared)
    await session.register(THREAD, ([id]) => this.#posts.thread(id), shared)
    await session.register(POSTS, () => this.#posts.all, shared)
    await session.register(POST, (_args, kwargs, { caller }) => this.#post(kwargs, caller), {
      ...shared,
      disclose_caller: true,
    })
    // #endregion
  }

  async #takeOver(): Promise<void> {
    try {
      const posts = await this.#session.call<unknown>(POSTS)
      if (Array.isArray(posts)) this.#posts.add(posts)
    } catch {
      // Nobody answers yet: this one is the first.
    }
  }

  // #region post
  async #post(kwargs: Record<string, unknown>, caller: number | undefined): Promise<Post> {
    const post = this.#read(kwargs, caller)
    this.#posts.add([post])
    const { text, name, ...rest } = post
    await this.#session.publish(NEW_MESSAGE, [text, name], rest, { retain: true, acknowledge: true })
    return post
  }
  // #endregion

  /** @throws {WampError} what is wrong with it. */
  #read(kwargs: Record<string, unknown>, caller: number | undefined): Post {
    const { thread, title, text, name } = kwargs
    const read = { text: toText(text), title: toTitle(title), name: toName(name) ?? 'Somebody' }
    if (!read.text) throw refusal('bad_post', 'A post needs a text.')
    const id = newId()
    const common = { id, text: read.text, name: read.name, at: Date.now(), ...(caller && { session: caller }) }
    if (thread === undefined) {
      if (!read.title) throw refusal('bad_post', 'A new thread needs a title.')
      return { ...common, thread: id, title: read.title }
    }
    const [first] = this.#posts.thread(thread)
    if (!first) throw refusal('no_such_thread', 'There is no such thread.')
    return { ...common, thread: first.thread, title: first.title }
  }
}

const refusal = (name: string, sentence: string) => new WampError(`com.app.forum.error.${name}`, [sentence])

/** Plain http has no `randomUUID`. */
const newId = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`
