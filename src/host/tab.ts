// Tab: a room whose router lives in this very page (or worker, or process).

import { answerDataChannel } from '../transport/data-channel.ts'
import { Awake } from './awake.ts'
import type { HostOptions } from './host-options.ts'
import type { LocalRoom } from './local-room.ts'
import { openLocalRoom } from './open-local-room.ts'

/**
 * Makes this page the host of a room. Resolves as soon as the room has its invite and its router; `onstate` tells
 * when others can come in. Rejects where neither `page` nor `signaling` is known and there is no page to take them from.
 */
export function hostInTab(options: HostOptions = {}): Promise<LocalRoom> {
  return openLocalRoom({ ...options, answer: answerDataChannel, awake: new Awake() })
}
