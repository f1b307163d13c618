// A room whose invite is made anew: who comes by the old one, who is inside and comes back, and who only says so.

import { describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { connect } from '../../src/entry/index.ts'
import { memoryStore } from '../../src/host/identity.ts'
import type { WebSocketConstructor } from '../../src/transport/open-websocket.ts'
import { BareTunnel, type Hosting, joined, ResumingStage, sessionBy, sessionOver } from './resuming-stage.ts'

const WRONG = {
  error: 'wamp.error.not_authorized',
  message: expect.stringMatching(/does not accept this invite: wrong invite.*Ask for a new one/),
}

/** Asks until it is so. */
async function until(condition: () => unknown): Promise<void> {
  await expect.poll(async () => Boolean(await condition()), { timeout: 15_000, interval: 10 }).toBe(true)
}

/** A plain client by that URL, which does not come back. */
async function plain(url = '') {
  const session = await connect(url, { WebSocket: WebSocket as unknown as WebSocketConstructor, reconnect: 'never' })
  onTestFinished(() => session.close())
  return session
}

/** Resolves when the signaling server has taken what the host told it. */
const settled = ({ room }: Hosting) => until(() => plain(room.plainUrlFor()).catch(() => false))

test('the new invite and plain URL let people in, and the old ones nobody', async () => {
  const stage = await ResumingStage.open()
  const told: unknown[] = []
  const hosting = await stage.host({ oninvite: () => told.push(hosting.room.inviteFor()) })
  const { room } = hosting
  const network = await stage.network()
  const before = { invite: hosting.inviteBy(network), plain: room.plainUrlFor(), url: room.inviteFor() }
  await room.rotate()
  expect(told).toEqual([room.inviteFor()])
  expect(room.inviteFor()).not.toBe(before.url)
  expect(hosting.inviteBy(network)).toEqual({
    ...before.invite,
    secret: expect.not.stringMatching(before.invite.secret),
  })
  await expect(joined(before.invite)).rejects.toMatchObject(WRONG)
  await settled(hosting)
  await expect(plain(before.plain)).rejects.toThrow()
  const guest = await sessionOver((await joined(hosting.inviteBy(network))).link)
  expect(await guest.call('wamp.session.count')).toBeGreaterThan(1)
})

test('who is inside stays, guests and plain clients, and comes back to its session after four more', async () => {
  const stage = await ResumingStage.open()
  const hosting = await stage.host()
  const network = await stage.network()
  const guest = await sessionBy(hosting, network)
  const other = await plain(hosting.room.plainUrlFor())
  const { id } = guest
  for (let round = 0; round < 4; round++) await hosting.room.rotate()
  await settled(hosting)
  expect(await other.call('wamp.session.count')).toBeGreaterThan(2)
  const { length } = network.wires
  network.last.cut()
  await until(() => network.wires.length > length)
  expect(await guest.call<string[]>('wamp.session.list')).toContain(id)
  expect([guest.state, guest.id]).toEqual(['open', id])
})

test('beyond those a lost connection is the end, in words', async () => {
  const stage = await ResumingStage.open()
  const hosting = await stage.host()
  const network = await stage.network()
  const errors: unknown[] = []
  const guest = await sessionBy(hosting, network, { onstate: (_, error) => error && errors.push(error) })
  for (let round = 0; round < 5; round++) await hosting.room.rotate()
  expect(await guest.call('wamp.session.count')).toBe(2)
  network.last.cut()
  await until(() => guest.state === 'closed')
  expect(errors.at(-1)).toMatchObject(WRONG)
})

test('a guest that was away while the host’s connection broke comes back by the old secret', async () => {
  const stage = await ResumingStage.open()
  const hosting = await stage.host()
  const guest = await sessionBy(hosting, await stage.network())
  const { id } = guest
  await hosting.room.rotate()
  hosting.network.last.cut()
  await until(() => hosting.network.wires.length > 1 && hosting.room.state === 'open')
  expect(await guest.call('wamp.session.count')).toBe(2)
  expect([guest.state, guest.id]).toEqual(['open', id])
})

describe('somebody with an old invite', () => {
  /** A room that has a guest inside and another invite since, and what somebody has who only has the old one. */
  async function leaked() {
    const stage = await ResumingStage.open()
    const hosting = await stage.host()
    const network = await stage.network()
    const invite = hosting.inviteBy(network)
    const inside = await joined(invite)
    const session = await sessionOver(inside.link)
    const { name = '' } = inside
    const early = await BareTunnel.open(invite)
    await hosting.room.rotate()
    return { hosting, invite, name, session, early: early.tunnel }
  }

  test('gets nothing by saying that it comes back to a link whose name it does not know', async () => {
    const { invite, name, session } = await leaked()
    const wrong = { ...invite, secret: 'A'.repeat(22) }
    const sentences = new Set<string>()
    for (const guess of ['', '__proto__', 'A'.repeat(32), [...name].reverse().join(''), undefined]) {
      for (const by of [invite, wrong]) {
        const refused = await BareTunnel.open(by, guess).then(
          () => undefined,
          (error: Error) => error,
        )
        expect(refused).toMatchObject(WRONG)
        sentences.add(String(refused?.message))
      }
    }
    // An invite that once was right is told nothing else than one that never was.
    expect(sentences.size).toBe(1)
    expect(await session.call('wamp.session.count')).toBe(2)
  })

  test.each<[string, object]>([
    ['resume it', { type: 'resume', link: 'A'.repeat(32) }],
    ['forget it', { type: 'forget', link: 'A'.repeat(32) }],
    ['begin a session', { type: 'relay', number: 1 }],
    ['begin a direct one', { type: 'signal', channel: 1, data: {} }],
  ])('and the handle of a link can not %s', async (_, control) => {
    const { invite, name, session } = await leaked()
    // A signaling server that has the invite too reads that in HELLO.
    const { tunnel } = await BareTunnel.open(invite, name.slice(0, 8))
    tunnel.says(control as never)
    expect(await tunnel.ended).toMatchObject(WRONG)
    expect(await session.call('wamp.session.count')).toBe(2)
  })

  test('that has a tunnel since before begins no session by it', async () => {
    const { early, session } = await leaked()
    early.says({ type: 'relay', number: 1 })
    expect(await early.ended).toMatchObject(WRONG)
    expect(await session.call('wamp.session.count')).toBe(2)
  })

  test('comes back to a link whose name it knows, and begins no other by that', async () => {
    const { invite, name, session } = await leaked()
    const { tunnel } = await BareTunnel.open(invite, name)
    tunnel.says({ type: 'resume', link: name })
    expect(await tunnel.hears()).toEqual({ type: 'resumed' })
    tunnel.says({ type: 'resume', link: name })
    expect(await tunnel.hears()).toEqual({ type: 'unknown' })
    expect(await session.call('wamp.session.count')).toBe(2)
  })
})

describe('the room', () => {
  test('takes the secret that another page has made while it slept', async () => {
    const stage = await ResumingStage.open()
    const store = memoryStore()
    const told: string[] = []
    const hosting = await stage.host({ store, oninvite: () => told.push('slept') })
    const network = await stage.network()
    const before = hosting.inviteBy(network)
    hosting.room.sleep()
    const other = await stage.host({ store })
    await other.room.rotate()
    const { secret } = other.inviteBy(network)
    other.room.abandon()
    hosting.room.wake()
    await until(() => told.length > 0)
    expect(hosting.inviteBy(network).secret).toBe(secret)
    await expect(joined(before)).rejects.toMatchObject(WRONG)
    await joined(hosting.inviteBy(network))
  })

  test('says so where it is closed', async () => {
    const hosting = await (await ResumingStage.open()).host()
    hosting.room.close()
    await expect(hosting.room.rotate()).rejects.toThrow('The room is closed')
  })

  test('makes one invite after the other, and shows the last', async () => {
    const stage = await ResumingStage.open()
    const store = memoryStore()
    const hosting = await stage.host({ store })
    await Promise.all([hosting.room.rotate(), hosting.room.rotate(), hosting.room.rotate()])
    const again = await stage.host({ store })
    expect(hosting.room.inviteFor().replace(/&via.*/, '')).toBe(again.room.inviteFor().replace(/&via.*/, ''))
  })
})

describe('a signaling server', () => {
  /** A WebSocket that does something else with what the host says of that type. */
  function meddling(type: string, meddle: (said: string, send: (said: string) => void) => unknown) {
    return class extends WebSocket {
      override send(data: string): void {
        if (String(data).includes(`"type":"${type}"`)) meddle(String(data), said => super.send(said))
        else super.send(data)
      }
    } as unknown as WebSocketConstructor
  }

  test('that does not know the message is told when the host connects again', async () => {
    const stage = await ResumingStage.open()
    const hosting = await stage.host({
      WebSocket: meddling('ticket', (said, send) => send(said.replace('"ticket"', '"later"'))),
    })
    const network = await stage.network()
    const guest = await sessionBy(hosting, network)
    const { id } = guest
    const before = hosting.room.plainUrlFor()
    await hosting.room.rotate()
    await settled(hosting)
    await expect(plain(before)).rejects.toThrow()
    expect(await guest.call<number[]>('wamp.session.list')).toContain(id)
    expect(guest.id).toBe(id)
  })

  test('that is just being told who hosts hears of the change after that', async () => {
    const stage = await ResumingStage.open()
    let hosting: Hosting | undefined
    let rotated: Promise<void> | undefined
    hosting = await stage.host({
      WebSocket: meddling('host', (said, send) => {
        rotated = hosting?.room.rotate()
        send(said)
      }),
    })
    const before = hosting.room.plainUrlFor()
    hosting.network.last.cut()
    await until(() => rotated !== undefined)
    await rotated
    await settled(hosting)
    await expect(plain(before)).rejects.toThrow()
  })
})
