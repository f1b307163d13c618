// The forum's server in Node, which keeps the posts in a file: node forum.mjs ws://…/wamp/<room>/<ticket>
// It needs `npm install wamp-mesh`, and before Node 22 `npm install ws`.

import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { connect, WampError } from 'wamp-mesh'

const [url = '', file = 'forum.json', realm = 'realm1'] = process.argv.slice(2)
const WebSocket = globalThis.WebSocket ?? (await import('ws')).WebSocket

const posts = new Map()
const all = () => [...posts.values()].sort((one, two) => one.at - two.at)
const thread = id => all().filter(post => post.thread === id)

async function add(...others) {
  for (const post of others) if (typeof post?.id === 'string') posts.set(post.id, post)
  await writeFile(file, JSON.stringify(all(), null, 2))
}

function threads() {
  const found = new Map()
  for (const { thread, title, name, at } of all()) {
    const { posts = 0, ...first } = found.get(thread) ?? { thread, title, name }
    found.set(thread, { ...first, posts: posts + 1, last: at })
  }
  return [...found.values()].sort((one, two) => two.last - one.last)
}

function read({ thread: id, title, text, name = 'Somebody' }, caller) {
  const [first] = id === undefined ? [] : thread(id)
  if (id !== undefined && !first)
    throw new WampError('com.app.forum.error.no_such_thread', ['There is no such thread.'])
  if (!text?.trim()) throw new WampError('com.app.forum.error.bad_post', ['A post needs a text.'])
  if (!first && !title?.trim()) throw new WampError('com.app.forum.error.bad_post', ['A new thread needs a title.'])
  const post = { id: randomUUID(), text: text.trim(), name, at: Date.now(), session: caller }
  return { ...post, thread: first?.thread ?? post.id, title: first?.title ?? title.trim() }
}

await add(...JSON.parse(await readFile(file, 'utf8').catch(() => '[]')))
// The router is a page: it may be gone for a while, and come back; all of this is then registered again.
const session = await connect(url, {
  realm,
  WebSocket,
  reconnect: 'always',
  onstate: state => console.log(`The connection is ${state}.`),
})
await session.subscribe('com.app.forum.new_message', ([text, name], rest) => add({ ...rest, text, name }))
await add(...(await session.call('com.app.forum.posts').catch(() => [])))

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
