// Faults of the network: the signaling server, UDP, a guest's connection, and the move to a better one.

import { type Fault, lasting } from './fault.ts'
import { canCutUdp, cutUdp, restoreUdp } from './namespace.ts'
import { GUESTS } from './scene.ts'

const network = { lossless: true, recoversFrom: 'its end' } as const

/** Milliseconds that a guest's peer connection takes longer than it would. */
const LATE = 3_000
const LATE_WEBRTC = `globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  async setRemoteDescription(description) {
    await new Promise(resolve => setTimeout(resolve, ${LATE}))
    return super.setRemoteDescription(description)
  }
}`

export const NETWORK: readonly Fault[] = [
  {
    ...network,
    name: 'signaling-restarted',
    victims: GUESTS,
    quick: ['relay'],
    apply: async ({ theatre: { signaling } }) => {
      await signaling.kill()
      await lasting(1_000)
      await signaling.restart()
      return Date.now()
    },
  },
  {
    ...network,
    name: 'guest-socket-cut',
    victims: ['subscriber'],
    wired: true,
    recoversFrom: 'the fault',
    quick: ['relay'],
    apply: async scene => {
      scene.wires.get('subscriber')?.cut()
      return Date.now()
    },
  },
  {
    ...network,
    name: 'publisher-socket-cut',
    victims: ['publisher'],
    wired: true,
    recoversFrom: 'the fault',
    apply: async scene => {
      scene.wires.get('publisher')?.cut()
      return Date.now()
    },
  },
  offline('guest-offline-5s', 5_000),
  offline('guest-offline-20s', 20_000),
  {
    ...network,
    name: 'udp-cut',
    victims: GUESTS,
    paths: ['data-channel'],
    recoversFrom: 'the fault',
    impossible: () => (canCutUdp() ? undefined : 'needs root, a network namespace and nft'),
    apply: async () => {
      cutUdp()
      return Date.now()
    },
    undo: restoreUdp,
  },
  {
    ...network,
    name: 'moves-to-data-channel',
    victims: GUESTS,
    paths: ['data-channel'],
    before: LATE_WEBRTC,
    early: true,
    quick: ['data-channel'],
    apply: async scene => {
      // Where that does not come, the table says so: the scene ends on the relay.
      await Promise.allSettled(
        GUESTS.map(role =>
          scene.guest(role).when(({ transport }) => transport === 'data-channel', undefined, 4 * LATE),
        ),
      )
      return Date.now()
    },
  },
]

function offline(name: string, ms: number): Fault {
  return {
    ...network,
    name,
    victims: ['subscriber'],
    emulated: true,
    apply: async scene => {
      await scene.network('subscriber', { offline: true })
      await lasting(ms)
      await scene.network('subscriber', {})
      return Date.now()
    },
  }
}
