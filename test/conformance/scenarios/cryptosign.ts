// Cryptosign, without channel binding [wamp:cryptosign].

import { USERS } from '../fixture-users.ts'
import type { FeatureScenarios, Step } from '../scenario.ts'
import { DENIED, hello, isChallenged, isWelcome, scenario } from './authenticating.ts'

const { authid, seed, pubkey } = USERS.cryptosign
const OTHER_SEED = '4d57d97a68f555696620a6d849c0ce582568518d729eb753dc7c732de2804510'
const OTHER_KEY = '1adfc8bfe1d35616e64dffbd900096f23b066f914c8c2ffbb66f6075b96e116d'
const CHALLENGE = { challenge: { $hex: 32 } }
const hellos = (name: string, key: string): Step => [
  'a',
  'sends',
  hello('cryptosign', name, { authextra: { pubkey: key, channel_binding: null } }),
]

export const cryptosign: FeatureScenarios = {
  feature: 'cryptosign',
  announced: false,
  scenarios: [
    scenario(['A33', 'A28'], 'who signs the challenge with the key of that user is welcome', [
      hellos(authid, pubkey),
      ...isChallenged('cryptosign', CHALLENGE, { $cryptosign: seed }),
      isWelcome('cryptosign', authid),
    ]),
    scenario(['A33', 'A28'], 'a signature by another key is refused', [
      hellos(authid, pubkey),
      ...isChallenged('cryptosign', CHALLENGE, { $cryptosign: OTHER_SEED }),
      ['a', 'is aborted', DENIED],
    ]),
    scenario(['A33', 'A28'], 'what is no signature is refused', [
      hellos(authid, pubkey),
      ...isChallenged('cryptosign', CHALLENGE, 'no signature'),
      ['a', 'is aborted', DENIED],
    ]),
    scenario(['A33', 'A28'], 'a key that is not the user’s is refused, at once or once it has signed', [
      hellos(authid, OTHER_KEY),
      [
        'a',
        'gets',
        {
          $oneOf: [
            ['ABORT', {}, DENIED, '$rest'],
            ['CHALLENGE', 'cryptosign', CHALLENGE],
          ],
        },
      ],
    ]),
  ],
}
