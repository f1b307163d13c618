// SASLprep, by the examples of RFC 4013 §3 and by its tables.

import { expect, test } from 'vitest'
import { saslprep } from '../../../src/protocol/auth/saslprep.ts'

test.each([
  ['I\u00adX', 'IX', 'SOFT HYPHEN mapped to nothing'],
  ['user', 'user', 'no transformation'],
  ['USER', 'USER', 'case preserved'],
  ['\u00aa', 'a', 'output is NFKC'],
  ['\u2168', 'IX', 'output is NFKC'],
  ['a\u00a0b\u3000c', 'a b c', 'spaces become the one of ASCII'],
  ['e\u0301', 'é', 'composed'],
  ['a\u200b\u2060\ufeff\ufe0fb', 'ab', 'all that says nothing goes'],
  ['пароль 密码 😀', 'пароль 密码 😀', 'what people type stays'],
  ['', '', 'nothing is nothing'],
])('%j is %j: %s', (text, prepared) => {
  expect(saslprep(text)).toBe(prepared)
})

test.each(['\u0007', '\u007f', '\u0085', '\ue000', '\ufffe', '\ud800', '\u200e', '\u202e', '\ufffd', '\u{e0041}'])(
  '%j is prohibited, and the rest of the password is not told',
  character => {
    expect(() => saslprep(`secret${character}`)).toThrow(/SASLprep/)
    expect(() => saslprep(`secret${character}`)).not.toThrow(/secret/)
  },
)
