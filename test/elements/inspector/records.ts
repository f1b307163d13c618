// Records as a traced router makes them, for tests of what reads them.

import type { TraceRecord } from '../../../src/host/trace/trace-record.ts'

let number = 0
let request = 1_000

export function record(message: readonly unknown[], more: Partial<TraceRecord> = {}): TraceRecord {
  return {
    number: ++number,
    time: 1_000 + number,
    direction: 'to-router',
    session: 1,
    transport: 'memory',
    message,
    size: 10,
    ...more,
  }
}

/** A call from session 1 to session 2, that takes 30 ms; the last of them is its RESULT. */
export function aCall(uri = 'com.app.gettemp', at = 0): TraceRecord[] {
  const id = ++request
  const call = record([48, id, {}, uri, ['C']], { time: at })
  const out = { direction: 'from-router' } as const
  const invocation = record([68, id, 99, {}, ['C']], { ...out, session: 2, cause: call.number, time: at + 1 })
  const answer = record([70, id, {}, [21.5]], { session: 2, time: at + 29 })
  return [call, invocation, answer, record([50, id, {}, [21.5]], { ...out, cause: answer.number, time: at + 30 })]
}

/** An event from session 1 to sessions 2 and 3. */
export function anEvent(topic = 'com.app.position', at = 0): TraceRecord[] {
  const publish = record([16, 8, {}, topic, [3, 5]], { time: at })
  const event = (session: number) =>
    record([36, 55, 66, {}, [3, 5]], { direction: 'from-router', session, cause: publish.number, time: at + session })
  return [publish, event(2), event(3)]
}
