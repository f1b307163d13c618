// Silence is noticed once.

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SILENCE, watchSilence } from '../../../demo/orchard/silence.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a silence is told once, and again after something was heard', () => {
  const tell = vi.fn()
  const end = new AbortController()
  const heard = watchSilence(tell, end.signal)
  vi.advanceTimersByTime(SILENCE - 1)
  heard()
  vi.advanceTimersByTime(SILENCE - 1)
  expect(tell).not.toHaveBeenCalled()
  vi.advanceTimersByTime(10 * SILENCE)
  expect(tell).toHaveBeenCalledTimes(1)
  heard()
  vi.advanceTimersByTime(SILENCE)
  expect(tell).toHaveBeenCalledTimes(2)
  heard()
  end.abort()
  heard()
  expect(vi.getTimerCount()).toBe(0)
})
