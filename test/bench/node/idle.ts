// Idle: what the server's process keeps for a session that does nothing.

import { msgpack } from '../../../src/protocol/serializer/msgpack.ts'
import { type Bench, type Contest, OURS } from '../section.ts'
import { many } from './many.ts'
import { join, newStage } from './participant.ts'
import { type ServerName, ServerProcess } from './server-process.ts'

/** Who joins before, so that what a server has once is not counted. */
const FIRST = 500

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
  const server = await ServerProcess.start(name, ['--expose-gc'])
  const open = () => join(newStage(server, msgpack))
  const first = await many(FIRST, open)
  const before = await server.usage()
  const idle = await many(sessions, open)
  const after = await server.usage()
  for (const wire of [...first, ...idle]) wire.close()
  await server.stop()
  return (after.memory - before.memory) / sessions / 1_024
}
