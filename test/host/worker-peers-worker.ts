// A worker for worker-peers.browser.test.ts: it answers one guest by way of a tab, and sends back what that one sends.

import { WorkerPeers } from '../../src/host/worker-peers.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'

const scope = globalThis as typeof globalThis & { onconnect: ((event: MessageEvent) => void) | null }

/** Says what is missing here, takes signals, and is given a port to the tab that leads. */
scope.onconnect = ({ ports: [page] }) => {
  if (!page) return
  page.onmessage = ({ ports: [leader] }) => {
    if (!leader) return
    const peers = new WorkerPeers(leader, { silent: () => page.postMessage('silent'), left: () => {} })
    const channel = peers.answer([msgpack], { signal: data => page.postMessage(data) })
    page.onmessage = ({ data }) => channel.signal(data)
    channel.link.then(link =>
      link.start({
        frame: frame => link.send(frame),
        closed: reason => page.postMessage({ closed: reason }),
      }),
    )
  }
  page.postMessage({ rtc: typeof RTCPeerConnection })
}
