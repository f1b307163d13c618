// The relay over a tunnel: one after another, and nothing of one comes by the next.

import { expect, test } from 'vitest'
import { TunnelRelay } from '../../src/host/tunnel-relay.ts'
import type { Frame } from '../../src/protocol/link.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import type { FragmentLink } from '../../src/transport/fragment.ts'
import { bytesOf } from '../../src/transport/resume/resumable-link.ts'
import { settled } from '../trace.ts'

type Sent = { readonly begin: number } | { readonly piece: Uint8Array }

/** One end of a tunnel; what it sends waits until the test lets it come. */
class End {
  readonly relay: TunnelRelay
  readonly paths: FragmentLink[] = []
  readonly got: number[] = []
  readonly ends: string[] = []
  sent: Sent[] = []

  constructor() {
    this.relay = new TunnelRelay(
      {
        begin: number => this.sent.push({ begin: number }),
        send: piece => this.sent.push({ piece }),
        bufferedAmount: 0,
      },
      bytesOf(msgpack),
      path => {
        this.paths.push(path)
        path.start({
          frame: (frame: Frame) => this.got.push(Number((frame as Uint8Array)[0])),
          closed: reason => this.ends.push(reason),
        })
      },
    )
  }

  says(...numbers: number[]): void {
    for (const number of numbers) this.paths.at(-1)?.send(Uint8Array.of(number))
  }

  takes(sent: Sent): void {
    if ('begin' in sent) this.relay.begun(sent.begin)
    else this.relay.receive(sent.piece.slice())
  }
}

/** Lets everything come that is on its way. */
async function exchange(left: End, right: End): Promise<void> {
  do {
    await settled()
    const [toRight, toLeft] = [left.sent, right.sent]
    left.sent = []
    right.sent = []
    for (const sent of toRight) right.takes(sent)
    for (const sent of toLeft) left.takes(sent)
    await settled()
  } while (left.sent.length + right.sent.length > 0)
}

/** Two ends with a relay open between them. */
async function open(): Promise<[End, End]> {
  const ends: [End, End] = [new End(), new End()]
  ends[0].relay.open()
  await exchange(...ends)
  return ends
}

test('either side opens it, and what both say comes', async () => {
  const [left, right] = await open()
  left.says(1, 2)
  right.says(3)
  await exchange(left, right)
  expect([left.paths.length, right.paths.length]).toEqual([1, 1])
  expect([left.got, right.got]).toEqual([[3], [1, 2]])
})

test('what is said before the other side has answered comes too', async () => {
  const [left, right] = [new End(), new End()]
  left.relay.open()
  left.says(1)
  await exchange(left, right)
  expect(right.got).toEqual([1])
})

test('opened by both at once it is one', async () => {
  const [left, right] = [new End(), new End()]
  left.relay.open()
  right.relay.open()
  left.says(1)
  right.says(2)
  await exchange(left, right)
  expect([left.paths.length, right.paths.length]).toEqual([1, 1])
  expect([left.got, right.got]).toEqual([[2], [1]])
})

test('one that is open is not opened again; one that was closed is', async () => {
  const [left, right] = await open()
  left.relay.open()
  expect(left.paths.length).toBe(1)
  left.paths[0]?.close('a better path')
  await exchange(left, right)
  expect(right.ends).toEqual(['a better path'])
  right.relay.open()
  right.says(4)
  await exchange(left, right)
  expect([left.paths.length, right.paths.length]).toEqual([2, 2])
  expect(left.got).toEqual([4])
})

test('of the last one nothing comes by the next', async () => {
  const [left, right] = await open()
  left.says(1)
  await settled()
  // Its pieces are under way when the other side begins a new one.
  right.paths[0]?.close()
  right.relay.open()
  right.says(5)
  await exchange(left, right)
  left.says(6)
  await exchange(left, right)
  expect([left.got, right.got]).toEqual([[5], [6]])
  expect(left.ends).toHaveLength(1)
})

test('a path of the last one sends nothing more, whoever holds it', async () => {
  const [left, right] = await open()
  const old = left.paths[0]
  right.paths[0]?.close()
  right.relay.open()
  await exchange(left, right)
  old?.send(Uint8Array.of(9))
  old?.close()
  await exchange(left, right)
  expect(right.got).toEqual([])
  expect(right.paths.at(-1)?.over).toBe(false)
})

test('it holds back while there is no room further down, also where it was opened in that time', async () => {
  const [left, right] = await open()
  left.relay.pause()
  left.says(1)
  await exchange(left, right)
  expect(right.got).toEqual([])
  left.relay.resume()
  await exchange(left, right)
  expect(right.got).toEqual([1])
  left.paths[0]?.close()
  await exchange(left, right)
  left.relay.pause()
  left.relay.open()
  left.says(2)
  await exchange(left, right)
  expect(right.got).toEqual([1])
  left.relay.resume()
  await exchange(left, right)
  expect(right.got).toEqual([1, 2])
})

test('it ends with its tunnel, with a reason', async () => {
  const [left] = await open()
  left.relay.ended('the tunnel is gone')
  await settled()
  expect(left.ends).toEqual(['the tunnel is gone'])
  expect(left.paths[0]?.over).toBe(true)
})
