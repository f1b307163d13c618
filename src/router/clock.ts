// Clock: time, handed in by whoever hosts the router.

export interface Clock {
  /** Milliseconds since some fixed moment; never goes back. */
  now(): number
  /** The date and time of the calendar, which may be set back. */
  date(): Date
  /** Runs `task` once after `ms` milliseconds; the returned function takes that back. */
  after(ms: number, task: () => void): () => void
}
