// A thermometer in Node, whose temperatures are made up: node sensor.mjs ws://…/wamp/<room>/<ticket>
// It needs wamp-mesh (`npm pack` in the project makes a file to install), and before Node 22 `npm install ws`.

import { setTimeout as sleep } from 'node:timers/promises'
import { connect, WampError } from 'wamp-mesh'

const [url = '', realm = 'realm1'] = process.argv.slice(2)
const WebSocket = globalThis.WebSocket ?? (await import('ws')).WebSocket
const measure = () => 23 + 2 * Math.sin(Date.now() / 50_000)
const round = (value, digits) => Math.round(value * 10 ** digits) / 10 ** digits

// #region wamp
const UNITS = { C: value => value, F: value => value * 1.8 + 32, K: value => value + 273.15 }

function gettemp(_, { unit = 'C', precision = 1 }) {
  if (!Object.hasOwn(UNITS, unit) || !Number.isInteger(precision) || precision < 0 || precision > 6) {
    const sentence = 'The unit is C, F or K, the precision a number of digits from 0 to 6.'
    throw new WampError('wamp.error.invalid_argument', [sentence])
  }
  return round(UNITS[unit](measure()), precision)
}

async function joined(session) {
  let measuring = false
  const offer = async () => {
    try {
      await session.register('com.app.gettemp', gettemp)
      measuring = true
      console.log('Measuring.')
    } catch (error) {
      if (!measuring) console.log(`Another sensor measures: this one waits. (${error.error})`)
    }
  }
  await session.subscribe('wamp.registration.on_delete', () => measuring || offer())
  await offer()
  while (session.isOpen) {
    if (measuring) session.publish('com.app.temperature', [round(measure(), 1)], { sensor: 'Node' })
    await sleep(2000)
  }
}
// #endregion

// Each connection begins anew, for another sensor may have come meanwhile.
for (;;) {
  try {
    await joined(await connect(url, { realm, WebSocket, reconnect: 'never' }))
    console.log('The router is gone: trying again.')
  } catch (error) {
    console.log(`Trying again soon: ${error.message}`)
  }
  await sleep(2000)
}
