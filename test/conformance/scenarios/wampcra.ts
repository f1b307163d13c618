// WAMP-CRA, salted and not [wamp:wamp-cra].

import { USERS } from '../fixture-users.ts'
import type { FeatureScenarios } from '../scenario.ts'
import { DENIED, hello, isChallenged, isUnknown, isWelcome, scenario } from './authenticating.ts'

const { authid, secret } = USERS.wampcra
const { authid: saltedAuthid, secret: saltedSecret, salt, iterations, keylen } = USERS.saltedWampcra
const CHALLENGE = { challenge: '$string', salt: '$absent' }
const SALTED = { challenge: '$string', salt, iterations, keylen }

export const wampcra: FeatureScenarios = {
  feature: 'wampcra',
  announced: false,
  scenarios: [
    scenario(['A31', 'A28'], 'who signs the challenge is welcome', [
      ['a', 'sends', hello('wampcra', authid)],
      ...isChallenged('wampcra', CHALLENGE, { $wampcra: secret }),
      isWelcome('wampcra', authid),
    ]),
    scenario(['A31'], 'the challenge is JSON, names the user and is for the session that opens', [
      ['a', 'sends', hello('wampcra', authid)],
      ...isChallenged(
        'wampcra',
        {
          challenge: {
            $json: {
              authid,
              authrole: '$string',
              authmethod: 'wampcra',
              authprovider: '$string',
              nonce: '$string',
              timestamp: '$time',
              session: '$id:session',
            },
          },
        },
        { $wampcra: secret },
      ),
      isWelcome('wampcra', authid),
    ]),
    scenario(['A31'], 'with a salted secret the key is the text of the derived key', [
      ['a', 'sends', hello('wampcra', saltedAuthid)],
      ...isChallenged('wampcra', SALTED, { $wampcra: saltedSecret }),
      isWelcome('wampcra', saltedAuthid),
    ]),
    scenario(['A31', 'A28'], 'a wrong secret is refused', [
      ['a', 'sends', hello('wampcra', authid)],
      ...isChallenged('wampcra', CHALLENGE, { $wampcra: 'wrong' }),
      ['a', 'is aborted', DENIED],
    ]),
    scenario(['A31', 'A28'], 'a wrong salted secret is refused', [
      ['a', 'sends', hello('wampcra', saltedAuthid)],
      ...isChallenged('wampcra', SALTED, { $wampcra: 'wrong' }),
      ['a', 'is aborted', DENIED],
    ]),
    scenario(['A31', 'A28'], 'what is no signature is refused', [
      ['a', 'sends', hello('wampcra', authid)],
      ...isChallenged('wampcra', CHALLENGE, ''),
      ['a', 'is aborted', DENIED],
    ]),
    isUnknown('A31', hello('wampcra', 'nobody')),
  ],
}
