// Play: one fault in one setting, from the first page to the verdict.

import type { Participant } from '../e2e/harness-participant.ts'
import type { Diary } from './diary.ts'
import { type Fault, lasting } from './fault.ts'
import { flowing, startLoad, stopLoad } from './load.ts'
import { GUESTS, type Guest, type Path, type RouterKind, Scene } from './scene.ts'
import type { Theatre } from './theatre.ts'
import { type Calls, type Events, judgeCalls, judgeEvents } from './verdict.ts'

/** Milliseconds until the host has to have seen who is gone for good. */
const LEAVING = 60_000
/** Milliseconds after which a case is given up: a page hangs. */
const LIMIT = 300_000

export interface Case {
  readonly fault: Fault
  readonly path: Path
  readonly router: RouterKind
  /** Milliseconds that the load goes on when it flows again. */
  readonly afterwards: number
}

export interface Outcome {
  readonly events: Events
  readonly calls: Calls
  /** How many of the sessions it was about have the id that they had, of how many that came back. */
  readonly kept: readonly [kept: number, of: number]
  /** How many sessions the host saw leave, of those it was about, and join. */
  readonly seen: readonly [left: number, joined: number]
  /** Of victims that do not come back: milliseconds until the host saw them leave. */
  readonly leave: number | null
  /** Who is open, and by another path than at first. */
  readonly elsewhere: readonly Guest[]
  /** What else is to be said. */
  readonly remarks: readonly string[]
}

export async function play(theatre: Theatre, played: Case): Promise<Outcome> {
  const { fault, path, router } = played
  const { tabs, emulated, wired, before, early } = fault
  const setting = { tabs, emulated, wired, before, early }
  const given = Object.fromEntries(Object.entries(setting).filter(([, value]) => value !== undefined))
  const scene = await Scene.open(theatre, { path, router, ...given })
  const end = new AbortController()
  try {
    return await Promise.race([playIn(scene, played), limit(end.signal)])
  } finally {
    end.abort()
    await fault.undo?.(scene)
    await scene.close()
  }
}

async function playIn(scene: Scene, { fault, afterwards }: Case): Promise<Outcome> {
  await startLoad(scene)
  const before = await idsOf(scene)
  const begun = Date.now()
  const since = await fault.apply(scene)
  const remarks: string[] = []
  await flowing(scene, since).catch(() => remarks.push('did not recover'))
  if (fault.final) await seenLeaving(scene, before.get(fault.victims[0] as Guest))
  for (const participant of scene.present) await participant.until('open').catch(() => {})
  await lasting(afterwards)
  await stopLoad(scene)
  const diaries = await diariesOf(scene)
  const watched = fault.victims.includes('host') ? GUESTS : (fault.victims as readonly Guest[])
  const back = watched.filter(role => !scene.isGone(role))
  const { closed, elsewhere } = await wheres(scene)
  const ids = new Set(watched.map(role => before.get(role)))
  const left = diaries.host.left.filter(([id, at]) => ids.has(id) && at >= begun)
  return {
    events: judgeEvents(diaries.publisher, diaries.subscriber, since),
    calls: judgeCalls(diaries.subscriber.calls, diaries.callee?.invoked, since),
    kept: [back.filter(role => diaries[role]?.ids.at(-1) === before.get(role)).length, back.length],
    seen: [left.length, diaries.host.joined.filter(([, at]) => at >= begun).length],
    leave: fault.final && left[0] ? left[0][1] - since : null,
    elsewhere,
    remarks: [
      ...remarks,
      ...closed,
      ...(fault.reloads ? [] : loadedAgain(diaries)),
      ...scene.uncaught.map(error => `uncaught: ${error}`),
    ],
  }
}

interface Diaries extends Record<Exclude<Guest, 'callee'> | 'host', Diary> {
  readonly callee: Diary | undefined
}

async function diariesOf(scene: Scene): Promise<Diaries> {
  const read = async (participant: Participant) => {
    const diary = await scene.diary(participant)
    if (!diary) throw new Error('A page that was to stay is gone.')
    return diary
  }
  return {
    host: await read(scene.host),
    publisher: await read(scene.guest('publisher')),
    subscriber: await read(scene.guest('subscriber')),
    callee: await scene.diary(scene.guest('callee')),
  }
}

async function idsOf(scene: Scene): Promise<Map<Guest, number>> {
  return new Map(await Promise.all(GUESTS.map(async role => [role, await scene.guest(role).sessionId()] as const)))
}

/** Whoever went without a word may be kept a place for a while. */
async function seenLeaving(scene: Scene, id: number | undefined): Promise<void> {
  await scene.host.when((_, gone) => diary.left.some(([id]) => id === gone), id, LEAVING).catch(() => {})
}

/** Who is not open at the end, and who is there by another path. */
async function wheres(scene: Scene): Promise<{ closed: string[]; elsewhere: Guest[] }> {
  const [closed, elsewhere]: [string[], Guest[]] = [[], []]
  for (const role of GUESTS.filter(role => !scene.isGone(role))) {
    const { state, transport } = await scene.guest(role).shown()
    if (state !== 'open') closed.push(`${role} is ${state}`)
    else if (transport !== scene.setting.path) elsewhere.push(role)
  }
  return { closed, elsewhere }
}

/** Who should have been kept by its browser while it was left. */
function loadedAgain(diaries: Diaries): string[] {
  const again = Object.entries(diaries).filter(([, diary]: [string, Diary | undefined]) => diary && diary.loads > 1)
  return again.map(([role]) => `${role}'s page was loaded again`)
}

function limit(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(() => reject(new Error(`nothing came of it within ${LIMIT / 1_000} s`)), LIMIT)
    signal.addEventListener('abort', () => clearTimeout(timer))
  })
}
