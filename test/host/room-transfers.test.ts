// What a room and its guest tell of large messages between them; by a real signaling server and the relay.

import { expect, test } from 'vitest'
import { connect } from '../../src/entry/index.ts'
import { RoomTransfers } from '../../src/host/room-transfers.ts'
import type { Transfers } from '../../src/protocol/link.ts'
import { platform, ResumingStage } from './resuming-stage.ts'

const MIB = 1024 * 1024

test('a guest sends much to the host, and gets much: both are told, each by its own direction', async () => {
  const stage = await ResumingStage.open()
  const atHost: Transfers[] = []
  const { room, session } = await stage.host({ ontransfers: transfers => atHost.push(transfers) })
  await session.register('com.example.echo', ([bytes]) => bytes)
  const atGuest: Transfers[] = []
  const guest = await connect(`https://example.org/${new URL(room.inviteFor()).hash}`, {
    WebSocket: platform,
    ontransfers: transfers => atGuest.push(transfers),
  })
  const echo = await guest.call<Uint8Array>('com.example.echo', [new Uint8Array(3 * MIB)])
  expect(echo.length).toBe(3 * MIB)
  for (const told of [atHost, atGuest]) {
    for (const direction of ['sending', 'receiving'] as const) {
      const totals = told.flatMap(transfers => transfers[direction]?.total ?? [])
      expect(totals.length).toBeGreaterThan(3)
      expect(Math.min(...totals)).toBeGreaterThan(3 * MIB)
    }
  }
  expect(guest.transfers.receiving).toBeUndefined()
  expect(room.transfers).toEqual({})
  await guest.close()
})

test('a guest that is sent away has nothing under way any more', async () => {
  const stage = await ResumingStage.open()
  let kill: Promise<unknown> | undefined
  const { room, session } = await stage.host({
    ontransfers: ({ receiving }) => {
      if (receiving) kill ??= session.call('wamp.session.kill_all')
    },
  })
  const guest = await connect(`https://example.org/${new URL(room.inviteFor()).hash}`, {
    WebSocket: platform,
    reconnect: 'never',
  })
  const called = guest.call('com.example.nothing', [new Uint8Array(12 * MIB)])
  await expect(called).rejects.toThrow()
  expect(await kill).toBe(1)
  await expect.poll(() => room.transfers).toEqual({})
})

test('the links of a room count together; one that ends takes its part away', () => {
  const told: Transfers[] = []
  const transfers = new RoomTransfers(all => told.push(all))
  const [one, other] = [{}, {}]
  transfers.set(one, {})
  expect(told).toEqual([])
  transfers.set(one, { sending: { bytes: 1, total: 10 } })
  transfers.set(other, { sending: { bytes: 2, total: 20 }, receiving: { bytes: 3, total: 30 } })
  expect(transfers.all).toEqual({ sending: { bytes: 3, total: 30 }, receiving: { bytes: 3, total: 30 } })
  transfers.set(one, {})
  expect(transfers.all).toEqual({ sending: { bytes: 2, total: 20 }, receiving: { bytes: 3, total: 30 } })
  transfers.set(other, { sending: undefined, receiving: undefined })
  expect(told.at(-1)).toEqual({})
})
