// The orchard's dose: computes from the quantity of fruit how much product a tree gets, and has that distributed.
//
//   npm install wamp-mesh-0.1.0.tgz   (made by `npm pack` in the project)
//   node dose.mjs ws://host/wamp/room/ticket
//
// It registers com.app.dose. While another component has that, it waits, and takes over when that one is gone. Ctrl-C ends it.

import { parseArgs } from 'node:util'
import { connect, WampError } from 'wamp-mesh'

const { values, positionals } = parseArgs({ options: { realm: { type: 'string' } }, allowPositionals: true })
const [url] = positionals
if (!url) {
  console.error('Usage: node dose.mjs URL [--realm REALM], with the plain URL of the room')
  process.exit(1)
}
// Node has a WebSocket of its own from version 22 on.
const { WebSocket } = globalThis.WebSocket ? globalThis : await import('ws')

const settings = { factor: 0.05, maximum: 2.5, product: 'copper' }

/** A method of its own: trees that bear little get less than their share. */
const litresFor = fruit => {
  const share = Math.min(fruit * settings.factor, settings.maximum)
  return Math.round((share < settings.maximum / 2 ? share * 0.8 : share) * 100) / 100
}

async function dose([fruit], { tree }) {
  const litres = litresFor(fruit)
  console.log(`${tree}: ${fruit} kg of fruit, ${litres} L`)
  if (litres > 0) await distribute(litres, tree)
  return litres
}

async function distribute(litres, tree) {
  try {
    await session.call('com.app.distribute', [litres], { tree, product: settings.product }, { timeout: 4_000 })
  } catch (error) {
    console.log(`${tree} gets nothing: ${error.message}`)
    // Whoever called learns which procedure it was.
    throw new WampError(error.error, error.args, { procedure: 'com.app.distribute', ...error.kwargs })
  }
}

function set(_, asked) {
  for (const [name, value] of Object.entries(asked)) {
    if (typeof value !== typeof settings[name]) {
      throw new WampError('wamp.error.invalid_argument', [`${name} cannot be ${JSON.stringify(value)}`])
    }
  }
  Object.assign(settings, asked)
  session.publish('com.app.dose.settings', [settings])
  return settings
}

let freed = () => {}

/** Registers a procedure as soon as nobody else has it; rejects when the session is lost. */
async function registerWhenFree(procedure, endpoint) {
  const deletions = await session.subscribe('wamp.registration.on_delete', () => freed())
  for (;;) {
    const gone = new Promise(resolve => {
      freed = resolve
    })
    try {
      await session.register(procedure, endpoint)
      return deletions.unsubscribe()
    } catch (error) {
      if (error.error !== 'wamp.error.procedure_already_exists') throw error
    }
    console.log(`Another component has ${procedure}: waiting until it is gone.`)
    await gone
  }
}

/** Computes doses for as long as the session lives. Lost, it does not come back: another component may compute by then. */
async function work() {
  let closed
  const over = new Promise(resolve => {
    closed = resolve
  })
  const onstate = state => {
    if (state !== 'closed') return
    closed()
    freed()
  }
  session = await connect(url, { realm: values.realm, WebSocket, reconnect: 'never', onstate })
  await registerWhenFree('com.app.dose', dose)
  await registerWhenFree('com.app.dose.settings', set)
  session.publish('com.app.dose.settings', [settings])
  console.log('Computing doses.')
  await over
  console.log('The session was lost.')
}

let session
for (;;) {
  await work().catch(error => console.log(error.message))
  await new Promise(resolve => setTimeout(resolve, 2_000))
}
