// when: the few functions of when.js that Autobahn's documentation and its users' code call, on native promises.

import { defer, type Progressed, type ProgressPromise } from './deferred.ts'

type Resolver = (
  resolve: (value?: unknown) => void,
  reject: (reason?: unknown) => void,
  notify: (part: unknown) => void,
) => void
type Values = Iterable<unknown> | PromiseLike<Iterable<unknown>>

function resolve<T>(value?: T | PromiseLike<T>): ProgressPromise<T> {
  const deferred = defer()
  deferred.resolve(value)
  return deferred.promise as ProgressPromise<T>
}

function reject(reason?: unknown): ProgressPromise<never> {
  const deferred = defer()
  deferred.reject(reason)
  return deferred.promise as ProgressPromise<never>
}

function promise(resolver: Resolver): ProgressPromise {
  const deferred = defer()
  try {
    resolver(deferred.resolve, deferred.reject, deferred.notify)
  } catch (thrown) {
    deferred.reject(thrown)
  }
  return deferred.promise
}

/** A function of several promises, which also takes a promise of them. */
const ofSeveral =
  <T>(combine: (values: Iterable<unknown>) => Promise<T>) =>
  (values: Values): ProgressPromise<T> =>
    resolve(Promise.resolve(values).then(combine))

const all = ofSeveral(values => Promise.all(values))

/** As `Promise.allSettled`, in when's words. */
const settle = ofSeveral(async values =>
  (await Promise.allSettled(values)).map(outcome =>
    outcome.status === 'fulfilled'
      ? { state: 'fulfilled', value: outcome.value }
      : { state: 'rejected', reason: outcome.reason },
  ),
)

/** A promise of `value`, with what is to happen then. */
function whenValue<T>(
  value: T | PromiseLike<T>,
  fulfilled?: (value: T) => unknown,
  rejected?: (reason: unknown) => unknown,
  progressed?: Progressed,
): ProgressPromise {
  return resolve(value).then(fulfilled, rejected, progressed)
}

export const when = Object.assign(whenValue, {
  defer,
  resolve,
  reject,
  promise,
  all,
  settle,
  race: ofSeveral(values => Promise.race(values)),
  any: ofSeveral(values => Promise.any(values)),
  join: (...values: unknown[]) => all(values),
  map: (values: Values, change: (value: unknown, index: number) => unknown) =>
    ofSeveral(list => Promise.all([...list].map(async (item, index) => change(await item, index))))(values),
  attempt: (act: (...args: unknown[]) => unknown, ...args: unknown[]) =>
    promise(done => done(Promise.all(args).then(values => act(...values)))),
  isPromiseLike: (value: unknown) => typeof value === 'object' && value !== null && 'then' in value,
})
