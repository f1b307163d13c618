// Steps that many scenarios share.

import type { Dict, Json, Step } from '../scenario.ts'

/** What a request is for, and the name that the scenario remembers its id by. */
interface Named {
  readonly options?: Dict
  readonly as?: string
}

/** A SUBSCRIBE and its SUBSCRIBED; the subscription is `$sub` from here on, or `as` that is. */
export function subscribes(peer: string, topic: string, { options = {}, as = 'sub' }: Named = {}): Step[] {
  return [
    [peer, 'sends', ['SUBSCRIBE', '$request', options, topic]],
    [peer, 'gets', ['SUBSCRIBED', '$request', `$id:${as}`]],
  ]
}

/** A REGISTER and its REGISTERED; the registration is `$reg` from here on, or `as` that is. */
export function registers(peer: string, procedure: string, { options = {}, as = 'reg' }: Named = {}): Step[] {
  return [
    [peer, 'sends', ['REGISTER', '$request', options, procedure]],
    [peer, 'gets', ['REGISTERED', '$request', `$id:${as}`]],
  ]
}

/** A CALL that the router itself answers with a RESULT of these arguments. */
export function asks(peer: string, procedure: string, args: readonly Json[], result: readonly Json[]): Step[] {
  return [
    [peer, 'sends', ['CALL', '$request', {}, procedure, args]],
    [peer, 'gets', ['RESULT', '$request', {}, result]],
  ]
}

/** A CALL that the router itself refuses. */
export function isRefused(peer: string, procedure: string, args: readonly Json[], error: string): Step[] {
  return [
    [peer, 'sends', ['CALL', '$request', {}, procedure, args]],
    [peer, 'gets', ['ERROR', 'CALL', '$request', {}, error, '$rest']],
  ]
}

/** A PUBLISH that is acknowledged. */
export function publishes(peer: string, topic: string, args: readonly Json[], options: Dict = {}): Step[] {
  return [
    [peer, 'sends', ['PUBLISH', '$request', { acknowledge: true, ...options }, topic, args]],
    [peer, 'gets', ['PUBLISHED', '$request', '$id']],
  ]
}
