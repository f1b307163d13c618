#!/usr/bin/env node
// wamp-mesh: the command. Composes the signaling server and the router on Node.

import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { createSignalingServer } from '../signaling/server.ts'
import { startNodeRouter } from './host/node.ts'
import { readRules } from './host/rules.ts'

const USAGE = `Usage:
  wamp-mesh signal [--port 8080] [--address HOST] [--origin https://example.org]... [--trust-proxy HOPS]
      The signaling server: introduces guests to hosts, relays where they cannot connect directly.
  wamp-mesh router [--port 8081] [--address HOST] [--realm realm1]... [--rules FILE] [--origin https://example.org]...
      A WAMP router on ws://HOST:PORT/ws, without rate limits. Without --realm any realm can be joined, by anybody, who
      may do everything there. With --rules the realms are those of a JSON file, with their users and permissions. Web
      pages may connect from this machine or HOST itself; with --origin only those of the named origins, '*' for all.
  wamp-mesh help
`

interface Running {
  readonly url: string
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
    },
  })
  return createSignalingServer({
    port: whole('--port', values.port, 65535),
    trustProxy: whole('--trust-proxy', values['trust-proxy'], 100),
    ...(values.address !== undefined && { address: values.address }),
    ...(values.origin && { origins: values.origin }),
  })
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

async function rulesIn(file: string): Promise<ReturnType<typeof readRules>> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new Error(`--rules: ${file} cannot be read: ${cause.message}`, { cause })
  })
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
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(`wamp-mesh: ${error.message}`)
  process.exitCode = 1
})
