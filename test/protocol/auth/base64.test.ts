// base64 as WAMP's authentication methods write it: canonical, padded, without white space.

import { expect, test } from 'vitest'
import { decodeBase64, encodeBase64 } from '../../../src/protocol/auth/base64.ts'

test.each([
  ['', ''],
  ['f', 'Zg=='],
  ['fo', 'Zm8='],
  ['foo', 'Zm9v'],
  ['foob', 'Zm9vYg=='],
  ['fooba', 'Zm9vYmE='],
  ['foobar', 'Zm9vYmFy'],
])('RFC 4648 §10: %j is %j', (text, base64) => {
  const bytes = new TextEncoder().encode(text)
  expect(encodeBase64(bytes)).toBe(base64)
  expect(decodeBase64(base64)).toEqual(bytes)
})

test('every byte comes back', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
  expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes)
})

test.each(['Zg', 'Zg=', 'Zh==', 'Zm9v\n', ' Zm9v', 'Z m9v', 'Zm-_', 'Zm9v====', '=', '====', 'Zg==Zg=='])(
  '%j is not base64',
  text => {
    expect(decodeBase64(text)).toBeUndefined()
  },
)
