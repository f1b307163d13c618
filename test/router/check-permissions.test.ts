// Permissions that are not what they must be are said to who wrote them, when the router is made.

import { describe, expect, test } from 'vitest'
import { createRouter } from '../../src/entry/router.ts'
import type { Permission } from '../../src/router/permission.ts'

const RULE: Permission = { uri: 'com.app', allow: [] }
/** As JavaScript may have it, whatever the types say. */
const rule = (change: object) => ({ ...RULE, ...change }) as Permission

describe.each<[string, (permissions: Permission[]) => object]>([
  ['every realm', permissions => ({ settings: { permissions } })],
  ['a realm', permissions => ({ realms: { home: {}, away: { permissions } } })],
])('for %s', (_, options) => {
  const makes = (...permissions: unknown[]) => {
    return () => createRouter(options(permissions as Permission[]))
  }

  test.each<[unknown, string]>([
    [rule({ allow: undefined }), 'allow must be a list of call, register, subscribe, publish, and is missing'],
    [rule({ allow: 'call' }), 'allow must be a list of call, register, subscribe, publish, and is "call"'],
    [
      rule({ allow: ['call', 'dance'] }),
      'allow must be a list of call, register, subscribe, publish, and is ["call", "dance"]',
    ],
    [rule({ uri: undefined }), 'uri must be a URI for exact matching, and is missing'],
    [rule({ uri: '' }), 'uri must be a URI for exact matching, and is ""'],
    [rule({ uri: 'com.app.' }), 'uri must be a URI for exact matching, and is "com.app."'],
    [rule({ uri: 'com..app', match: 'prefix' }), 'uri must be a URI for prefix matching, and is "com..app"'],
    [rule({ uri: 'com app', match: 'wildcard' }), 'uri must be a URI for wildcard matching, and is "com app"'],
    [rule({ match: 'regex' }), 'match must be one of exact, prefix, wildcard, and is "regex"'],
    [rule({ role: 1 }), 'role must be a string, or a list of strings, and is 1'],
    [rule({ authid: ['ann', 1] }), 'authid must be a string, or a list of strings, and is ["ann", 1]'],
    [rule({ disclose: true }), 'disclose must be an object, and is true'],
    [rule({ disclose: { caller: 'no' } }), 'disclose.caller must be true or false, and is "no"'],
  ])('%j: %s', (wrong, sentence) => {
    expect(makes(RULE, () => true, wrong)).toThrow(new TypeError(`permissions[2].${sentence}`))
  })

  test.each([null, 'com.app', 7])('%j is no rule', wrong => {
    expect(makes(wrong)).toThrow(/^permissions\[0\] must be a rule or a function, and is /)
  })

  test('what is no list', () => {
    expect(() => createRouter(options(RULE as unknown as Permission[]))).toThrow(
      /^permissions must be a list, and is \{/,
    )
  })

  test('what is right is taken, unusual as it may be', () => {
    const right = [
      { uri: '', match: 'prefix' },
      { uri: '..', match: 'wildcard' },
      { uri: 'com.app.*' },
      { role: ['a'] },
    ]
    expect(makes(() => undefined, ...right.map(rule))).not.toThrow()
  })
})
