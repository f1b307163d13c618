// Watched link: a link that also tells its maker when it has ended.

import type { Link } from '../protocol/link.ts'

/** `link`, which calls `ended` once: just before its receiver hears of the end, or when it is closed unstarted. */
export function watchedLink(link: Link, ended: (reason: string) => void): Link {
  let started = false
  return {
    serializer: link.serializer,
    get bufferedAmount() {
      return link.bufferedAmount
    },
    start: receiver => {
      started = true
      link.start({
        frame: frame => receiver.frame(frame),
        closed: reason => {
          ended(reason)
          receiver.closed(reason)
        },
      })
    },
    send: (frame, lane) => link.send(frame, lane),
    close: reason => {
      link.close(reason)
      if (!started) ended(reason ?? 'closed before it was used')
    },
  }
}
