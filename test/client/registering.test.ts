// Registering a procedure while a link is lost: by then the lost session may hold it, which nobody here was told.

import { expect, test, vi } from 'vitest'
import { settled } from '../trace.ts'
import { failed, outcome, settlement } from './network.ts'
import { fakeTime, openedForGood, tries } from './reconnecting.ts'

fakeTime()

test('a procedure that was being registered when the link died may be held by its own ghost: it is tried again', async () => {
  const { router, session, peer } = await openedForGood()
  const registering = session.register('com.app.p', () => {})
  peer.link.close()
  await settled()
  const next = await tries(router)
  await next.got()
  next.sends([8, 64, 1, {}, 'wamp.error.procedure_already_exists'])
  expect(await outcome(registering)).toBe('pending')
  vi.advanceTimersByTime(1_000)
  expect(await next.got()).toEqual([[64, 2, {}, 'com.app.p']])
  next.sends([65, 2, 22])
  expect(await outcome(registering)).toEqual({ value: expect.objectContaining({ procedure: 'com.app.p' }) })
})

test('the same, where somebody else has it for good, rejects in the end', async () => {
  const { router, session, peer, onerror } = await openedForGood()
  const registering = settlement(session.register('com.app.p', () => {}))
  peer.link.close()
  await settled()
  const next = await tries(router)
  let request = 0
  for (const [type] of Array(31).fill([64])) {
    expect(await next.got()).toEqual([[type, ++request, {}, 'com.app.p']])
    next.sends([8, 64, request, {}, 'wamp.error.procedure_already_exists'])
    await settled()
    vi.advanceTimersByTime(1_000)
  }
  expect(await registering).toEqual(failed('wamp.error.procedure_already_exists'))
  expect(onerror).not.toHaveBeenCalled()
  expect(vi.getTimerCount()).toBe(0)
})

test('a procedure that is first registered while there is no connection is refused at once where it is taken', async () => {
  const { router, session, peer } = await openedForGood()
  peer.link.close()
  await settled()
  const registering = session.register('com.app.p', () => {})
  const next = await tries(router)
  next.sends([8, 64, 1, {}, 'wamp.error.procedure_already_exists'])
  expect(await outcome(registering)).toEqual(failed('wamp.error.procedure_already_exists'))
})
