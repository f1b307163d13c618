// Farewells whose sentence a peer's serializer has no form for: the session ends all the same, and says by which URI.

import { expect, test } from 'vitest'
import { WampError } from '../../src/protocol/errors.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { trace } from '../trace.ts'
import { HELLO, realmThat } from './authenticating.ts'

const NUL = '\0 is no text in JSON'

test('GOODBYE to everybody reaches those in JSON, too', async () => {
  const { joins, router } = trace()
  const killer = await joins(msgpack)
  const victims = [await joins(), await joins(msgpack), await joins()]
  killer.sends([48, 1, {}, 'wamp.session.kill_all', [], { reason: 'com.app.over', message: NUL }])
  const said = await Promise.all(victims.map(victim => victim.got()))
  const [bare, whole] = [[[6, {}, 'com.app.over']], [[6, { message: NUL }, 'com.app.over']]]
  expect(said).toEqual([bare, whole, bare])
  expect(await killer.got()).toEqual([[50, 1, {}, [victims.length]]])
  expect(router.counters.violations).toBe(0)
})

test('ABORT tells the reason of an authenticator', async () => {
  const { attaches } = realmThat(() => {
    throw new WampError('com.app.not_you', [NUL])
  })
  const peer = attaches()
  peer.sends(HELLO)
  expect(await peer.got()).toEqual([[3, {}, 'com.app.not_you']])
  expect(peer.closed).toEqual(expect.any(String))
})
