// Node: the router over WebSocket, beside relays without WAMP and beside fox-wamp.

import { type Contest, contest, type Row, type Section } from '../section.ts'
import { idle } from './idle.ts'
import { patterns } from './patterns.ts'
import { Servers } from './servers.ts'
import { joins, traffic } from './traffic.ts'

export const node: Section = async bench => {
  const servers = new Servers(bench.profile)
  const contests: Contest[] = [...traffic(bench, servers), joins(bench, servers), ...patterns(bench), idle(bench)]
  const rows: Row[] = []
  for (const each of contests) rows.push(...(await contest(bench, each)))
  await servers.stop()
  return rows
}
