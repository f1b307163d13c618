// Timers: the clock as links see it, so that tests can hold it.

/** Times and durations are in milliseconds. */
export interface Timers {
  now(): number
  setTimeout(task: () => void, delay: number): unknown
  clearTimeout(timer: unknown): void
}

/** The platform's own. */
export const systemTimers: Timers = {
  now: () => performance.now(),
  setTimeout: (task, delay) => setTimeout(task, delay),
  clearTimeout: timer => clearTimeout(timer as ReturnType<typeof setTimeout>),
}
