// WAMP-SCRAM with PBKDF2 [wamp:wamp-scram].

import { USERS } from '../fixture-users.ts'
import type { FeatureScenarios, Step } from '../scenario.ts'
import { DENIED, hello, isChallenged, isWelcome, scenario } from './authenticating.ts'

const { authid, password, kdf, iterations } = USERS.scram
/** Any will do, since nothing is kept secret here. */
const NONCE = 'cmFuZG9tIGVub3VnaCE='
const CHALLENGE = { nonce: { $startsWith: NONCE }, salt: '$string:salt', kdf, iterations }
const hellos = (name: string): Step => [
  'a',
  'sends',
  hello('wamp-scram', name, { authextra: { nonce: NONCE, channel_binding: null } }),
]
const proves = (secret: string): Step[] =>
  isChallenged(
    'wamp-scram',
    CHALLENGE,
    { $scram: secret },
    { extra: { nonce: '$challenged', channel_binding: null, cbind_data: null } },
  )

export const wampScram: FeatureScenarios = {
  feature: 'wamp-scram',
  announced: false,
  scenarios: [
    scenario(['A32', 'A28'], 'who proves to know the password is welcome, and the router proves it too', [
      hellos(authid),
      ...proves(password),
      isWelcome('wamp-scram', authid, { authextra: { verifier: { $scramVerifier: password } } }),
    ]),
    scenario(['A32', 'A28'], 'a wrong password is refused', [
      hellos(authid),
      ...proves('wrong'),
      ['a', 'is aborted', DENIED],
    ]),
    scenario(['A32'], 'a nonce other than that of the challenge is refused', [
      hellos(authid),
      ...isChallenged(
        'wamp-scram',
        CHALLENGE,
        { $scram: password },
        { extra: { nonce: NONCE, channel_binding: null } },
      ),
      ['a', 'is aborted', DENIED],
    ]),
    scenario(['A32', 'A28'], 'a user that there is not is refused, at once or after a challenge', [
      hellos('nobody'),
      [
        'a',
        'gets',
        {
          $oneOf: [
            ['ABORT', {}, DENIED, '$rest'],
            ['CHALLENGE', 'wamp-scram', { nonce: { $startsWith: NONCE }, salt: '$string' }],
          ],
        },
      ],
    ]),
  ],
}
