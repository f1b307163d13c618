// Memory links pass the acceptance suite.

import { memoryPair } from '../../src/transport/memory.ts'
import { linkAcceptance } from './link-acceptance.ts'

linkAcceptance('memory', async serializer => {
  const [left, right] = memoryPair(serializer)
  return { left, right }
})
