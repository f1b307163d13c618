// <wamp-call>: forms and buttons that call, and results that are shown.

import { beforeEach, expect, test } from 'vitest'
import { Result } from '../../src/client/result.ts'
import type { WampCallElement } from '../../src/elements/wamp-call.ts'
import { WampError } from '../../src/protocol/errors.ts'
import { next, useElementStage } from './stage.ts'

const stage = useElementStage()
const PROCEDURE = 'com.example.echo'
let calls: { args: unknown[]; kwargs: object }[]

beforeEach(async () => {
  calls = []
  await stage.other.register(PROCEDURE, (args, kwargs) => {
    calls.push({ args, kwargs })
    return new Result(args, kwargs)
  })
})

test('calls with the fields of its form', async () => {
  const element = await stage.show(`<wamp-call procedure="${PROCEDURE}" kwargs='{"fixed":1}'><form>
    <input name="text" value="hello"><input name="0" value="first"><input name="1" type="number" value="2">
    <input name="n" type="number" value="1.5"><input name="none" type="number"><input name="range" type="range" value="7">
    <input name="yes" type="checkbox" checked><input name="no" type="checkbox">
    <input name="many" type="checkbox" value="a" checked><input name="many" type="checkbox" value="b">
    <input name="one" type="radio" value="x"><input name="one" type="radio" value="y" checked>
    <select name="choice" multiple><option selected>p<option selected>q</select>
    <input name="off" value="off" disabled><input type="file" name="file"><button name="by" value="this">Call</button>
  </form></wamp-call>`)
  const came = next(element, 'wamp-result')
  stage.find('button').click()
  await came
  expect(calls).toEqual([
    {
      args: ['first', 2],
      kwargs: {
        ...{ fixed: 1, text: 'hello', n: 1.5, none: null, range: 7, yes: true, no: false },
        ...{ many: ['a'], one: 'y', choice: ['p', 'q'], by: 'this' },
      },
    },
  ])
})

test('calls with its attributes when a button without a form is pressed, and shows the result', async () => {
  const element = await stage.show<WampCallElement>(`<wamp-call procedure="${PROCEDURE}" args='["a", {"b": 2}]'>
    <button><span>Call</span></button><template><p data-bind="args.1.b"></p></template><output data-result></output></wamp-call>`)
  const came = next(element, 'wamp-result')
  stage.find('span').click()
  expect(await came).toMatchObject({ progress: false, result: { args: ['a', { b: 2 }] } })
  await stage.settled()
  expect(stage.texts('p')).toEqual(['2'])
  expect(JSON.parse(stage.find('output').textContent)).toEqual({ args: ['a', { b: 2 }], kwargs: {} })
  expect(element.result).toEqual(new Result(['a', { b: 2 }]))
})

test('shows the fields of a result where the page names them', async () => {
  const poll = { yes: 3, no: 1 }
  await stage.other.register('com.example.poll', () => new Result([], poll))
  await stage.other.register('com.example.object', () => poll)
  for (const [procedure, path] of [
    ['com.example.poll', 'kwargs'],
    ['com.example.object', 'args.0'],
  ]) {
    await stage.show(`<wamp-call procedure="${procedure}" auto>
      <output>Yes: <b data-bind="${path}.yes"></b>, no: <b data-bind="${path}.no"></b></output></wamp-call>`)
    expect(stage.find('output').textContent).toBe('Yes: 3, no: 1')
  }
})

test('is busy while it waits, and does not call twice', async () => {
  const answers: (() => void)[] = []
  await stage.other.register('com.example.slow', () => new Promise<void>(resolve => answers.push(resolve)))
  const element = await stage.show<WampCallElement>(
    '<wamp-call procedure="com.example.slow"><form><button>Call</button></form></wamp-call>',
  )
  const button = stage.find('button')
  button.focus()
  button.click()
  button.click()
  await stage.settled()
  const looks = () => ({
    busy: element.busy,
    state: element.matches(':state(busy)'),
    form: stage.find('form').ariaBusy,
    button: button.ariaDisabled,
  })
  expect(looks()).toEqual({ busy: true, state: true, form: 'true', button: 'true' })
  expect(document.activeElement).toBe(button)
  expect(answers.length).toBe(1)
  const came = next(element, 'wamp-result')
  answers[0]?.()
  await came
  await stage.settled()
  expect(looks()).toEqual({ busy: false, state: false, form: null, button: null })
})

test('says what went wrong, where the page wants it or in a place of its own', async () => {
  await stage.other.register('com.example.picky', () => {
    throw new WampError('com.example.error.no', ['not today'])
  })
  const element = await stage.show<WampCallElement>(
    '<wamp-call procedure="com.example.picky"><button>Call</button></wamp-call>',
  )
  const fails = async () => {
    const failed = next(element, 'wamp-request-error')
    stage.find('button').click()
    const { error } = await failed
    await stage.settled()
    return error
  }
  expect(await fails()).toMatchObject({ error: 'com.example.error.no' })
  expect(stage.within(element, '[role=alert]').textContent).toBe('not today')
  element.insertAdjacentHTML('beforeend', '<p data-error hidden></p>')
  element.procedure = 'com.example.nobody'
  expect(await fails()).toMatchObject({ error: 'wamp.error.no_such_procedure' })
  const place = stage.find('[data-error]')
  expect(place.textContent).toBe('Nobody here answers this at the moment.')
  expect([place.hidden, place.role]).toEqual([false, 'alert'])
  expect(stage.within(element, '[role=alert]').textContent).toBe('')
  element.procedure = PROCEDURE
  const came = next(element, 'wamp-result')
  stage.find('button').click()
  await came
  await stage.settled()
  expect([place.hidden, place.textContent, element.error]).toEqual([true, '', undefined])
})

test('says so where there is no session', async () => {
  const element = await stage.show<WampCallElement>(`<wamp-call procedure="${PROCEDURE}" session="none"></wamp-call>`)
  await expect(element.call()).rejects.toMatchObject({ error: 'wamp.error.network_failure' })
  await stage.settled()
  expect(stage.within(element, '[role=alert]').textContent).toMatch(/Not connected yet/)
})

test('calls by itself when the session is there, when it is told something else, and now and then', async () => {
  const element = await stage.show<WampCallElement>(
    `<wamp-call auto procedure="${PROCEDURE}" args="1"><b data-bind="args.0"></b></wamp-call>`,
  )
  expect(stage.texts('b')).toEqual(['1'])
  element.args = [2]
  await stage.settled()
  expect(stage.texts('b')).toEqual(['2'])
  await stage.settled()
  expect(calls.length).toBe(2)
  const came = next(element, 'wamp-result')
  element.every = 20
  await came
  expect(calls.length).toBe(3)
  element.remove()
})

test('shows results as they come', async () => {
  await stage.other.register('com.example.count', async function* () {
    yield 1
    yield 2
    return 3
  })
  const element = await stage.show<WampCallElement>('<wamp-call progressive procedure="com.example.count"></wamp-call>')
  const seen: unknown[] = []
  element.addEventListener('wamp-result', ({ result, progress }) => seen.push([result, progress]))
  expect(await element.call()).toBe(3)
  expect(seen).toEqual([
    [1, true],
    [2, true],
    [3, false],
  ])
})

test('gives its call up when it leaves the page, and not when it is moved', async () => {
  const signals: AbortSignal[] = []
  await stage.other.register('com.example.never', (_args, _kwargs, { signal }) => {
    signals.push(signal)
    return new Promise(() => {})
  })
  const element = await stage.show<WampCallElement>(
    '<wamp-call procedure="com.example.never"></wamp-call><main></main>',
  )
  const called = element.call().catch((error: Error) => error.message)
  await stage.settled()
  stage.find('main').append(element)
  await stage.settled()
  expect(signals[0]?.aborted).toBe(false)
  element.remove()
  expect(await called).toMatch(/left the page/)
  await stage.settled()
  expect(signals[0]?.aborted).toBe(true)
})

test('puts positional fields beside what is given', async () => {
  const element = await stage.show(`<wamp-call procedure="${PROCEDURE}" args='["room"]'><form>
    <input name="1" value="x"><input name="3" value="y"><button>Call</button></form></wamp-call>`)
  const came = next(element, 'wamp-result')
  stage.find('button').click()
  await came
  expect(calls[0]?.args).toEqual(['room', 'x', null, 'y'])
})

test('calls for whoever presses a button, also while it calls by itself', async () => {
  const answers: (() => void)[] = []
  await stage.other.register('com.example.slow', () => new Promise<void>(resolve => answers.push(resolve)))
  const element = await stage.show<WampCallElement>(
    '<wamp-call procedure="com.example.slow" every="100000"><button>Now</button></wamp-call>',
  )
  expect([answers.length, element.busy]).toEqual([1, true])
  stage.find('button').click()
  await stage.settled()
  expect([answers.length, element.busy]).toEqual([2, true])
  const came = next(element, 'wamp-result')
  answers[1]?.()
  await came
})

test('finds no fault with a call whose place another took', async () => {
  await stage.other.register('com.example.first', ([value]) => (value === 1 ? new Promise(() => {}) : value))
  const element = await stage.show<WampCallElement>(
    '<wamp-call procedure="com.example.first" args="[1]" auto></wamp-call>',
  )
  let failed = 0
  element.addEventListener('wamp-request-error', () => failed++)
  const came = next(element, 'wamp-result')
  element.args = [2]
  expect((await came).result).toBe(2)
  await stage.settled()
  expect([failed, element.error, element.busy]).toEqual([0, undefined, false])
})

test('calls by itself again when it is put back', async () => {
  let asked = 0
  await stage.other.register('com.example.second', () => (++asked === 1 ? new Promise(() => {}) : 'done'))
  const element = await stage.show<WampCallElement>('<wamp-call procedure="com.example.second" auto></wamp-call>')
  expect(asked).toBe(1)
  element.remove()
  await stage.settled()
  stage.place.append(element)
  await stage.settled()
  expect([element.result, element.error]).toEqual(['done', undefined])
})

test('says what is wrong with an attribute', async () => {
  for (const [attribute, sentence] of [
    ['args="hello"', /args is not JSON.*: hello/],
    [`kwargs="{name: 'Ana'}"`, /kwargs is not JSON.*: \{name/],
    ['kwargs="[1]"', /kwargs must be a JSON object, not \[1\]/],
  ] as const) {
    const element = await stage.show<WampCallElement>(
      `<wamp-call procedure="${PROCEDURE}" ${attribute}><button>Call</button></wamp-call>`,
    )
    const failed = next(element, 'wamp-request-error')
    stage.find('button').click()
    expect((await failed).error).toMatchObject({ error: 'wamp.error.invalid_argument' })
    await stage.settled()
    expect(stage.within(element, '[role=alert]').textContent).toMatch(sentence)
    await expect(element.call()).rejects.toThrow(sentence)
  }
  expect(calls).toEqual([])
})

test('waits for ever where its timeout is 0', async () => {
  const session = await stage.router.connect('realm1', { callTimeout: 1 })
  await stage.other.register('com.example.slow', () => new Promise(resolve => setTimeout(resolve, 20, 'done')))
  stage.place.given = session
  const element = await stage.show<WampCallElement>('<wamp-call procedure="com.example.slow"></wamp-call>')
  await expect(element.call()).rejects.toMatchObject({ error: 'wamp.error.timeout' })
  element.setAttribute('timeout', '0')
  expect(await element.call()).toBe('done')
  await session.close()
})
