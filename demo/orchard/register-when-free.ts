// Registering a procedure that another component may have: this one waits, and takes over when that one is gone.

import { type Session, WampError } from '../wamp.ts'

type Endpoint = Parameters<Session['register']>[1]

export interface Waiting {
  /** Aborted when nobody wants to wait any longer, after the session was closed. */
  readonly signal: AbortSignal
  /** Called each time the procedure turned out to be taken. */
  onwaiting(): unknown
}

/** Resolves when this session has the procedure; rejects when the session closes. */
export async function registerWhenFree(
  session: Session,
  procedure: string,
  endpoint: Endpoint,
  { signal, onwaiting }: Waiting,
): Promise<void> {
  let go = () => {}
  const wake = () => go()
  // The router tells when a procedure is free; which one does not matter, to ask once more costs little.
  const deletions = await session.subscribe('wamp.registration.on_delete', wake)
  signal.addEventListener('abort', wake)
  try {
    for (;;) {
      const freed = new Promise<void>(resolve => {
        go = resolve
      })
      try {
        await session.register(procedure, endpoint)
        return
      } catch (error) {
        if (!(error instanceof WampError && error.error === 'wamp.error.procedure_already_exists')) throw error
      }
      onwaiting()
      await freed
    }
  } finally {
    signal.removeEventListener('abort', wake)
    await deletions.unsubscribe().catch(() => {})
  }
}
