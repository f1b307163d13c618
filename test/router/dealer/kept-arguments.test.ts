// What calls keep of their arguments until they end, as a caller sees it: whether another callee is asked.

import { expect, test } from 'vitest'
import { SERIALIZERS } from '../../raw-codec.ts'
import { type Peer, trace } from '../../trace.ts'
import { callError, ID, joinsWith, registered } from './calling.ts'

const KIB = 1024

/** Two callees of `com.app.p` who are asked in their order, and a caller. */
async function shared(serializer = SERIALIZERS[0]) {
  const context = trace()
  const peers: Peer[] = []
  for (let index = 0; index < 3; index++) {
    peers.push(await joinsWith(context, ['payload_passthru_mode'], { serializer }))
  }
  const [first, second, caller] = peers as [Peer, Peer, Peer]
  for (const callee of [first, second]) await registered(callee, 1, 'com.app.p', { invoke: 'first' })
  return { ...context, first, second, caller }
}

/** Lets a callee say of these invocations that it is unavailable. */
function passesOn(callee: Peer, invocations: readonly unknown[]): void {
  callee.sends(...invocations.map(id => [8, 68, id, {}, 'wamp.error.unavailable', ['busy']]))
}

const ids = (messages: readonly unknown[][]) => messages.map(([, id]) => id)

test.each(SERIALIZERS)('small arguments go to the next callee, large ones are not kept, over $id', async serializer => {
  const { first, second, caller } = await shared(serializer)
  const small = ['x'.repeat(60 * KIB), [1, { key: 2.5 }]]
  caller.sends([48, 1, {}, 'com.app.p', small, { a: null }], [48, 2, {}, 'com.app.p', ['x'.repeat(65 * KIB)]])
  passesOn(first, ids(await first.got()))
  expect(await second.got()).toEqual([[68, 1, ID, {}, small, { a: null }]])
  expect(await caller.got()).toEqual([[8, 48, 2, {}, 'wamp.error.unavailable', ['busy']]])
})

test.each(SERIALIZERS)('nor those with large options, which nobody reads, over $id', async serializer => {
  const { first, second, caller } = await shared(serializer)
  caller.sends([48, 1, { x_own: Array(10 * KIB).fill('option') }, 'com.app.p', [1]])
  passesOn(first, ids(await first.got()))
  expect(await second.got()).toEqual([])
  expect((await caller.got()).map(([type]) => type)).toEqual([8])
})

test.each(SERIALIZERS)(
  'a caller keeps so much, whatever others keep; what ends makes room, over $id',
  async serializer => {
    const { first, second, caller, ...context } = await shared(serializer)
    const other = await joinsWith(context, [], { serializer })
    const call = (request: number) => [48, request, {}, 'com.app.p', ['x'.repeat(50 * KIB)]]
    const calls = (from: number, count: number) => Array.from({ length: count }, (_, index) => call(from + index))
    caller.sends(...calls(1, 40))
    const invocations = ids(await first.got())
    passesOn(first, invocations.slice(20))
    expect(ids(await second.got())).toEqual([])
    expect((await caller.got()).map(([type]) => type)).toEqual(Array(20).fill(8))
    other.sends(...calls(1, 1))
    passesOn(first, ids(await first.got()))
    expect(await second.got()).toHaveLength(1)
    first.sends(...invocations.slice(0, 20).map(id => [70, id, {}]))
    expect(await caller.got()).toHaveLength(20)
    caller.sends(...calls(41, 20))
    passesOn(first, ids(await first.got()))
    expect(await second.got()).toHaveLength(20)
  },
)

test.each<[string, (id: number) => unknown[]]>([
  ['a result', id => [70, id, {}]],
  ['a part of one', id => [70, id, { progress: true }]],
  ['an error', id => [8, 68, id, {}, 'com.app.error']],
])('nothing is kept after %s, however often', async (_, answer) => {
  const { first, second, caller } = await shared()
  const args = ['x'.repeat(60 * KIB)]
  for (let id = 1; id <= 30; id++) {
    caller.sends([48, id, { receive_progress: true }, 'com.app.p', args])
    await first.got()
    first.sends(answer(id))
    await caller.got()
  }
  caller.sends([48, 31, {}, 'com.app.p', args])
  passesOn(first, ids(await first.got()))
  expect(ids(await second.got())).toEqual([1])
})

test('nor after CANCEL', async () => {
  const { first, second, caller } = await shared()
  const args = ['x'.repeat(60 * KIB)]
  for (let id = 1; id <= 30; id++) caller.sends([48, id, {}, 'com.app.p', args], [49, id, {}])
  await first.got()
  caller.sends([48, 31, {}, 'com.app.p', args])
  passesOn(first, ids(await first.got()))
  expect(ids(await second.got())).toEqual([1])
})

test('what says how to read a payload must be short, for it is kept with the call', async () => {
  const { first, caller } = await shared()
  const options = (length: number) => ({ ppt_scheme: 'x_a', ppt_keyid: 'k'.repeat(length) })
  caller.sends([48, 1, options(2_049), 'com.app.p'], [48, 2, options(2_048), 'com.app.p'])
  expect(await caller.got()).toEqual([callError(1, 'wamp.error.invalid_argument')])
  expect(await first.got()).toEqual([[68, 1, ID, options(2_048)]])
})
