// Calls and registrations, as Autobahn|JS has them.

import { describe, expect, test } from 'vitest'
import { both, outcome, type Stage, withWebSocket } from './both.ts'

withWebSocket()

/** A caller, and a callee whose errors nobody hears of. */
const pair = async ({ session }: Stage) => ({
  caller: await session(),
  callee: await session({ on_user_error: () => {} }),
})

describe('a call', () => {
  test('resolves to null, to a lone value as it is, and to a Result', async () => {
    const came = await both(async stage => {
      const { caller, callee } = await pair(stage)
      const { Result } = stage.autobahn
      const returned: [string, unknown][] = [
        ['nothing', undefined],
        ['null', null],
        ['zero', 0],
        ['text', 'ß'],
        ['list', [1, 2]],
        ['object', { a: 1 }],
        ['promise', Promise.resolve(3)],
        ['empty', new Result()],
        ['one', new Result([1])],
        ['two', new Result([1, 2])],
        ['keywords', new Result([], { a: 1 })],
        ['both', new Result([1], { a: 1 })],
      ]
      const outcomes = []
      for (const [name, value] of returned) {
        await callee.register(`com.app.${name}`, () => value)
        outcomes.push([name, await outcome(() => caller.call(`com.app.${name}`))])
      }
      return outcomes
    })
    expect(came).toContainEqual(['two', { value: { Result: { args: [1, 2], kwargs: {} } } }])
    expect(came).toContainEqual(['nothing', { value: null }])
  })

  test('gives its endpoint arguments and keywords, always, and details', async () => {
    await both(async stage => {
      const { caller, callee } = await pair(stage)
      const got: unknown[] = []
      await callee.register('com.app.take', (...given) => void got.push(given.map(one => ({ ...Object(one) }))))
      for (const given of [[], [[1]], [[1], { a: 2 }], [null, { a: 2 }], [undefined, undefined, {}], [[], {}]]) {
        await caller.call('com.app.take', ...(given as []))
      }
      return got
    })
  })

  test('tells its endpoint who calls, where that is wanted', async () => {
    const came = await both(async stage => {
      const { caller, callee } = await pair(stage)
      const callers: unknown[] = []
      await callee.register('com.app.who', (_, __, { caller: id, procedure, progress }) => {
        callers.push([id === caller.id, procedure, progress])
      })
      await caller.call('com.app.who')
      await caller.call('com.app.who', [], {}, { disclose_me: true })
      caller.caller_disclose_me = true
      await caller.call('com.app.who')
      await caller.call('com.app.who', [], {}, { disclose_me: false })
      return callers
    })
    const open = [true, 'com.app.who', null]
    const closed = [false, 'com.app.who', null]
    expect(came).toEqual([closed, open, open, closed])
  })

  test('rejects with an autobahn.Error: of the endpoint’s making, or of what else it threw', async () => {
    const came = await both(async stage => {
      const { caller, callee } = await pair(stage)
      const { Error: AutobahnError } = stage.autobahn
      const thrown: [string, unknown][] = [
        ['own', new AutobahnError('com.app.error.tired', ['not today'], { until: 8 })],
        ['bare', new AutobahnError('com.app.error.tired')],
        ['text', 'too hot'],
        ['number', 451],
        ['object', { a: 1 }],
        ['null', null],
      ]
      const outcomes = [await outcome(() => caller.call('com.app.nobody'))]
      for (const [name, value] of thrown) {
        await callee.register(`com.app.${name}`, () => {
          throw value
        })
        await callee.register(`com.app.later.${name}`, () => Promise.reject(value))
        outcomes.push(await outcome(() => caller.call(`com.app.${name}`)))
        outcomes.push(await outcome(() => caller.call(`com.app.later.${name}`)))
      }
      return outcomes
    })
    expect(came).toContainEqual({
      rejected: { Error: { error: 'com.app.error.tired', args: ['not today'], kwargs: { until: 8 } } },
    })
  })

  test('tells the endpoint’s own side what it threw', async () => {
    const came = await both(async ({ session }) => {
      const heard: unknown[] = []
      const callee = await session({ on_user_error: (...told) => heard.push(told) })
      await callee.register('com.app.fail', () => {
        throw 'too hot'
      })
      await outcome(() => callee.call('com.app.fail'))
      return heard
    })
    expect(came).toEqual([['too hot', 'Exception raised in invocation handler:']])
  })

  test('resolves a shortcut', async () => {
    await both(async ({ session }) => {
      const both = await session()
      both.prefix('api', 'com.myapp.service')
      const registration = await both.register('api:add2', ([a, b]) => Number(a) + Number(b))
      const resolved = ['api:add2', 'other:add2', 'com.app.x'].map(curie => both.resolve(curie))
      const sum = await both.call('com.myapp.service.add2', [2, 3])
      both.prefix('api', null)
      return { sum, resolved, without: both.resolve('api:add2'), procedure: registration.procedure }
    })
  })
})

describe('progress', () => {
  test('goes to the third function of then, before the result, and down the chain', async () => {
    const came = await both(async stage => {
      const { caller, callee } = await pair(stage)
      const { Result } = stage.autobahn
      await callee.register('com.app.count', (_, __, { progress }) => {
        progress?.([1])
        progress?.([1, 2], { a: 3 })
        progress?.()
        return new Promise(resolve => setTimeout(() => resolve('done')))
      })
      const heard: Record<string, unknown[]> = { part: [], result: [], 'its part': [], next: [] }
      const order: string[] = []
      const say = (what: string) => (part: unknown) => {
        heard[what]?.push(part instanceof Result ? [part.args, part.kwargs] : part)
        if (!what.startsWith('its')) order.push(what)
        return `after ${what}`
      }
      await caller
        .call('com.app.count', [], {}, { receive_progress: true })
        .then(say('result'), undefined, say('part'))
        .then(say('next'), undefined, say('its part'))
      return { heard, order }
    })
    expect(came).toMatchObject({ heard: { part: [1, [[1, 2], { a: 3 }], null], result: ['done'] } })
  })

  test('is not to be had by who did not ask for it', async () => {
    await both(async stage => {
      const { caller, callee } = await pair(stage)
      await callee.register('com.app.count', (_, __, { progress }) => typeof progress)
      const parts: unknown[] = []
      const result = await caller.call('com.app.count').then(undefined, undefined, part => parts.push(part))
      return { result, parts }
    })
  })
})

describe('cancelling', () => {
  test.each([undefined, {}, { mode: 'skip' }, { mode: 'killnowait' }] as const)(
    'with %j rejects at once, with an autobahn.Error',
    async options => {
      const came = await both(async stage => {
        const { caller, callee } = await pair(stage)
        await callee.register('com.app.slow', () => new Promise(() => {}))
        const call = caller.call('com.app.slow')
        call.cancel(options)
        return outcome(() => call)
      })
      expect(came).toEqual({ rejected: { Error: { error: 'Cancelled', args: [], kwargs: {} } } })
    },
  )
})

describe('a registration', () => {
  test('says what it is of, and ends once', async () => {
    await both(async ({ session, autobahn }) => {
      const callee = await session()
      const endpoint = () => 1
      const registration = await callee.register('com.app.p', endpoint, { match: 'exact' })
      const { procedure, options, active, id } = registration
      const before = {
        procedure,
        options,
        active,
        id: typeof id,
        own: [registration.endpoint === endpoint, registration.session === callee],
        kind: registration instanceof autobahn.Registration,
        listed: callee.registrations.map(one => one === registration),
        again: await outcome(() => callee.register('com.app.p', endpoint)),
      }
      return {
        before: { ...before, again: Object.keys((before.again as { rejected: { Error: object } }).rejected.Error) },
        ended: await outcome(() => registration.unregister()),
        twice: await outcome(() => registration.unregister()),
        after: [registration.active, callee.registrations],
        called: (await outcome(() => callee.call('com.app.p'))) as object,
      }
    })
  })

  test('takes its options along: a pattern’s endpoint learns which procedure was called', async () => {
    await both(async ({ session }) => {
      const callee = await session()
      await callee.register('com.app', (_, __, { procedure }) => procedure, { match: 'prefix' })
      return outcome(() => callee.call('com.app.anything'))
    })
  })
})

describe('wrong arguments', () => {
  test('are refused in the same words, at once', async () => {
    const came = await both(async ({ session }) => {
      const open = await session()
      const wrong = [
        () => open.call(1 as never),
        () => open.call('com.app.p', 'x' as never),
        () => open.call('com.app.p', [], [] as never),
        () => open.call('com.app.p', [], {}, 'x' as never),
        () => open.publish(null as never),
        () => open.publish('com.app.t', {} as never),
        () => open.subscribe('com.app.t', 'x' as never),
        () => open.subscribe({} as never, () => {}),
        () => open.subscribe('com.app.t', () => {}, [] as never),
        () => open.register('com.app.p', undefined as never),
        () => open.register(5 as never, () => {}),
        () => open.unsubscribe({} as never),
        () => open.unregister({} as never),
        () => open.prefix(5 as never),
        () => open.prefix('a', 5 as never),
        () => open.resolve(5 as never),
        () => open.leave(5 as never),
        () => open.leave('com.app.bye', 5 as never),
      ]
      return Promise.all(wrong.map(outcome))
    })
    for (const refused of came as object[]) expect(refused).toEqual({ thrown: expect.stringMatching(/^Session\./) })
  })
})
