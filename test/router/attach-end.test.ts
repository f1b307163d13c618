// Links that die, and links whose peers say nothing in time.

import { describe, expect, test } from 'vitest'
import { ROLES, settled, trace } from '../trace.ts'

const HELLO = [1, 'realm1', { roles: ROLES }]

test('a link that dies takes its session along, in every state', async () => {
  const { attaches, joins, router, clock } = trace()
  const silent = attaches()
  const joined = await joins()
  const leaving = await joins()
  const left = await joins()
  left.sends([6, {}, 'wamp.close.normal'])
  await left.got()
  expect(router.size).toBe(4)
  for (const peer of [silent, joined, leaving, left]) peer.link.close()
  await settled()
  expect(router.size).toBe(0)
  expect(clock.timers).toBe(0)
})

test('a link that was dead before it was attached is no session', async () => {
  const { attaches, router, clock } = trace()
  const peer = attaches()
  peer.sends(HELLO)
  peer.link.close()
  await settled()
  expect(router.size).toBe(0)
  expect(clock.timers).toBe(0)
})

describe('time', () => {
  test('a link without HELLO is closed after the time for it', async () => {
    const { attaches, clock, router } = trace()
    const peer = attaches()
    clock.advance(9_999)
    expect(await peer.got()).toEqual([])
    expect(peer.closed).toBeUndefined()
    clock.advance(1)
    await settled()
    expect(peer.closed).toBe('no HELLO within 10 seconds')
    expect(router.size).toBe(0)
  })

  test('an open session is closed by no timer', async () => {
    const { joins, clock } = trace()
    const peer = await joins()
    expect(clock.timers).toBe(0)
    clock.advance(1e9)
    await settled()
    expect(peer.closed).toBeUndefined()
  })

  test('a link that was left by GOODBYE is closed without another HELLO', async () => {
    const { joins, clock } = trace()
    const peer = await joins()
    peer.sends([6, {}, 'wamp.close.normal'])
    await peer.got()
    clock.advance(10_000)
    await settled()
    expect(peer.closed).toBe('no HELLO within 10 seconds')
  })

  test('a peer that does not answer our GOODBYE loses its link two seconds later', async () => {
    const { joins, clock, router } = trace()
    const peer = await joins()
    router.close()
    clock.advance(1_999)
    await settled()
    expect(peer.closed).toBeUndefined()
    clock.advance(1)
    await settled()
    expect(peer.closed).toEqual(expect.any(String))
    expect(clock.timers).toBe(0)
  })
})
