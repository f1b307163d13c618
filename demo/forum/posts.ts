// Posts: what a forum's server knows, kept in this browser for the next time.

import { MOST_POSTS, type Post, type Thread, toPost } from './protocol.ts'

export class Posts {
  readonly #posts = new Map<string, Post>()
  readonly #storage: Storage
  readonly #key: string

  constructor(storage: Storage, key: string) {
    this.#storage = storage
    this.#key = key
    this.#addAll(read(storage.getItem(key)))
  }

  /** The oldest first. */
  get all(): Post[] {
    return [...this.#posts.values()].sort((one, two) => one.at - two.at)
  }

  /** The liveliest first. */
  get threads(): Thread[] {
    const threads = new Map<string, Thread>()
    for (const { thread, title, name, at } of this.all) {
      const known = threads.get(thread)
      threads.set(
        thread,
        known ? { ...known, posts: known.posts + 1, last: at } : { thread, title, name, posts: 1, last: at },
      )
    }
    return [...threads.values()].sort((one, two) => two.last - one.last)
  }

  thread(id: unknown): Post[] {
    return this.all.filter(({ thread }) => thread === id)
  }

  /** Takes what is a post, and is not known. */
  add(values: readonly unknown[]): void {
    if (this.#addAll(values)) this.#storage.setItem(this.#key, JSON.stringify(this.all))
  }

  /** Whether there was any. */
  #addAll(values: readonly unknown[]): boolean {
    let added = false
    for (const post of values.map(toPost)) {
      if (!post || this.#posts.has(post.id)) continue
      this.#posts.set(post.id, post)
      added = true
    }
    for (const { id } of this.all.slice(0, -MOST_POSTS)) this.#posts.delete(id)
    return added
  }
}

function read(kept: string | null): unknown[] {
  try {
    const value: unknown = JSON.parse(kept ?? '[]')
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
