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

/** How many posts there are at most: the oldest are forgotten. */
export const MOST_POSTS = 500

export const toText = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, LONGEST_TEXT) : undefined

export const toTitle = (value: unknown): string | undefined => toLine(value, 80)

/** A post as somebody sent it; `undefined` where it is none. */
export function toPost(value: unknown): Post | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { id, thread, title, text, name, at, session } = value as Partial<Record<keyof Post, unknown>>
  const read = { title: toTitle(title), text: toText(text), name: toName(name) }
  if (!isId(id) || !isId(thread) || !isInteger(at) || !read.title || !read.text || !read.name) return undefined
  return {
    ...{ id, thread, title: read.title, text: read.text, name: read.name, at },
    ...(isInteger(session) && { session }),
  }
}

/** A thread as somebody told of it; `undefined` where it is none. */
export function toThread(value: unknown): Thread | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { thread, title, name, posts, last } = value as Partial<Record<keyof Thread, unknown>>
  const read = { title: toTitle(title), name: toName(name) }
  if (!isId(thread) || !isInteger(posts) || !isInteger(last) || !read.title || !read.name) return undefined
  return { thread, title: read.title, name: read.name, posts, last }
}

/** What a server answered: each of its threads once. */
export const toThreads = (value: unknown): Thread[] => readAll(value, toThread, ({ thread }) => thread)

/** What a server answered: each of its posts once. */
export const toPosts = (value: unknown): Post[] => readAll(value, toPost, ({ id }) => id)

/** The post that an event tells of. */
export const postOf = ([text, name]: readonly unknown[], rest: Readonly<Record<string, unknown>>): Post | undefined =>
  toPost({ ...rest, text, name })

const isInteger = (value: unknown): value is number => Number.isSafeInteger(value)
const isId = (value: unknown): value is string => typeof value === 'string' && /^[\w-]{1,60}$/.test(value)

function readAll<T>(values: unknown, read: (value: unknown) => T | undefined, id: (value: T) => string): T[] {
  if (!Array.isArray(values)) return []
  const found = values.slice(0, MOST_POSTS).flatMap(value => read(value) ?? [])
  return [...new Map(found.map(value => [id(value), value])).values()]
}
