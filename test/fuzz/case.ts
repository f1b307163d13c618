// One case: bytes for a target, within bounds of time and memory, with nothing of the platform changed afterwards.

import type { Target } from './target.ts'

/** Milliseconds of processor time that a case may take, and for each KiB of it. */
const TIME = 250
const TIME_PER_KIB = 2
/** Bytes of memory that a case may take, and for each byte of it. */
const MEMORY = 32 * 1024 * 1024
const MEMORY_PER_BYTE = 256
/** A slow case is tried again, for it may have paid for the garbage of others. */
const TRIES = 4

/** What came of a case: accepted, refused, or why a property does not hold. */
export type Outcome = 'accepted' | 'refused' | Error

const PROTOTYPES = [Object, Array, Function, String, Number, Boolean, Uint8Array, Map, Set, Promise, Error].map(
  ({ prototype }) => prototype as object,
)
const inherited = () => PROTOTYPES.map(prototype => Reflect.ownKeys(prototype).map(String).join())
const PRISTINE = inherited()

export async function runCase(target: Target, bytes: Uint8Array): Promise<Outcome> {
  for (let tries = 1; ; tries++) {
    const before = { time: time(), memory: memory() }
    const outcome = await attempt(target, bytes)
    if (outcome instanceof Error) return outcome
    const took = time() - before.time
    const used = memory() - before.memory
    const fits = took <= TIME + (bytes.length / 1024) * TIME_PER_KIB && used <= MEMORY + bytes.length * MEMORY_PER_BYTE
    if (fits) return outcome
    if (tries === TRIES) return new Error(`took ${Math.round(took)} ms and ${used} bytes for ${bytes.length} bytes`)
  }
}

async function attempt(target: Target, bytes: Uint8Array): Promise<Outcome> {
  try {
    const result = target.run(bytes.slice())
    const accepted = typeof result === 'boolean' ? result : await result
    return polluted() ?? (accepted ? 'accepted' : 'refused')
  } catch (error) {
    return error instanceof Error ? error : new Error(`threw ${String(error)}`)
  }
}

function polluted(): Error | undefined {
  for (const key in {}) return new Error(`every object has a property ${key} now`)
  if (inherited().every((keys, index) => keys === PRISTINE[index])) return undefined
  return new Error('a prototype of the platform was changed')
}

function time(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function memory(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** What tells one defect from another: the error without what varies, and where it was thrown. */
export function signature(error: Error): string {
  const where = error.stack?.split('\n').find(line => /^\s+at .*\/src\//.test(line)) ?? ''
  const [kind = ''] = error.message.replace(/\d+|"[^"]*"/g, '…').split(': ')
  return `${error.name}: ${kind.slice(0, 120)} ${where.trim()}`
}
