// Fragment and relay links pass the acceptance suite, over channels in memory.

import type { Serializer } from '../../src/protocol/serializer/serializer.ts'
import { relayLink } from '../../src/transport/relay.ts'
import { type FragmentPairOptions, fragmentPair } from './channel-pair.ts'
import { CountingTimers } from './counting.ts'
import { type LinkPair, linkAcceptance } from './link-acceptance.ts'

async function pairOf(serializer: Serializer, options: FragmentPairOptions): Promise<LinkPair> {
  const timers = new CountingTimers()
  return { ...fragmentPair(serializer, { ...options, heartbeat: { timers } }), held: () => timers.running }
}

linkAcceptance('fragment', serializer => pairOf(serializer, {}))
linkAcceptance('fragment, the right one listening', serializer => pairOf(serializer, { right: { listens: true } }))
linkAcceptance('relay', serializer => pairOf(serializer, { make: relayLink, lowMark: -1 }))
