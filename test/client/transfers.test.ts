// What a session tells of large messages that are under way.

import { expect, test } from 'vitest'
import { Session } from '../../src/client/session.ts'
import type { SessionOptions } from '../../src/client/session-options.ts'
import type { Transfers } from '../../src/protocol/link.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { settled, trace } from '../trace.ts'
import { type FragmentPair, fragmentPair } from '../transport/channel-pair.ts'

const MIB = 1024 * 1024

/** A session at a router, over channels of small messages, and what it was told. */
async function opened(options: SessionOptions = {}) {
  const { router } = trace()
  const told: Transfers[] = []
  const pairs: FragmentPair[] = []
  const dial = async () => {
    const pair = fragmentPair(msgpack)
    pairs.push(pair)
    router.attach(pair.right)
    return pair.left
  }
  const session = new Session(dial, { ontransfers: transfers => told.push(transfers), ...options })
  await session.open()
  return { session, told, pairs }
}

test('a large argument goes and a large result comes: told of both, and then that nothing is under way', async () => {
  const { session, told } = await opened()
  await session.register('com.app.echo', ([bytes]) => bytes)
  const called = session.call<Uint8Array>('com.app.echo', [new Uint8Array(2 * MIB)])
  let seen: Transfers = {}
  while (!seen.sending) {
    await settled()
    seen = session.transfers
  }
  expect(seen.sending.total).toBeGreaterThan(2 * MIB)
  expect((await called).length).toBe(2 * MIB)
  for (const direction of ['sending', 'receiving'] as const) {
    const bytes = told.flatMap(transfers => transfers[direction]?.bytes ?? [])
    expect(bytes.length).toBeGreaterThan(4)
    expect(Math.max(...bytes)).toBeLessThan(5 * MIB)
  }
  const { sending, receiving } = session.transfers
  expect([sending, receiving]).toEqual([undefined, undefined])
})

test.each(['the session is closed', 'the link is lost'])('nothing is under way any more when %s', async how => {
  const { session, told, pairs } = await opened()
  session.call('com.app.nothing', [new Uint8Array(8 * MIB)]).catch(() => {})
  while (!session.transfers.sending) await settled()
  if (how === 'the link is lost') pairs[0]?.cut()
  else await session.close()
  await settled()
  expect(session.transfers).toEqual({})
  expect(told.at(-1)).toEqual({})
  await session.close()
})

test('what the application throws when it is told is reported, and stops nothing', async () => {
  const errors: unknown[] = []
  const { session } = await opened({
    ontransfers: () => {
      throw new Error('mine')
    },
    onerror: error => void errors.push(error),
  })
  await expect(session.call('com.app.nothing', [new Uint8Array(MIB)])).rejects.toThrow(/com.app.nothing/)
  expect(errors).toContainEqual(new Error('mine'))
})
