// Counting what links hold: listeners on their transports, and timers.

import { systemTimers, type Timers } from '../../src/transport/timers.ts'

interface Listened {
  addEventListener(...parameters: never[]): void
  removeEventListener(...parameters: never[]): void
}

/** Counts the listeners that are added from now on and not removed. */
export function countListeners(...targets: Listened[]): () => number {
  let count = 0
  for (const target of targets) {
    const { addEventListener, removeEventListener } = target
    target.addEventListener = (...parameters) => {
      count++
      addEventListener.apply(target, parameters)
    }
    target.removeEventListener = (...parameters) => {
      count--
      removeEventListener.apply(target, parameters)
    }
  }
  return () => count
}

/** The platform's timers, with a count of those that are running. */
export class CountingTimers implements Timers {
  readonly #running = new Set<unknown>()

  get running(): number {
    return this.#running.size
  }

  now(): number {
    return systemTimers.now()
  }

  setTimeout(task: () => void, delay: number): unknown {
    const timer = systemTimers.setTimeout(() => {
      this.#running.delete(timer)
      task()
    }, delay)
    this.#running.add(timer)
    return timer
  }

  clearTimeout(timer: unknown): void {
    this.#running.delete(timer)
    systemTimers.clearTimeout(timer)
  }
}

/** A clock that stands still until it is moved. */
export class ManualTimers implements Timers {
  #now = 0
  #next = 1
  readonly #tasks = new Map<number, { at: number; task: () => void }>()

  get running(): number {
    return this.#tasks.size
  }

  now(): number {
    return this.#now
  }

  setTimeout(task: () => void, delay: number): number {
    this.#tasks.set(this.#next, { at: this.#now + delay, task })
    return this.#next++
  }

  clearTimeout(timer: unknown): void {
    if (typeof timer === 'number') this.#tasks.delete(timer)
  }

  /** Lets `milliseconds` pass, and runs what falls due, each at its own time. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds
    for (let due = this.#due(end); due !== undefined; due = this.#due(end)) {
      const [timer, { at, task }] = due
      this.#now = at
      this.#tasks.delete(timer)
      task()
      await this.#rest()
    }
    this.#now = end
  }

  /** The clock jumps, as after a sleep: what was due meanwhile runs once, late. */
  async jump(milliseconds: number): Promise<void> {
    this.#now += milliseconds
    const due = [...this.#tasks].filter(([, { at }]) => at <= this.#now)
    for (const [timer, { task }] of due) {
      this.#tasks.delete(timer)
      task()
    }
    await this.#rest()
  }

  #due(end: number) {
    return [...this.#tasks].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0]
  }

  /** Microtasks, and what they start, come to rest. */
  async #rest(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }
}
