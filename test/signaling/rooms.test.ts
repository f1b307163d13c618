// Rooms by themselves: who is told what, in which order, and who waits for whom.

import { expect, test } from 'vitest'
import { ANY, FakeSocket, hosts, joins, plain, relay, scene, TICKET } from './fake-room.ts'

test('host and guests are told of each other, whoever comes first', () => {
  const { room } = scene()
  const early = joins(room)
  expect(early.news).toEqual(['waiting'])
  const host = hosts(room)
  expect(host.news).toEqual(['hosting', 'guest 1'])
  expect(early.news).toEqual(['host'])
  const late = joins(room)
  expect(host.news).toEqual(['guest 2'])
  expect(late.news).toEqual(['host'])
  joins(room, plain())
  expect(host.news).toEqual(['plain 3'])
})

test('bytes pass between a guest and the host, and to nobody else', () => {
  const { room } = scene()
  const host = hosts(room)
  const [a, b] = [joins(room), joins(room)]
  void [host.news, a.news, b.news]
  a.says(1, 2)
  relay(host, 2, [3])
  expect([host.news, a.news, b.news]).toEqual([['1: 1,2.'], [], ['3.']])
})

test('a host that goes leaves mesh guests waiting and plain clients outside', () => {
  const { rooms, room } = scene()
  const host = hosts(room)
  const [mesh, client] = [joins(room), joins(room, plain())]
  void [mesh.news, client.news]
  room.unhost(host.hosting)
  expect(mesh.news).toEqual(['gone'])
  expect(client.news).toEqual(['closed 1001'])
  mesh.says(1)
  expect(rooms.census).toEqual({ hosted: 0, waiting: 1 })
  expect(hosts(rooms.open('a')).news).toEqual(['hosting', 'guest 1'])
  expect(mesh.news).toEqual(['host'])
})

test('a newer host supersedes the older, which can do nothing more', () => {
  const { rooms, room } = scene()
  const old = hosts(room)
  const mesh = joins(room)
  const client = joins(room, plain())
  void [old.news, mesh.news, client.news]
  const young = hosts(room)
  expect(old.news).toEqual(['closed 4001'])
  expect(mesh.news).toEqual(['gone', 'host'])
  expect(client.news).toEqual(['closed 1001'])
  expect(young.news).toEqual(['hosting', 'guest 1'])
  relay(old, 1, [6, 6, 6])
  old.hosting.closeGuest(1, 'spite')
  expect(mesh.news).toEqual([])
  expect(rooms.open('a')).toBe(room)
})

test('a superseded host without guests does not take the room along', () => {
  const { rooms, room } = scene()
  hosts(room)
  hosts(room)
  expect(rooms.hosted('a')).toBe(room)
  expect(joins(rooms.open('a')).news).toEqual(['host'])
})

test('a guest number does not come back while the host lives', () => {
  const { room } = scene()
  const host = hosts(room)
  joins(room).leave('went home')
  expect(host.news).toEqual(['hosting', 'guest 1', 'left 1'])
  joins(room)
  expect(host.news).toEqual(['guest 2'])
  relay(host, 1, [1])
  relay(host, 99, [1])
  host.hosting.closeGuest(1, 'again')
  expect(host.news).toEqual([])
})

test('the host sends a guest away', () => {
  const { room } = scene()
  const host = hosts(room)
  const guest = joins(room)
  void [host.news, guest.news]
  host.hosting.closeGuest(1, 'no')
  expect(guest.news).toEqual(['closed 4004'])
  expect(host.news).toEqual(['left 1'])
})

test('an empty room is forgotten', () => {
  const { rooms, room } = scene()
  const host = hosts(room)
  const guest = joins(room)
  guest.leave()
  room.unhost(host.hosting)
  expect(rooms.census).toEqual({ hosted: 0, waiting: 0 })
  const lonely = joins(rooms.open('b'))
  expect(rooms.census).toEqual({ hosted: 0, waiting: 1 })
  lonely.leave()
  expect(rooms.census).toEqual({ hosted: 0, waiting: 0 })
})

test('a guest that does not read pauses the host for itself alone', () => {
  const { room } = scene({ pauseAt: 100, resumeAt: 10 })
  const host = hosts(room)
  const [slow, quick] = [joins(room), joins(room)]
  void [host.news, quick.news]
  slow.buffered = 101
  relay(host, 1, [1])
  relay(host, 1, [2])
  relay(host, 2, [3])
  expect(host.news).toEqual(['pause 1'])
  expect(quick.news).toEqual(['3.'])
  slow.buffered = 11
  room.drained(slow.guest)
  expect(host.news).toEqual([])
  slow.buffered = 10
  room.drained(slow.guest)
  room.drained(slow.guest)
  expect(host.news).toEqual(['resume 1'])
})

test('guests take turns at a host that is slow, and are not read until their turn came', () => {
  const { room } = scene({ pauseAt: 1000, resumeAt: 100 })
  const host = hosts(room)
  const [big, small] = [joins(room, plain('wamp.2.msgpack')), joins(room)]
  void host.news
  host.buffered = 1000
  room.relay(big.guest, new Uint8Array(150_000))
  small.says(1)
  expect([big.reading, small.reading]).toEqual([false, true])
  expect(host.news).toEqual([])
  host.buffered = 0
  host.hosting.hostDrained()
  expect(host.news).toEqual(['1: 65536 bytes', '2: 1.', '1: 65536 bytes', '1: 18928 bytes.'])
  expect(big.reading).toBe(true)
})

test('what a guest said last reaches the host before the news that it left', () => {
  const { room } = scene()
  const host = hosts(room)
  const guest = joins(room, plain())
  void host.news
  host.buffered = Infinity
  guest.says(1)
  guest.leave()
  relay(host, 1, [7])
  expect(host.news).toEqual([])
  host.buffered = 0
  host.hosting.hostDrained()
  expect(host.news).toEqual(['1: 1. text', 'left 1'])
})

test('what left guests said goes first when memory is short, and is counted', () => {
  const { room, rooms, metrics } = scene()
  const host = hosts(room)
  const [gone, here] = [joins(room), joins(room)]
  void host.news
  host.buffered = Infinity
  gone.says(1)
  here.says(2)
  gone.leave()
  rooms.forgetLeavers()
  expect(host.news).toEqual(['left 1'])
  host.buffered = 0
  host.hosting.hostDrained()
  expect(host.news).toEqual(['2: 2.'])
  expect(metrics.text([])).toContain('wamp_mesh_dropped_frames_total{reason="void"} 1')
})

test('what waited for a host that goes is void, and its guests are read again', () => {
  const { room, metrics } = scene({ pauseAt: 100, resumeAt: 10 })
  const host = hosts(room)
  const guest = joins(room)
  host.buffered = 1000
  guest.says(1)
  expect(guest.reading).toBe(false)
  room.unhost(host.hosting)
  expect(guest.reading).toBe(true)
  expect(hosts(room).news).toEqual(['hosting', 'guest 1'])
  expect(metrics.text([])).toContain('wamp_mesh_dropped_frames_total{reason="void"} 1')
})

test('pieces of a plain message keep their ends, and their kind follows the subprotocol', () => {
  const { room } = scene()
  const host = hosts(room)
  const [json, msgpack, mesh] = [joins(room, plain()), joins(room, plain('wamp.2.msgpack')), joins(room)]
  void [json.news, msgpack.news, mesh.news]
  relay(host, 1, [1], false)
  relay(host, 2, [2], false)
  relay(host, 1, [3])
  relay(host, 3, [4], false)
  expect([json.news, msgpack.news, mesh.news]).toEqual([['1 text', '3. text'], ['2'], ['4.']])
})

test('a plain client is refused for what is wrong', () => {
  const { rooms, room } = scene({ guestsPerRoom: 1 })
  const kind = (task: () => unknown) => {
    try {
      return task()
    } catch (error) {
      return (error as { kind: string }).kind
    }
  }
  expect(kind(() => rooms.hosted('unknown'))).toBe('nobody_hosts')
  expect(kind(() => room.choose(TICKET, ['wamp.2.json']))).toBe('nobody_hosts')
  expect(kind(() => room.join(new FakeSocket(), plain()))).toBe('nobody_hosts')
  hosts(room)
  expect(kind(() => room.choose(TICKET.toLowerCase(), ['wamp.2.json']))).toBe('wrong_ticket')
  expect(kind(() => room.choose(TICKET, ['wamp.2.cbor', 'wamp.2.json.batched']))).toBe('no_common_protocol')
  expect(room.choose(TICKET, ['wamp.2.cbor', 'wamp.2.json', 'wamp.2.msgpack'])).toBe('wamp.2.json')
  joins(room)
  expect(kind(() => room.choose(TICKET, ['wamp.2.json']))).toBe('room_full')
  expect(kind(() => room.join(new FakeSocket()))).toBe('room_full')
  room.claim(new FakeSocket(true), { protocols: [], ticketHash: ANY.ticketHash })
  expect(kind(() => room.choose(TICKET, ['wamp.2.json']))).toBe('no_plain_clients')
  room.claim(new FakeSocket(true), { protocols: ANY.protocols, ticketHash: undefined })
  expect(kind(() => room.choose(TICKET, ['wamp.2.json']))).toBe('no_plain_clients')
})

test('there are only so many rooms', () => {
  const { rooms, room } = scene({ rooms: 1 })
  const guest = joins(room)
  expect(() => rooms.open('b')).toThrow('This server has 1 rooms')
  expect(rooms.open('a')).toBe(room)
  guest.leave()
  expect(() => rooms.open('b')).not.toThrow()
})

test('a host gets the place of a room in which guests only wait, and of no other', () => {
  const { rooms, room } = scene({ rooms: 2 })
  const waiting = joins(rooms.open('w'))
  void waiting.news
  expect(() => rooms.open('x')).toThrow('This server has 2 rooms')
  hosts(room)
  hosts(rooms.open('x', { proven: true }))
  expect(waiting.news).toEqual(['closed 1013'])
  expect(() => rooms.open('y', { proven: true })).toThrow('This server has 2 rooms')
})
