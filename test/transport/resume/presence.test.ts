// Whether the other side is alive, asleep or gone, and when that is said.

import { describe, expect, test } from 'vitest'
import { Presence } from '../../../src/transport/resume/presence.ts'
import { settled } from '../../trace.ts'
import { ManualTimers } from '../counting.ts'

const GRACE = 30_000

function observed() {
  const timers = new ManualTimers()
  const said: string[] = []
  const presence: Presence = new Presence(GRACE, timers, {
    turn: liveness => said.push(liveness),
    gone: reason => {
      said.push(reason)
      presence.end()
    },
  })
  return { timers, said, presence }
}

const SILENCE = 'Nothing was heard from the other side for 30 seconds.'

describe('by its paths', () => {
  test('who never had a path is gone after the grace', async () => {
    const { timers, said } = observed()
    await timers.pass(GRACE - 1)
    expect(said).toEqual([])
    await timers.pass(1)
    expect(said).toEqual([SILENCE])
    expect(timers.running).toBe(0)
  })

  test('who lost its path is asleep after a second, and gone after the grace', async () => {
    const { timers, said, presence } = observed()
    presence.path('alive')
    await timers.pass(100_000)
    presence.path('none')
    await timers.pass(999)
    expect(said).toEqual([])
    await timers.pass(1)
    expect(said).toEqual(['asleep'])
    await timers.pass(GRACE - 1_001)
    expect(said).toEqual(['asleep'])
    await timers.pass(1)
    expect(said).toEqual(['asleep', SILENCE])
  })

  test('to change to another path within a second is not noticed', async () => {
    const { timers, said, presence } = observed()
    presence.path('alive')
    presence.path('none')
    await timers.pass(900)
    presence.path('alive')
    await timers.pass(100_000)
    expect(said).toEqual([])
    expect(timers.running).toBe(0)
  })

  test('who is silent on its path is asleep at once, and back with the first sign of life', async () => {
    const { timers, said, presence } = observed()
    presence.path('alive')
    presence.path('silent')
    presence.path('silent')
    expect(said).toEqual(['asleep'])
    await timers.pass(20_000)
    presence.path('alive')
    expect(said).toEqual(['asleep', 'alive'])
    expect(presence.liveness).toBe('alive')
    await timers.pass(100_000)
    expect(said).toHaveLength(2)
  })

  test('the grace is not begun anew by changes between silence and no path', async () => {
    const { timers, said, presence } = observed()
    presence.path('alive')
    presence.path('silent')
    for (let seconds = 0; seconds < 29; seconds++) {
      presence.path(seconds % 2 === 0 ? 'none' : 'silent')
      await timers.pass(1_000)
    }
    expect(said).toEqual(['asleep'])
    await timers.pass(1_000)
    expect(said).toEqual(['asleep', SILENCE])
  })
})

describe('by its own word', () => {
  test('who says that it sleeps is asleep at once, whatever its path says, until it comes back', async () => {
    const { timers, said, presence } = observed()
    presence.path('alive')
    presence.sleeps()
    presence.path('alive')
    presence.path('none')
    expect(said).toEqual(['asleep'])
    await timers.pass(20_000)
    presence.back()
    presence.path('alive')
    expect(said).toEqual(['asleep', 'alive'])
  })

  test('who does not come back is gone', async () => {
    const { timers, said, presence } = observed()
    presence.path('alive')
    presence.sleeps()
    await timers.pass(GRACE)
    expect(said).toEqual(['asleep', SILENCE])
  })
})

describe('in doubt', () => {
  test('who does not answer is gone', async () => {
    const { timers, said, presence } = observed()
    presence.path('alive')
    presence.doubt(2_000, 'Its wire was closed.', () => Promise.resolve(false))
    await timers.pass(1_999)
    expect(said).toEqual([])
    await timers.pass(1)
    expect(said).toEqual(['Its wire was closed.'])
  })

  test('who answers stays', async () => {
    const { timers, said, presence } = observed()
    presence.path('alive')
    presence.doubt(2_000, 'Its wire was closed.', () => Promise.resolve(true))
    await settled()
    await timers.pass(100_000)
    expect(said).toEqual([])
  })

  test('who comes by another path stays', async () => {
    const { timers, said, presence } = observed()
    presence.path('none')
    presence.doubt(2_000, 'Its wire was closed.', () => undefined)
    presence.back()
    presence.path('alive')
    await timers.pass(100_000)
    expect(said).toEqual([])
  })

  test('a second doubt takes the place of the first', async () => {
    const { timers, said, presence } = observed()
    presence.path('alive')
    presence.doubt(2_000, 'one', () => new Promise(() => {}))
    await timers.pass(1_000)
    presence.doubt(2_000, 'two', () => new Promise(() => {}))
    await timers.pass(1_999)
    expect(said).toEqual([])
    await timers.pass(1)
    expect(said).toEqual(['two'])
  })

  test('who said that it sleeps is not doubted', async () => {
    const { timers, said, presence } = observed()
    presence.sleeps()
    presence.doubt(2_000, 'Its wire was closed.', () => undefined)
    await timers.pass(GRACE - 1)
    expect(said).toEqual(['asleep'])
  })
})

describe('when this side slept itself', () => {
  test('the grace begins anew, for nobody could be heard', async () => {
    const { timers, said, presence } = observed()
    presence.path('alive')
    presence.path('none')
    await timers.jump(3_600_000)
    expect(said).toEqual(['asleep'])
    await timers.pass(GRACE - 1)
    expect(said).toEqual(['asleep'])
    await timers.pass(1)
    expect(said).toEqual(['asleep', SILENCE])
  })

  test('a doubt begins anew, and asks again', async () => {
    const { timers, said, presence } = observed()
    presence.path('alive')
    const answers = [new Promise<boolean>(() => {}), Promise.resolve(true)]
    presence.doubt(2_000, 'Its wire was closed.', () => answers.shift())
    await timers.jump(60_000)
    await timers.pass(100_000)
    expect([said, answers]).toEqual([[], []])
    presence.doubt(2_000, 'Its wire was closed.', () => undefined)
    await timers.jump(60_000)
    expect(said).toEqual([])
    await timers.pass(2_000)
    expect(said).toEqual(['Its wire was closed.'])
  })

  test('a timer that is a little late changes nothing', async () => {
    const { timers, said, presence } = observed()
    presence.path('alive')
    presence.path('none')
    await timers.jump(GRACE + 500)
    expect(said).toContain(SILENCE)
  })
})

test('nothing is said, and no timer runs, after the end', async () => {
  const { timers, said, presence } = observed()
  presence.path('silent')
  presence.doubt(1_000, 'doubt', () => undefined)
  presence.path('none')
  presence.end()
  expect(timers.running).toBe(0)
  await timers.pass(100_000)
  expect(said).toEqual(['asleep'])
})
