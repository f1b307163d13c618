// LinkState: what there is of a resumable link beside its paths, as plain data that `structuredClone` takes, so that the
// link can go on in another process.

import type { Have } from './records.ts'

/** Who keeps the state of a link beyond this process; see `ResumableLink.change`. */
export interface LinkKeeper {
  /** Whether frames may go at once; else they go when they are kept, with all that led to them. */
  readonly open: boolean
  /** Something of the link has changed; so many bytes of frames have come, or are to go. */
  changed(bytes?: number): void
}

/** A frame that is owed to the other side. */
export interface KeptFrame {
  /** Its number on the way; undefined while it waits for its turn. */
  readonly number: number | undefined
  readonly lane: number
  readonly bytes: Uint8Array
  /** Of the frames that may replace each other while they wait. */
  readonly key: string | undefined
}

/** What there is besides the frames, which are many. */
export interface LinkHead {
  /** The other side's frames that have come and were acted on. */
  readonly have: Have
  /** The number of the frame that was sent last. */
  readonly lastNumber: number
  /** The serial of the frame that was handed over last. */
  readonly lastSerial: number
}

export interface LinkState extends LinkHead {
  /** By their serials, which count the frames as they were handed over. */
  readonly frames: Map<number, KeptFrame>
}

/** What has become of a link since it was asked last. */
export interface LinkChange extends LinkHead {
  /** Frames that are owed, or have got a number; undefined: no more, for the other side has them, or they were replaced. */
  readonly frames: readonly (readonly [serial: number, frame: KeptFrame | undefined])[]
}

/** The state after a change; that before it is not to be used any more. */
export function changedState(state: LinkState | undefined, { frames: changes, ...head }: LinkChange): LinkState {
  const frames = state?.frames ?? new Map<number, KeptFrame>()
  for (const [serial, frame] of changes) {
    if (frame) frames.set(serial, frame)
    else frames.delete(serial)
  }
  return { ...head, frames }
}
