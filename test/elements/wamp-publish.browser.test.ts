// <wamp-publish>: forms and buttons that publish.

import { beforeEach, expect, test } from 'vitest'
import type { WampPublishElement } from '../../src/elements/wamp-publish.ts'
import { next, useElementStage } from './stage.ts'

const stage = useElementStage()
const TOPIC = 'com.example.chat'
let heard: unknown[][]

beforeEach(async () => {
  heard = []
  await stage.other.subscribe(TOPIC, (args, kwargs) => heard.push([args, kwargs]))
})

test('publishes the fields of its form, and empties it', async () => {
  const element = await stage.show(`<wamp-publish topic="${TOPIC}" acknowledge>
    <form><input name="text"><button>Send</button></form></wamp-publish>`)
  const field = stage.find<HTMLInputElement>('input')
  for (const text of ['one', 'two']) {
    field.value = text
    const published = next(element, 'wamp-published')
    stage.find<HTMLFormElement>('form').requestSubmit()
    await published
    await stage.settled()
    expect(field.value).toBe('')
  }
  expect(heard).toEqual([
    [[], { text: 'one' }],
    [[], { text: 'two' }],
  ])
  element.setAttribute('keep-values', '')
  field.value = 'three'
  const published = next(element, 'wamp-published')
  stage.find('button').click()
  await published
  await stage.settled()
  expect(field.value).toBe('three')
})

test('a field with data-keep keeps what it has', async () => {
  const element = await stage.show(`<wamp-publish topic="${TOPIC}" acknowledge>
    <form><input name="1" data-keep><input name="0"><button>Say</button></form></wamp-publish>`)
  const [name, text] = document.querySelectorAll('input')
  if (!name || !text) throw new Error('there are no fields')
  name.value = 'Salim'
  text.value = 'Hello'
  const published = next(element, 'wamp-published')
  stage.find('button').click()
  await published
  await stage.settled()
  expect([name.value, text.value]).toEqual(['Salim', ''])
  expect(heard).toEqual([[['Hello', 'Salim'], {}]])
})

test('publishes by a button alone, to itself too where that is wished, and for those who come later', async () => {
  const element = await stage.show(`<wamp-publish topic="${TOPIC}" args="5" include-me retain acknowledge>
    <button name="by" value="left">Click</button></wamp-publish>`)
  const mine: unknown[] = []
  await stage.mine.subscribe(TOPIC, ([value]) => mine.push(value))
  const published = next(element, 'wamp-published')
  stage.find('button').click()
  await published
  await stage.settled()
  expect(heard).toEqual([[[5], { by: 'left' }]])
  expect(mine).toEqual([5])
  const late: unknown[] = []
  await stage.other.subscribe(TOPIC, ([value], _, { retained }) => retained && late.push(value), { get_retained: true })
  await stage.settled()
  expect(late).toEqual([5])
})

test('keeps what was written when it could not be sent, and says why', async () => {
  const element = await stage.show<WampPublishElement>(`<wamp-publish topic="no uri" acknowledge>
    <form><input name="text" value="precious"><button>Send</button></form></wamp-publish>`)
  stage.find<HTMLInputElement>('input').value = 'typed'
  const failed = next(element, 'wamp-request-error')
  stage.find('button').click()
  await failed
  await stage.settled()
  expect(stage.find<HTMLInputElement>('input').value).toBe('typed')
  expect(stage.within(element, '[role=alert]').textContent).not.toBe('')
  expect(element.busy).toBe(false)
})

test('leaves a form alone whose submission the page has stopped', async () => {
  await stage.show(`<wamp-publish topic="${TOPIC}"><form><button>Send</button></form></wamp-publish>`)
  stage.find('form').addEventListener('submit', event => event.preventDefault())
  stage.find('button').click()
  await stage.settled()
  expect(heard).toEqual([])
})

test('leaves the forms of elements inside it to them', async () => {
  await stage.show(`<wamp-publish topic="${TOPIC}"><wamp-publish topic="com.example.inner">
    <form><button>Send</button></form><b></b></wamp-publish></wamp-publish>`)
  const inner: unknown[] = []
  await stage.other.subscribe('com.example.inner', () => inner.push(1))
  stage.find('button').click()
  await stage.settled()
  expect([heard.length, inner.length]).toEqual([0, 1])
})

test('keeps what is typed while it sends', async () => {
  const element = await stage.show<WampPublishElement>(`<wamp-publish topic="${TOPIC}" acknowledge><form>
    <input name="text"><input type="checkbox" name="loud"><select name="to"><option>all<option>one</select>
    <button>Send</button></form></wamp-publish>`)
  const text = stage.find<HTMLInputElement>('input')
  const loud = stage.find<HTMLInputElement>('[name=loud]')
  const to = stage.find<HTMLSelectElement>('select')
  const send = async (type: 'wamp-published' | 'wamp-request-error') => {
    Object.assign(text, { value: 'first' })
    loud.checked = true
    to.value = 'one'
    const sent = next(element, type)
    stage.find('button').click()
    text.value = 'second'
    await sent
    await stage.settled()
    return [text.value, loud.checked, to.value]
  }
  expect(await send('wamp-published')).toEqual(['second', false, 'all'])
  expect(heard).toEqual([[[], { text: 'first', loud: true, to: 'one' }]])
  element.topic = 'no uri'
  expect(await send('wamp-request-error')).toEqual(['second', true, 'one'])
})

test('publishes fields that are called as what forms have', async () => {
  const element = await stage.show(`<wamp-publish topic="${TOPIC}" acknowledge><form>
    <input name="elements"><input name="reset"><button>Send</button></form></wamp-publish>`)
  const fields = [...document.querySelectorAll('input')]
  for (const field of fields) field.value = 'x'
  const published = next(element, 'wamp-published')
  stage.find('button').click()
  await published
  await stage.settled()
  expect(heard).toEqual([[[], { elements: 'x', reset: 'x' }]])
  expect(fields.map(({ value }) => value)).toEqual(['', ''])
})
