// Namespace: a network of one's own, in which UDP can be cut and from which nothing gets out.

import { spawnSync } from 'node:child_process'

const MARK = 'WAMP_MESH_CHAOS_NETWORK'
/** As in .ci/run. */
const ISOLATED = `ip link set lo up && ip link add v0 type veth peer name v1 && ip addr add 10.99.0.1/24 dev v0 &&
  ip link set v0 up && ip link set v1 up && ip route add default dev v0`

/** Runs this very program again in a network of its own, where that can be had, and ends with it. */
export function moveToOwnNetwork(): void {
  if (hasOwnNetwork() || process.getuid?.() !== 0) return
  if (!succeeds('unshare', '-n', '--', 'sh', '-c', ISOLATED)) return
  const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  const { status } = spawnSync('unshare', ['-n', '--', 'sh', '-c', `${ISOLATED} && exec "$@"`, 'sh', ...command], {
    stdio: 'inherit',
    env: { ...process.env, [MARK]: '1' },
  })
  process.exit(status ?? 1)
}

export function hasOwnNetwork(): boolean {
  return process.env[MARK] === '1'
}

/** Whether UDP can be cut here. */
export function canCutUdp(): boolean {
  return hasOwnNetwork() && succeeds('nft', 'list', 'ruleset')
}

/** Drops every UDP packet on its arrival: whoever sends it does not notice. */
export function cutUdp(): void {
  const rules = [
    'add table inet chaos',
    'add chain inet chaos arriving { type filter hook input priority 0; }',
    'add rule inet chaos arriving meta l4proto udp drop',
  ]
  for (const rule of rules) nft(...rule.split(' '))
}

export function restoreUdp(): void {
  succeeds('nft', 'delete', 'table', 'inet', 'chaos')
}

function nft(...rule: string[]): void {
  if (!succeeds('nft', ...rule)) throw new Error(`nft refuses: ${rule.join(' ')}`)
}

function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}
