// A resumable link passes the acceptance suite, over paths in memory.

import { CountingTimers } from '../counting.ts'
import { linkAcceptance } from '../link-acceptance.ts'
import { pathPair } from './path-pair.ts'

linkAcceptance('resumable', async serializer => {
  const timers = new CountingTimers()
  const pair = pathPair(serializer, { timers, grace: 100 })
  const path = pair.connect()
  return { left: pair.left, right: pair.right, cut: path.cut, held: () => timers.running }
})
linkAcceptance('resumable, on its second path', async serializer => {
  const timers = new CountingTimers()
  const pair = pathPair(serializer, { timers, grace: 100 })
  pair.connect().cut()
  const path = pair.connect()
  return { left: pair.left, right: pair.right, cut: path.cut, held: () => timers.running }
})
