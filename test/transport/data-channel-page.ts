// What data-channel.spec.ts loads into each of its pages: one side of a data channel, driven from outside.

import type { Link } from '../../src/protocol/link.ts'
import { json } from '../../src/protocol/serializer/json.ts'
import { answerDataChannel, type DataChannel, offerDataChannel } from '../../src/transport/data-channel.ts'

/** What the test has put into the page. */
interface FromTest {
  signalOther(data: unknown): void
  heard(frame: unknown): void
  over(reason: string): void
}

/** What the page offers to the test. */
interface ToTest {
  begin(role: 'offer' | 'answer'): void
  side?: DataChannel
  opened?: Promise<void>
  link?: Link
}

const page = globalThis as typeof globalThis & FromTest & ToTest

page.begin = role => {
  const options = { signal: page.signalOther }
  const side = role === 'offer' ? offerDataChannel(json, options) : answerDataChannel([json], options)
  page.side = side
  page.opened = side.link.then(link => {
    page.link = link
    link.start({ frame: page.heard, closed: page.over })
  })
}
