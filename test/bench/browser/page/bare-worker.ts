// A SharedWorker without a router: it introduces two pages to each other, or passes on what they say.

interface Hello {
  readonly path: string
  readonly side: 'host' | 'guest'
  readonly kind: 'direct' | 'relayed'
}

const waiting = new Map<string, MessagePort>()

Object.assign(globalThis, {
  onconnect: ({ ports: [port] }: MessageEvent) => {
    if (!port) return
    port.onmessage = ({ data }: MessageEvent<Hello>) => {
      const other = waiting.get(data.path)
      if (!other) return waiting.set(data.path, port)
      waiting.delete(data.path)
      pair(port, other, data.kind)
    }
  },
})

function pair(one: MessagePort, other: MessagePort, kind: Hello['kind']): void {
  if (kind === 'direct') {
    const { port1, port2 } = new MessageChannel()
    one.postMessage('there', [port1])
    other.postMessage('there', [port2])
    return
  }
  one.onmessage = ({ data }) => other.postMessage(data)
  other.onmessage = ({ data }) => one.postMessage(data)
  one.postMessage('there')
  other.postMessage('there')
}
