// Whose pages may connect to a router in a Node process.

import { expect, test } from 'vitest'
import { mayConnect } from '../../src/host/page-origin.ts'

const HOST = 'router.example:8081'

test.each([
  [undefined, true],
  ['http://localhost', true],
  ['http://localhost:3000', true],
  ['https://127.0.0.1:3000', true],
  ['http://[::1]:3000', true],
  ['http://router.example', true],
  ['https://ROUTER.example:443', true],
  ['https://evil.example', false],
  ['https://router.example.evil', false],
  ['https://localhost.evil.example', false],
  ['https://localhost@evil.example', false],
  ['http://evil.example/localhost', false],
  ['http://evil.example#localhost', false],
  ['ftp://localhost', false],
  ['file://', false],
  ['null', false],
  ['', false],
  ['localhost', false],
])('by default pages of %s: %j', (origin, allowed) => {
  expect(mayConnect({ origin, host: HOST }, undefined)).toBe(allowed)
})

test.each([undefined, '', 'a b', ':8081'])('a host that is %j is that of no page', host => {
  expect(mayConnect({ origin: 'https://evil.example', host }, undefined)).toBe(false)
  expect(mayConnect({ origin: 'http://undefined', host }, undefined)).toBe(false)
})

test('named origins are the only ones, and * is all', () => {
  const origins = ['https://app.example']
  expect(mayConnect({ origin: 'https://app.example', host: HOST }, origins)).toBe(true)
  for (const origin of [
    'http://app.example',
    'https://app.example:8443',
    'http://localhost',
    'http://router.example',
  ]) {
    expect(mayConnect({ origin, host: HOST }, origins)).toBe(false)
  }
  expect(mayConnect({ host: HOST }, origins)).toBe(true)
  for (const origin of ['https://evil.example', 'null']) expect(mayConnect({ origin, host: HOST }, ['*'])).toBe(true)
  expect(mayConnect({ origin: 'http://localhost', host: HOST }, [])).toBe(false)
})
