// Payload passthru mode [wamp:payload-passthru-mode].

import type { Dict, FeatureScenarios, PeerSetup, Step } from '../scenario.ts'
import { registers, subscribes } from './steps.ts'

const ECHO = 'com.example.echo'
const NEWS = 'com.example.news'
const PASSING: PeerSetup = {
  features: ['payload_passthru_mode', 'progressive_call_results', 'progressive_call_invocations', 'call_canceling'],
}
const PPT: Dict = { ppt_scheme: 'x_custom', ppt_serializer: 'cbor', ppt_cipher: 'aes256gcm', ppt_keyid: 'key1' }
const OTHER: Dict = { ppt_scheme: 'x_custom', ppt_serializer: 'msgpack', ppt_cipher: '$absent', ppt_keyid: '$absent' }
const SECRET = { $bytes: 'a1666e6f7469636500ff' }
const UNSUPPORTED = 'wamp.error.feature_not_supported'
const VIOLATION = 'wamp.error.protocol_violation'
const called: Step[] = [
  ...registers('a', ECHO),
  ['b', 'sends', ['CALL', '$request', PPT, ECHO, [SECRET]]],
  ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', PPT, [SECRET]]],
]

export const payloadPassthruMode: FeatureScenarios = {
  feature: 'payload_passthru_mode',
  announced: true,
  scenarios: [
    {
      rules: ['PPT-7', 'PPT-8', 'PPT-11'],
      name: 'PUBLISH: the bytes and what they are pass to EVENT',
      peers: { a: PASSING, b: PASSING },
      steps: [
        ...subscribes('a', NEWS),
        ['b', 'sends', ['PUBLISH', '$request', PPT, NEWS, [SECRET]]],
        ['a', 'gets', ['EVENT', '$sub', '$id', PPT, [SECRET]]],
      ],
    },
    {
      rules: ['PPT-7', 'PPT-8', 'PPT-11'],
      name: 'CALL and YIELD: the bytes and what they are pass to INVOCATION and RESULT',
      peers: { a: PASSING, b: PASSING },
      steps: [
        ...called,
        ['a', 'sends', ['YIELD', '$invocation', { ppt_scheme: 'x_custom', ppt_serializer: 'msgpack' }, [SECRET]]],
        ['b', 'gets', ['RESULT', '$request', OTHER, [SECRET]]],
      ],
    },
    {
      rules: ['PPT-7'],
      name: 'ERROR: the bytes and what they are pass to the caller',
      peers: { a: PASSING, b: PASSING },
      steps: [
        ...called,
        ['a', 'sends', ['ERROR', 'INVOCATION', '$invocation', PPT, 'com.example.error', [SECRET]]],
        ['b', 'gets', ['ERROR', 'CALL', '$request', PPT, 'com.example.error', [SECRET]]],
      ],
    },
    {
      rules: ['PPT-7'],
      name: 'what is not passed through is answered as ever',
      peers: { a: PASSING, b: PASSING },
      steps: [
        ...called,
        ['a', 'sends', ['YIELD', '$invocation', {}, ['plain']]],
        ['b', 'gets', ['RESULT', '$request', { ppt_scheme: '$absent' }, ['plain']]],
      ],
    },
    {
      rules: ['PPT-2', 'A37'],
      name: 'PUBLISH by who did not announce it breaks the protocol',
      peers: { b: {} },
      steps: [
        ['b', 'sends', ['PUBLISH', '$request', PPT, NEWS, [SECRET]]],
        ['b', 'is aborted', VIOLATION],
      ],
    },
    {
      rules: ['PPT-2', 'A37'],
      name: 'CALL by who did not announce it breaks the protocol',
      peers: { a: PASSING, b: {} },
      steps: [
        ...registers('a', ECHO),
        ['b', 'sends', ['CALL', '$request', PPT, ECHO, [SECRET]]],
        ['b', 'is aborted', VIOLATION],
      ],
    },
    {
      rules: ['PPT-2', 'A37', 'R-LV-2'],
      name: 'YIELD by who did not announce it breaks the protocol, and ends the call',
      peers: { a: {}, b: PASSING },
      steps: [
        ...registers('a', ECHO),
        ['b', 'sends', ['CALL', '$request', {}, ECHO]],
        ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', {}]],
        ['a', 'sends', ['YIELD', '$invocation', PPT, [SECRET]]],
        ['a', 'is aborted', VIOLATION],
        [
          'b',
          'gets',
          ['ERROR', 'CALL', '$request', {}, { $oneOf: ['wamp.error.canceled', 'wamp.error.cancelled'] }, '$rest'],
        ],
      ],
    },
    {
      rules: ['PPT-4', 'A37'],
      name: 'a callee that did not announce it gets no such calls',
      peers: { a: {}, b: PASSING },
      steps: [
        ...registers('a', ECHO),
        ['b', 'sends', ['CALL', '$request', PPT, ECHO, [SECRET]]],
        ['b', 'gets', ['ERROR', 'CALL', '$request', {}, UNSUPPORTED, '$rest']],
        ['a', 'gets nothing'],
      ],
    },
    {
      rules: ['PPT-6', 'A37'],
      name: 'a caller that did not announce it gets ERROR in place of such a result',
      level: 'choice',
      peers: { a: PASSING, b: {} },
      steps: [
        ...registers('a', ECHO),
        ['b', 'sends', ['CALL', '$request', {}, ECHO]],
        ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', {}]],
        ['a', 'sends', ['YIELD', '$invocation', PPT, [SECRET]]],
        ['b', 'gets', ['ERROR', 'CALL', '$request', {}, UNSUPPORTED, '$rest']],
      ],
    },
    {
      rules: ['PPT-12', 'R-PCI-4'],
      name: 'what the first part of a progressive call says holds for all its parts',
      needs: ['progressive_call_invocations'],
      peers: { a: PASSING, b: PASSING },
      steps: [
        ...registers('a', ECHO),
        ['b', 'sends', ['CALL', '$request:call', { ...PPT, progress: true }, ECHO, [SECRET]]],
        ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', { ...PPT, progress: true }, [SECRET]]],
        ['b', 'sends', ['CALL', '$call', { ppt_scheme: 'x_other' }, ECHO, [SECRET]]],
        [
          'a',
          'gets',
          ['INVOCATION', '$invocation', '$reg', { ppt_scheme: { $oneOf: ['$absent', 'x_custom'] } }, [SECRET]],
        ],
        ['a', 'sends', ['YIELD', '$invocation', {}]],
        ['b', 'gets', ['RESULT', '$call', {}]],
      ],
    },
    ...(['json', 'msgpack', 'cbor'] as const).map(serializer => ({
      rules: ['PPT-10'],
      name: `the bytes arrive in ${serializer} as they were sent`,
      level: 'should' as const,
      peers: { a: { ...PASSING, serializer }, b: PASSING },
      steps: [
        ...subscribes('a', NEWS),
        ['b', 'sends', ['PUBLISH', '$request', PPT, NEWS, [SECRET]]],
        ['a', 'gets', ['EVENT', '$sub', '$id', PPT, [SECRET]]],
      ] satisfies Step[],
    })),
  ],
}
