// Publishing: acknowledged or not, with the options of the wire.

import { describe, expect, test } from 'vitest'
import { SERIALIZERS } from '../raw-codec.ts'
import { failed, network, outcome } from './network.ts'

describe.each(SERIALIZERS)('over $id', serializer => {
  test('resolves at once to undefined', async () => {
    const { opens } = network(serializer)
    const session = await opens()
    expect(await session.publish('com.app.t', [1])).toBeUndefined()
  })

  test('resolves to the publication where it is acknowledged, the one that subscribers see', async () => {
    const { opens } = network(serializer)
    const [publisher, subscriber] = [await opens(), await opens()]
    const publications: number[] = []
    await subscriber.subscribe('com.app.t', (_args, _kwargs, { publication }) => publications.push(publication))
    const publication = await publisher.publish('com.app.t', [], {}, { acknowledge: true })
    await outcome(Promise.resolve())
    expect(publications).toEqual([publication?.id])
  })
})

test('rejects where the broker refuses it, if acknowledged; else nobody hears', async () => {
  const { opens } = network()
  const session = await opens()
  expect(await outcome(session.publish('wamp.x', [], {}, { acknowledge: true }))).toEqual(
    failed('wamp.error.invalid_uri'),
  )
  expect(await outcome(session.publish('wamp.x'))).toEqual({ value: undefined })
})

test.each([true, false])('rejects what cannot be sent, acknowledged: %s', async acknowledge => {
  const { opens } = network()
  const session = await opens()
  expect(await outcome(session.publish('com.app.t', [new Map()], {}, { acknowledge }))).toEqual(
    failed('wamp.error.invalid_argument'),
  )
  expect(session.isOpen).toBe(true)
})

test('x_conflate goes to the router, and whoever keeps up gets every event', async () => {
  const { opens } = network()
  const [publisher, subscriber] = [await opens(), await opens()]
  const got: unknown[] = []
  await subscriber.subscribe('com.app.t', ([number], _, details) => got.push([number, Object.keys(details)]))
  for (const number of [1, 2, 3]) await publisher.publish('com.app.t', [number], {}, { x_conflate: true })
  await outcome(Promise.resolve())
  expect(got.map(event => (event as [number])[0])).toEqual([1, 2, 3])
})

test('its options choose who receives', async () => {
  const { opens } = network()
  const [a, b, c] = [await opens(), await opens(), await opens()]
  const got: string[] = []
  for (const [name, session] of Object.entries({ a, b, c })) {
    await session.subscribe('com.app.t', ([what]) => got.push(`${name} ${what}`))
  }
  await a.publish('com.app.t', ['to others'])
  await a.publish('com.app.t', ['to all'], {}, { exclude_me: false })
  await a.publish('com.app.t', ['to b'], {}, { eligible: [b.id] })
  await a.publish('com.app.t', ['not to b'], {}, { exclude: [b.id] })
  await outcome(Promise.resolve())
  expect(got.sort()).toEqual(['a to all', 'b to all', 'b to b', 'b to others', 'c not to b', 'c to all', 'c to others'])
})
