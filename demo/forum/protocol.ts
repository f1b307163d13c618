// The words of the forum: what is called and told, and how strangers' posts are read.

import { toLine, toName } from '../game/looks.ts'

/** `[]` `{text, name, title}` begins a thread, `{text, name, thread}` answers in one → the {@link Post}. */
export const POST = 'com.app.forum.post'
/** `[]` → a {@link Thread} each, the liveliest first. */
export const THREADS = 'com.app.forum.threads'
/** `[thread]` → its {@link Post}s, the oldest first. */
export const THREAD = 'com.app.forum.thread'
/** `[]` → all posts: what another server begins with that takes over. */
export const POSTS = 'com.app.forum.posts'
/** Told of each post: `[text, name]`, and the rest of the {@link Post} as keywords. */
export const NEW_MESSAGE = 'com.app.forum.new_message'

/** The chat's topic, which is the tutorial's and the game's: `[text, name]`. */
export const MESSAGE = 'com.example.message'

export interface Post {
  readonly id: string
  /** The id of the first post of its thread. */
  readonly thread: string
  /** Of the thread. */
  readonly title: string
  readonly text: string
  readonly name: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** Who posted it, where that is known. */
  readonly session?: number
}

export interface Thread {
  readonly thread: string
  readonly title: string
  readonly name: string
  readonly posts: number
  /** When the last post came. */
  readonly last: number
}

/** The longest post, in UTF-16 units. */
const LONGEST_TEXT = 4_000

export const toText = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, LONGEST_TEXT) : undefined

export const toTitle = (value: unknown): string | undefined => toLine(value, 80)

/** A post as somebody sent it; `undefined` where it is none. */
export function toPost(value: unknown): Post | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { id, thread, title, text, name, at, session } = value as Partial<Record<keyof Post, unknown>>
  const read = { title: toTitle(title), text: toText(text), name: toName(name) }
  if (!isId(id) || !isId(thread) || !Number.isSafeInteger(at) || !read.title || !read.text || !read.name)
    return undefined
  return {
    ...{ id, thread, title: read.title, text: read.text, name: read.name, at: at as number },
    ...(Number.isSafeInteger(session) && { session: session as number }),
  }
}

/** The post that an event tells of. */
export const postOf = ([text, name]: readonly unknown[], rest: Readonly<Record<string, unknown>>): Post | undefined =>
  toPost({ ...rest, text, name })

const isId = (value: unknown): value is string => typeof value === 'string' && /^[\w-]{1,60}$/.test(value)
