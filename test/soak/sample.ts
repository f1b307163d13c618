// Sample: what host, worker and signaling server hold at one moment.

import type { SignalingProcess } from '../chaos/signaling-process.ts'
import type { Participant } from '../e2e/harness-participant.ts'
import { heapOfPage, heapOfWorker } from './heap.ts'

export interface Sample {
  /** Minutes since the start. */
  readonly minute: number
  /** Bytes; `worker` where the router lives in one. */
  readonly heaps: { readonly page: number; readonly worker: number | undefined; readonly signaling: number }
  /** Of the router's realm; the host's own session is one. */
  readonly sessions: number
  readonly subscriptions: number
  readonly registrations: number
  /** Sockets of guests at the signaling server. */
  readonly guests: number
}

export async function sample(host: Participant, signaling: SignalingProcess, minute: number): Promise<Sample> {
  const subscriptions = (await host.call('wamp.subscription.list')) as Record<string, unknown[]>
  const registrations = (await host.call('wamp.registration.list')) as Record<string, unknown[]>
  return {
    minute,
    heaps: {
      page: await heapOfPage(host.page),
      worker: await heapOfWorker(host.page, 'shared_worker'),
      signaling: await signaling.heap(),
    },
    sessions: (await host.call('wamp.session.count')) as number,
    subscriptions: countOf(subscriptions),
    registrations: countOf(registrations),
    guests: (await signaling.metrics()).get('wamp_mesh_sockets{kind="guest"}') ?? Number.NaN,
  }
}

/** Lists are by how they match; as the only result with keywords, or in its place. */
function countOf(lists: Record<string, unknown>): number {
  const kwargs = (lists.kwargs ?? lists) as Record<string, unknown>
  return Object.values(kwargs).reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0)
}

/** Whether nothing is left of the guests. */
export function isEmpty({ sessions, subscriptions, registrations, guests }: Sample): boolean {
  return sessions === 1 && subscriptions === 0 && registrations === 0 && guests === 0
}
