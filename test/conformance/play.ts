// Play: one scenario from its first step to the silence after the last.

import { show } from './match.ts'
import type { Peer } from './peer.ts'
import type { Json, Scenario, Step } from './scenario.ts'
import { Stage } from './stage.ts'
import type { Target } from './target.ts'

/** How a router's behaviour differs from a scenario. */
export interface Failure {
  /** `step 3 of 5: b gets`. */
  readonly where: string
  readonly expected: string
  readonly got: string
  /** In which of its parts a message differs. */
  readonly because?: string | undefined
}

class Differs extends Error {
  readonly failure: Omit<Failure, 'where'>

  constructor(failure: Omit<Failure, 'where'>) {
    super(`expected ${failure.expected}, got ${failure.got}`)
    this.failure = failure
  }
}

/** Plays a scenario; resolves to how the router failed it, or to `undefined`. Every peer has left by then. */
export async function play(scenario: Scenario, target: Target): Promise<Failure | undefined> {
  const stage = new Stage(scenario, target)
  let where = 'before the first step'
  try {
    for (const [name, setup] of Object.entries(scenario.peers)) {
      await stage.connect(name, setup)
      if (setup.joins !== 'later') await joins(stage, name)
    }
    for (const [index, step] of scenario.steps.entries()) {
      where = `step ${index + 1} of ${scenario.steps.length}: ${step[0]} ${step[1]}`
      await perform(step, stage, target)
    }
    where = 'after the last step'
    await nothingFor([...stage.peers], stage, target)
    return undefined
  } catch (thrown) {
    if (thrown instanceof Differs) return { where, ...thrown.failure }
    return { where, expected: 'it to be possible', got: thrown instanceof Error ? thrown.message : String(thrown) }
  } finally {
    await Promise.all([...stage.peers].map(peer => peer.leave()))
  }
}

async function perform(step: Step, stage: Stage, target: Target): Promise<void> {
  if (step[1] === 'passes') return target.pass(step[2])
  const peer = stage.peer(step[0])
  switch (step[1]) {
    case 'joins':
      return joins(stage, step[0])
    case 'sends': {
      const [, , ...messages] = step
      for (const message of messages) peer.send(message.map(item => stage.fill(item, peer)))
      return
    }
    case 'sends frame':
      return sendFrame(step[2][peer.serializer], peer)
    case 'gets':
      for (const expected of step.slice(2)) await gets(expected as Json, peer, stage)
      return
    case 'gets in any order':
      return getsInAnyOrder(step.slice(2) as Json[], peer, stage)
    case 'gets nothing':
      return nothingFor([peer], stage, target)
    case 'is aborted':
      return gets(['ABORT', {}, step[2], '$rest'], peer, stage)
    case 'loses its link':
      if (!(await peer.loses())) throw new Differs({ expected: 'the link to end', got: 'a link that stays open' })
      return
    case 'drops its link':
      peer.drop()
      await peer.loses()
      return
    default:
      step satisfies never
  }
}

async function joins(stage: Stage, name: string): Promise<void> {
  stage.hello(name)
  await gets(['WELCOME', '$id', '$dict'], stage.peer(name), stage)
}

async function gets(expected: Json, peer: Peer, stage: Stage): Promise<void> {
  const actual = await peer.next()
  const because = actual && stage.compare(expected, actual, peer)
  if (actual && because === undefined) return
  throw new Differs({ expected: show(expected), got: seen(actual, peer), because })
}

async function getsInAnyOrder(expected: readonly Json[], peer: Peer, stage: Stage): Promise<void> {
  const left = [...expected]
  while (left.length > 0) {
    const actual = await peer.next()
    const at = actual ? left.findIndex(message => stage.compare(message, actual, peer) === undefined) : -1
    if (at < 0) throw new Differs({ expected: left.map(show).join(' or '), got: seen(actual, peer) })
    left.splice(at, 1)
  }
}

/** Expects that nothing has come for `peers` that was not taken, once all that is under way has arrived. */
async function nothingFor(peers: readonly Peer[], stage: Stage, target: Target): Promise<void> {
  if (target.settled) await target.settled()
  else {
    // The first time all that the peers sent is acted on, the second time what that made the router send has come.
    for (const peer of stage.peers) await peer.ask()
    for (const peer of peers) await peer.ask()
  }
  for (const peer of peers) {
    const [first] = peer.rest()
    if (first) throw new Differs({ expected: `nothing more for ${peer.name}`, got: show(first) })
  }
}

function sendFrame(frame: string | undefined, peer: Peer): void {
  if (frame === undefined) throw new Error(`the scenario has no such frame for ${peer.serializer}`)
  const at = frame.indexOf(':')
  const [kind, content] = [frame.slice(0, at), frame.slice(at + 1)]
  peer.sendFrame(kind === 'text' ? content : new Uint8Array(Buffer.from(content, 'hex')))
}

function seen(actual: readonly unknown[] | undefined, peer: Peer): string {
  if (actual) return show(actual)
  return peer.ended ? 'the end of the link' : 'nothing in time'
}
