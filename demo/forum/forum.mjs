// The forum's server in Node, which keeps the posts in a file: node forum.mjs ws://…/wamp/<room>/<ticket>
// It needs wamp-mesh (`npm pack` in the project makes a file to install), and before Node 22 `npm install ws`.

import { randomUUID } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { connect, WampError } from 'wamp-mesh'

const [url = '', file = 'forum.json', realm = 'realm1'] = process.argv.slice(2)
const WebSocket = globalThis.WebSocket ?? (await import('ws')).WebSocket

/** How many posts there are at most: the oldest are forgotten. */
const MOST = 500
const posts = new Map()
const all = () => [...posts.values()].sort((one, two) => one.at - two.at)
const thread = id => all().filter(post => post.thread === id)

const toText = value => (typeof value === 'string' ? value.trim().slice(0, 4_000) : '')
const toLine = (value, longest) => {
  const line = toText(value)
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
  return [...line].slice(0, longest).join('')
}
const isId = value => typeof value === 'string' && /^[\w-]{1,60}$/.test(value)

/** A post as somebody sent it; undefined where it is none. */
function toPost(value) {
  const { id, thread, title, text, name, at, session } = value ?? {}
  const read = { title: toLine(title, 80), text: toText(text), name: toLine(name, 20) }
  if (!isId(id) || !isId(thread) || !Number.isSafeInteger(at) || !read.title || !read.text || !read.name)
    return undefined
  return { id, thread, ...read, at, ...(Number.isSafeInteger(session) && { session }) }
}

/** Takes what is a post, and is not known: anybody may publish, and what was posted stays as it was. */
async function add(...others) {
  const fresh = others.map(toPost).filter(post => post && !posts.has(post.id))
  for (const post of fresh) posts.set(post.id, post)
  for (const { id } of all().slice(0, -MOST)) posts.delete(id)
  if (fresh.length > 0) await keep()
}

let written = Promise.resolve()
let waits = false

/** Resolves when all posts are in the file. One writes at a time, and one waits behind it for whatever comes meanwhile. */
function keep() {
  if (!waits) written = written.catch(() => {}).then(write)
  waits = true
  return written
}

/** To another file first: whenever this ends, there is a whole one. */
async function write() {
  waits = false
  await writeFile(`${file}.new`, JSON.stringify(all(), null, 2))
  await rename(`${file}.new`, file)
}

/** The posts of the file; where it holds none it is laid aside. */
async function kept() {
  try {
    const read = JSON.parse(await readFile(file, 'utf8'))
    if (Array.isArray(read)) return read
  } catch (error) {
    if (error.code === 'ENOENT') return []
    if (!(error instanceof SyntaxError)) throw error
  }
  await rename(file, `${file}.unreadable`)
  console.log(`${file} cannot be read as posts: it is ${file}.unreadable now, and the forum begins with a new one.`)
  return []
}

function threads() {
  const found = new Map()
  for (const { thread, title, name, at } of all()) {
    const { posts = 0, ...first } = found.get(thread) ?? { thread, title, name }
    found.set(thread, { ...first, posts: posts + 1, last: at })
  }
  return [...found.values()].sort((one, two) => two.last - one.last)
}

function read(kwargs, caller) {
  const { thread: id } = kwargs
  const read = { text: toText(kwargs.text), title: toLine(kwargs.title, 80), name: toLine(kwargs.name, 20) }
  const [first] = id === undefined ? [] : thread(id)
  if (id !== undefined && !first)
    throw new WampError('com.app.forum.error.no_such_thread', ['There is no such thread.'])
  if (!read.text) throw new WampError('com.app.forum.error.bad_post', ['A post needs a text.'])
  if (!first && !read.title) throw new WampError('com.app.forum.error.bad_post', ['A new thread needs a title.'])
  const post = { id: randomUUID(), text: read.text, name: read.name || 'Somebody', at: Date.now(), session: caller }
  return { ...post, thread: first?.thread ?? post.id, title: first?.title ?? read.title }
}

await add(...(await kept()))
// The router is a page: it may be gone for a while, and come back; all of this is then registered again.
const session = await connect(url, {
  realm,
  WebSocket,
  reconnect: 'always',
  onstate: state => console.log(`The connection is ${state}.`),
})
await session.subscribe('com.app.forum.new_message', ([text, name], rest) => add({ ...rest, text, name }))
const known = await session.call('com.app.forum.posts').catch(() => [])
if (Array.isArray(known)) await add(...known)

// #region server
const shared = { invoke: 'last' }
await session.register('com.app.forum.threads', () => threads(), shared)
await session.register('com.app.forum.thread', ([id]) => thread(id), shared)
await session.register('com.app.forum.posts', () => all(), shared)
await session.register(
  'com.app.forum.post',
  async (_, kwargs, { caller }) => {
    const post = read(kwargs, caller)
    await add(post)
    const { text, name, ...rest } = post
    session.publish('com.app.forum.new_message', [text, name], rest, { retain: true })
    console.log(`${post.name} in “${post.title}”: ${post.text}`)
    return post
  },
  { ...shared, disclose_caller: true },
)
// #endregion
console.log(`The forum is here, with ${posts.size} posts in ${file}.`)
