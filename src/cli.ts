#!/usr/bin/env node
// wamp-mesh: the command. Composes the signaling server and the router on Node.

import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { createSignalingServer } from '../signaling/server.ts'
import { startNodeRouter } from './host/node.ts'
import { readRules } from './host/rules.ts'

const USAGE = `Usage:
  wamp-mesh signal [--port 8080] [--address HOST] [--origin https://example.org]... [--trust-proxy HOPS]
                   [--cert FILE --key FILE] [--stun stun:HOST:3478]... [--turn turn:HOST:3478]... [--turn-secret-file FILE]
      The signaling server: introduces guests to hosts, relays where they cannot connect directly. /healthz tells whether it
      runs, /metrics what it does. With --cert and --key (PEM) it speaks TLS, and reads them again when they change and on
      SIGHUP. Behind proxies of your own that set X-Forwarded-For, --trust-proxy is how many they are, so that limits
      count for clients and not for the proxy. Hosts and guests are told of the STUN and TURN servers, with credentials for
      a day made from the secret that those share with it (coturn: static-auth-secret), in a file or WAMP_MESH_TURN_SECRET.
  wamp-mesh router [--port 8081] [--address HOST] [--realm realm1]... [--rules FILE] [--origin https://example.org]...
      A WAMP router on ws://HOST:PORT/ws, without rate limits. Without --realm any realm can be joined, by anybody, who
      may do everything there. With --rules the realms are those of a JSON file, with their users and permissions. Web
      pages may connect from this machine or HOST itself; with --origin only those of the named origins, '*' for all.
  wamp-mesh help
`

interface Running {
  readonly url: string
  renew?(): void
  close(): Promise<void>
}

const COMMANDS: Record<string, (args: string[]) => Promise<Running>> = { signal, router }

async function signal(args: string[]): Promise<Running> {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '8080' },
      address: { type: 'string' },
      origin: { type: 'string', multiple: true },
      'trust-proxy': { type: 'string', default: '0' },
      cert: { type: 'string' },
      key: { type: 'string' },
      stun: { type: 'string', multiple: true, default: [] },
      turn: { type: 'string', multiple: true, default: [] },
      'turn-secret-file': { type: 'string' },
    },
  })
  const { cert, key, stun, turn } = values
  if ((cert === undefined) !== (key === undefined)) throw new Error('--cert and --key belong together')
  const secret = turn.length === 0 ? '' : await turnSecret(values['turn-secret-file'])
  const server = await createSignalingServer({
    port: whole('--port', values.port, 65535),
    trustProxy: whole('--trust-proxy', values['trust-proxy'], 100),
    ...(values.address !== undefined && { address: values.address }),
    ...(values.origin && { origins: values.origin }),
    ...(cert !== undefined && key !== undefined && { tls: { cert, key } }),
    ...(stun.length + turn.length > 0 && { ice: { stun, turn, secret } }),
  })
  // Without a certificate SIGHUP ends it, as it does any program whose terminal is closed.
  return { url: server.url, close: () => server.close(), ...(cert !== undefined && { renew: () => server.renew() }) }
}

async function turnSecret(file: string | undefined): Promise<string> {
  const secret = file === undefined ? process.env.WAMP_MESH_TURN_SECRET : await read('--turn-secret-file', file)
  if (secret?.trim()) return secret.trim()
  throw new Error('--turn needs the secret of the TURN server: --turn-secret-file FILE, or WAMP_MESH_TURN_SECRET')
}

async function router(args: string[]): Promise<Running> {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '8081' },
      address: { type: 'string' },
      realm: { type: 'string', multiple: true },
      rules: { type: 'string' },
      origin: { type: 'string', multiple: true },
    },
  })
  if (values.realm && values.rules !== undefined) throw new Error('--realm and --rules cannot be used together')
  const realms = values.rules === undefined ? values.realm : await rulesIn(values.rules)
  return startNodeRouter({
    port: whole('--port', values.port, 65535),
    ...(values.address !== undefined && { address: values.address }),
    ...(realms && { realms }),
    ...(values.origin && { origins: values.origin }),
  })
}

async function read(option: string, file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: Error) => {
    throw new Error(`${option}: ${file} cannot be read: ${cause.message}`, { cause })
  })
}

async function rulesIn(file: string): Promise<ReturnType<typeof readRules>> {
  const text = await read('--rules', file)
  try {
    return readRules(text)
  } catch (cause) {
    throw new Error(`--rules: in ${file} ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

function whole(option: string, value: string, most: number): number {
  const number = Number(value)
  if (/^\d+$/.test(value) && number <= most) return number
  throw new Error(`${option} must be a number from 0 to ${most}, and is ${value}`)
}

async function main([name = 'help', ...args]: string[]): Promise<void> {
  const command = COMMANDS[name]
  if (command === undefined) {
    const asked = ['help', '--help', '-h'].includes(name)
    ;(asked ? process.stdout : process.stderr).write(asked ? USAGE : `There is no command ${name}.\n${USAGE}`)
    process.exitCode = asked ? 0 : 2
    return
  }
  const running = await command(args)
  console.log(`wamp-mesh ${name}: ${running.url}`)
  for (const end of ['SIGINT', 'SIGTERM'] as const)
    process.once(end, () => void running.close().then(() => process.exit(0)))
  if (running.renew !== undefined) process.on('SIGHUP', () => running.renew?.())
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(`wamp-mesh: ${error.message}`)
  process.exitCode = 1
})
