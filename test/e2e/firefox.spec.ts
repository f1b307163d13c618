// Firefox as a host and as a guest, with Chromium on the other side, each way there is.

import { describe, expect, test } from 'vitest'
import { firefoxLaunchOptions } from '../browser/find-firefox.ts'
import { type Arrival, type Engine, eventually, type Participant, useStage, WITHOUT_WEBRTC } from './harness.ts'
import { WORKER } from './harness-site.ts'
import { allAnswered, callOnAndOn, count, countsOn, echo, hearsAll, lastOf } from './harness-stream.ts'

const stage = useStage()

const TOPIC = 'com.example.count'
const ECHO = 'com.example.echo'
/** For a page that is closed to be missed, generously. */
const SOON = 10_000

const pairs: { host: Engine; guest: Engine }[] = [
  { host: 'chromium', guest: 'firefox' },
  { host: 'firefox', guest: 'chromium' },
]

const routers = { tab: '', 'shared-worker': ` worker="${WORKER}" router="shared-worker"` }

const hosted = (engine: Engine, router: keyof typeof routers = 'tab', arrival: Arrival = {}) =>
  stage.host({ url: stage.page(`signaling="${stage.signaling}"${routers[router]}`), engine, ...arrival })

/** What a page can tell of its element by CSS alone. */
const matches = (page: Participant, ...states: string[]) =>
  page.run((element, names) => names.map(name => element.matches(`:state(${name})`)), states)

describe.skipIf(firefoxLaunchOptions() === undefined)('Firefox', () => {
  describe.each(pairs)('$host hosts, $guest is a guest', ({ host: hosting, guest: joining }) => {
    test('over a data channel and by the relay: calls, events and what is too large for one message', async () => {
      const host = await hosted(hosting)
      const direct = await stage.guest(host, { engine: joining })
      const relayed = await stage.guest(host, { engine: joining, before: WITHOUT_WEBRTC })
      await direct.goesBy('data-channel')
      expect(await relayed.shown()).toMatchObject({ state: 'open', role: 'guest', transport: 'relay' })
      await host.run(async ({ session }) => void (await session?.register('com.example.size', ([text]) => text)))
      for (const guest of [direct, relayed]) {
        // Browsers take no channel message above 256 KiB from each other.
        const [there, back] = await guest.run(async ({ session }) => {
          const text = 'grüße 你好 '.repeat(2 ** 16)
          return [text, await session?.call('com.example.size', [text])].map(value => String(value).length)
        })
        expect([there, back]).toEqual([2 ** 16 * 9, 2 ** 16 * 9])
        await guest.subscribe(TOPIC)
      }
      await echo(host, ECHO)
      await callOnAndOn(direct, ECHO)
      await count(host, TOPIC)
      await countsOn(host, 20)
      await allAnswered(direct)
      const last = await lastOf(host)
      for (const guest of [direct, relayed]) await hearsAll(guest, TOPIC, last)
    })

    test('a guest that reloads is in again, and one that closes is missed', async () => {
      const host = await hosted(hosting)
      await host.subscribe('wamp.session.on_leave')
      const guest = await stage.guest(host, { engine: joining })
      await guest.goesBy('data-channel')
      const first = await guest.sessionId()
      await guest.reload()
      await guest.until('open')
      await host.hears('wamp.session.on_leave', first, SOON)
      await guest.goesBy('data-channel')
      const second = await guest.sessionId()
      await guest.page.close({ runBeforeUnload: true })
      await host.hears('wamp.session.on_leave', second, SOON)
      await eventually(() => host.call('wamp.session.count'), 1)
    })

    test('a host that reloads has the same room, and its guest comes back with what it had', async () => {
      const host = await hosted(hosting)
      const guest = await stage.guest(host, { engine: joining })
      await guest.subscribe(TOPIC)
      const [invite, id] = [await host.invite(), await guest.sessionId()]
      await host.reload()
      await host.until('open')
      expect(await host.invite()).toBe(invite)
      await guest.when(({ session, state }, before) => state === 'open' && session?.id !== before, id)
      await guest.goesBy('data-channel')
      await host.publish(TOPIC, ['again'])
      await guest.hears(TOPIC, 'again')
    })

    test('a session goes on when the signaling server is restarted, by its data channel or by a new relay', async () => {
      stage.expects(/WebSocket|connection to the server|establish a connection/)
      const host = await hosted(hosting)
      const direct = await stage.guest(host, { engine: joining })
      const relayed = await stage.guest(host, { engine: joining, before: WITHOUT_WEBRTC })
      await direct.goesBy('data-channel')
      const guests = [direct, relayed]
      for (const guest of guests) await guest.subscribe(TOPIC)
      const ids = await Promise.all(guests.map(guest => guest.sessionId()))
      await count(host, TOPIC)
      await countsOn(host, 20)
      await stage.stopSignaling()
      await relayed.until('reconnecting')
      await countsOn(host, 20)
      await stage.startSignaling()
      await relayed.until('open')
      await countsOn(host, 20)
      const last = await lastOf(host)
      for (const guest of guests) await hearsAll(guest, TOPIC, last)
      expect(await Promise.all(guests.map(guest => guest.sessionId()))).toEqual(ids)
    })
  })

  test('states are CSS states', async () => {
    const host = await hosted('firefox')
    expect(await matches(host, 'open', 'host', 'memory', 'guest')).toEqual([true, true, true, false])
    const guest = await stage.guest(host, { engine: 'firefox', before: WITHOUT_WEBRTC })
    expect(await matches(guest, 'open', 'guest', 'relay', 'host')).toEqual([true, true, true, false])
    await guest.run(element => element.close())
    expect(await matches(guest, 'closed', 'open', 'relay')).toEqual([true, false, false])
  })

  test('a router in a SharedWorker: one room for two tabs, which goes on when the one that leads is closed', async () => {
    const context = await stage.context('a', 'firefox')
    const leader = await hosted('firefox', 'shared-worker', { context })
    const other = await hosted('firefox', 'shared-worker', { context })
    for (const tab of [leader, other]) {
      expect(await tab.shown()).toMatchObject({ role: 'host', transport: 'message-port' })
    }
    expect(await leader.invite()).toBe(await other.invite())
    const guest = await stage.guest(other)
    await guest.goesBy('data-channel')
    await guest.subscribe(TOPIC)
    const id = await guest.sessionId()
    await count(other, TOPIC)
    await countsOn(other, 20)
    await leader.page.close({ runBeforeUnload: true })
    await eventually(() => other.call('wamp.session.count'), 2)
    await countsOn(other, 20)
    await guest.goesBy('data-channel')
    const last = await lastOf(other)
    await hearsAll(guest, TOPIC, last)
    expect(await guest.sessionId()).toBe(id)
  })
})
