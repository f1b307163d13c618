// Coming, going and coming back: guests and hosts that are closed, left, reloaded or killed.

import { describe, expect, test } from 'vitest'
import { eventually, type Participant, useStage, WITHOUT_WEBRTC } from './harness.ts'

const stage = useStage()

/** Milliseconds for the death wire to tell, generously: without it, a guest is waited for much longer. */
const AT_ONCE = 15_000

const ways = [
  { way: 'data channel', before: '', transport: 'data-channel' },
  { way: 'relay', before: WITHOUT_WEBRTC, transport: 'relay' },
] as const

/** Calls `procedure` and keeps the outcome in the page, for a page that is to be asked for it later. */
function callInFlight(page: Participant, procedure: string): Promise<void> {
  return page.run(({ session }, wanted) => {
    const flight = globalThis as { flight?: unknown }
    flight.flight = undefined
    session?.call(wanted).then(
      result => {
        flight.flight = { result }
      },
      error => {
        flight.flight = { error: error.error }
      },
    )
  }, procedure)
}

async function landed(page: Participant): Promise<unknown> {
  await page.when(() => (globalThis as { flight?: unknown }).flight)
  return page.run(() => (globalThis as { flight?: unknown }).flight)
}

/** A procedure that never answers; `com.example.called` tells that it was called. */
function registerSlow(page: Participant): Promise<void> {
  return page.run(async ({ session }) => {
    await session?.register('com.example.slow', async () => {
      await session.publish('com.example.called', [], {}, { acknowledge: true })
      return new Promise(() => {})
    })
  })
}

function registerWho(page: Participant, name: string): Promise<void> {
  return page.run(async ({ session }, own) => void (await session?.register('com.example.who', () => own)), name)
}

/** A guest's page that the host is about to see go: it waits in a procedure that the host called. */
async function watched(host: Participant, guest: Participant): Promise<number> {
  await host.subscribe('wamp.session.on_leave')
  await host.subscribe('com.example.called')
  await registerSlow(guest)
  await callInFlight(host, 'com.example.slow')
  await host.hears('com.example.called')
  return guest.sessionId()
}

describe.each(ways)('a guest by $way', ({ before, transport }) => {
  test('whose tab is closed has left, and calls to it are canceled', async () => {
    const host = await stage.host()
    const guest = await stage.guest(host, { before })
    await guest.goesBy(transport)
    const id = await watched(host, guest)
    await guest.page.close({ runBeforeUnload: true })
    await host.hears('wamp.session.on_leave', id, AT_ONCE)
    expect(await landed(host)).toEqual({ error: 'wamp.error.canceled' })
  })

  test('whose browser is killed has left, and calls to it are canceled', async () => {
    const host = await stage.host()
    const browser = await stage.process()
    const guest = await stage.guest(host, { before, context: browser.context })
    await guest.goesBy(transport)
    const id = await watched(host, guest)
    await browser.kill()
    await host.hears('wamp.session.on_leave', id, AT_ONCE)
    expect(await landed(host)).toEqual({ error: 'wamp.error.canceled' })
    expect(await host.call('wamp.session.count')).toBe(1)
  })

  test('that went to another page has left, and is in again after going back', async () => {
    const host = await stage.host()
    const guest = await stage.guest(host, { before })
    const id = await watched(host, guest)
    await guest.page.goto(stage.site.page('elsewhere'))
    await host.hears('wamp.session.on_leave', id, AT_ONCE)
    expect(await landed(host)).toEqual({ error: 'wamp.error.canceled' })
    await guest.page.goBack()
    await guest.until('open')
    await guest.goesBy(transport)
    expect(await guest.shown()).toMatchObject({ role: 'guest' })
    expect(await host.call('wamp.session.count')).toBe(2)
  })

  test('comes back by itself after its host was reloaded, with what it had', async () => {
    const host = await stage.host()
    const guest = await stage.guest(host, { before })
    await guest.subscribe('com.example.said')
    await registerWho(guest, 'the guest')
    const [invite, id] = [await host.invite(), await guest.sessionId()]
    await host.reload()
    await host.until('open')
    expect(await host.shown()).toMatchObject({ role: 'host' })
    expect(await host.invite()).toBe(invite)
    await guest.when(({ session, state }, before) => state === 'open' && session?.id !== before, id)
    await guest.goesBy(transport)
    expect(await guest.shown()).toMatchObject({ error: undefined })
    await registeredAgain(host)
    await host.publish('com.example.said', ['again'])
    await guest.hears('com.example.said', 'again')
  })
})

function registeredAgain(host: Participant): Promise<void> {
  return eventually(() => host.call('com.example.who'), 'the guest')
}

describe('a host that is killed', () => {
  test('is missed at once, and everybody is back when its profile hosts again; only then calls are lost', async () => {
    stage.expects(/WebSocket connection/)
    const first = await stage.process()
    const host = await stage.host({ context: first.context })
    const guests = await Promise.all(ways.map(({ before }) => stage.guest(host, { before })))
    await registerSlow(host)
    for (const guest of guests) {
      await guest.subscribe('com.example.called')
      await guest.subscribe('com.example.said')
      await callInFlight(guest, 'com.example.slow')
      await guest.hears('com.example.called')
    }
    const ids = await Promise.all(guests.map(guest => guest.sessionId()))
    await first.kill()
    for (const guest of guests) {
      await guest.until('reconnecting')
      await guest.when(element => element.waiting && element.matches(':state(waiting)'))
      expect(await guest.run(({ session }) => [session?.isOpen, session?.liveness])).toEqual([true, 'asleep'])
      expect(await guest.run(() => (globalThis as { flight?: unknown }).flight)).toBeUndefined()
    }
    const second = await stage.process(first.profile)
    const again = await stage.host({ context: second.context })
    for (const [number, guest] of guests.entries()) {
      await guest.when(({ session, state }, before) => state === 'open' && session?.id !== before, ids[number])
      expect(await landed(guest)).toEqual({ error: 'wamp.error.network_failure' })
    }
    await eventually(() => again.call('wamp.session.count'), 3)
    await again.publish('com.example.said', ['again'])
    for (const [number, guest] of guests.entries()) {
      await guest.hears('com.example.said', 'again')
      await guest.goesBy(ways[number]?.transport ?? 'relay')
      expect(await guest.shown()).toMatchObject({ waiting: false, error: undefined })
    }
  })

  test('while a guest is joining, is waited for', async () => {
    stage.expects(/WebSocket connection/)
    const first = await stage.process()
    const host = await stage.host({ context: first.context })
    const invite = await host.invite()
    // Stopped, it is there and does not answer: the guest is in the middle of its way in.
    first.stop()
    const guest = await stage.visit({ browser: 'b', url: invite })
    await guest.until('connecting')
    expect((await guest.shown()).waiting).toBe(false)
    await first.kill()
    await guest.when(element => element.waiting)
    const second = await stage.process(first.profile)
    await stage.host({ context: second.context })
    await guest.until('open')
    await guest.goesBy('data-channel')
    expect(await guest.shown()).toMatchObject({ waiting: false, error: undefined })
  })
})
