// A session by an invite, once it goes by the way that is wanted.

import { connect, type Session } from '../../../../src/entry/index.ts'

export async function joined(invite: string, transport: 'data-channel' | 'relay'): Promise<Session> {
  let arrived = () => {}
  const moved = new Promise<void>(resolve => (arrived = resolve))
  const session = await connect(invite, { onmoved: now => now === transport && arrived() })
  if (transport !== 'relay') await moved
  return session
}
