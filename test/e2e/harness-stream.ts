// Streams of numbered events and calls, by which a test sees whether anything was lost, doubled or out of order.

import { expect } from 'vitest'
import type { Participant } from './harness-participant.ts'

declare global {
  /** Of a page that publishes numbers: ends that, and tells the last one, which the broker has. */
  var stopCounting: () => Promise<number>
  /** Of a page that calls: ends that, and tells which of its calls went wrong, and how many there were. */
  var stopCalling: () => Promise<{ wrong: unknown[]; count: number }>
  /** The latest number that was published. */
  var counted: number
}

/** `page` publishes numbers on `topic`, at every turn of its clock, until {@link lastOf}. */
export function count(page: Participant, topic: string): Promise<void> {
  return page.run(({ session }, topic) => {
    globalThis.counted = -1
    const timer = setInterval(() => void session?.publish(topic, [++counted]), 5)
    globalThis.stopCounting = async () => {
      clearInterval(timer)
      await session?.publish(topic, [++counted], {}, { acknowledge: true })
      return counted
    }
  }, topic)
}

/** Resolves when `page` has published `more` numbers from now on. */
export async function countsOn(page: Participant, more: number): Promise<void> {
  const now = await page.run(() => counted)
  await page.when((_, wanted) => counted >= wanted, now + more)
}

/** Ends the numbers of `page`; which was the last. */
export function lastOf(page: Participant): Promise<number> {
  return page.run(() => stopCounting())
}

/** Waits for the last number of `topic`, and sees that `page` heard all of them, once and in order. */
export async function hearsAll(page: Participant, topic: string, last: number): Promise<void> {
  await page.hears(topic, last)
  const numbers = (await page.heard()).filter(event => event.topic === topic).map(({ args }) => args[0])
  expect(numbers).toEqual(Array.from({ length: last + 1 }, (_, number) => number))
}

/** `page` answers calls of `procedure` with what it is given, and keeps how often it was asked for each. */
export function echo(page: Participant, procedure: string): Promise<void> {
  return page.run(async ({ session }, procedure) => {
    const asked = new Map<unknown, number>()
    await session?.register(procedure, ([value]) => {
      asked.set(value, (asked.get(value) ?? 0) + 1)
      return [value, asked.get(value)]
    })
  }, procedure)
}

/** `page` calls an {@link echo}, one call after another, until {@link allAnswered}. */
export function callOnAndOn(page: Participant, procedure: string): Promise<void> {
  return page.run(({ session }, procedure) => {
    const wrong: unknown[] = []
    let count = 0
    let over = false
    const calls = (async () => {
      while (!over) {
        const number = count++
        const called = session?.call<[number, number], string>(procedure, [number])
        const [echoed, asked] = (await called?.catch(error => [error.error, 0])) ?? []
        if (echoed !== number || asked !== 1) wrong.push([number, echoed, asked])
      }
    })()
    globalThis.stopCalling = async () => {
      over = true
      await calls
      return { wrong, count }
    }
  }, procedure)
}

/** Ends the calls of `page`, and sees that each was answered, and its callee asked once. */
export async function allAnswered(page: Participant): Promise<void> {
  const { wrong, count } = await page.run(() => stopCalling())
  expect(wrong).toEqual([])
  expect(count).toBeGreaterThan(1)
}

/** `page` hears who comes and goes from now on. */
export async function watchSessions(page: Participant): Promise<void> {
  for (const topic of ['wamp.session.on_join', 'wamp.session.on_leave']) await page.subscribe(topic)
}

/** Who came and went since {@link watchSessions}. */
export async function comingsAndGoings(page: Participant): Promise<unknown[]> {
  return (await page.heard()).filter(({ topic }) => topic.startsWith('wamp.session.'))
}
