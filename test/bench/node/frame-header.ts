// Frame header: what stands before the payload of a WebSocket frame, RFC 6455, section 5.2.

const FIN_TEXT = 0x81
const FIN_BINARY = 0x82

/** A server's header; with four zero bytes, the mask that changes nothing, it is a client's. */
export function frameHeader(length: number, binary: boolean, masked = false): Buffer {
  const first = binary ? FIN_BINARY : FIN_TEXT
  const mask = masked ? 0x80 : 0
  const key = masked ? [0, 0, 0, 0] : []
  if (length < 126) return Buffer.from([first, mask | length, ...key])
  if (length < 0x1_0000) return Buffer.from([first, mask | 126, length >> 8, length & 0xff, ...key])
  throw new Error(`The bench has no frames of ${length} bytes.`)
}

/** The size of the frame that starts at `at`, its header included; 0 where too little of it has come. */
export function frameSize(bytes: Buffer, at: number): number {
  if (at + 2 > bytes.length) return 0
  const second = bytes[at + 1] ?? 0
  const key = second & 0x80 ? 4 : 0
  const length = second & 0x7f
  if (length < 126) return 2 + key + length
  if (at + 4 > bytes.length) return 0
  return 4 + key + bytes.readUInt16BE(at + 2)
}

/** How many bytes of the frame that starts at `at` are before its payload. */
export function headerSize(bytes: Buffer, at: number): number {
  const second = bytes[at + 1] ?? 0
  return ((second & 0x7f) < 126 ? 2 : 4) + (second & 0x80 ? 4 : 0)
}
