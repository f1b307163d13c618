// <wamp-register>: questions to the person who has the page open.

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { WampRegisterElement } from '../../src/elements/wamp-register.ts'
import { next, useElementStage } from './stage.ts'

const stage = useElementStage()
const PROCEDURE = 'com.example.kiss'
const TEMPLATE = `<template><form><p><b data-bind="kwargs.from"></b> wants a kiss</p>
  <button value="true">Yes</button><button data-refuse="com.example.error.refused">Not now</button></form></template>`

/** Whoever answers has looked at the question for so many milliseconds. */
function looks(milliseconds: number): void {
  const now = performance.now.bind(performance)
  vi.spyOn(performance, 'now').mockImplementation(() => now() - milliseconds)
}
beforeEach(() => looks(300))
afterEach(() => void vi.restoreAllMocks())

async function ask(from: string, options = {}): Promise<{ answer: Promise<unknown> }> {
  const answer = stage.other.call(PROCEDURE, [], { from }, options).catch((error: unknown) => error)
  await stage.settled()
  return { answer }
}

test('asks one question after the other in its template, and answers with the button', async () => {
  const element = await stage.show<WampRegisterElement>(
    `<wamp-register procedure="${PROCEDURE}">${TEMPLATE}</wamp-register>`,
  )
  const told = next(element, 'wamp-question')
  const first = await ask('Ana')
  expect((await told).kwargs).toEqual({ from: 'Ana' })
  const second = await ask('Bo')
  expect(stage.texts('b')).toEqual(['Ana'])
  expect(element.questions.length).toBe(2)
  expect(element.matches(':state(asked)')).toBe(true)
  expect(stage.within(element, '[role=alert]').textContent).toMatch(/Ana wants a kiss/)
  stage.find('button').click()
  expect(await first.answer).toBe(true)
  await stage.settled()
  expect(stage.texts('b')).toEqual(['Bo'])
  stage.find('[data-refuse]').click()
  expect(await second.answer).toMatchObject({ error: 'com.example.error.refused', args: ['Not now'] })
  await stage.settled()
  expect(stage.texts('form')).toEqual([])
  expect(element.matches(':state(asked)')).toBe(false)
})

test('answers with the fields of a form', async () => {
  await stage.show(`<wamp-register procedure="${PROCEDURE}"><template><form>
    <input name="size" type="number" value="3"><button>Answer</button></form></template></wamp-register>`)
  const { answer } = await ask('Ana')
  stage.find('button').click()
  expect(await answer).toMatchObject({ args: [], kwargs: { size: 3 } })
})

test('accepts or refuses without a template', async () => {
  const element = await stage.show(`<wamp-register procedure="${PROCEDURE}"></wamp-register>`)
  const first = await ask('Ana')
  expect(stage.within(element, '[role=alert]').textContent).toBe(`A question: ${PROCEDURE}`)
  expect(stage.within(element, '[part=question]').textContent).toContain('{"from":"Ana"}')
  stage.within(element, '[part=accept]').click()
  expect(await first.answer).toBe(true)
  const second = await ask('Bo')
  stage.within(element, '[part=refuse]').click()
  expect(await second.answer).toMatchObject({ error: 'wamp.error.not_authorized' })
})

test('takes a question away that was given up', async () => {
  const element = await stage.show<WampRegisterElement>(
    `<wamp-register procedure="${PROCEDURE}">${TEMPLATE}</wamp-register>`,
  )
  const caller = new AbortController()
  const { answer } = await ask('Ana', { signal: caller.signal })
  expect(stage.texts('b')).toEqual(['Ana'])
  caller.abort(new Error('never mind'))
  expect(await answer).toMatchObject({ message: 'never mind' })
  await stage.settled()
  expect(stage.texts('form')).toEqual([])
  expect(element.questions).toEqual([])
})

test('is answered by a function, where there is one', async () => {
  const element = await stage.show<WampRegisterElement>(`<wamp-register procedure="${PROCEDURE}"></wamp-register>`)
  element.answer = (_, { from }) => `for ${from}`
  await stage.settled()
  expect(await (await ask('Ana')).answer).toBe('for Ana')
  element.answer = () => Promise.reject(new Error('no'))
  await stage.settled()
  expect(await (await ask('Ana')).answer).toMatchObject({ error: 'wamp.error.runtime_error', args: ['no'] })
})

test('leaves the focus where it is when a question comes, and gives it back when it was answered', async () => {
  await stage.show(`<input><wamp-register procedure="${PROCEDURE}">${TEMPLATE}</wamp-register>`)
  const field = stage.find('input')
  field.focus()
  await ask('Ana')
  await ask('Bo')
  expect(document.activeElement).toBe(field)
  stage.find('button').focus()
  stage.find('button').click()
  await stage.settled()
  expect(stage.texts('b')).toEqual(['Bo'])
  expect(document.activeElement).toBe(stage.find('button'))
  stage.find('button').click()
  await stage.settled()
  expect(document.activeElement).toBe(field)
})

test('gives the focus to what wishes it', async () => {
  await stage.show(
    `<input><wamp-register procedure="${PROCEDURE}"><template><p><button autofocus>Yes</button></p></template></wamp-register>`,
  )
  stage.find('input').focus()
  await ask('Ana')
  expect(document.activeElement).toBe(stage.find('button'))
})

test('offers its procedure as long as it is in the page, also when it is moved', async () => {
  const element = await stage.show<WampRegisterElement>(
    `<wamp-register procedure="${PROCEDURE}"></wamp-register><main></main>`,
  )
  const lookup = () => stage.other.call('wamp.registration.lookup', [PROCEDURE])
  const id = await lookup()
  expect(id).toEqual(expect.any(Number))
  const { answer } = await ask('Ana')
  stage.find('main').append(element)
  await stage.settled()
  expect(await lookup()).toBe(id)
  expect(element.questions.length).toBe(1)
  element.remove()
  expect(await answer).toMatchObject({ error: 'wamp.error.runtime_error' })
  await stage.settled()
  expect(await lookup()).toBeNull()
})

test('says why it was refused', async () => {
  await stage.other.register(PROCEDURE, () => {})
  const failed = next(document, 'wamp-request-error')
  const element = await stage.show<WampRegisterElement>(`<wamp-register procedure="${PROCEDURE}"></wamp-register>`)
  expect((await failed).error).toMatchObject({ error: 'wamp.error.procedure_already_exists' })
  expect(element.error).toMatchObject({ error: 'wamp.error.procedure_already_exists' })
})

test('is not answered by what was pressed before its question could be seen', async () => {
  for (const inner of ['', TEMPLATE]) {
    const element = await stage.show<WampRegisterElement>(
      `<wamp-register procedure="${PROCEDURE}">${inner}</wamp-register>`,
    )
    const button = () => (inner ? stage.find('button') : stage.within<HTMLElement>(element, '[part=accept]'))
    const first = await ask('Ana')
    const second = await ask('Bo')
    vi.restoreAllMocks()
    button().click()
    button().click()
    await element.updateComplete
    button().click()
    expect(await first.answer).toBe(true)
    await stage.settled()
    expect(element.questions.map(({ kwargs }) => kwargs.from)).toEqual(['Bo'])
    element.questions[0]?.answer('later')
    expect(await second.answer).toBe('later')
    looks(300)
  }
})

test('has so many questions wait and no more, of one caller and of all', async () => {
  const element = await stage.show<WampRegisterElement>(`<wamp-register procedure="${PROCEDURE}"></wamp-register>`)
  const busy = expect.objectContaining({ error: 'wamp_mesh.error.limit_reached' })
  const one = []
  for (let asked = 0; asked < 4; asked++) one.push((await ask('Ana', { disclose_me: true })).answer)
  expect(await one[3]).toEqual(busy)
  expect(element.questions.length).toBe(3)
  const all = []
  for (let asked = 0; asked < 18; asked++) all.push((await ask('Bo')).answer)
  expect(await all[17]).toEqual(busy)
  expect(element.questions.length).toBe(20)
  element.remove()
  await Promise.all([...one, ...all])
})

test('offers its procedure, whatever changes while that is asked for', async () => {
  const markup = `<wamp-register procedure="${PROCEDURE}"></wamp-register>`
  const changes: Record<string, (element: WampRegisterElement) => Promise<unknown>> = {
    'put back': async element => {
      element.remove()
      await new Promise(resolve => setTimeout(resolve))
      stage.place.append(element)
    },
    'told another and back': async element => {
      element.procedure = 'com.example.other'
      await element.updateComplete
      element.procedure = PROCEDURE
    },
    replaced: async () => {
      stage.place.innerHTML = markup
    },
  }
  const { session, hold, release } = await stage.slow()
  stage.place.given = session
  for (const [name, change] of Object.entries(changes)) {
    hold()
    stage.place.innerHTML = markup
    const element = stage.place.firstElementChild as WampRegisterElement
    await element.updateComplete
    await change(element)
    await stage.settled()
    release()
    for (let round = 0; round < 9; round++) await session.call('wamp.session.count')
    expect(await stage.other.call('wamp.registration.lookup', [PROCEDURE]), name).toEqual(expect.any(Number))
    expect(stage.find<WampRegisterElement>('wamp-register').error, name).toBeUndefined()
    stage.place.replaceChildren()
    await session.call('wamp.session.count')
    await session.call('wamp.session.count')
  }
  await session.close()
})

test('offers its procedure as soon as whoever has it gives it up', async () => {
  const theirs = await stage.other.register(PROCEDURE, () => 'theirs')
  let refused = 0
  stage.place.addEventListener('wamp-request-error', () => refused++)
  const element = await stage.show<WampRegisterElement>(`<wamp-register procedure="${PROCEDURE}"></wamp-register>`)
  const registered = new Promise(resolve => void stage.other.subscribe('wamp.registration.on_register', resolve))
  await stage.settled()
  await theirs.unregister()
  await registered
  await stage.settled()
  expect([refused, element.error]).toEqual([1, undefined])
  const { answer } = await ask('Ana')
  element.questions[0]?.answer('mine')
  expect(await answer).toBe('mine')
})
