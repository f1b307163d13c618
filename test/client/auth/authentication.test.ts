// How a client answers challenges, and what it lets a router say meanwhile [wamp:authentication].

import { describe, expect, test, vi } from 'vitest'
import type { AuthOptions } from '../../../src/client/auth/authentication.ts'
import { cryptosign } from '../../../src/client/auth/cryptosign.ts'
import { ticket } from '../../../src/client/auth/ticket.ts'
import { wampScram } from '../../../src/client/auth/wamp-scram.ts'
import { wampcra } from '../../../src/client/auth/wampcra.ts'
import { Session } from '../../../src/client/session.ts'
import { publicKeyOf } from '../../../src/protocol/auth/cryptosign.ts'
import { WampError } from '../../../src/protocol/errors.ts'
import { settled } from '../../trace.ts'
import { failed, outcome, settlement } from '../network.ts'
import { ScriptedRouter, TO_CLIENT, TO_ROUTER } from '../scripted-router.ts'
import { aborted, answers, FAILED, joins, KEY, NO_METHOD, VIOLATION, WELCOME } from './joining.ts'

describe('HELLO', () => {
  test('says nothing of who does not care', async () => {
    const { hello } = await joins({})
    expect(Object.keys(hello)).toEqual(['roles', 'agent'])
  })

  test('names the methods, the name and what the methods need', async () => {
    const auth = [cryptosign({ privateKey: KEY }), wampScram({ authid: 'ann', password: 'x' })]
    const { hello } = await joins({ auth, authmethods: ['code', 'cryptosign'], authextra: { device: 1 } })
    expect(hello).toMatchObject({
      authmethods: ['cryptosign', 'wamp-scram', 'code'],
      authid: 'ann',
      authextra: {
        device: 1,
        pubkey: publicKeyOf(KEY),
        nonce: expect.stringMatching(/^[A-Za-z0-9+/]{22}==$/),
        channel_binding: null,
      },
    })
  })

  test('asks a router that has to prove itself', async () => {
    const { hello } = await joins({ auth: cryptosign({ privateKey: KEY, routerKey: publicKeyOf(KEY) }) })
    expect(hello.authextra).toEqual({ pubkey: publicKeyOf(KEY), challenge: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  test('is not said where methods are for different names', async () => {
    const router = new ScriptedRouter()
    const auth = [ticket({ authid: 'ann', ticket: 'x' }), ticket({ authid: 'ben', ticket: 'x' })]
    const session = new Session(router.dial, { auth, reconnect: 'always' })
    expect(await settlement(session.open())).toEqual(failed('wamp.error.invalid_argument'))
    expect(router.dials).toBe(0)
  })

  test('has other nonces each time', async () => {
    const auth = wampScram({ authid: 'ann', password: 'x' })
    const nonces = [await joins({ auth }), await joins({ auth })].map(({ hello }) => JSON.stringify(hello.authextra))
    expect(nonces[0]).not.toBe(nonces[1])
  })
})

describe('onchallenge', () => {
  test.each<[string, AuthOptions['onchallenge'], unknown[]]>([
    ['a signature', () => 'yes', [5, 'yes', {}]],
    ['a signature and more', () => ['yes', { more: 1 }], [5, 'yes', { more: 1 }]],
    ['a promise', async () => 'yes', [5, 'yes', {}]],
    ['a promise of more', async () => ['yes', { more: 1 }] as const, [5, 'yes', { more: 1 }]],
  ])('answers with %s', async (_, onchallenge, answer) => {
    const joining = await joins({ authmethods: ['code'], onchallenge })
    expect(await answers(joining, 'code', { digits: 3 })).toEqual(answer)
    joining.peer.sends(WELCOME)
    expect(await joining.opening).toEqual({ value: undefined })
  })

  const bug = new Error('the user said: secret')
  test.each<[string, AuthOptions['onchallenge'], string]>([
    [
      'throws',
      () => {
        throw bug
      },
      FAILED,
    ],
    ['rejects', () => Promise.reject(bug), FAILED],
    ['refuses', () => Promise.reject(new WampError('com.app.cancelled', ['not now'])), 'com.app.cancelled'],
    ['answers nothing', () => undefined as unknown as string, FAILED],
    ['answers with what is no text', () => 5 as unknown as string, FAILED],
    ['answers with more that is no dict', () => ['yes', 5] as unknown as string, FAILED],
    ['answers with what cannot be sent', () => ['yes', { never: () => {} }], 'wamp.error.invalid_argument'],
  ])('that %s ends the session for good, and the router is told no secrets', async (_, onchallenge, reason) => {
    const router = new ScriptedRouter()
    const joining = await joins({ authmethods: ['code'], onchallenge }, router)
    const answer = await answers(joining, 'code', {})
    expect(answer).toEqual(aborted(reason))
    expect(JSON.stringify(answer)).not.toMatch(/secret/)
    expect(await joining.opening).toEqual(failed(reason))
    expect(joining.session.state).toBe('closed')
    expect(router.dials).toBe(1)
    expect(joining.peer.closed).toEqual(expect.any(String))
  })

  test('that fails says why to the application', async () => {
    const joining = await joins({ authmethods: ['code'], onchallenge: () => Promise.reject(bug) })
    await answers(joining, 'code', {})
    expect(await joining.opening).toEqual({ error: expect.objectContaining({ cause: bug }) })
  })

  test('is not asked for what was not offered', async () => {
    const onchallenge = vi.fn(() => 'yes')
    const joining = await joins({ authmethods: ['code'], auth: wampcra({ authid: 'a', secret: 'b' }), onchallenge })
    expect(await answers(joining, 'ticket', {})).toEqual(aborted(NO_METHOD))
    expect(await joining.opening).toEqual(failed(NO_METHOD))
    expect(onchallenge).not.toHaveBeenCalled()
  })

  test('a session without methods answers no challenge', async () => {
    const joining = await joins({ onchallenge: () => 'yes' })
    expect(await answers(joining, 'ticket', {})).toEqual(aborted(NO_METHOD))
  })

  test('an answer that comes when the session was closed is not sent', async () => {
    let answer: (signature: string) => void = () => {}
    const joining = await joins({
      authmethods: ['code'],
      onchallenge: () =>
        new Promise(resolve => {
          answer = resolve
        }),
    })
    joining.peer.sends([4, 'code', {}])
    await settled()
    await joining.session.close()
    answer('yes')
    expect((await joining.peer.got()).map(([type]) => type)).toEqual([3])
    expect(await outcome(joining.opening)).not.toBe('pending')
  })

  test('an answer that comes when the link has died harms nobody', async () => {
    let answer: (signature: string) => void = () => {}
    const joining = await joins({
      authmethods: ['code'],
      onchallenge: () =>
        new Promise(resolve => {
          answer = resolve
        }),
    })
    joining.peer.sends([4, 'code', {}])
    await settled()
    joining.peer.link.close()
    expect(await joining.opening).toEqual(failed('wamp.error.network_failure'))
    answer('yes')
    await settled()
  })
})

test.each(Object.entries({ ...TO_CLIENT, ...TO_ROUTER, WELCOME, CHALLENGE: [4, 'code', {}] }))(
  'R-PE-7: %s while a challenge waits for its answer is a violation',
  async (_, message) => {
    const joining = await joins({ authmethods: ['code'], onchallenge: () => new Promise(() => {}) })
    joining.peer.sends([4, 'code', {}], message)
    expect(await joining.peer.got()).toEqual([aborted(VIOLATION)])
    expect(await joining.opening).toEqual(failed(VIOLATION))
  },
)

test('R-PE-3: CHALLENGE in an open session is a violation', async () => {
  const joining = await joins({ authmethods: ['code'], onchallenge: () => 'yes' })
  joining.peer.sends(WELCOME)
  await joining.opening
  joining.peer.sends([4, 'code', {}])
  expect(await joining.peer.got()).toEqual([aborted(VIOLATION)])
})
