// The namespace: its names, and the small functions that come with it.

import { describe, expect, test } from 'vitest'
import standard, * as star from '../../src/entry/autobahn.ts'
import { both, ours, outcome, real, withWebSocket } from './both.ts'

withWebSocket()

describe('the namespace', () => {
  test('is the same by its default and by its star', () => {
    expect(standard.Connection).toBe(star.Connection)
    expect({ ...standard }).toEqual({ ...ours })
    const { default: _, ...names } = star
    expect(Object.keys(names)).toEqual(Object.keys(ours))
  })

  test('has the names of Autobahn|JS, but for the libraries that come with it and a service that has ended', () => {
    const missing = Object.keys(real).filter(name => !(name in ours))
    expect(missing.sort()).toEqual(['auth_persona', 'cbor', 'msgpack', 'nacl'])
    for (const part of ['util', 'log', 'serializer', 'auth_cra', 'auth_cryptosign'] as const) {
      expect(Object.keys({ ...ours[part] }).sort(), part).toEqual(Object.keys(real[part]).sort())
    }
    expect(ours.version).toBe(real.version)
  })

  test('as a classic script is a global that can be changed', async () => {
    await import('../../src/entry/autobahn-script.ts')
    const { autobahn } = globalThis as unknown as { autobahn: Record<string, unknown> }
    expect(autobahn.Connection).toBe(ours.Connection)
    autobahn.Connection = 'another'
    Reflect.deleteProperty(globalThis, 'autobahn')
  })

  test('has errors that are real ones, and look as Autobahn’s do', () => {
    const error = new ours.Error('com.app.error.tired', ['not today'])
    expect({ ...error }).toEqual({ ...new real.Error('com.app.error.tired', ['not today']) })
    expect(error).toBeInstanceOf(Error)
    expect(error.message).toBe('not today (com.app.error.tired)')
    expect({ ...new ours.Error('x', null, null) }).toEqual({ ...new real.Error('x', null, null) })
    expect({ ...new ours.Result(null, { a: 1 }) }).toEqual({ ...new real.Result(null, { a: 1 }) })
  })
})

test('util does as Autobahn’s does', () => {
  const made = [real, ours].map(({ util }) => {
    const base = { a: 1, deep: { x: 1 } }
    return [
      util.atob('AQL/'),
      util.atob(null),
      util.btoa(Uint8Array.of(1, 2, 255)),
      util.btoh(Uint8Array.of(0, 10, 255)),
      util.htob('000aff'),
      util.defaults({}, { a: 1 }, { a: 2, b: 2 }, null, { b: 3, c: 3 }),
      util.defaults({ deep: { x: 1 } }, { deep: { x: 2, y: 2 } }, true),
      util.defaults(base, { deep: { y: 2 } }) === base,
      util.is_object({}),
      util.is_object([]),
      Number.isSafeInteger(util.new_global_id()),
      typeof util.rand_normal(5, 1),
    ]
  })
  expect(made[1]).toEqual(made[0])
  const average =
    Array.from({ length: 5_000 }, () => ours.util.rand_normal(5, 1)).reduce((sum, one) => sum + one) / 5_000
  expect(Math.abs(average - 5)).toBeLessThan(0.2)
  for (const { util } of [real, ours]) {
    expect(() => util.htob('abc')).toThrow(RangeError)
    expect(() => util.assert(false, 'so')).toThrow('so')
    expect(() => util.assert(1, 'so')).not.toThrow()
  }
})

describe('when', () => {
  test('settles as when.js does', async () => {
    const outcomes = await Promise.all(
      [real, ours].map(async ({ when }) => {
        const rejected = () => when.reject('no')
        return Promise.all([
          outcome(() => when(1, (one: number) => one + 1)),
          outcome(() => when.resolve(when.resolve(3))),
          outcome(rejected),
          outcome(() => rejected().otherwise((reason: unknown) => [reason])),
          outcome(() => when.all([1, when.resolve(2), Promise.resolve(3)])),
          outcome(() => when.all(when.resolve([1]))),
          outcome(() => when.all([1, rejected()])),
          outcome(() => when.join(1, when.resolve(2))),
          outcome(() => when.map([1, 2], (one: unknown) => Number(one) * 2)),
          outcome(() => when.settle([1, rejected()])).then(settled => JSON.stringify(settled)),
          outcome(() => when.race([when.resolve(1)])),
          outcome(() => when.any([rejected(), 2])),
          outcome(() => when.attempt((...values: unknown[]) => values, 1, when.resolve(2))),
          outcome(() => when.promise(resolve => resolve(4))),
          outcome(() =>
            when.promise(() => {
              throw 'at once'
            }),
          ),
        ])
      }),
    )
    expect(outcomes[1]).toEqual(outcomes[0])
  })

  test('makes deferreds, whose progress ends with their result', async () => {
    const heard = await Promise.all(
      [real, ours].map(async ({ when }) => {
        const parts: unknown[] = []
        const deferred = when.defer()
        const result = deferred.promise.then(null, null, (part: unknown) => parts.push(part))
        deferred.notify(1)
        deferred.notify(2)
        await Promise.resolve()
        deferred.resolve('done')
        deferred.notify(3)
        return [await result, parts]
      }),
    )
    expect(heard[1]).toEqual(heard[0])
    expect(heard[0]).toEqual(['done', [1, 2]])
  })
})

describe('serializers', () => {
  test.each(['JSON', 'Msgpack', 'CBOR'] as const)('%s goes over the wire', async name => {
    const came = await both(async ({ connection, autobahn }) => {
      const made = connection({ serializers: [new autobahn.serializer[`${name}Serializer`]()] })
      return new Promise(resolve => {
        made.onopen = async (session, { transport }) => {
          await session.register('com.app.echo', ([value]) => value)
          const value = { deep: [1, 'ß', null, true, 1.5] }
          resolve([(transport as { protocol: string }).protocol, await session.call('com.app.echo', [value])])
        }
        made.open()
      })
    })
    expect(came).toMatchObject([`wamp.2.${name.toLowerCase()}`, { deep: [1, 'ß', null, true, 1.5] }])
  })

  test('the first on offer is spoken, and protocols go before serializers', async () => {
    await both(async ({ session, connection }) => {
      const protocols: unknown[] = []
      for (const options of [{}, { protocols: ['wamp.2.msgpack'] }]) {
        const made = connection(options)
        await new Promise<void>(resolve => {
          made.onopen = () => resolve()
          made.open()
        })
        protocols.push(made.transport.info.protocol)
      }
      return [protocols, (await session()).isOpen]
    })
  })

  test('JSON takes a replacer and a reviver', async () => {
    const came = await both(async ({ session, autobahn }) => {
      const replacer = (_: string, value: unknown) => (value === 'secret' ? '***' : value)
      const reviver = (key: string, value: unknown) => (key === 'when' ? new Date(String(value)).getTime() : value)
      const both = await session({ serializers: [new autobahn.serializer.JSONSerializer(replacer, reviver)] })
      await both.register('com.app.echo', args => args[0])
      return outcome(() => both.call('com.app.echo', [{ word: 'secret', when: '2026-11-22T00:00:00Z' }]))
    })
    expect(came).toMatchObject({ value: { word: '***' } })
  })
})
