// Everything that reads bytes of strangers.

import { decoderTargets } from './decoders.ts'
import { peerTargets } from './peers.ts'
import type { Target } from './target.ts'
import { textTargets } from './texts.ts'
import { transportTargets } from './transports.ts'
import { tunnelTargets } from './tunnels.ts'

export const allTargets = (): Target[] => [
  ...decoderTargets(),
  ...transportTargets(),
  ...textTargets(),
  ...peerTargets(),
  ...tunnelTargets(),
]
