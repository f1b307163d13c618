// Two resumable links, and paths between them that a test opens, cuts and silences.

import type { Serializer } from '../../../src/protocol/serializer/serializer.ts'
import type { FragmentLinkOptions } from '../../../src/transport/fragment.ts'
import {
  bytesOf,
  PATH_HEARTBEAT,
  ResumableLink,
  type ResumableLinkOptions,
} from '../../../src/transport/resume/resumable-link.ts'
import { type FragmentPair, fragmentPair } from '../channel-pair.ts'

export interface PathPair {
  readonly left: ResumableLink
  readonly right: ResumableLink
  /** Opens one more path, and gives it to both. */
  connect(options?: FragmentLinkOptions & { manual?: boolean }): FragmentPair
}

export function pathPair(serializer: Serializer, options: ResumableLinkOptions = {}): PathPair {
  const left = new ResumableLink(serializer, options)
  const right = new ResumableLink(serializer, options)
  return {
    left,
    right,
    connect: (own = {}) => {
      const timers = options.timers ? { timers: options.timers } : {}
      const pair = fragmentPair(bytesOf(serializer), { ...own, heartbeat: { ...PATH_HEARTBEAT, ...timers } })
      left.take(pair.left)
      right.take(pair.right)
      return pair
    },
  }
}
