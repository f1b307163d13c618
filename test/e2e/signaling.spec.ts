// The signaling server goes and comes: what is direct does not notice, and the rest comes back.

import { describe, expect, test } from 'vitest'
import { eventually, useStage, WITHOUT_WEBRTC } from './harness.ts'
import { connectAutobahn, connectWampy } from './harness-plain-clients.ts'

const stage = useStage()

describe('the signaling server', () => {
  test('restarts, and a session by data channel loses nothing and gets nothing twice', async () => {
    stage.expects(/WebSocket connection/)
    const host = await stage.host()
    const browser = await stage.process()
    const guest = await stage.guest(host, { context: browser.context })
    await guest.goesBy('data-channel')
    await guest.subscribe('com.example.number')
    const before = await guest.sessionId()
    // Numbers at every turn of the page's clock, over the whole restart.
    await host.run(({ session }) => {
      let next = 0
      const counting = setInterval(() => void session?.publish('com.example.number', [next++]), 5)
      const stop = async () => {
        clearInterval(counting)
        await session?.publish('com.example.number', [next], {}, { acknowledge: true })
        return next
      }
      Object.assign(globalThis, { stop })
    })
    await guest.hears('com.example.number', 20)
    await stage.stopSignaling()
    await host.until('reconnecting')
    expect((await host.shown()).error).toBeTruthy()
    const during = await guest.run(() => heard.length)
    await guest.when((_, count) => heard.length > count + 50, during)
    await stage.startSignaling()
    await host.until('open')
    expect((await host.shown()).error).toBeUndefined()
    const last = await host.run(() => (globalThis as unknown as { stop(): Promise<number> }).stop())
    await guest.hears('com.example.number', last)
    const numbers = (await guest.heard()).map(({ args }) => args[0])
    expect(numbers).toEqual(Array.from({ length: last + 1 }, (_, index) => index))
    expect(await guest.shown()).toMatchObject({ state: 'open', transport: 'data-channel', id: before })
    expect((await guest.page.evaluate(() => states)).map(({ state }) => state)).not.toContain('reconnecting')

    // The death wire was strung again: a killed guest is noticed by it, long before its channel would tell.
    await host.subscribe('wamp.session.on_leave')
    // HELLO, and which link the wire belongs to.
    await eventually(async () => (await relayedToHost()) >= 2, true)
    await browser.kill()
    await host.hears('wamp.session.on_leave', before, 20_000)
  })

  test('restarts, and relayed guests and plain clients come back by themselves', async () => {
    stage.expects(/WebSocket connection/)
    const host = await stage.host()
    const guest = await stage.guest(host, { before: WITHOUT_WEBRTC })
    await guest.subscribe('com.example.said')
    const url = await host.plainUrl()
    const plain = await Promise.all([connectAutobahn('JSON', { url }), connectWampy('Msgpack', { url })])
    stage.atEnd(() => {
      for (const client of plain) client?.close()
    })
    await stage.stopSignaling()
    await guest.until('reconnecting')
    await stage.startSignaling()
    await Promise.all([host.until('open'), guest.until('open')])
    await eventually(() => host.call('wamp.session.count'), 4)
    await host.publish('com.example.said', ['again'])
    await guest.hears('com.example.said', 'again')
    expect(plain.map(client => client?.joins)).toEqual([2, 2])
  })

  test('cannot be reached at first: host and guest say so, and come through when it is there', async () => {
    stage.expects(/WebSocket connection/)
    const host = await stage.host()
    const invite = await host.invite()
    await stage.stopSignaling()
    await host.reload()
    const guest = await stage.visit({ browser: 'b', url: invite })
    for (const page of [host, guest]) {
      await page.when(({ error }) => error)
      const { state, error } = await page.shown()
      expect(state).toBe('connecting')
      expect(error).toMatch(/signaling server.*cannot be reached/i)
    }
    expect(await host.invite()).toBe(invite)
    expect(await host.plainUrl()).toMatch(/^ws:/)
    await stage.startSignaling()
    for (const page of [host, guest]) {
      await page.until('open')
      expect((await page.shown()).error).toBeUndefined()
    }
  })
})

/** How many records the server relayed to the host since it started. */
async function relayedToHost(): Promise<number> {
  const metrics = await (await fetch(`${stage.signaling.replace('ws', 'http')}/metrics`)).text()
  return Number(/^wamp_mesh_relayed_frames_total{to="host"} (\d+)$/m.exec(metrics)?.[1] ?? 0)
}
