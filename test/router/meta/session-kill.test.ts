// session_meta_api: who must leave the realm: kill, kill_by_authid, kill_by_authrole, kill_all [wamp:session-meta-api].

import { describe, expect, test } from 'vitest'
import { SERIALIZERS } from '../../raw-codec.ts'
import { type Peer, settled, type Trace, trace } from '../../trace.ts'

const KILLED = [6, {}, 'wamp.close.killed']
const person = (authid: string, authrole: string) => ({ origin: { authid, authrole, authmethod: 'test' } })

/** Ann and Ben are guests, Cat hosts; and a watcher hears who leaves. */
async function party({ joins }: Trace = trace(), serializer = SERIALIZERS[0]) {
  const [ann, ben, cat] = [
    await joins(serializer, person('ann', 'guest')),
    await joins(serializer, person('ben', 'guest')),
    await joins(serializer, person('cat', 'host')),
  ]
  const watcher = await joins(serializer, person('watcher', 'watcher'))
  watcher.sends([32, 1, {}, 'wamp.session.on_leave'])
  await watcher.got()
  return { ann, ben, cat, watcher, left: async () => (await watcher.got()).map(event => (event[4] as unknown[])[0]) }
}

/** The reply to a call, without what stands in front. */
async function calls(peer: Peer, procedure: string, args: unknown[], kwargs?: object): Promise<unknown[]> {
  peer.sends(kwargs ? [48, 1, {}, procedure, args, kwargs] : [48, 1, {}, procedure, args])
  const replies = await peer.got()
  expect(replies).toHaveLength(1)
  const [reply = []] = replies
  return reply[0] === 50 ? reply.slice(3) : reply.slice(4, 5)
}

describe.each(SERIALIZERS)('over $id', serializer => {
  test('R-KILL-2: kill says GOODBYE with the default reason, and no message', async () => {
    const { ann, ben, cat, left } = await party(trace(), serializer)
    expect(await calls(cat, 'wamp.session.kill', [ann.id])).toEqual([])
    expect(await ann.got()).toEqual([KILLED])
    expect(await left()).toEqual([ann.id])
    expect(await ben.got()).toEqual([])
    ann.sends([6, {}, 'wamp.close.goodbye_and_out'])
    await settled()
    expect(ann.closed).toEqual(expect.any(String))
  })

  test('R-KILL-2: null is no reason and no message', async () => {
    const { ann, cat } = await party(trace(), serializer)
    expect(await calls(cat, 'wamp.session.kill', [ann.id], { reason: null, message: null })).toEqual([])
    expect(await ann.got()).toEqual([KILLED])
  })

  test('R-KILL-2: with a reason and a message where they are given', async () => {
    const { ann, cat } = await party(trace(), serializer)
    await calls(cat, 'wamp.session.kill', [ann.id], { reason: 'com.app.rude', message: 'be nice' })
    expect(await ann.got()).toEqual([[6, { message: 'be nice' }, 'com.app.rude']])
  })

  test('kill_by_authid answers with the list of those it killed', async () => {
    const { ann, ben, cat, left } = await party(trace(), serializer)
    expect(await calls(cat, 'wamp.session.kill_by_authid', ['ann'])).toEqual([[[ann.id]]])
    expect([await ann.got(), await ben.got(), await left()]).toEqual([[KILLED], [], [ann.id]])
  })

  test('D16: kill_by_authrole answers with their number', async () => {
    const { ann, ben, cat, left } = await party(trace(), serializer)
    const farewell = { reason: 'com.app.closing', message: 'go home' }
    expect(await calls(cat, 'wamp.session.kill_by_authrole', ['guest'], farewell)).toEqual([[2]])
    for (const guest of [ann, ben]) expect(await guest.got()).toEqual([[6, { message: 'go home' }, 'com.app.closing']])
    expect(await left()).toEqual([ann.id, ben.id])
  })

  test('R-KILL-4: kill_all answers with their number, and tells nobody', async () => {
    const { ann, ben, cat, watcher } = await party(trace(), serializer)
    cat.sends([32, 1, {}, 'wamp.session.on_leave'])
    await cat.got()
    cat.sends([48, 2, {}, 'wamp.session.kill_all'])
    expect(await cat.got()).toEqual([[50, 2, {}, [3]]])
    for (const peer of [ann, ben, watcher]) expect(await peer.got()).toEqual([KILLED])
    // Of later ones it is told again.
    cat.sends([48, 3, {}, 'wamp.session.count'])
    expect(await cat.got()).toEqual([[50, 3, {}, [1]]])
  })
})

test('R-KILL-4: after kill_all nobody’s testament is published; later ones are', async () => {
  const traced = trace()
  const [cat, ann] = [await traced.joins(), await traced.joins()]
  const leaves: unknown[] = [48, 1, {}, 'wamp.session.add_testament', ['com.app.gone', [], {}]]
  cat.sends([32, 1, {}, 'com.app.gone'], [32, 2, {}, 'wamp.session.on_leave'])
  ann.sends(leaves)
  expect((await ann.got()).map(([type]) => type)).toEqual([50])
  await cat.got()
  cat.sends([48, 3, {}, 'wamp.session.kill_all'])
  expect((await cat.got()).map(([type]) => type)).toEqual([50])
  const ben = await traced.joins()
  ben.sends(leaves)
  await ben.got()
  cat.sends([48, 4, {}, 'wamp.session.kill', [ben.id]])
  expect((await cat.got()).map(([type]) => type).sort()).toEqual([36, 36, 50])
})

describe('R-KILL-1: the caller', () => {
  test('cannot kill itself', async () => {
    const { cat } = await party()
    expect(await calls(cat, 'wamp.session.kill', [cat.id])).toEqual(['wamp.error.no_such_session'])
    expect(cat.closed).toBeUndefined()
  })

  test('is not among those it kills', async () => {
    const traced = trace()
    const [one, two] = [
      await traced.joins(undefined, person('ann', 'guest')),
      await traced.joins(undefined, person('ann', 'guest')),
    ]
    expect(await calls(one, 'wamp.session.kill_by_authid', ['ann'])).toEqual([[[two.id]]])
    one.sends([48, 2, {}, 'wamp.session.kill_by_authrole', ['guest']], [48, 3, {}, 'wamp.session.kill_all'])
    expect(await one.got()).toEqual([
      [50, 2, {}, [0]],
      [50, 3, {}, [0]],
    ])
  })
})

test.each([[1], ['1'], [null], [], [{}]])('kill of %j is no_such_session', async (...args) => {
  const { cat } = await party()
  expect(await calls(cat, 'wamp.session.kill', args)).toEqual(['wamp.error.no_such_session'])
})

test('kill of who has left already is no_such_session', async () => {
  const { ann, cat } = await party()
  ann.sends([6, {}, 'wamp.close.normal'])
  await ann.got()
  expect(await calls(cat, 'wamp.session.kill', [ann.id])).toEqual(['wamp.error.no_such_session'])
  // Its next session on the same link is another.
  await ann.join()
  expect(await ann.got()).toEqual([])
})

describe('what is not allowed kills nobody', () => {
  const PROCEDURES = ['kill', 'kill_by_authid', 'kill_by_authrole', 'kill_all'] as const
  const target = {
    kill: (id: number) => id,
    kill_by_authid: () => 'ann',
    kill_by_authrole: () => 'guest',
    kill_all: () => 0,
  }

  test.each(PROCEDURES.flatMap(name => ['', 'no uri', 'a..b', 'a#b', 1, {}].map(reason => [name, reason] as const)))(
    'R-KILL-3: %s with the reason %j is invalid_uri',
    async (name, reason) => {
      const { ann, cat } = await party()
      expect(await calls(cat, `wamp.session.${name}`, [target[name](ann.id)], { reason })).toEqual([
        'wamp.error.invalid_uri',
      ])
      expect(await ann.got()).toEqual([])
    },
  )

  test.each(PROCEDURES)('%s with a message that is no text is invalid_argument', async name => {
    const { ann, cat } = await party()
    expect(await calls(cat, `wamp.session.${name}`, [target[name](ann.id)], { message: 1 })).toEqual([
      'wamp.error.invalid_argument',
    ])
    expect(await ann.got()).toEqual([])
  })

  test.each(['kill_by_authid', 'kill_by_authrole'])('%s of what is no text is invalid_argument', async name => {
    const { cat } = await party()
    for (const [index, args] of [[], [1], [null], [['ann']]].entries()) {
      cat.sends([48, index + 1, {}, `wamp.session.${name}`, args])
      expect((await cat.got()).map(reply => reply[4])).toEqual(['wamp.error.invalid_argument'])
    }
  })

  test('sessions of other realms are out of reach', async () => {
    const { attaches } = trace()
    const [here, there] = [await attaches().join('here'), await attaches().join('there')]
    expect(await calls(here, 'wamp.session.kill', [there.id])).toEqual(['wamp.error.no_such_session'])
    here.sends([48, 2, {}, 'wamp.session.kill_all'])
    expect(await here.got()).toEqual([[50, 2, {}, [0]]])
    expect(await there.got()).toEqual([])
  })
})

test('who is killed has left before the caller hears of it: its registrations and subscriptions are gone', async () => {
  const traced = trace()
  const [cat, ann] = [await traced.joins(), await traced.joins()]
  ann.sends([64, 1, {}, 'com.app.p'], [32, 2, {}, 'com.app.t'])
  cat.sends([32, 1, {}, 'wamp.session.on_leave'])
  await ann.got()
  await cat.got()
  cat.sends([48, 2, {}, 'wamp.session.kill', [ann.id]], [48, 3, {}, 'com.app.p'], [16, 4, {}, 'com.app.t'])
  expect((await cat.got()).map(([type, , , , uri]) => (type === 8 ? uri : type))).toEqual([
    36,
    50,
    'wamp.error.no_such_procedure',
  ])
  expect(await ann.got()).toEqual([KILLED])
})

test('a call that waits for who is killed is canceled', async () => {
  const { ann, ben, cat } = await party()
  ann.sends([64, 1, {}, 'com.app.p'])
  await ann.got()
  ben.sends([48, 1, {}, 'com.app.p'])
  await settled()
  await calls(cat, 'wamp.session.kill', [ann.id])
  expect(await ben.got()).toEqual([[8, 48, 1, {}, 'wamp.error.canceled', [expect.any(String)]]])
})

test('who does not answer GOODBYE loses its link two seconds later', async () => {
  const traced = trace()
  const { ann, cat } = await party(traced)
  await calls(cat, 'wamp.session.kill', [ann.id])
  traced.clock.advance(2_000)
  await settled()
  expect(ann.closed).toEqual(expect.any(String))
  expect(traced.clock.timers).toBe(0)
})
