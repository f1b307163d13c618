// TURN, by a real coturn: where only a relay of one's own leads to the other side, the signaling server names it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useStage, WITHOUT_UDP } from './harness.ts'
import { hasTurnServer, TurnServer } from './harness-turn.ts'

/** No candidate but those of TURN servers is taken. */
const ONLY_TURN = WITHOUT_UDP

const stage = useStage()

describe.skipIf(!hasTurnServer())('where no path but by TURN is found', () => {
  const secret = 'north'
  let turn: TurnServer
  beforeAll(async () => {
    turn = await TurnServer.start({ secret })
  })
  afterAll(() => turn?.stop())

  test('the session becomes a data channel by the TURN server that the signaling server names', async () => {
    await stage.stopSignaling()
    await stage.startSignaling({ ice: { turn: [turn.url], secret } })
    const host = await stage.host({ before: ONLY_TURN })
    const guest = await stage.guest(host, { before: ONLY_TURN })
    await guest.goesBy('data-channel')
    await host.run(async ({ session }) => void (await session?.register('com.example.double', ([x]) => 2 * Number(x))))
    expect(await guest.call('com.example.double', [21])).toBe(42)
    // Of host and guest: each with a credential that it accepted.
    expect(turn.log(/ALLOCATE processed, success/).length).toBeGreaterThanOrEqual(2)
  })

  test('with a wrong secret it is refused, and the session stays with the relay', async () => {
    await stage.stopSignaling()
    await stage.startSignaling({ ice: { turn: [turn.url], secret: 'south' } })
    const host = await stage.host({ before: ONLY_TURN })
    const guest = await stage.guest(host, { before: ONLY_TURN })
    await expect.poll(() => turn.log(/check_stun_auth/), { timeout: 30_000 }).not.toEqual([])
    expect(await guest.shown()).toMatchObject({ state: 'open', transport: 'relay' })
  })
})
