// Status: the connection in words.

import type { SessionElement } from '../../connection.ts'

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

const PATHS = {
  memory: 'in this page',
  'message-port': 'direct, same browser',
  'data-channel': 'direct',
  relay: 'relayed',
  websocket: 'by WebSocket',
} as const

const PLACES = { tab: 'in this tab', shared: 'in a shared worker', service: 'in a service worker' } as const

const HOST = 'You host'

/** What this page is, and how it is connected. */
export function statusOf(connection: Connection, online: boolean): Status {
  const { state, role, transport, waiting, liveness } = connection
  if (!online) {
    return { mood: 'wait', words: 'Offline', advice: 'This device is offline. The meadow comes back with the network.' }
  }
  if (role === 'host') return hosting(connection)
  if (state === 'open') return { mood: 'good', words: 'Guest', where: transport && PATHS[transport] }
  if (waiting) {
    return {
      mood: 'wait',
      words: 'Waiting for host',
      advice: 'Nobody hosts this meadow at the moment. You are let in as soon as the host is back.',
    }
  }
  if (liveness === 'asleep') {
    return {
      mood: 'wait',
      words: 'Reconnecting',
      advice: 'The host is silent, asleep perhaps. You keep your place, and what you do waits for it.',
    }
  }
  if (state === 'reconnecting') {
    return {
      mood: 'wait',
      words: 'Reconnecting',
      advice: 'The connection was lost. You return to your square as soon as the host can be reached.',
    }
  }
  return { mood: 'wait', words: 'Connecting' }
}

/** The title of the page: all that is seen of it in the background. */
export function titleOf({ mood, words, advice }: Status): string {
  const title = 'Meadow · wamp-mesh'
  if (mood === 'good' || advice === undefined) return title
  return words === HOST ? `⚠ ${title}` : `${words} · ${title}`
}

function hosting(connection: Connection): Status {
  const { state, liveness, risk } = connection
  const words = HOST
  if (state === 'connecting') return { mood: 'wait', words, where: 'opening' }
  if (liveness === 'asleep') {
    return {
      mood: 'wait',
      words,
      where: 'reconnecting',
      advice: 'The worker that has the meadow is silent. It goes on when that answers, or another is started.',
    }
  }
  if (state === 'open') return { mood: risk ? 'wait' : 'good', words, where: placeOf(connection), advice: risk }
  return {
    mood: 'wait',
    words,
    where: 'out of reach',
    advice: 'The signaling server cannot be reached, so nobody new can come in. Who is connected directly stays.',
  }
}

/** Where the router lives: not always where it was wished, for not all browsers have all. */
function placeOf({ room, router }: Connection): string {
  if (room?.transport !== 'message-port') return PLACES.tab
  return router === 'service-worker' && 'serviceWorker' in navigator ? PLACES.service : PLACES.shared
}
