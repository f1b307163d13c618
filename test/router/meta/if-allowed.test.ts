// What meta procedures do for those only who may do it by themselves, now or once that is decided.

import { describe, expect, test } from 'vitest'
import type { Permission } from '../../../src/router/permission.ts'
import { type Peer, settled, trace } from '../../trace.ts'

const ALL = ['call', 'register', 'subscribe', 'publish'] as const
const rule = (uri: string, allow: Permission['allow'] = ALL, more: Partial<Permission> = {}): Permission => ({
  uri,
  match: 'prefix',
  allow,
  ...more,
})

async function answerOf(peer: Peer) {
  const [reply] = (await peer.got()).filter(([type]) => type === 50 || type === 8)
  return reply?.[0] === 50 ? reply.slice(3) : reply?.[4]
}

/** A decision that a test takes when it likes. */
function decision() {
  let decide: (allow: boolean) => void = () => {}
  const decided = new Promise<boolean>(resolve => {
    decide = resolve
  })
  return { decided, decide }
}

describe('get_events', () => {
  const GET = 'wamp.subscription.get_events'

  test('is for who may subscribe', async () => {
    const permissions = [rule('com.secret', [], { role: 'guest' }), rule('')]
    const { joins } = trace({ settings: { permissions } })
    const [host, guest] = [await joins(), await joins(undefined, { origin: { authrole: 'guest' } })]
    host.sends([32, 1, {}, 'com.secret.t'], [32, 2, {}, 'com.open'], [32, 3, { match: 'prefix' }, 'com'])
    host.sends([16, 4, {}, 'com.secret.t', ['x']], [16, 5, {}, 'com.open', ['y']])
    const ids = (await host.got()).map(([, , id]) => id)
    guest.sends([48, 1, {}, GET, [ids[0]]])
    expect(await answerOf(guest)).toBe('wamp.error.not_authorized')
    guest.sends([48, 2, {}, GET, [ids[1]]])
    expect(await answerOf(guest)).toEqual([[expect.objectContaining({ args: ['y'] })], { more: false }])
    // A pattern that covers what is forbidden.
    guest.sends([48, 3, {}, GET, [ids[2]]])
    expect(await answerOf(guest)).toBe('wamp.error.not_authorized')
  })

  test.each([true, false])('waits for who decides: %j', async allow => {
    const { decided, decide } = decision()
    let asked = 0
    const permissions = [(_: unknown, action: string) => (action === 'subscribe' && asked++ > 0 ? decided : true)]
    const { joins } = trace({ settings: { permissions } })
    const peer = await joins()
    peer.sends([32, 1, {}, 't'], [16, 2, {}, 't', ['x']])
    const [[, , id] = []] = await peer.got()
    peer.sends([48, 3, {}, GET, [id]])
    expect(await answerOf(peer)).toBeUndefined()
    decide(allow)
    expect(await answerOf(peer)).toEqual(
      allow ? [[expect.objectContaining({ args: ['x'] })], { more: false }] : 'wamp.error.not_authorized',
    )
  })
})

describe('add_testament', () => {
  const ADD = 'wamp.session.add_testament'

  test('is for who may publish', async () => {
    const permissions = [rule('com.secret', []), rule('')]
    const { joins } = trace({ settings: { permissions } })
    const [heir, peer] = [await joins(), await joins()]
    heir.sends([32, 1, {}, 'com.open'])
    await heir.got()
    peer.sends([48, 1, {}, ADD, ['com.secret.t']])
    expect(await answerOf(peer)).toBe('wamp.error.not_authorized')
    peer.sends([48, 2, {}, ADD, ['com.open', ['x']]])
    expect(await answerOf(peer)).toEqual([])
    peer.link.close()
    expect(await heir.got()).toEqual([[36, 1, expect.any(Number), {}, ['x']]])
  })

  test.each([
    [true, { publisher: expect.any(Number) }],
    [undefined, {}],
  ])('disclosure is what the rules had then: %j', async (publisher, details) => {
    const permissions = [rule('com.', ALL, { disclose: { publisher } }), rule('')]
    const { joins } = trace({ settings: { permissions } })
    const [heir, peer] = [await joins(), await joins()]
    heir.sends([32, 1, {}, 'com.t'])
    await heir.got()
    peer.sends([48, 1, {}, ADD, ['com.t']])
    expect(await answerOf(peer)).toEqual([])
    peer.link.close()
    const [event] = await heir.got()
    expect(event?.[3]).toEqual(publisher ? expect.objectContaining(details) : details)
  })

  test('who must not be disclosed and asks for it is refused now, not when it is gone', async () => {
    const permissions = [rule('com.', ALL, { disclose: { publisher: false } }), rule('')]
    const { joins } = trace({ settings: { permissions } })
    const peer = await joins()
    peer.sends([48, 1, {}, ADD, ['com.t'], { publish_options: { disclose_me: true } }])
    expect(await answerOf(peer)).toBe('wamp.error.option_disallowed.disclose_me')
    peer.link.close()
    await settled()
  })

  test.each(['before it leaves', 'when it has left'])('decided %s', async when => {
    const { decided, decide } = decision()
    const permissions = [(_: unknown, action: string) => (action === 'publish' ? decided : true)]
    const { joins } = trace({ settings: { permissions } })
    const [heir, peer] = [await joins(), await joins()]
    heir.sends([32, 1, {}, 'com.t'])
    await heir.got()
    peer.sends([48, 1, {}, ADD, ['com.t']])
    await settled()
    if (when === 'before it leaves') decide(true)
    await settled()
    peer.link.close()
    await settled()
    decide(true)
    expect(await heir.got()).toHaveLength(when === 'before it leaves' ? 1 : 0)
  })
})

describe('what is sent behind a call that waits for a decision, waits', () => {
  const ADD = 'wamp.session.add_testament'
  const heirs = async () => {
    const { decided, decide } = decision()
    const permissions = [(_: unknown, action: string) => (action === 'publish' ? decided : true)]
    const traced = trace({ settings: { permissions } })
    const [heir, peer] = [await traced.joins(), await traced.joins()]
    heir.sends([32, 1, {}, 'com.t'])
    await heir.got()
    return { ...traced, heir, peer, decide }
  }

  test('flush_testaments takes back what add_testament added before it', async () => {
    const { heir, peer, decide } = await heirs()
    peer.sends([48, 1, {}, ADD, ['com.t']], [48, 2, {}, 'wamp.session.flush_testaments'])
    expect(await peer.got()).toEqual([])
    decide(true)
    expect(await peer.got()).toEqual([
      [50, 1, {}],
      [50, 2, {}],
    ])
    peer.link.close()
    expect(await heir.got()).toEqual([])
  })

  test('GOODBYE loses no testament, and comes behind the result', async () => {
    const { heir, peer, decide } = await heirs()
    peer.sends([48, 1, {}, ADD, ['com.t', ['x']]], [6, {}, 'wamp.close.normal'])
    expect(await peer.got()).toEqual([])
    decide(true)
    expect((await peer.got()).map(([type]) => type)).toEqual([50, 6])
    expect(await heir.got()).toEqual([[36, 1, expect.any(Number), {}, ['x']]])
  })

  test('a refusal lets the rest follow, too', async () => {
    const { peer, decide } = await heirs()
    peer.sends([48, 1, {}, ADD, ['com.t']], [48, 2, {}, 'wamp.session.count'])
    decide(false)
    expect(await peer.got()).toEqual([
      [8, 48, 1, {}, 'wamp.error.not_authorized', [expect.any(String)]],
      [50, 2, {}, [2]],
    ])
  })

  test('a session that leaves meanwhile leaves nothing that waits', async () => {
    const { peer, heir, clock, router } = await heirs()
    peer.sends([48, 1, {}, ADD, ['com.t']])
    await settled()
    expect(clock.timers).toBe(1)
    peer.link.close()
    await settled()
    expect([clock.timers, router.counters.failures, await heir.got()]).toEqual([0, 0, []])
  })
})

test('kill_all leaves no testaments [R-KILL-4]', async () => {
  const { joins } = trace()
  const [killer, peer] = [await joins(), await joins()]
  killer.sends([32, 1, {}, 'com.t'])
  peer.sends([48, 1, {}, 'wamp.session.add_testament', ['com.t']])
  await peer.got()
  killer.sends([48, 2, {}, 'wamp.session.kill_all'])
  expect((await killer.got()).map(([type]) => type)).toEqual([33, 50])
})
