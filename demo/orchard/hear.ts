// Hear: subscribes until a signal ends it, be that while the router has not answered yet.

import type { Session } from '../wamp.ts'

export async function hear(
  session: Session,
  signal: AbortSignal,
  ...wanted: Parameters<Session['subscribe']>
): Promise<void> {
  if (signal.aborted) return
  const subscription = await session.subscribe(...wanted)
  const end = () => void subscription.unsubscribe().catch(() => {})
  if (signal.aborted) end()
  else signal.addEventListener('abort', end, { once: true })
}
