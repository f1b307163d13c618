// The device in real MicroPython, with a socket whose other end is a router here: MicroPython stands still while it waits,
// and the router is synchronous, so that both run in one thread.

import { readFileSync } from 'node:fs'
import { json } from '../../../src/entry/router.ts'
import type { Link, LinkReceiver } from '../../../src/protocol/link.ts'

interface MicroPython {
  readonly FS: { writeFile(path: string, text: string): void }
  registerJsModule(name: string, module: object): void
  runPython(code: string): void
}
interface MicroPythonPackage {
  loadMicroPython(options: { stdout(text: string): void; linebuffer: boolean }): Promise<MicroPython>
}

/** By a variable, for TypeScript does not know whether it is there. */
const PACKAGE = '@micropython/micropython-webassembly-pyscript'

export function loadMicroPython(): Promise<MicroPythonPackage> {
  return import(PACKAGE)
}

/** One end of a link, at which somebody says plain WAMP arrays. */
export class RawLink implements Link {
  readonly serializer = json
  readonly bufferedAmount = 0
  #receiver: LinkReceiver | undefined
  readonly #sent: (text: string) => void

  constructor(sent: (text: string) => void) {
    this.#sent = sent
  }

  start(receiver: LinkReceiver): void {
    this.#receiver = receiver
  }

  send(frame: unknown): void {
    this.#sent(frame as string)
  }

  close(): void {}

  says(text: string): void {
    this.#receiver?.frame(text)
  }
}

/** The router's end of the device's WebSocket. */
export class Wire {
  /** The device's request for the WebSocket. */
  request = ''
  /** Opcodes of the frames that the device sent. */
  readonly opcodes: number[] = []
  readonly link = new RawLink(text => this.#frame(1, Buffer.from(text)))
  readonly #steps: (() => void)[]
  #toDevice = Buffer.alloc(0)
  #fromDevice = Buffer.alloc(0)

  /** @param steps each is run when the device waits and nothing has come; then the connection is closed. */
  constructor(steps: (() => void)[]) {
    this.#steps = steps
  }

  ping(text: string): void {
    this.#write(Buffer.from([0x89, text.length]), Buffer.from(text))
  }

  /** The device's `send`, in hexadecimal. */
  send(hex: string): void {
    this.#fromDevice = Buffer.concat([this.#fromDevice, Buffer.from(hex, 'hex')])
    if (this.request === '') return this.#handshake()
    while (this.#fromDevice.length > 0) this.#take()
  }

  /** The device's `recv`. */
  recv(size: number): string {
    const part = this.#toDevice.subarray(0, size)
    this.#toDevice = this.#toDevice.subarray(part.length)
    return part.toString('hex')
  }

  /** The device's `select`. */
  ready(): boolean {
    if (this.#toDevice.length > 0) return true
    const step = this.#steps.shift()
    if (step) step()
    else this.#write(Buffer.from([0x88, 0]))
    return this.#toDevice.length > 0
  }

  #handshake(): void {
    this.request = this.#fromDevice.toString()
    this.#fromDevice = Buffer.alloc(0)
    this.#write(Buffer.from('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n'))
  }

  #take(): void {
    const [first = 0, second = 0] = this.#fromDevice
    if (second < 128) throw new Error('What the device sends is not masked.')
    const long = second === 254
    const size = long ? this.#fromDevice.readUInt16BE(2) : second & 127
    const start = long ? 4 : 2
    const mask = this.#fromDevice.subarray(start, start + 4)
    const data = this.#fromDevice
      .subarray(start + 4, start + 4 + size)
      .map((byte, index) => byte ^ (mask[index % 4] ?? 0))
    this.#fromDevice = this.#fromDevice.subarray(start + 4 + size)
    this.opcodes.push(first & 15)
    if (first === 0x81) this.link.says(Buffer.from(data).toString())
  }

  /** In two parts where it is long, as a server may send it. */
  #frame(opcode: number, data: Buffer): void {
    if (data.length < 20) return this.#write(Buffer.from([128 | opcode, data.length]), data)
    this.#write(Buffer.from([opcode, 10]), data.subarray(0, 10))
    const rest = data.subarray(10)
    const head = Buffer.from([0x80, Math.min(rest.length, 126)])
    const size = Buffer.alloc(rest.length < 126 ? 0 : 2)
    if (size.length > 0) size.writeUInt16BE(rest.length)
    this.#write(head, size, rest)
  }

  #write(...parts: Buffer[]): void {
    this.#toDevice = Buffer.concat([this.#toDevice, ...parts])
  }
}

/** What a board has for sockets, over the wire; who waits is interrupted. */
const SOCKETS = `
import binascii, sys, time, wire

class Stream:
    def connect(self, address): print(address)
    def write(self, data): wire.send(binascii.hexlify(data).decode())
    def read(self, size): return binascii.unhexlify(wire.recv(size))
    def close(self): print('closed')

class Sockets:
    SOCK_STREAM = 1
    def getaddrinfo(self, host, port, family, kind): return [(2, kind, 6, '', (host, port))]
    def socket(self, family, kind, protocol): return Stream()

class Select:
    def select(self, reading, writing, failing, seconds): return [reading if wire.ready() else [], [], []]

class Time:
    time = staticmethod(time.time)
    def sleep(self, seconds): raise KeyboardInterrupt

sys.modules['socket'] = Sockets()
sys.modules['select'] = Select()
sys.modules['time'] = Time()
sys.argv.extend(['device.py', 'ws://board.test:8080/wamp/room/ticket'][len(sys.argv):])
exec(open('/device.py').read(), {'__name__': '__main__'})
`

/** Runs the device until it would wait to connect again. @returns the lines that it printed */
export async function runDevice({ loadMicroPython }: MicroPythonPackage, wire: Wire): Promise<string[]> {
  const printed: string[] = []
  const python = await loadMicroPython({ stdout: text => printed.push(text), linebuffer: true })
  const file = new URL('../../../demo/home/device.py', import.meta.url)
  python.FS.writeFile('/device.py', readFileSync(file, 'utf8'))
  python.registerJsModule('wire', {
    send: (hex: string) => wire.send(hex),
    recv: (size: number) => wire.recv(size),
    ready: () => wire.ready(),
  })
  python.runPython(SOCKETS)
  return printed
}
