// Participant: somebody at a server, in the role that it plays for a measurement.

import { json } from '../../../src/protocol/serializer/json.ts'
import type { Serializer } from '../../../src/protocol/serializer/serializer.ts'
import { decodeRaw, encodeRaw, type Raw } from '../../raw-codec.ts'
import { ROLES } from '../../trace.ts'
import { frameHeader } from './frame-header.ts'
import type { ServerProcess } from './server-process.ts'
import { Wire } from './wire.ts'

export type Role = 'caller' | 'callee' | 'publisher' | 'subscriber'

/** Where somebody plays a role, and how it speaks. */
export interface Stage {
  readonly server: ServerProcess
  readonly serializer: Serializer
  /** The rig's place at a relay, the procedure or the topic at a router. */
  readonly uri: string
}

const HELLO = 1
const WELCOME = 2
const REQUESTS: Readonly<Partial<Record<Role, number>>> = { callee: 64, subscriber: 32 }

/** Rigs may share a server, and no two share a name. */
let rigs = 0

export function newStage(server: ServerProcess, serializer: Serializer): Stage {
  // It has no other.
  const spoken = server.name === 'fox-wamp' ? json : serializer
  return { server, serializer: spoken, uri: `com.bench.rig${++rigs}` }
}

export async function participate(stage: Stage, role: Role): Promise<Wire> {
  const { server, serializer, uri } = stage
  if (server.name.startsWith('raw')) return Wire.open(server.port, `/${uri}/${role}`)
  const wire = await join(stage)
  const type = REQUESTS[role]
  if (type !== undefined) await ask(wire, serializer, [type, 1, {}, uri], type + 1)
  return wire
}

/** A session; at a relay, somebody whose HELLO came back. */
export async function join({ server, serializer, uri }: Stage): Promise<Wire> {
  const router = !server.name.startsWith('raw')
  const path = { ours: '/ws', 'fox-wamp': '/' }[server.name as string] ?? `/${uri}/echo`
  const wire = await Wire.open(server.port, path, router ? serializer.protocol : undefined)
  await ask(wire, serializer, [HELLO, 'realm1', { roles: ROLES }], router ? WELCOME : HELLO)
  return wire
}

export function frame({ id, binary }: Serializer, message: Raw): Buffer {
  const payload = Buffer.from(encodeRaw(id, message))
  return Buffer.concat([frameHeader(payload.length, binary, true), payload])
}

/** Sends a message, and waits for one of that type. */
export async function ask(wire: Wire, serializer: Serializer, message: Raw, type: number): Promise<void> {
  wire.write(frame(serializer, message))
  await expectType(wire, serializer, [type])
}

/** Waits for a message of one of these types, and for no other. */
export async function expectType(wire: Wire, { id, binary }: Serializer, types: readonly number[]): Promise<void> {
  const message = await wire.next()
  const [type] = decodeRaw(id, binary ? message : message.toString())
  if (!types.includes(Number(type))) throw new Error(`Expected message ${types.join(' or ')}, and got ${message}.`)
}
