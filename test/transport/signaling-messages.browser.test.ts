// What the signaling server tells of STUN and TURN servers is what a browser takes: one that it does not would end all data channels.

import { expect, test } from 'vitest'
import { parseToGuest } from '../../src/transport/signaling-messages.ts'
import { UNUSABLE, USABLE } from './ice-servers.ts'

test('a browser takes what is left of a list of STUN and TURN servers', () => {
  const all = [...UNUSABLE.map(([, server]) => server).slice(0, 10), ...USABLE]
  const message = parseToGuest(JSON.stringify({ type: 'ice', servers: all }))
  if (message.type !== 'ice') throw new Error(message.type)
  const iceServers: RTCIceServer[] = message.servers
  const connection = new RTCPeerConnection({ iceServers })
  expect(connection.getConfiguration().iceServers).toHaveLength(USABLE.length)
  connection.close()
})
