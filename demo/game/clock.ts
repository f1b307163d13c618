// Clock: time, handed in so that tests decide when it passes.

export interface Clock {
  /** Milliseconds since some fixed moment. */
  now(): number
  /** Runs `task` once after `ms` milliseconds; the returned function takes that back. */
  after(ms: number, task: () => void): () => void
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  },
}
