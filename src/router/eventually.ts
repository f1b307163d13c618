// Eventually: the two answers a router may have to wait for, an authenticator's and an authorizer's.
// Whatever is at hand is acted on at once, so that routing waits for nothing that it does not have to.

import type { Clock } from './clock.ts'

/** A value, now or later. */
export type Eventually<T> = T | PromiseLike<T>

/**
 * Goes on with a value: before this returns where it is there, else when it is. What the source throws, or rejects
 * with, goes to `failed`; what `next` throws does not.
 */
export function eventually<T>(
  source: () => Eventually<T>,
  next: (value: T) => void,
  failed: (error: unknown) => void,
): void {
  let value: Eventually<T>
  try {
    value = source()
  } catch (error) {
    return failed(error)
  }
  if (isPending(value)) value.then(next, failed)
  else next(value)
}

/** What `next` makes of a value, as soon as that is there. */
export function followed<T, U>(source: Eventually<T>, next: (value: T) => Eventually<U>): Eventually<U> {
  return isPending(source) ? source.then(next) : next(source)
}

/** What a source comes to; where it throws or rejects, what `failed` makes of that. */
export function recovered<T>(source: () => Eventually<T>, failed: (error: unknown) => T): Eventually<T> {
  try {
    const value = source()
    return isPending(value) ? value.then(undefined, failed) : value
  } catch (error) {
    return failed(error)
  }
}

export interface Patience {
  readonly clock: Clock
  /** Milliseconds. */
  readonly ms: number
  /** What it comes to after that. */
  readonly late: Error
  /** Told when nothing is waited for any more, whatever the end. */
  ended(): void
}

/**
 * Waits for the same value as long as there is patience. The function that comes with it ends that before its time: what
 * it is given is the value then, and what the source comes to later is nobody's concern.
 */
export function within<T>(
  source: PromiseLike<T>,
  { clock, ms, late, ended }: Patience,
): { value: PromiseLike<T>; end: (instead: T) => void } {
  let end: (instead: T) => void = () => {}
  const value = new Promise<T>((resolve, reject) => {
    const ends = () => {
      stop()
      ended()
    }
    const stop = clock.after(ms, () => fail(late))
    const fail = (error: unknown) => {
      ends()
      reject(error)
    }
    end = instead => {
      ends()
      resolve(instead)
    }
    Promise.resolve(source).then(end, fail)
  })
  return { value, end }
}

export function isPending<T>(value: Eventually<T>): value is PromiseLike<T> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}
