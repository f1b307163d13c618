// A replay shows messages with their timing, and can be halted, hurried, and set to any moment.

import { expect, test } from 'vitest'
import { Replay } from '../../../src/elements/inspector/replay.ts'
import { TraceLog } from '../../../src/elements/inspector/trace-log.ts'
import type { TracedMessage } from '../../../src/elements/inspector/traced-message.ts'
import { record } from './records.ts'

/** Messages at 0, 100 and 250 ms, and a clock that goes on when it is told to. */
function stage() {
  const log = new TraceLog()
  for (const time of [5_000, 5_100, 5_250]) log.add(record([48, time, {}, 'com.app.a'], { time }))
  let now = 0
  let soon: (() => void) | undefined
  const clock = {
    now: () => now,
    soon: (task: () => void) => {
      soon = task
      return () => {
        soon = undefined
      }
    },
  }
  const shown: unknown[] = []
  const passed: number[] = []
  const time = ({ record }: TracedMessage) => record.time - 5_000
  const stage = {
    show: (message: TracedMessage) => shown.push(time(message)),
    set: (messages: readonly TracedMessage[]) => passed.push(messages.length),
    changed: () => {},
  }
  const replay = new Replay(log.messages, stage, clock)
  const advance = (ms: number) => {
    now += ms
    const task = soon
    soon = undefined
    task?.()
  }
  return { replay, shown, passed, advance }
}

test('plays with the timing of the trace, and ends with it', () => {
  const { replay, shown, advance } = stage()
  expect(replay.duration).toBe(250)
  replay.play()
  advance(0)
  expect(shown).toEqual([0])
  advance(99)
  expect(shown).toEqual([0])
  advance(1)
  expect(shown).toEqual([0, 100])
  advance(1_000)
  expect(shown).toEqual([0, 100, 250])
  expect([replay.playing, replay.position]).toEqual([false, 250])
})

test('is halted, hurried, and begun again', () => {
  const { replay, shown, advance } = stage()
  replay.play()
  advance(50)
  replay.pause()
  advance(1_000)
  expect([replay.position, shown]).toEqual([50, [0]])
  replay.rate = 5
  replay.play()
  advance(40)
  expect(shown).toEqual([0, 100, 250])
  replay.play()
  advance(0)
  expect(shown).toEqual([0, 100, 250, 0])
})

test('is set to a moment: what passed until then has passed', () => {
  const { replay, shown, passed, advance } = stage()
  replay.seek(100)
  expect(passed).toEqual([2])
  replay.seek(99)
  expect(passed).toEqual([2, 1])
  replay.play()
  advance(1)
  expect(shown).toEqual([100])
  replay.seek(0)
  expect(passed).toEqual([2, 1, 0])
})
