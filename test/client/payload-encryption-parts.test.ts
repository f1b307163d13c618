// End-to-end encrypted calls that go bit by bit: a router can neither end one early nor change what its parts are.

import { describe, expect, test, vi } from 'vitest'
import type { Endpoint } from '../../src/client/callee.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { type Answer, type Call, everything, NOT_SEALED, next } from './encrypting.ts'
import { failed, settlement } from './network.ts'
import { openedAdvanced, registered } from './scripted-router.ts'

const MORE = { progress: true }
const without = ({ progress: _, ...others }: Record<string, unknown>) => others

describe('a caller', () => {
  /** A call, and the answers of its callee: two parts, and how it ends. */
  async function answered(how: 'done' | 'fails') {
    const heard: unknown[] = []
    const caller = await openedAdvanced(everything(), msgpack)
    const callee = await registered(
      async function* () {
        yield 1
        yield 2
        if (how === 'fails') throw new Error('so what')
        return 'done'
      },
      everything(),
      msgpack,
    )
    const onprogress = ([part]: unknown[]) => void heard.push(part)
    const call = settlement(caller.session.call('com.app.p', [], {}, { onprogress }))
    await callee.peer.got()
    const [[, , options, , args] = []] = (await next(caller.peer)) as Call[]
    callee.peer.sends([68, 1, 21, options, args])
    const answers = (await next(callee.peer, 3)) as Answer[]
    const [one, two, last] = answers.map(([type, id, ...rest]) =>
      type === 70 ? [50, 1, ...rest] : [8, 48, ...[id, ...rest].slice(1)],
    )
    return { call, heard, peer: caller.peer, parts: { one, two, last } as Record<string, unknown[]> }
  }
  const asLast = ([type, id, details, ...rest]: unknown[] = []) => [
    type,
    id,
    without(details as object as Call[2]),
    ...rest,
  ]
  const asPart = ([type, id, details, ...rest]: unknown[] = []) => [
    type,
    id,
    { ...(details as object), ...MORE },
    ...rest,
  ]

  test('hears the parts and the end as they were sent', async () => {
    const { call, heard, peer, parts } = await answered('done')
    peer.sends(...Object.values(parts))
    expect(await call).toEqual({ value: 'done' })
    expect(heard).toEqual([1, 2])
  })

  test.each<[string, 'done' | 'fails', (parts: Record<string, unknown[]>) => unknown[][], unknown[]]>([
    ['a part for the result', 'done', ({ one }) => [asLast(one)], []],
    ['the result for a part', 'done', ({ one, two, last }) => [one, two, asPart(last)] as unknown[][], [1, 2]],
    ['the result with a part left out', 'done', ({ one, last }) => [one, last] as unknown[][], [1]],
    ['an error with a part left out', 'fails', ({ one, last }) => [one, last] as unknown[][], [1]],
    ['the parts in another order', 'done', ({ one, two }) => [two, one] as unknown[][], []],
    ['a part twice', 'done', ({ one }) => [one, one] as unknown[][], [1]],
  ])('is not told %s', async (_, how, lies, hears) => {
    const { call, heard, peer, parts } = await answered(how)
    peer.sends(...lies(parts))
    expect(await call).toEqual(failed(NOT_SEALED))
    expect(heard).toEqual(hears)
  })
})

describe('a callee', () => {
  /** Has an endpoint called with three messages of a call, as `lies` has them, and returns what it heard. */
  async function called(lies: (messages: unknown[][]) => unknown[][]) {
    const heard: unknown[] = []
    const endpoint: Endpoint = async ([first], _kwargs, { parts }) => {
      heard.push(first)
      for await (const { args } of parts ?? []) heard.push(args[0])
      heard.push('end')
    }
    const caller = await openedAdvanced(everything(), msgpack)
    const callee = await registered(endpoint, { ...everything(), onerror: vi.fn() }, msgpack)
    await callee.peer.got()
    const call = caller.session.callProgressive('com.app.p', [1], {}, MORE)
    call.send([2])
    void call.end([3]).catch(() => {})
    const calls = (await next(caller.peer, 3)) as Call[]
    callee.peer.sends(...lies(calls.map(([, , options, , args]) => [68, 1, 21, options, args])))
    const [answer] = await next(callee.peer)
    return { heard, answer }
  }
  const asLast = ([type, id, to, details, ...rest]: unknown[] = []) => [
    type,
    id,
    to,
    without(details as Call[2]),
    ...rest,
  ]

  test('hears the arguments and their end as they were sent', async () => {
    const { heard, answer } = await called(messages => messages)
    expect(heard).toEqual([1, 2, 3, 'end'])
    expect(answer?.[0]).toBe(70)
  })

  test.each<[string, (messages: unknown[][]) => unknown[][], unknown[]]>([
    ['the first arguments for all', ([first]) => [asLast(first)], []],
    ['a part for the last', ([first, second]) => [first ?? [], asLast(second)], [1]],
    ['the end with a part left out', ([first, , last]) => [first ?? [], last ?? []], [1]],
    ['a part twice', ([first, second]) => [first ?? [], second ?? [], second ?? []], [1, 2]],
  ])('is not told %s', async (_, lies, hears) => {
    const { heard, answer } = await called(lies)
    expect(answer?.slice(0, 2)).toEqual([8, 68])
    expect(answer?.[4]).toBe(NOT_SEALED)
    expect(heard).toEqual(hears)
  })
})
