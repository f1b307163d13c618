// Node: the router over WebSocket, beside relays without WAMP and beside fox-wamp.

import { type Contest, contest, OURS, type Row, type Section } from '../section.ts'
import { idle } from './idle.ts'
import { patterns } from './patterns.ts'
import { type ServerName, ServerProcess } from './server-process.ts'
import { joins, traffic } from './traffic.ts'

const SERVERS: readonly ServerName[] = [OURS, 'raw ws', 'raw framed', 'raw net', 'fox-wamp']

export const node: Section = async bench => {
  const servers: ServerProcess[] = []
  const rows: Row[] = []
  try {
    for (const name of SERVERS) servers.push(await ServerProcess.start(name))
    const contests: Contest[] = [...traffic(bench, servers), joins(bench, servers), ...patterns(bench), idle(bench)]
    for (const each of contests) rows.push(...(await contest(bench, each)))
  } finally {
    for (const server of servers) server.stop()
  }
  return rows
}
