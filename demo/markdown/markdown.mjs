// A Markdown worker in Node: node markdown.mjs ws://…/wamp/<room>/<ticket>
// It needs marked and wamp-mesh (`npm pack` in the project makes a file to install), and before Node 22 `npm install ws`.

import { marked } from 'marked'
import { connect, Result, WampError } from 'wamp-mesh'

const [url = '', realm = 'realm1'] = process.argv.slice(2)
const WebSocket = globalThis.WebSocket ?? (await import('ws')).WebSocket

// The router is a page: it may be gone for a while, and come back; what is registered here is then registered again.
const session = await connect(url, {
  realm,
  WebSocket,
  reconnect: 'always',
  onstate: state => console.log(`The connection is ${state}.`),
})

// #region worker
await session.register(
  'com.app.markdown.render',
  async ([text], { token }) => {
    if (typeof text !== 'string') throw new WampError('com.app.markdown.error.bad_text', ['Markdown is a text.'])
    const name = token && (await session.call('com.app.auth.identify', [token]).catch(() => null))
    console.log(`Rendering ${text.length} characters for ${name ?? 'somebody unknown'}.`)
    return new Result([marked.parse(text)], { by: 'markdown.mjs', for: name ?? null })
  },
  { invoke: 'roundrobin' },
)
// #endregion
console.log('Rendering.')
