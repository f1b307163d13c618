// Status: the connection in words.

import type { SessionElement } from '../connection.ts'

export interface Status {
  /** `good`: all works. `wait`: it comes back by itself. */
  readonly mood: 'good' | 'wait'
  /** A few words for the bar at the top. */
  readonly words: string
  /** What to know or do, where there is something. */
  readonly advice?: string | undefined
}

const PATHS = {
  memory: 'in this page',
  'message-port': 'direct, same browser',
  'data-channel': 'direct',
  relay: 'relayed',
  websocket: 'by WebSocket',
} as const

/** What this page is, and how it is connected. */
export function statusOf({ state, role, transport, waiting }: SessionElement, online: boolean): Status {
  if (!online) {
    return { mood: 'wait', words: 'Offline', advice: 'This device is offline. The meadow comes back with the network.' }
  }
  if (role === 'host') return hosting(state)
  if (state === 'open') return { mood: 'good', words: transport ? `Guest · ${PATHS[transport]}` : 'Guest' }
  if (waiting) {
    return {
      mood: 'wait',
      words: 'Waiting for host',
      advice: 'Nobody hosts this meadow at the moment. You are let in as soon as the host is back.',
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

function hosting(state: SessionElement['state']): Status {
  if (state === 'open') return { mood: 'good', words: 'You host' }
  if (state === 'connecting') return { mood: 'wait', words: 'You host · opening' }
  return {
    mood: 'wait',
    words: 'You host · out of reach',
    advice: 'The signaling server cannot be reached, so nobody new can come in. Who is connected directly stays.',
  }
}
