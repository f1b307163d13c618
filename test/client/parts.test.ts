// Parts: what waits to be read is bounded, by number and by size, on both ends of a call.

import { describe, expect, test, vi } from 'vitest'
import { MOST_UNREAD_BYTES, Parts } from '../../src/client/parts.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { failed, outcome } from './network.ts'
import { openedAdvanced, registered } from './scripted-router.ts'

const MIB = 1024 * 1024
const TOO_MUCH = 'wamp.error.payload_size_exceeded'
/** Parts of which the ninth is too much. */
const LARGE: Record<string, () => unknown> = {
  bytes: () => new Uint8Array(8 * MIB),
  text: () => 'x'.repeat(8 * MIB),
  'what is small on the wire': () => Array.from({ length: MIB / 2 }, () => []),
  'what is large further in': () => ({ a: [{ ['k'.repeat(4 * MIB)]: new Uint8Array(4 * MIB) }] }),
}

test.each(Object.entries(LARGE))('of %s only so much waits to be read', (_, make) => {
  const left = vi.fn()
  const parts = new Parts(left)
  for (let count = 0; count < 7; count++) parts.push(make())
  expect(left).not.toHaveBeenCalled()
  for (let count = 0; count < 2; count++) parts.push(make())
  expect(left.mock.calls).toEqual([[expect.objectContaining({ error: TOO_MUCH })]])
})

test('what has been read no longer counts, and what somebody waits for never does', async () => {
  const left = vi.fn()
  const parts = new Parts<Uint8Array>(left)
  for (let count = 0; count < 30; count++) {
    parts.push(new Uint8Array(MOST_UNREAD_BYTES / 2))
    if (count % 2) expect((await parts.next()).value).toHaveLength(MOST_UNREAD_BYTES / 2)
    else {
      await parts.next()
      const waiting = parts.next()
      parts.push(new Uint8Array(2 * MOST_UNREAD_BYTES))
      await waiting
    }
  }
  expect(left).not.toHaveBeenCalled()
})

describe('over a link', () => {
  const args = [new Uint8Array(8 * MIB)]

  test('a caller that does not read large results gives the call up', async () => {
    const { session, peer } = await openedAdvanced({}, msgpack)
    const call = session.callProgressive('com.app.p')
    await peer.got()
    for (let count = 0; count < 9; count++) peer.sends([50, 1, { progress: true }, args])
    expect(await outcome(call.result)).toEqual(failed(TOO_MUCH))
    expect(await peer.got()).toEqual([[49, 1, { mode: 'killnowait' }]])
  })

  test('a callee that does not read large arguments has its caller told', async () => {
    const { peer } = await registered(() => new Promise(() => {}), {}, msgpack)
    for (let count = 0; count < 10; count++) peer.sends([68, 1, 21, { progress: true }, args])
    expect(await peer.got()).toEqual([[8, 68, 1, {}, TOO_MUCH, [expect.any(String)]]])
  })
})
