// The connection in words: of hosts and guests, in good times and bad.

import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Connection, statusOf, titleOf } from '../../../demo/game/ui/status.ts'
import { FRENCH } from '../../../demo/game/words-fr.ts'

afterEach(() => vi.unstubAllGlobals())

const connection = (given: Partial<Connection>): Connection => ({
  state: 'open',
  role: 'guest',
  transport: undefined,
  waiting: false,
  liveness: 'alive',
  risk: undefined,
  room: undefined,
  router: undefined,
  ...given,
})
const room = (transport: 'memory' | 'message-port') => ({ transport }) as NonNullable<Connection['room']>

describe('a host', () => {
  it.each([
    [{ room: room('memory') }, 'in this tab'],
    [{ room: room('memory'), router: 'shared-worker' as const }, 'in this tab'],
    [{ room: room('message-port') }, 'in a shared worker'],
    [{ room: room('message-port'), router: 'service-worker' as const }, 'in a service worker'],
  ])('reads where the router lives: %j', (given, where) => {
    vi.stubGlobal('navigator', { serviceWorker: {} })
    expect(statusOf(connection({ role: 'host', ...given }), true)).toEqual({
      mood: 'good',
      words: 'You host',
      where,
      advice: undefined,
    })
  })

  it('whose browser has no Service Workers has a SharedWorker', () => {
    vi.stubGlobal('navigator', {})
    const given = { role: 'host', room: room('message-port'), router: 'service-worker' } as const
    expect(statusOf(connection(given), true).where).toBe('in a shared worker')
  })

  it('that may be put to sleep is advised, and says so in the title, which is seen in the background', () => {
    const risky = statusOf(connection({ role: 'host', room: room('memory'), risk: 'It may be frozen.' }), true)
    expect(risky).toMatchObject({ mood: 'wait', advice: 'It may be frozen.', where: 'in this tab' })
    expect(titleOf(risky)).toBe('⚠ Meadow · wamp-mesh')
  })

  it.each([
    [{ state: 'connecting' }, 'opening'],
    [{ state: 'reconnecting' }, 'out of reach'],
    [{ liveness: 'asleep' }, 'reconnecting'],
  ] as const)('waits: %j', (given, where) => {
    expect(statusOf(connection({ role: 'host', room: room('message-port'), ...given }), true)).toMatchObject({
      mood: 'wait',
      where,
    })
  })
})

describe('a guest', () => {
  it.each([
    ['relay', 'relayed'],
    ['data-channel', 'direct'],
    ['message-port', 'direct, same browser'],
    [undefined, undefined],
  ] as const)('by %s reads: %s', (transport, where) => {
    const status = statusOf(connection({ transport }), true)
    expect(status).toEqual({ mood: 'good', words: 'Guest', where })
    expect(titleOf(status)).toBe('Meadow · wamp-mesh')
  })

  it.each([
    [{ liveness: 'asleep' }, 'Reconnecting', /silent.*keep your place/],
    [{ liveness: undefined }, 'Reconnecting', /lost.*return to your square/],
    [{ waiting: true }, 'Waiting for host', /Nobody hosts/],
    [{ state: 'connecting' }, 'Connecting', /^$/],
  ] as const)('waits: %j', (given, words, advice) => {
    const status = statusOf(connection({ state: 'reconnecting', ...given }), true)
    expect(status).toMatchObject({ mood: 'wait', words })
    expect(status.advice ?? '').toMatch(advice)
    expect(titleOf(status)).toBe(status.advice ? `${words} · Meadow · wamp-mesh` : 'Meadow · wamp-mesh')
  })
})

it.each([
  [{ role: 'host', room: room('message-port') }, 'Hôte', 'worker partagé', 'Le pré · wamp-mesh'],
  [{ transport: 'data-channel' }, 'En visite', 'en direct', 'Le pré · wamp-mesh'],
  [
    { state: 'reconnecting', waiting: true },
    'En attente de l’hôte',
    undefined,
    'En attente de l’hôte · Le pré · wamp-mesh',
  ],
  [{ role: 'host', state: 'reconnecting' }, 'Hôte', 'hors d’atteinte', '⚠ Le pré · wamp-mesh'],
] as const)('in French: %j reads %s %s, and is entitled %s', (given, words, where, title) => {
  const status = statusOf(connection(given), true, FRENCH)
  expect(status).toMatchObject({ words, ...(where && { where }) })
  expect(titleOf(status, FRENCH)).toBe(title)
})

it('a device that is offline reads so before all else', () => {
  expect(statusOf(connection({ role: 'host' }), false)).toMatchObject({ mood: 'wait', words: 'Offline' })
})
