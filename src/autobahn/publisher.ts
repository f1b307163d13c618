// Publisher: publications, which nobody waits for unless they are acknowledged.

import type { Connection } from '../client/connection.ts'
import type { Dict, Uri } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import { Payload } from '../protocol/payload.ts'
import { type Defer, type ProgressPromise, promiseOf, refuse } from './deferred.ts'
import { toAutobahnError } from './error.ts'
import { Publication } from './publication.ts'

export interface PublishRequest {
  readonly topic: Uri
  readonly args: unknown[] | null | undefined
  readonly kwargs: Dict | null | undefined
  readonly options: Dict
}

/**
 * Sends one event. Returns undefined, or with `acknowledge` a promise of the publication.
 * @throws {AutobahnError} where it cannot be sent and nobody waits for an answer.
 */
export function publish(
  connection: Connection,
  defer: Defer,
  { topic, args, kwargs, options }: PublishRequest,
): ProgressPromise<Publication> | undefined {
  const message: m.Publish = [m.PUBLISH, 0, { ...options }, topic, Payload.of(args ?? [], kwargs ?? {})]
  if (!options.acknowledge) {
    try {
      connection.request(message, undefined)
    } catch (unsendable) {
      throw toAutobahnError(unsendable)
    }
    return undefined
  }
  const deferred = defer()
  try {
    connection.request(message, {
      done: reply => deferred.resolve(new Publication((reply as m.Published)[2])),
      failed: error => refuse(deferred, error),
    })
  } catch (unsendable) {
    refuse(deferred, unsendable)
  }
  return promiseOf(deferred)
}
