// Refusals: every reason for which the server lets somebody not in, as an HTTP status and as a WebSocket close code.

import { CLOSE } from '../src/transport/signaling-messages.ts'

const REFUSALS = {
  malformed: { status: 400, code: CLOSE.protocolError },
  no_common_protocol: { status: 400, code: CLOSE.protocolError },
  bad_proof: { status: 403, code: CLOSE.badProof },
  wrong_origin: { status: 403, code: CLOSE.limit },
  wrong_ticket: { status: 403, code: CLOSE.limit },
  no_plain_clients: { status: 403, code: CLOSE.limit },
  not_found: { status: 404, code: CLOSE.protocolError },
  too_many_sockets: { status: 429, code: CLOSE.limit },
  too_many_joins: { status: 429, code: CLOSE.limit },
  nobody_hosts: { status: 503, code: CLOSE.tryAgainLater },
  room_full: { status: 503, code: CLOSE.limit },
  too_many_rooms: { status: 503, code: CLOSE.limit },
  memory_full: { status: 503, code: CLOSE.tryAgainLater },
  stopping: { status: 503, code: CLOSE.goingAway },
} as const

export type RefusalKind = keyof typeof REFUSALS

/** Somebody is not let in; `message` is a sentence for them. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly kind: RefusalKind
  readonly status: number
  readonly code: number

  constructor(kind: RefusalKind, message: string) {
    super(message)
    this.kind = kind
    this.status = REFUSALS[kind].status
    this.code = REFUSALS[kind].code
  }
}
