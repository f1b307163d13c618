// The device without a library, in real MicroPython against a real router; in Python the end-to-end tests run it.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createRouter } from '../../../src/entry/router.ts'
import { loadMicroPython, RawLink, runDevice, Wire } from './micropython.ts'

const micropython = await loadMicroPython()

test('is 150 lines at most', () => {
  const text = readFileSync(new URL('../../../demo/home/device.py', import.meta.url), 'utf8')
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(150)
})

/** What the device does not know how to answer. */
const NONSENSE = [
  { unit: 'X' },
  { unit: [] },
  ...['a', null, [1], 1.5, -1, 7, 400, 2 ** 40].map(precision => ({ precision })),
]

test('waits for its turn, measures, publishes and answers', async () => {
  const router = createRouter()
  const heard: unknown[][] = []
  const other = new RawLink(text => heard.push(JSON.parse(text)))
  const says = (...messages: unknown[]) => {
    for (const message of messages) other.says(JSON.stringify(message))
  }
  router.attach(other)
  says([1, 'realm1', { roles: { caller: {}, callee: {}, subscriber: {} } }])
  says([64, 1, {}, 'com.app.gettemp'], [32, 2, {}, 'com.app.temperature'])
  const registration = heard.at(-2)?.[2]
  const waiting: unknown[] = []
  const wire = new Wire([
    () => waiting.push(...heard.splice(0)),
    () => says([66, 3, registration]),
    () => says([48, 4, {}, 'com.app.gettemp'], [48, 5, {}, 'com.app.gettemp', [], { unit: 'K', precision: 0 }]),
    () => says(...NONSENSE.map((kwargs, index) => [48, 6 + index, {}, 'com.app.gettemp', [], kwargs])),
    () => wire.ping('still there?'),
  ])
  router.attach(wire.link)
  expect(await runDevice(micropython, wire)).toEqual([
    "('board.test', 8080)",
    'Another sensor measures: this one waits. (wamp.error.procedure_already_exists)',
    'Measuring.',
    'closed',
    'Trying again soon: the router has closed the connection',
  ])
  expect(wire.request).toMatch(
    /^GET \/wamp\/room\/ticket HTTP\/1\.1\r\nHost: board\.test:8080\r\n[\s\S]*Protocol: wamp\.2\.json\r\nSec-WebSocket-Key: \S{24}\r\n\r\n$/,
  )
  // While it waited, it published nothing.
  expect(waiting.map(message => (message as unknown[])[0])).toEqual([2, 65, 33])
  const degrees = expect.toSatisfy(value => value > 18 && value < 24)
  const [celsius, kelvin] = [[degrees], [expect.toSatisfy(value => value >= 292 && value <= 296)]]
  const refused = [
    'wamp.error.invalid_argument',
    ['The unit is C, F or K, the precision a number of digits from 0 to 6.'],
  ]
  expect(heard).toEqual([
    [67, 3],
    [36, expect.any(Number), expect.any(Number), {}, celsius, { sensor: 'device.py' }],
    [50, 4, {}, celsius],
    [50, 5, {}, kelvin],
    ...NONSENSE.map((_, index) => [8, 48, 6 + index, {}, ...refused]),
  ])
  // The pong, and nothing after it.
  expect(wire.opcodes.at(-1)).toBe(10)
  router.close()
})

test.each([
  ['an ERROR', [8, 64, 1, {}]],
  ['an ABORT', [3]],
  ['an INVOCATION', [68, 1]],
  ['what is no message', 5],
  ['nothing', []],
])('%s cut short does not end it: it connects again', async (_, message) => {
  const wire = new Wire([() => wire.link.send(JSON.stringify(message))])
  const printed = await runDevice(micropython, wire)
  expect(printed.slice(0, 2)).toEqual(["('board.test', 8080)", 'closed'])
  expect(printed[2]).toMatch(/^Trying again soon: ./)
})
