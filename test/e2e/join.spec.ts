// Joining a room: in every way there is, from browsers that share nothing but the invite.

import { describe, expect, test } from 'vitest'
import { eventually, useStage, WITHOUT_UDP, WITHOUT_WEBRTC } from './harness.ts'

const stage = useStage()

/** A host, and a guest by each way in. */
async function everyone() {
  const host = await stage.host()
  const [direct, relayed, blocked] = await Promise.all([
    stage.guest(host),
    stage.guest(host, { before: WITHOUT_WEBRTC }),
    stage.guest(host, { browser: 'c', before: WITHOUT_UDP }),
  ])
  await direct.goesBy('data-channel')
  return { host, direct, relayed, blocked, all: [host, direct, relayed, blocked] }
}

describe('a room in a page', () => {
  test('is joined by data channel, and by relay where there is no WebRTC or no path for it', async () => {
    const { host, direct, relayed, blocked } = await everyone()
    expect(await host.shown()).toMatchObject({ state: 'open', role: 'host', transport: 'memory' })
    expect(await direct.shown()).toMatchObject({ state: 'open', role: 'guest', transport: 'data-channel' })
    expect(await relayed.shown()).toMatchObject({ state: 'open', role: 'guest', transport: 'relay' })
    expect(await blocked.shown()).toMatchObject({ state: 'open', role: 'guest', transport: 'relay' })
  })

  test('takes calls in every direction, and gives results, errors and refusals back', async () => {
    const { all } = await everyone()
    for (const [number, callee] of all.entries()) {
      await callee.run(async ({ session }, own) => {
        await session?.register(
          `com.example.add.${own}`,
          ([a, b], { plus = 0 }) => Number(a) + Number(b) + Number(plus),
        )
        await session?.register(`com.example.fail.${own}`, () => {
          throw Object.assign(new Error(), { name: 'WampError', error: 'com.example.error.tired', args: ['not today'] })
        })
      }, number)
    }
    for (const caller of all) {
      for (const number of all.keys()) {
        expect(await caller.call(`com.example.add.${number}`, [1, 2], { plus: 4 })).toBe(7)
        expect(await caller.call(`com.example.fail.${number}`)).toMatchObject({ error: expect.stringMatching(/error/) })
      }
      expect(await caller.call('com.example.nobody')).toMatchObject({ error: 'wamp.error.no_such_procedure' })
      expect(await caller.call('not a uri')).toMatchObject({ error: 'wamp.error.invalid_uri' })
    }
  })

  test('gives an event to everybody but its publisher, in order', async () => {
    const { all } = await everyone()
    for (const listener of all) await listener.subscribe('com.example.said')
    for (const publisher of all) for (const word of ['one', 'two']) await publisher.publish('com.example.said', [word])
    for (const listener of all) {
      await listener.when(() => heard.length >= 6)
      expect((await listener.heard()).map(({ args }) => args[0])).toEqual(['one', 'two', 'one', 'two', 'one', 'two'])
    }
  })

  test('carries a mebibyte, every kind of text, and bytes, unchanged', async () => {
    const { host, direct, relayed } = await everyone()
    await host.run(async ({ session }) => void (await session?.register('com.example.echo', ([value]) => value)))
    for (const caller of [direct, relayed]) {
      const same = await caller.run(async ({ session }) => {
        const echo = (value: unknown) => session?.call('com.example.echo', [value])
        const text = 'grüße 你好 👩‍👩‍👧 \u0000\u2028\ufeff'
        const large = 'x'.repeat(2 ** 20)
        const bytes = crypto.getRandomValues(new Uint8Array(65_536))
        const back = await echo(bytes)
        return {
          text: (await echo(text)) === text,
          large: (await echo(large)) === large,
          bytes: back instanceof Uint8Array && back.every((byte, index) => byte === bytes[index]),
          length: (back as Uint8Array).length,
          precise: (await echo(2 ** 53 - 1)) === 2 ** 53 - 1,
        }
      })
      expect(same).toEqual({ text: true, large: true, bytes: true, length: 65_536, precise: true })
    }
  })

  test('tells who came and who left, and who is there', async () => {
    const host = await stage.host()
    for (const topic of ['wamp.session.on_join', 'wamp.session.on_leave']) await host.subscribe(topic)
    const guests = [await stage.guest(host), await stage.guest(host, { before: WITHOUT_WEBRTC })]
    const ids = await Promise.all(guests.map(guest => guest.sessionId()))
    for (const id of ids) {
      await host.when((_, id) => heard.some(({ args: [who] }) => (who as { session?: number }).session === id), id)
    }
    for (const one of [host, ...guests]) {
      expect(await one.call('wamp.session.count')).toBe(3)
      expect(await one.call('wamp.session.list')).toEqual(expect.arrayContaining(ids))
    }
    await Promise.all(guests.map(guest => guest.run(element => element.close())))
    for (const id of ids) await host.hears('wamp.session.on_leave', id)
    expect(await host.call('wamp.session.count')).toBe(1)
  })

  test('lets its guest reload: the invite is out of the address bar, and the page is in again', async () => {
    const host = await stage.host()
    const guest = await stage.guest(host)
    const first = await guest.sessionId()
    expect(guest.page.url()).toBe(host.page.url())
    await guest.reload()
    await guest.until('open')
    expect(guest.page.url()).not.toContain('wamp=')
    await guest.goesBy('data-channel')
    expect(await guest.shown()).toMatchObject({ role: 'guest' })
    expect(await guest.sessionId()).not.toBe(first)
    await eventually(() => host.call('wamp.session.count'), 2)
  })

  test('is hosted by a bare page of any static server, with nothing but an attribute', async () => {
    const host = await stage.visit({ url: stage.page(`host signaling="${stage.signaling}"`) })
    await host.until('open')
    expect(await host.shown()).toMatchObject({ role: 'host', transport: 'memory' })
    const guest = await stage.guest(host)
    await guest.goesBy('data-channel')
    expect(await guest.shown()).toMatchObject({ role: 'guest' })
  })
})
