// Five hundred relayed guests on one host page: all are let in, all are answered, all hear.

import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { connect, type Session } from '../../src/entry/index.ts'
import type { WebSocketConstructor } from '../../src/transport/open-websocket.ts'
import { useStage } from './harness.ts'

const GUESTS = 500
/** So many are on their way in at once. */
const AT_ONCE = 50

const stage = useStage()
// Its types only spell the events out one by one.
const socket = WebSocket as unknown as WebSocketConstructor

test(`${GUESTS} relayed guests are served by one page`, async () => {
  const host = await stage.host()
  await host.run(async ({ session }) => {
    await session?.register('com.example.double', ([number]) => Number(number) * 2)
  })
  const invite = await host.invite()
  const guests: Session[] = []
  stage.atEnd(() => Promise.all(guests.map(guest => guest.close())))
  const numbers = Array.from({ length: GUESTS }, (_, index) => index)
  const waiting = [...numbers]
  const heard = numbers.map(() => 0)
  let allHeard = () => {}
  const everybody = new Promise<void>(resolve => {
    allHeard = () => heard.every(count => count === 1) && resolve()
  })
  const comeIn = async () => {
    for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
      const own = number
      const guest = await connect(invite, { WebSocket: socket, reconnect: 'never' })
      guests.push(guest)
      await guest.subscribe('com.example.said', () => {
        heard[own] = (heard[own] ?? 0) + 1
        allHeard()
      })
    }
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: AT_ONCE }, comeIn))
  const joined = performance.now()
  expect(await host.call('wamp.session.count')).toBe(GUESTS + 1)
  expect(await Promise.all(guests.map((guest, index) => guest.call('com.example.double', [index])))).toEqual(
    numbers.map(index => index * 2),
  )
  const called = performance.now()
  await host.publish('com.example.said', ['hello'])
  await everybody
  const told = performance.now()
  const rate = Math.round((GUESTS * 1000) / (joined - begun))
  console.info(
    `${GUESTS} guests: ${rate} joins/s, ${GUESTS} calls in ${Math.round(called - joined)} ms, ` +
      `one event to all in ${Math.round(told - called)} ms`,
  )
  expect(heard).toEqual(numbers.map(() => 1))
  expect(await host.shown()).toMatchObject({ state: 'open', error: undefined })
})
