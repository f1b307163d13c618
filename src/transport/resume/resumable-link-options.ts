// What a resumable link can be told when it is made.

import type { Liveness } from '../../protocol/link.ts'
import type { Timers } from '../timers.ts'
import type { LinkKeeper, LinkState } from './link-state.ts'
import type { Path } from './path.ts'

export interface ResumableLinkOptions {
  /** Milliseconds that the link waits for a sign of life before it ends. Default 30 s. */
  grace?: number
  /** Bytes kept for the other side before the link ends. Default 32 MiB. */
  limit?: number
  /** Told each time that about 256 KiB more are kept for the other side: who has many links may have to end one. */
  owes?(): void
  timers?: Timers
  /** Keeps the link's state beyond this process. */
  keeper?: LinkKeeper
  /** What the link goes on from: its state in a process that has ended. The other side has to come by a new path. */
  restored?: LinkState
  /** Whether the other side was asleep then. */
  asleep?: boolean
  /** Told when the link goes on by another path, or has none and none that waits for the other side. */
  moved?(path: Path | undefined): void
  /** Told at once what the receiver hears of a little later, and also before the link was started. */
  liveness?(liveness: Liveness): void
  /** Told once: the link has ended, and takes no further paths. */
  ended?(reason: string): void
}

/** Milliseconds. */
export const DEFAULT_GRACE = 30_000
export const DEFAULT_LIMIT = 32 * 1024 * 1024
/** Milliseconds that a closed link gives the other side to come by a path that was opened already. */
export const LINGER = 2_000
