// The STUN and TURN servers that a signaling server tells of, and the credentials for them.

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Ice, type IceOptions, turnCredential } from '../../signaling/ice.ts'
import { createSignalingServer } from '../../signaling/server.ts'
import { HostKey, Scene } from './clients.ts'

const STUN = 'stun:turn.example.org:3478'
const TURN = 'turn:turn.example.org:3478'
const NOON = Date.UTC(2030, 0, 1) / 1000

test('a credential is what other implementations make of the same', () => {
  // printf 1893456000:somebody | openssl dgst -sha1 -hmac north -binary | base64
  expect(turnCredential('north', NOON, 'somebody')).toEqual({
    username: '1893456000:somebody',
    credential: 'HFEch2kwtlQfrgM2LKddrCouIVE=',
  })
})

test.each<[IceOptions, RegExp]>([
  [{ turn: [TURN] }, /TURN servers need the secret/],
  [{ turn: ['turn.example.org'], secret: 'north' }, /turn:example\.org:3478 .* and not turn\.example\.org/],
  [{ stun: [TURN] }, /a STUN server has a URL such as/],
  [{ stun: ['stun:example.org?transport=udp'] }, /a STUN server .* and not stun:example\.org\?transport=udp/],
  [{ turn: ['turn:example.org:99999'], secret: 'north' }, /a TURN server .* and not turn:example\.org:99999/],
  [{ stun: Array(21).fill(STUN) }, /there may be 20 STUN and TURN servers, and not 21/],
])('%j is refused', async (ice, sentence) => {
  await expect(createSignalingServer({ port: 0, ice })).rejects.toThrow(sentence)
})

test.each([0, -1, 59, 60.5, 60 * 86_400_000, 1e300, Number.NaN, Number.POSITIVE_INFINITY])(
  'nor may ttl be %d',
  async ttl => {
    const sentence = `ttl is a whole number of seconds from 60 to 31536000, and not ${ttl}`
    await expect(createSignalingServer({ port: 0, ice: { stun: [STUN], ttl } })).rejects.toThrow(sentence)
  },
)

test('addresses have names of their own, which do not show them', () => {
  const ice = new Ice({ turn: [TURN], secret: 'north' })
  const name = (address: string) => ice.serversFor(address)[0]?.username?.split(':')[1]
  expect(name('192.0.2.1')).toMatch(/^[\w-]{16}$/)
  expect(name('192.0.2.1')).toBe(name('192.0.2.1'))
  expect(name('192.0.2.1')).not.toBe(name('192.0.2.2'))
  expect(name('2001:db8::1')).toBe(name('2001:db8::2'))
})

test.each([
  [60, 30_000],
  [86_400, 43_200_000],
  [365 * 86_400, 43_200_000],
])('with a ttl of %d seconds, sockets are told again after %d ms', (ttl, refresh) => {
  expect(new Ice({ stun: [STUN], ttl }).refresh).toBe(refresh)
})

let scene: Scene
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: NOON * 1000 })
  scene = await Scene.open({ ice: { stun: [STUN], turn: [TURN], secret: 'north', ttl: 60 } })
})
afterEach(async () => {
  await scene.close()
  vi.useRealTimers()
})

const servers = (expiry: number) => ({
  type: 'ice',
  servers: [
    { urls: [STUN] },
    { urls: [TURN], username: expect.stringMatching(`^${expiry}:`), credential: expect.stringMatching(/^.{27}=$/) },
  ],
})

test('host and guest are told of them first, and again before a credential expires', async () => {
  const key = new HostKey()
  const { client: host, nonce } = await scene.mesh()
  host.say(key.claim(nonce))
  expect(await host.next()).toEqual(servers(NOON + 60))
  expect(await host.next()).toEqual({ type: 'hosting', room: key.room })
  const guest = await scene.guest(key.room)
  expect(await guest.next()).toEqual(servers(NOON + 60))
  expect(await guest.next()).toEqual({ type: 'host' })
  expect(await host.next()).toEqual({ type: 'guest', peer: 1 })
  for (const times of [1, 2]) {
    vi.advanceTimersByTime(30_000)
    expect(await guest.next()).toEqual(servers(NOON + 60 + times * 30))
    expect(await host.next()).toEqual(servers(NOON + 60 + times * 30))
  }
})

test('who has not said what it wants is told of none', async () => {
  const { client } = await scene.mesh()
  await client.settled()
  expect(client.unread).toEqual([])
})
