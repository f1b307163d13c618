// cryptosign at the client: what it signs, and for whom [wamp:cryptosignauth].

import { describe, expect, test } from 'vitest'
import { cryptosign } from '../../../src/client/auth/cryptosign.ts'
import { publicKeyOf, signChallenge } from '../../../src/protocol/auth/cryptosign.ts'
import { failed } from '../network.ts'
import { aborted, answers, challenge, FAILED, type Joining, joins, KEY, WELCOME } from './joining.ts'

describe('cryptosign', () => {
  test.each([
    ['no challenge', {}],
    ['a short challenge', { challenge: 'abcd' }],
    ['a challenge that is no hexadecimal', { challenge: 'x'.repeat(64) }],
    ['a binding to a channel', { challenge, channel_binding: 'tls-unique' }],
  ])('refuses %s', async (_, extra) => {
    expect(await answers(await joins({ auth: cryptosign({ privateKey: KEY }) }), 'cryptosign', extra)).toEqual(
      aborted(FAILED),
    )
  })

  test.each([
    ['a private key', { privateKey: 'abc' }],
    ['a router’s key', { privateKey: KEY, routerKey: 'abc' }],
  ])('%s that is none is refused at once', (_, keys) => {
    expect(() => cryptosign(keys)).toThrow(/32 bytes/)
  })

  describe('of a router that must prove itself', () => {
    const auth = cryptosign({ privateKey: KEY, routerKey: publicKeyOf(KEY) })
    const extraOf = ({ hello }: Joining) => hello.authextra as { challenge: string }

    test('signs where it does', async () => {
      const joining = await joins({ auth })
      const signature = signChallenge(KEY, extraOf(joining).challenge)
      expect(await answers(joining, 'cryptosign', { challenge, signature })).toEqual([
        5,
        signChallenge(KEY, challenge),
        {},
      ])
      joining.peer.sends(WELCOME)
      expect(await joining.opening).toEqual({ value: undefined })
    })

    test.each<[string, (joining: Joining) => object]>([
      ['does not', () => ({ challenge })],
      ['signs something else', () => ({ challenge, signature: signChallenge(KEY, challenge) })],
      ['says nonsense', () => ({ challenge, signature: 1 })],
    ])('signs nothing where it %s', async (_, extra) => {
      const joining = await joins({ auth })
      expect(await answers(joining, 'cryptosign', extra(joining))).toEqual(aborted(FAILED))
    })

    test('does not come in unasked', async () => {
      const { peer, opening } = await joins({ auth })
      peer.sends(WELCOME)
      expect(await opening).toEqual(failed(FAILED))
      expect(await peer.got()).toEqual([aborted(FAILED)])
    })

    test('does so where it may be anonymous as well', async () => {
      const { peer, opening } = await joins({ auth, authmethods: ['anonymous'] })
      peer.sends(WELCOME)
      expect(await opening).toEqual({ value: undefined })
    })
  })
})
