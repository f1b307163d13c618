// `raw net`: a relay with its own framing on bare sockets, one write for each receiver and read. Nothing in Node is faster, and
// what it reaches is what the load generator can take.

import { createHash } from 'node:crypto'
import { createServer, type Socket } from 'node:net'
import { frameSize, headerSize } from './frame-header.ts'
import { Places } from './places.ts'

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

export async function rawNet(): Promise<number> {
  const places = new Places<Socket>()
  const server = createServer({ noDelay: true }, socket => {
    socket.on('error', () => {})
    socket.once('data', request => {
      const text = request.toString('latin1')
      const { others, leave } = places.enter(/^GET (\S+)/.exec(text)?.[1] ?? '', socket)
      const [, key = ''] = /Sec-WebSocket-Key: (\S+)/.exec(text) ?? []
      const accept = createHash('sha1')
        .update(key + GUID)
        .digest('base64')
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      )
      relay(socket, others)
      socket.on('close', leave)
    })
  })
  await new Promise<void>(resolve => server.listen(0, resolve))
  return (server.address() as { port: number }).port
}

function relay(socket: Socket, others: Iterable<Socket>): void {
  let rest: Buffer = Buffer.alloc(0)
  socket.on('data', chunk => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const { frames, used } = unmask(bytes)
    rest = bytes.subarray(used)
    if (frames.length > 0) for (const other of others) other.write(frames)
  })
}

/** All frames that are there whole, without their masks, which the generator leaves at zero. */
function unmask(bytes: Buffer): { frames: Buffer; used: number } {
  const frames = Buffer.allocUnsafe(bytes.length)
  let [used, filled] = [0, 0]
  for (;;) {
    const size = frameSize(bytes, used)
    if (size === 0 || used + size > bytes.length) return { frames: frames.subarray(0, filled), used }
    const start = used + headerSize(bytes, used)
    const key = filled
    filled += bytes.copy(frames, filled, used, start - 4)
    frames[key + 1] = (frames[key + 1] ?? 0) & 0x7f
    filled += bytes.copy(frames, filled, start, used + size)
    used += size
  }
}
