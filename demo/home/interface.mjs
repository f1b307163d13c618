// An interface for a terminal: node interface.mjs ws://…/wamp/<room>/<ticket>
// It needs wamp-mesh (`npm pack` in the project makes a file to install), and before Node 22 `npm install ws`. Enter asks for the temperature.

import { createInterface } from 'node:readline'
import { connect } from 'wamp-mesh'

const [url = '', realm = 'realm1'] = process.argv.slice(2)
const WebSocket = globalThis.WebSocket ?? (await import('ws')).WebSocket
const bar = celsius => '█'.repeat(Math.max(0, Math.min(40, Math.round((celsius + 20) / 1.6)))).padEnd(40, '░')

// #region wamp
const session = await connect(url, {
  realm,
  WebSocket,
  reconnect: 'always',
  onstate: state => console.log(`(${state})`),
})

await session.subscribe('com.app.temperature', ([celsius], { sensor }) => {
  console.log(`${bar(celsius)} ${celsius} °C  ${sensor}`)
})

async function ask() {
  try {
    console.log(`Asked: ${await session.call('com.app.gettemp')} °C`)
  } catch (error) {
    console.log(`Asked, and nobody answers: ${error.error}`)
  }
}
// #endregion

await ask()
createInterface({ input: process.stdin }).on('line', ask)
