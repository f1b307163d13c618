// Path: what carries a resumable link.

import type { Link } from '../../protocol/link.ts'
import type { Serializer } from '../../protocol/serializer/serializer.ts'
import type { HeartbeatOptions } from '../heartbeat.ts'

/** A link of bytes that tells when it falls silent, and does not end for that alone. */
export interface Path extends Link {
  /** Whether the other side answers within `timeout` milliseconds. */
  probe(timeout: number): Promise<boolean>
  /** The other side did not keep to the framing: what it says there makes no sense. */
  readonly deaf?: boolean
}

/** For the heartbeat of a path: its link decides how long silence is borne. */
export const PATH_HEARTBEAT: HeartbeatOptions = { limit: Number.POSITIVE_INFINITY }

/** What a path carries: bytes, whatever the link's own frames are. */
export function bytesOf(serializer: Serializer): Serializer {
  return { ...serializer, binary: true }
}
