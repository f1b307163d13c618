// Liveness of sessions, an extension of ours: who is asleep, and when it is heard again.

import { expect, test } from 'vitest'
import type { Link, LinkReceiver, Liveness } from '../../../src/protocol/link.ts'
import { json } from '../../../src/protocol/serializer/json.ts'
import { memoryPair } from '../../../src/transport/memory.ts'
import { Peer, ROLES, settled, trace } from '../../trace.ts'

/** A peer whose link falls silent when it is told to. */
function silenceable(attach: (link: Link) => void) {
  const [client, server] = memoryPair(json)
  let receiver: LinkReceiver | undefined
  attach({
    serializer: server.serializer,
    get bufferedAmount() {
      return server.bufferedAmount
    },
    start: given => {
      receiver = given
      server.start(given)
    },
    send: frame => server.send(frame),
    close: reason => server.close(reason),
  })
  return { peer: new Peer(client), turn: (liveness: Liveness) => receiver?.liveness?.(liveness) }
}

test('a session that falls silent stays, and others are told once each time', async () => {
  const { router, joins } = trace()
  const witness = await joins()
  witness.sends([32, 1, {}, 'wamp.session.on_liveness'])
  const [[, , subscription] = []] = await witness.got()
  const { peer, turn } = silenceable(link => router.attach(link))
  peer.sends([1, 'realm1', { roles: ROLES }])
  const [[, id] = []] = await peer.got()
  for (const liveness of ['asleep', 'asleep', 'alive'] as const) turn(liveness)
  const events = (await witness.got()).map(([type, to, , , args]) => [type, to, args])
  expect(events).toEqual([
    [36, subscription, [id, 'asleep']],
    [36, subscription, [id, 'alive']],
  ])
  turn('asleep')
  witness.sends([48, 2, {}, 'wamp.session.get', [id]])
  expect((await witness.got()).at(-1)).toMatchObject([50, 2, {}, [{ session: id, liveness: 'asleep' }]])
})

test('before a peer has joined, and after it has left, nobody is told', async () => {
  const { router, joins } = trace()
  const witness = await joins()
  witness.sends([32, 1, {}, 'wamp.session.on_liveness'])
  await witness.got()
  const { peer, turn } = silenceable(link => router.attach(link))
  turn('asleep')
  peer.sends([1, 'realm1', { roles: ROLES }])
  await settled()
  peer.sends([6, {}, 'wamp.close.normal'])
  await settled()
  turn('alive')
  turn('asleep')
  expect(await witness.got()).toEqual([])
})
