// Eventually: the two answers a router may have to wait for, an authenticator's and an authorizer's.
// Whatever is at hand is acted on at once, so that routing waits for nothing that it does not have to.

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

export function isPending<T>(value: Eventually<T>): value is PromiseLike<T> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}
