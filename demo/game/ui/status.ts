// Status: the connection in words.

import type { SessionElement } from '../../connection.ts'
import { type Words, words } from '../words.ts'

export interface Status {
  /** `good`: all works. `wait`: it comes back by itself. */
  readonly mood: 'good' | 'wait'
  /** A few words for the bar at the top. */
  readonly words: string
  /** Where the router lives, or by which way we are connected. */
  readonly where?: string | undefined
  /** What to know or do, where there is something. */
  readonly advice?: string | undefined
}

/** What is read of <wamp-session>. */
export type Connection = Pick<
  SessionElement,
  'state' | 'role' | 'transport' | 'waiting' | 'liveness' | 'risk' | 'room' | 'router'
>

/** What this page is, and how it is connected. */
export function statusOf(connection: Connection, online: boolean, { status }: Words = words): Status {
  const { state, role, transport, waiting, liveness } = connection
  const { advice, paths } = status
  if (!online) return { mood: 'wait', words: status.offline, advice: advice.offline }
  if (role === 'host') return hosting(connection, status)
  if (state === 'open') return { mood: 'good', words: status.guest, where: transport && paths[transport] }
  if (waiting) return { mood: 'wait', words: status.waiting, advice: advice.waiting }
  if (liveness === 'asleep') return { mood: 'wait', words: status.reconnecting, advice: advice.hostSilent }
  if (state === 'reconnecting') return { mood: 'wait', words: status.reconnecting, advice: advice.lost }
  return { mood: 'wait', words: status.connecting }
}

/** The title of the page: all that is seen of it in the background. */
export function titleOf({ mood, words: state, advice }: Status, { title, status }: Words = words): string {
  if (mood === 'good' || advice === undefined) return title
  return state === status.host ? `⚠ ${title}` : `${state} · ${title}`
}

function hosting(connection: Connection, { host, places, advice }: Words['status']): Status {
  const { state, liveness, risk } = connection
  const waits = { mood: 'wait', words: host } as const
  if (state === 'connecting') return { ...waits, where: places.opening }
  if (liveness === 'asleep') return { ...waits, where: places.reconnecting, advice: advice.workerSilent }
  if (state !== 'open') return { ...waits, where: places.unreachable, advice: advice.unreachable }
  return { mood: risk ? 'wait' : 'good', words: host, where: places[placeOf(connection)], advice: risk }
}

/** Where the router lives: not always where it was wished, for not all browsers have all. */
function placeOf({ room, router }: Connection): 'tab' | 'shared' | 'service' {
  if (room?.transport !== 'message-port') return 'tab'
  return router === 'service-worker' && 'serviceWorker' in navigator ? 'service' : 'shared'
}
