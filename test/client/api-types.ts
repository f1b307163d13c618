// What the compiler knows of a session whose application is described by a map. Compiled by `tsc -p test`, never run.

import type { Session } from '../../src/client/session.ts'

interface Home {
  procedures: {
    'com.app.gettemp': { args: []; result: number }
    'com.app.add': { args: [a: number, b: number]; result: number }
    'com.app.move': { args: [x: number]; kwargs: { mean?: 'roulades' | 'steps' }; result: null }
    'com.app.anything': object
  }
  topics: {
    'com.app.position': { args: [x: number, y: number]; kwargs: { name: string } }
    'com.app.tick': object
  }
}

export async function known(session: Session<Home>): Promise<void> {
  const temperature: number = await session.call('com.app.gettemp')
  const sum: number = await session.call('com.app.add', [temperature, 2])
  const moved: null = await session.call('com.app.move', [sum], { mean: 'roulades' }, { timeout: 5 })
  const anything: unknown = await session.call('com.app.anything', ['whatever', 5], { it: 'is' })
  await session.subscribe('com.app.position', ([x, y], { name }, { topic, publication }, subscription) => {
    const all: [number, number, string, string, number] = [x, y, name, topic, publication]
    void [all, subscription.unsubscribe()]
  })
  await session.subscribe('com.app.tick', args => void args[0])
  await session.publish('com.app.position', [1, 2], { name: 'ann' }, { acknowledge: true })
  void [moved, anything]

  // @ts-expect-error The result is a number.
  const text: string = await session.call('com.app.gettemp')
  void text
  // @ts-expect-error An argument is wanting.
  await session.call('com.app.add', [1])
  // @ts-expect-error There is no such way to move.
  await session.call('com.app.move', [1], { mean: 'fly' })
  // @ts-expect-error A position has two numbers.
  await session.publish('com.app.position', ['here'])
  // @ts-expect-error y is a number.
  await session.subscribe('com.app.position', ([, y]: [number, string]) => void y)
  // @ts-expect-error A registration is for `unregister`.
  await session.unsubscribe(await session.register('com.app.add', () => 5))
}

export async function unknownToTheMap(session: Session<Home>): Promise<void> {
  const result: unknown = await session.call('com.other.procedure', [1], { a: 2 })
  const typed = await session.call<{ name: string }>('com.other.procedure')
  const name: string = typed.name
  await session.subscribe('com.other.topic', (args, kwargs) => void [args[0], kwargs.a])
  await session.publish('com.other.topic', [1], { a: 2 })
  void [result, name]
}

export async function withoutMap(session: Session): Promise<void> {
  const result: unknown = await session.call('com.app.add', [1, 2])
  const sum = await session.call<number>('com.app.add', [1, 2])
  const five: number = sum
  await session.register('com.app.add', ([a, b]) => Number(a) + Number(b), { disclose_caller: true })
  await session.register('com.app.add', (_args, _kwargs, { procedure, caller }) => [procedure.length, caller])
  await session.register('com.app.count', async function* (_args, _kwargs, { progress, signal, parts }) {
    progress?.([1], { a: 2 })
    for await (const { args, kwargs } of parts ?? []) yield [args[0], kwargs.a, signal.aborted]
  })
  const call = session.callProgressive<string, number>('com.app.count', null, null, { progress: true, timeout: 5 })
  for await (const part of call) call.send([part + 1])
  const last: string = await call.end()
  await session.call('com.app.add', null, null, { onprogress: (args, kwargs) => void [args[0], kwargs.a] })
  await session.publish('com.app.t', null, null, null)
  void [result, five, last]

  // @ts-expect-error Further arguments are for callProgressive.
  await session.call('com.app.add', [], {}, { progress: true })
  // @ts-expect-error A topic is text.
  await session.publish(5)
  // @ts-expect-error There is no such way to match.
  await session.subscribe('com.app.t', () => {}, { match: 'regex' })
  // @ts-expect-error Arguments are a list.
  await session.call('com.app.add', 'x')
  // @ts-expect-error An option that is undefined is not an option left out, except where it says so.
  await session.publish('com.app.t', [], {}, { exclude_me: undefined })
}
