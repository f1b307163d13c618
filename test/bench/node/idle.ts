// Idle: what the server's process keeps for a session that does nothing.

import { msgpack } from '../../../src/protocol/serializer/msgpack.ts'
import { type Bench, type Contest, OURS } from '../section.ts'
import { join, newStage } from './participant.ts'
import { type ServerName, ServerProcess } from './server-process.ts'
import type { Wire } from './wire.ts'

/** Who joins before, so that what a server has once is not counted. */
const FIRST = 500
const AT_ONCE = 32

/** The relay is measured before the others: what it keeps is the socket's own. */
export function idle({ quick }: Bench): Contest {
  const sessions = quick ? 500 : 5_000
  let socket = Number.NaN
  const beyond = (name: ServerName) => async () => {
    const whole = await kibEach(name, sessions)
    return [whole, whole - socket]
  }
  return {
    figures: [
      { what: 'idle session', unit: 'KiB' },
      { what: 'idle session, beyond its socket', unit: 'KiB' },
    ],
    subjects: {
      'raw ws': async () => ({
        measure: async () => {
          socket = await kibEach('raw ws', sessions)
          return [socket]
        },
      }),
      [OURS]: async () => ({ measure: beyond(OURS) }),
      'fox-wamp': async () => ({ measure: beyond('fox-wamp') }),
    },
  }
}

/** By a new process: memory that was freed is not always given back. */
async function kibEach(name: ServerName, sessions: number): Promise<number> {
  const server = await ServerProcess.start(name, { gc: true })
  const wires: Wire[] = []
  try {
    await fill(wires, server, FIRST)
    const before = await server.usage()
    await fill(wires, server, FIRST + sessions)
    const after = await server.usage()
    return (after.memory - before.memory) / sessions / 1_024
  } finally {
    for (const wire of wires) wire.close()
    server.stop()
  }
}

async function fill(wires: Wire[], server: ServerProcess, upTo: number): Promise<void> {
  let opened = wires.length
  const lane = async () => {
    while (opened++ < upTo) wires.push(await join(newStage(server, msgpack)))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}
