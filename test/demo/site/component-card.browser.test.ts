// A card with a component that the page runs.

import { beforeEach, expect, test } from 'vitest'
import { ComponentCard } from '../../../demo/site/component-card.ts'
import type { Session } from '../../../src/client/session.ts'
import { useElementStage } from '../../elements/stage.ts'

customElements.define('component-card', ComponentCard)
const stage = useElementStage()

let card: ComponentCard
let opened: Session[]
/** Lets the sessions that are asked for open. */
let letOpen: () => void

beforeEach(async () => {
  opened = []
  const gate = new Promise<void>(resolve => {
    letOpen = resolve
  })
  const connect = async () => {
    await gate
    const session = await stage.router.connect('realm1')
    opened.push(session)
    return session
  }
  const element = document.createElement('wamp-session')
  Object.defineProperties(element, { session: { get: () => stage.mine }, connect: { value: connect } })
  document.body.append(element)
  // Somebody answers already, so that it does not start by itself.
  await stage.other.register('com.c', () => 0, { invoke: 'last' })
  card = document.createElement('component-card') as ComponentCard
  card.procedure = 'com.c'
  card.components = [
    { name: { en: 'One', fr: 'Un' }, start: session => session.register('com.c', () => 1, { invoke: 'last' }) },
  ]
  document.body.append(card)
  await stage.settled()
})

const press = () => card.querySelector('button')?.click()
const open = () => opened.filter(({ isOpen }) => isOpen).length

test('Run pressed twice before it is drawn anew opens one session, and Stop ends it', async () => {
  press()
  press()
  letOpen()
  await expect.poll(() => stage.mine.call('com.c')).toBe(1)
  await stage.settled()
  expect(opened).toHaveLength(1)
  press()
  await expect.poll(() => stage.mine.call('com.c')).toBe(0)
  expect(open()).toBe(0)
})

test('stopped while it connects, it does not run', async () => {
  press()
  await card.updateComplete
  press()
  letOpen()
  await expect.poll(() => opened.length).toBe(1)
  await expect.poll(open).toBe(0)
  expect(await stage.mine.call('com.c')).toBe(0)
})
