// End: one side of something that carries calls and events between two pages, as the measures see it.

/** What calls and events carry: 64 characters. */
export const TEXT = 'x'.repeat(64)
/** Bytes of a large result. */
export const LARGE = 1024 * 1024
/** Who gets events says so each time that so many have come. */
export const ACKNOWLEDGED = 256

/** Either side: the host's speaks to all of its guests. */
export interface End {
  /** Sends one event of 64 characters. */
  publish(): void
  /** Called each time that a receiver has got {@link ACKNOWLEDGED} more events. */
  onack: () => void
  close(): unknown
}

/** A guest's side. */
export interface GuestEnd extends End {
  /** 64 characters there, and 64 back. */
  call(): Promise<unknown>
  /** Asks for {@link LARGE} bytes; resolves to how many came. */
  fetchLarge(): Promise<number>
}

/** A function that counts events, and calls `acknowledge` as often as it must. */
export function counter(acknowledge: () => void): () => void {
  let count = 0
  return () => {
    count++
    if (count % ACKNOWLEDGED === 0) acknowledge()
  }
}
