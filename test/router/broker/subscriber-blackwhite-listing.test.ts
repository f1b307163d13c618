// subscriber_blackwhite_listing [wamp:subscriber-blackwhite-listing].

import { describe, expect, test } from 'vitest'
import { SERIALIZERS } from '../../raw-codec.ts'
import { type Peer, trace } from '../../trace.ts'

const PEOPLE = [
  { authid: 'ann', authrole: 'guest' },
  { authid: 'ben', authrole: 'guest' },
  { authid: 'ann', authrole: 'host' },
  { authid: 'cid', authrole: 'host' },
]

/** Which of the people get an event published with options that may need their session ids. */
async function receivers(options: (ids: number[]) => object, serializer = SERIALIZERS[0]) {
  const { joins } = trace()
  const peers: Peer[] = []
  for (const origin of PEOPLE) peers.push(await joins(serializer, { origin }))
  for (const peer of peers) peer.sends([32, 1, {}, 'com.app.t'])
  for (const peer of peers) await peer.got()
  const publisher = await joins(serializer)
  publisher.sends([16, 1, options(peers.map(peer => peer.id)), 'com.app.t'])
  const got = await Promise.all(peers.map(peer => peer.got()))
  expect(publisher.closed).toBeUndefined()
  return got.flatMap((messages, index) => (messages.length > 0 ? [index] : []))
}

describe.each(SERIALIZERS)('over $id', serializer => {
  test.each<[string, (ids: number[]) => object, number[]]>([
    ['nothing', () => ({}), [0, 1, 2, 3]],
    ['eligible', ids => ({ eligible: [ids[0], ids[3]] }), [0, 3]],
    ['eligible of nobody', () => ({ eligible: [] }), []],
    ['eligible of strangers', () => ({ eligible: [1, 2 ** 53] }), []],
    ['exclude', ids => ({ exclude: [ids[1]] }), [0, 2, 3]],
    ['exclude of nobody', () => ({ exclude: [] }), [0, 1, 2, 3]],
    ['eligible_authid', () => ({ eligible_authid: ['ann'] }), [0, 2]],
    ['eligible_authid of nobody', () => ({ eligible_authid: [] }), []],
    ['exclude_authid', () => ({ exclude_authid: ['ann', 'cid'] }), [1]],
    ['eligible_authrole', () => ({ eligible_authrole: ['host'] }), [2, 3]],
    ['exclude_authrole', () => ({ exclude_authrole: ['host'] }), [0, 1]],
    ['white and black at once', ids => ({ eligible: [ids[0], ids[1]], exclude: [ids[1]] }), [0]],
    ['name and role', () => ({ eligible_authid: ['ann'], eligible_authrole: ['host'] }), [2]],
    ['name but not role', () => ({ eligible_authid: ['ann'], exclude_authrole: ['host'] }), [0]],
    [
      'all six lists',
      ids => ({
        eligible: ids.slice(0, 3),
        exclude: [ids[1]],
        eligible_authid: ['ann', 'ben'],
        exclude_authid: ['cid'],
        eligible_authrole: ['host'],
        exclude_authrole: ['guest'],
      }),
      [2],
    ],
    ['null, so not said [T-6]', () => ({ eligible: null, exclude: null }), [0, 1, 2, 3]],
  ])('R-BW-1: %s', async (_, options, expected) => {
    expect(await receivers(options, serializer)).toEqual(expected)
  })

  test.each([
    { eligible: 1 },
    { eligible: ['x'] },
    { eligible: [1.5] },
    { eligible: [0] },
    { eligible: {} },
    { exclude: [-1] },
    { exclude: [null] },
    { eligible_authid: [1] },
    { eligible_authid: 'ann' },
    { exclude_authid: [true] },
    { eligible_authrole: [{}] },
    { exclude_authrole: 'guest' },
  ])('%j is a violation', async options => {
    const publisher = await trace().joins(serializer)
    publisher.sends([16, 1, options, 'com.app.t'])
    expect(await publisher.got()).toEqual([[3, expect.any(Object), 'wamp.error.protocol_violation']])
  })
})
