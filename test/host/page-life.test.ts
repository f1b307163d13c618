// What happens to a page, as a link in it is told: with the events that a browser gives.

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchPage } from '../../src/host/page-life.ts'

let page: EventTarget
let document: EventTarget & { visibilityState: string }
let told: string[]

beforeEach(() => {
  page = new EventTarget()
  document = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  told = []
  vi.stubGlobal('document', document)
  vi.stubGlobal('navigator', { onLine: true })
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
})
afterEach(() => vi.unstubAllGlobals())

function watch(): () => void {
  return watchPage({
    sleep: () => told.push('sleep'),
    wake: () => told.push('wake'),
    leave: () => told.push('leave'),
    stir: () => told.push('stir'),
  })
}

const transition = (type: string, persisted: boolean) =>
  page.dispatchEvent(Object.assign(new Event(type), { persisted }))

test('a page that is kept sleeps and wakes, one that is not is left', () => {
  watch()
  transition('pagehide', true)
  transition('pageshow', true)
  transition('pagehide', false)
  expect(told).toEqual(['sleep', 'wake', 'leave'])
})

test('a page that is shown for the first time does not wake', () => {
  watch()
  transition('pageshow', false)
  expect(told).toEqual([])
})

test('it stirs when it is online again or looked at again, and both at that time', () => {
  watch()
  page.dispatchEvent(new Event('online'))
  document.visibilityState = 'hidden'
  document.dispatchEvent(new Event('visibilitychange'))
  page.dispatchEvent(new Event('online'))
  document.visibilityState = 'visible'
  vi.stubGlobal('navigator', { onLine: false })
  document.dispatchEvent(new Event('visibilitychange'))
  expect(told).toEqual(['stir'])
  vi.stubGlobal('navigator', { onLine: true })
  document.dispatchEvent(new Event('visibilitychange'))
  expect(told).toEqual(['stir', 'stir'])
})

test('nothing is told any more when nobody wants to know, and nothing where there is no page', () => {
  watch()()
  transition('pagehide', true)
  page.dispatchEvent(new Event('online'))
  document.dispatchEvent(new Event('visibilitychange'))
  vi.stubGlobal('document', undefined)
  watch()()
  transition('pagehide', true)
  expect(told).toEqual([])
})
