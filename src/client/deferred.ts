// Deferred: a promise and, apart from it, the functions that settle it.

export interface Deferred<T> {
  readonly promise: Promise<T>
  resolve(value: T): void
  reject(error: Error): void
}

export function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => {}
  let reject: (error: Error) => void = () => {}
  const promise = new Promise<T>((fulfil, refuse) => {
    resolve = fulfil
    reject = refuse
  })
  // A rejection that nobody asked for is not to end the program.
  promise.catch(() => {})
  return { promise, resolve, reject }
}
