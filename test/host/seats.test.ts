// The guests' links by their names: found as long as they live, and with the tunnel that their guest came by last.

import { expect, test } from 'vitest'
import { Seats } from '../../src/host/seats.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { settled } from '../trace.ts'
import { fragmentPair } from '../transport/channel-pair.ts'

function wire() {
  const told: string[] = []
  return {
    told,
    pathless: () => void told.push('pathless'),
    ended: (reason: string) => void told.push(reason),
    transport: () => 'relay' as const,
  }
}

test('a link is found by its name until it ends, and its tunnel hears that it ended', () => {
  const seats = new Seats({ grace: 1_000 })
  const tunnel = wire()
  const seat = seats.open('a', msgpack, tunnel)
  expect(seats.find('a')).toBe(seat)
  expect(seats.find('b')).toBeUndefined()
  expect(seats.size).toBe(1)
  seat.link.end('enough')
  expect(seats.find('a')).toBeUndefined()
  expect(seats.size).toBe(0)
  expect(tunnel.told).toEqual(['enough'])
})

test('only the tunnel that the guest came by last is told', async () => {
  const seats = new Seats({ grace: 1_000 })
  const [first, second] = [wire(), wire()]
  const seat = seats.open('a', msgpack, first)
  const path = fragmentPair(msgpack)
  seat.link.take(path.left)
  seat.wire = second
  path.left.ended('cut')
  await settled()
  seat.link.end('enough')
  expect([first.told, second.told]).toEqual([[], ['pathless', 'enough']])
})

test('a link that nobody comes back to ends after the grace', async () => {
  const seats = new Seats({ grace: 20 })
  const tunnel = wire()
  seats.open('a', msgpack, tunnel)
  await expect.poll(() => tunnel.told).toEqual([expect.stringContaining('Nothing was heard')])
  expect(seats.find('a')).toBeUndefined()
})

test('of too many that are away the one ends that has been away longest', () => {
  const seats = new Seats({ grace: 60_000 })
  for (let number = 0; number <= 1_001; number++) seats.open(`${number}`, msgpack).link.slept()
  expect(seats.size).toBe(1_000)
  expect([seats.find('0'), seats.find('1')]).toEqual([undefined, undefined])
  expect(seats.find('1001')).toBeDefined()
  for (let number = 2; number <= 1_001; number++) seats.find(`${number}`)?.link.end('enough')
  expect(seats.size).toBe(0)
})

test('where too much is kept for all together, whoever is owed most goes, and the others keep theirs', async () => {
  const MIB = 1024 * 1024
  const seats = new Seats({ grace: 60_000, limitOfAll: 6 * MIB })
  const tunnels = [wire(), wire(), wire()]
  const links = tunnels.map((tunnel, number) => seats.open(`${number}`, msgpack, tunnel).link)
  const owe = (number: number, mebibytes: number) => {
    for (let some = 0; some < 16 * mebibytes; some++) links[number]?.send(new Uint8Array(MIB / 16))
  }
  owe(0, 1)
  owe(1, 3)
  owe(2, 1)
  expect(seats.size).toBe(3)
  owe(0, 1)
  await settled()
  expect(tunnels.map(({ told }) => told.at(-1) ?? '')).toEqual(['', expect.stringContaining('cannot keep up'), ''])
  expect([links[1]?.bufferedAmount, seats.size]).toEqual([0, 2])
  expect(links[0]?.bufferedAmount).toBeGreaterThan(2 * MIB)
})
