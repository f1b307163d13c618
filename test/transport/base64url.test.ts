// base64url: one text for each byte string, and nothing else.

import { describe, expect, it } from 'vitest'
import { decodeBase64url, encodeBase64url } from '../../src/transport/base64url.ts'

describe('base64url', () => {
  // RFC 4648 §10, unpadded, and the two characters that differ from base64.
  it.each([
    ['', ''],
    ['f', 'Zg'],
    ['fo', 'Zm8'],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg'],
    ['\xfb\xff\xbf', '-_-_'],
  ])('%j is %j', (binary, text) => {
    const bytes = Uint8Array.from(binary, character => character.charCodeAt(0))
    expect(encodeBase64url(bytes)).toBe(text)
    expect(decodeBase64url(text)).toEqual(bytes)
  })

  it('carries every byte at every length', () => {
    for (let length = 0; length < 300; length++) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 89 + length) & 255)
      expect(decodeBase64url(encodeBase64url(bytes))).toEqual(bytes)
      expect(encodeBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
    }
  })

  it.each(['Zg==', 'Zg=', 'Z', 'Zm9vY', 'Zm9v Yg', ' Zg', 'Zg\n', '+/+/', 'Zh', 'Zm9', 'Zé', '%5A'])(
    '%j is refused',
    text => {
      expect(() => decodeBase64url(text)).toThrow('Not base64url')
    },
  )
})
