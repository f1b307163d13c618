// Another invite: who has the old one is told so, who is inside stays, and the host keeps the new one.

import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Participant, useStage, WITHOUT_WEBRTC } from './harness.ts'
import { connectWampy } from './harness-plain-clients.ts'
import { WORKER } from './harness-site.ts'
import { crash, otherWorker, workerOf } from './harness-worker.ts'

const stage = useStage()

const ways = [
  { way: 'directly', before: '', transport: 'data-channel' },
  { way: 'by relay', before: WITHOUT_WEBRTC, transport: 'relay' },
] as const

/** Keeps the WebSockets of a page, for a test to cut. */
const KEPT_SOCKETS = `globalThis.sockets = []
globalThis.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given)
    sockets.push(this)
  }
}`

declare global {
  /** WebSockets of the page, in the order in which it made them. */
  var sockets: globalThis.WebSocket[]
}

const rotate = (host: Participant) => host.run(({ room }) => room?.rotate())

/** Somebody who comes by that invite, which is not taken. */
async function refused(url: string): Promise<void> {
  const guest = await stage.visit({ browser: 'c', url })
  await guest.when(({ error }) => error)
  expect(await guest.shown()).toMatchObject({
    state: 'closed',
    error: expect.stringMatching(/does not accept this invite.*Ask for a new one/),
  })
}

/** How the signaling server answers who asks for a WebSocket there. */
async function answerAt(plainUrl: string): Promise<{ status: number | undefined; text: string }> {
  const socket = new WebSocket(plainUrl, ['wamp.2.json'])
  socket.on('error', () => {})
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage]
  return { status: response.statusCode, text: (await response.toArray()).join('') }
}

test('the old invite and plain URL are refused in words, the new ones work, and a reload keeps them', async () => {
  stage.expects(/WebSocket connection/)
  const host = await stage.host()
  const old = { invite: await host.invite(), plain: await host.plainUrl() }
  await rotate(host)
  const [invite, plain] = [await host.invite(), await host.plainUrl()]
  expect(invite).not.toBe(old.invite)
  await refused(old.invite)
  const answer = await answerAt(old.plain)
  expect(answer).toMatchObject({ status: 403, text: expect.stringContaining('not the ticket of this room') })
  const guest = await stage.guest(host)
  await guest.call('wamp.session.count')
  await host.reload()
  await host.until('open')
  expect([await host.invite(), await host.plainUrl()]).toEqual([invite, plain])
  expect((await host.shown()).role).toBe('host')
  await refused(old.invite)
  expect((await answerAt(old.plain)).status).toBe(403)
  await guest.until('open')
  const client = await connectWampy('JSON', { url: plain })
  await client.subscribe('com.example.said', () => {})
  client.close()
})

describe.each(ways)('a guest that is inside $way', ({ before, transport }) => {
  test('stays, and comes back to its session after a cut', async () => {
    const host = await stage.host()
    const guest = await stage.guest(host, { before: `${before}\n${KEPT_SOCKETS}` })
    await guest.goesBy(transport)
    const id = await guest.sessionId()
    await guest.subscribe('com.example.said')
    await rotate(host)
    await host.publish('com.example.said', ['still here'])
    await guest.hears('com.example.said', 'still here')
    await guest.run(() => {
      const [last] = sockets.slice(-1)
      last?.close(4008, 'cut by the test')
    })
    await guest.when(() => sockets.length > 1)
    await host.publish('com.example.said', ['and again'])
    await guest.hears('com.example.said', 'and again')
    await guest.goesBy(transport)
    expect(await guest.sessionId()).toBe(id)
    expect(await guest.shown()).toMatchObject({ state: 'open', error: undefined })
  })
})

test('a guest that reloads its page needs the new invite, and is told so', async () => {
  const host = await stage.host()
  const guest = await stage.guest(host)
  await rotate(host)
  await guest.reload()
  await guest.when(({ error }) => error)
  expect(await guest.shown()).toMatchObject({ state: 'closed', error: expect.stringMatching(/Ask for a new one/) })
  await guest.goto(await host.invite())
  await guest.until('open')
})

describe('a room in a SharedWorker', () => {
  const url = () => stage.page(`signaling="${stage.signaling}" worker="${WORKER}"`)

  test('has another invite in all its tabs, and keeps it when its worker is started anew; its guests stay', async () => {
    stage.expects(/WebSocket connection/)
    const context = await stage.context('a')
    // The worker lives in the process of the tab that started it, and ends with it.
    const starter = await stage.host({ context, url: url() })
    const other = await stage.host({ context, url: url() })
    const guests = [await stage.guest(other, { before: WITHOUT_WEBRTC }), await stage.guest(other)]
    await guests[1]?.goesBy('data-channel')
    const ids = await Promise.all(guests.map(guest => guest.sessionId()))
    const old = await other.invite()
    await rotate(other)
    await starter.when(({ invite }, before) => invite !== before, old)
    const invite = await starter.invite()
    expect([await other.invite(), await other.plainUrl()]).toEqual([invite, await starter.plainUrl()])
    for (const tab of [starter, other]) expect(await tab.run(() => history.state.wampInvite)).toBe(invite)
    await refused(old)
    await starter.reload()
    await starter.until('open')
    expect(await starter.invite()).toBe(invite)
    const worker = await workerOf(other)
    await crash(starter)
    await otherWorker(other, worker)
    await other.publish('com.example.said', ['from the next worker'])
    for (const guest of guests) await guest.call('wamp.session.count')
    expect(await Promise.all(guests.map(guest => guest.sessionId()))).toEqual(ids)
    expect(await other.invite()).toBe(invite)
    await refused(old)
  })
})
