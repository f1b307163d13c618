// Gauges: how many sockets, rooms and bytes there are now.

import type { Crowd } from './crowd.ts'
import type { Gauge } from './metrics.ts'
import type { Rooms } from './rooms.ts'

export function gaugesOf(crowd: Crowd, rooms: Rooms): Gauge[] {
  const sockets = new Map([...KINDS].map(kind => [kind, 0]))
  for (const { is } of crowd) sockets.set(is, (sockets.get(is) ?? 0) + 1)
  const { hosted, waiting } = rooms.census
  return [
    {
      name: 'sockets',
      help: 'Open sockets; new ones have not yet said what they want.',
      values: [...sockets].map(([kind, value]) => ({ labels: `kind="${kind}"`, value })),
    },
    {
      name: 'rooms',
      help: 'Rooms that somebody hosts, and rooms where guests wait for a host.',
      values: [
        { labels: 'state="hosted"', value: hosted },
        { labels: 'state="waiting"', value: waiting },
      ],
    },
    {
      name: 'held_bytes',
      help: 'Bytes that wait in the server, as of at most a second ago.',
      values: [{ value: crowd.held }],
    },
  ]
}

const KINDS = ['new', 'host', 'guest', 'plain'] as const
