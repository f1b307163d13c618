// Caller: calls, whose promises can be cancelled and tell of progress.

import type { Connection } from '../client/connection.ts'
import type { Dict, Id, Uri } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import { Payload } from '../protocol/payload.ts'
import { type Defer, type ProgressPromise, promiseOf, refuse } from './deferred.ts'
import { AutobahnError } from './error.ts'
import { resultOf } from './result.ts'

export interface CancelOptions {
  /** `kill` waits for what the callee says to that; otherwise the call rejects at once, with `Cancelled`. */
  readonly mode?: 'skip' | 'kill' | 'killnowait'
}

/** What a call returns. */
export type CallPromise = ProgressPromise & { cancel(options?: CancelOptions): void }

export interface CallRequest {
  readonly procedure: Uri
  readonly args: unknown[] | null | undefined
  readonly kwargs: Dict | null | undefined
  readonly options: Dict
}

/** Sends one call. What cannot be sent rejects. */
export function call(connection: Connection, defer: Defer, request: CallRequest): CallPromise {
  const { procedure, args, kwargs, options } = request
  const deferred = defer()
  /** CALL.Request while an answer is waited for. */
  let id: Id | undefined
  const settle = (act: () => void) => {
    id = undefined
    act()
  }
  try {
    id = connection.request([m.CALL, 0, { ...options }, procedure, Payload.of(args ?? [], kwargs ?? {})], {
      progress: ([, , , payload]) => {
        if (options.receive_progress) deferred.notify?.(resultOf(payload))
      },
      done: reply => settle(() => deferred.resolve(resultOf((reply as m.Result_)[3]))),
      failed: error => settle(() => refuse(deferred, error)),
    })
  } catch (unsendable) {
    refuse(deferred, unsendable)
  }
  const cancel = (cancelOptions: CancelOptions = {}) => {
    if (id === undefined) return
    connection.reply([m.CANCEL, id, { ...cancelOptions }])
    if (cancelOptions.mode === 'kill') return
    connection.forget(id)
    settle(() => deferred.reject(new AutobahnError('Cancelled')))
  }
  return Object.assign(promiseOf<unknown>(deferred), { cancel })
}
