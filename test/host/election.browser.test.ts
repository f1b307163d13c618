// Election by Web Locks, in a real browser: requests of one page wait for one another as those of different tabs do.

import { afterEach, describe, expect, test } from 'vitest'
import { type Candidacy, standForElection } from '../../src/host/election.ts'
import { until } from '../transport/link-acceptance.ts'

let names = 0
const standing: Candidacy[] = []

afterEach(() => {
  for (const candidacy of standing.splice(0)) candidacy.withdraw()
})

/** An election of its own, what its candidates heard in order, and what its lock looks like. */
function election() {
  const name = `test election ${names++}`
  const heard: string[] = []
  const stand = (who: string, locks?: LockManager) => {
    const candidate = { elected: () => heard.push(`${who} leads`), deposed: () => heard.push(`${who} is deposed`) }
    const candidacy = standForElection(name, candidate, locks)
    standing.push(candidacy)
    return candidacy
  }
  const state = async () => {
    const { held = [], pending = [] } = await navigator.locks.query()
    const count = (locks: LockInfo[]) => locks.filter(lock => lock.name === name).length
    return { held: count(held), waiting: count(pending) }
  }
  const settles = async (held: number, waiting: number) => {
    for (let now = await state(); now.held !== held || now.waiting !== waiting; now = await state());
  }
  return { heard, stand, settles, hears: (count: number) => until(() => heard.length >= count) }
}

describe('an election', () => {
  test('the first one leads, later, not within the call; the second waits', async () => {
    const { heard, stand, settles } = election()
    stand('A')
    expect(heard).toEqual([])
    stand('B')
    await settles(1, 1)
    expect(heard).toEqual(['A leads'])
  })

  test('elections of different names have nothing to do with each other', async () => {
    const one = election()
    const two = election()
    one.stand('A')
    two.stand('B')
    await Promise.all([one.hears(1), two.hears(1)])
  })

  test('the leader withdraws: who stood next leads, and the former hears nothing more', async () => {
    const { heard, stand, hears, settles } = election()
    const first = stand('A')
    stand('B')
    stand('C')
    await hears(1)
    first.withdraw()
    await hears(2)
    await settles(1, 1)
    expect(heard).toEqual(['A leads', 'B leads'])
  })

  test('who withdraws while waiting is passed over', async () => {
    const { heard, stand, hears, settles } = election()
    const first = stand('A')
    const second = stand('B')
    stand('C')
    await hears(1)
    second.withdraw()
    first.withdraw()
    await hears(2)
    await settles(1, 0)
    expect(heard).toEqual(['A leads', 'C leads'])
  })

  test('who withdraws at once never leads', async () => {
    const { heard, stand, hears, settles } = election()
    stand('A').withdraw()
    stand('B')
    await hears(1)
    await settles(1, 0)
    expect(heard).toEqual(['B leads'])
  })

  test('a leader whose page goes away is followed by the next', async () => {
    const { heard, stand, hears } = election()
    const frame = document.body.appendChild(document.createElement('iframe'))
    stand('A', frame.contentWindow?.navigator.locks)
    await hears(1)
    stand('B')
    frame.remove()
    await hears(2)
    expect(heard).toEqual(['A leads', 'B leads'])
  })

  test('seized: the leader is deposed, and the seizer leads before those who wait', async () => {
    const { heard, stand, hears, settles } = election()
    const first = stand('A')
    stand('B')
    const third = stand('C')
    await hears(1)
    third.seize()
    await hears(3)
    await settles(1, 1)
    expect([...heard].sort()).toEqual(['A is deposed', 'A leads', 'C leads'])
    third.withdraw()
    await hears(4)
    expect(heard[3]).toBe('B leads')
    // A deposed one does not come back by itself, and its candidacy is of no use any more.
    first.seize()
    first.withdraw()
    await settles(1, 0)
    expect(heard.length).toBe(4)
  })

  test('a seizer is deposed like any other leader, and a deposed one may stand again', async () => {
    const { heard, stand, hears, settles } = election()
    stand('A')
    const second = stand('B')
    await hears(1)
    second.seize()
    await hears(3)
    const again = stand('A again')
    await settles(1, 1)
    again.seize()
    await hears(5)
    await settles(1, 0)
    expect(heard.slice(3).sort()).toEqual(['A again leads', 'B is deposed'])
  })

  test('the leader seizes: it leads on', async () => {
    const { heard, stand, hears, settles } = election()
    const first = stand('A')
    stand('B')
    await hears(1)
    first.seize()
    await settles(1, 1)
    expect(heard).toEqual(['A leads'])
  })

  test('seized in the moment in which the lock comes by itself: elected once', async () => {
    const { heard, stand, hears, settles } = election()
    const first = stand('A')
    const second = stand('B')
    await hears(1)
    await settles(1, 1)
    first.withdraw()
    for (let turn = 0; turn < 5; turn++) {
      await Promise.resolve()
      second.seize()
    }
    await hears(2)
    await settles(1, 0)
    expect(heard).toEqual(['A leads', 'B leads'])
  })

  test('who withdraws right after it seized leaves the lead to the next', async () => {
    const { heard, stand, hears, settles } = election()
    stand('A')
    const second = stand('B')
    stand('C')
    await hears(1)
    second.seize()
    second.withdraw()
    await hears(3)
    await settles(1, 0)
    expect([...heard].sort()).toEqual(['A is deposed', 'A leads', 'C leads'])
  })
})

describe('without Web Locks', () => {
  /** As on plain http, where the navigator has none. */
  async function withoutLocks(act: () => Promise<void>) {
    Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true })
    try {
      await act()
    } finally {
      Reflect.deleteProperty(navigator, 'locks')
    }
  }

  test('nobody leads but who is appointed, once', () =>
    withoutLocks(async () => {
      const { heard, stand, hears } = election()
      const first = stand('A')
      const second = stand('B')
      second.seize()
      second.seize()
      expect(heard).toEqual([])
      await hears(1)
      second.withdraw()
      first.seize()
      await hears(2)
      expect(heard).toEqual(['B leads', 'A leads'])
    }))

  test('who withdraws is not elected any more', () =>
    withoutLocks(async () => {
      const { heard, stand, hears } = election()
      const first = stand('A')
      first.seize()
      first.withdraw()
      first.seize()
      stand('B').seize()
      await hears(1)
      expect(heard).toEqual(['B leads'])
    }))
})
