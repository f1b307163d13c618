// The recipes for deploying: their configurations are run, where there is the program that reads them.

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createSignalingServer } from '../signaling/server.ts'
import { hasTurnServer, TurnServer } from './e2e/harness-turn.ts'
import { FIRST } from './signaling/certificates.ts'
import { Client } from './signaling/clients.ts'

const page = await readFile(new URL('../demo/docs/deploy.md', import.meta.url), 'utf8')
const cli = await readFile(new URL('../src/cli.ts', import.meta.url), 'utf8')

/** The first snippet in a language. */
function snippet(language: string): string {
  const [, text] = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(page) ?? []
  if (text === undefined) throw new Error(`There is no snippet in ${language}.`)
  return text
}

const has = (program: string) => spawnSync(program, ['-h']).error === undefined

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wamp-mesh-deploy-'))
  await writeFile(join(folder, 'fullchain.pem'), FIRST.cert)
  await writeFile(join(folder, 'privkey.pem'), FIRST.key)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const ending of endings.splice(0).reverse()) await ending()
})

/** A signaling server as behind a proxy, where an address may have one socket. */
async function signaling() {
  const server = await createSignalingServer({
    port: 0,
    address: '127.0.0.1',
    trustProxy: 1,
    limits: { socketsPerAddress: 1 },
  })
  endings.push(() => server.close())
  return server
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** Runs a server until the test is over. Resolves when its port can be connected to. */
async function start(program: string, args: string[], port: number): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: folder } })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', text => {
    said += text
  })
  endings.push(async () => {
    if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit')
  })
  await expect
    .poll(
      async () => {
        if (child.exitCode !== null) throw new Error(`${program} ended: ${said}`)
        return fetch(`http://127.0.0.1:${port}/`).then(
          () => true,
          ({ cause }) => cause?.code !== 'ECONNREFUSED',
        )
      },
      { timeout: 20_000, interval: 50 },
    )
    .toBe(true)
}

async function get(port: number, path: string): Promise<[status: number | undefined, body: string]> {
  const [response] = (await once(request({ port, path, ca: FIRST.cert }).end(), 'response')) as [IncomingMessage]
  return [response.statusCode, (await response.toArray()).join('')]
}

/** What clients at two addresses get from a proxy on this port, and what it shows of the metrics. */
async function throughProxy(port: number): Promise<void> {
  const url = `wss://localhost:${port}`
  const from = (localAddress: string) => {
    const client = new Client(`${url}/mesh`, 'wamp-mesh.1', { ca: FIRST.cert, localAddress, family: 4 })
    endings.push(() => client.webSocket.terminate())
    return client
  }
  expect(await from('127.0.0.1').next()).toMatchObject({ type: 'challenge' })
  expect(await from('127.0.0.2').next()).toMatchObject({ type: 'challenge' })
  const [, { statusCode }] = (await once(from('127.0.0.2').webSocket, 'unexpected-response')) as [
    unknown,
    { statusCode: number },
  ]
  expect(statusCode).toBe(429)
  expect(await get(port, '/healthz')).toEqual([200, 'ok'])
  expect(await get(port, '/metrics')).toEqual([403, expect.anything()])
}

test.skipIf(!has('nginx'))('nginx passes WebSockets on, and says whose they are', async () => {
  const [server, port] = [await signaling(), await freePort()]
  const site = snippet('nginx')
    .replace('443', `127.0.0.1:${port}`)
    .replace('127.0.0.1:8080', `127.0.0.1:${server.port}`)
    .replaceAll('/etc/letsencrypt/live/signal.example.org', folder)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    name => `${name}_temp_path ${folder}/${name};`,
  )
  const config = `pid ${folder}/nginx.pid; daemon off; error_log stderr; events {}
http { access_log off; ${temporary.join(' ')} ${site} }`
  await writeFile(join(folder, 'nginx.conf'), config)
  await start('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], port)
  await throughProxy(port)
})

test.skipIf(!has('caddy'))('Caddy passes WebSockets on, and says whose they are', async () => {
  const [server, port] = [await signaling(), await freePort()]
  const site = snippet('caddy')
    .replace('signal.example.org {', `https://localhost:${port} {\n  tls ${folder}/fullchain.pem ${folder}/privkey.pem`)
    .replace('127.0.0.1:8080', `127.0.0.1:${server.port}`)
  await writeFile(join(folder, 'Caddyfile'), `{\n  admin off\n  auto_https disable_redirects\n}\n${site}`)
  await start('caddy', ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'], port)
  await throughProxy(port)
})

test.skipIf(!has('systemd-analyze'))('systemd reads the unit', async () => {
  const unit = join(folder, 'wamp-mesh.service')
  await writeFile(unit, snippet('ini').replace('User=wamp-mesh', 'User=root'))
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', unit], { encoding: 'utf8' })
  expect([status, stderr.split('\n').filter(line => line.includes('wamp-mesh.service'))]).toEqual([0, []])
})

test.skipIf(!hasTurnServer())('coturn reads its configuration, and has the secret from it', async () => {
  const config = join(folder, 'turnserver.conf')
  await writeFile(config, snippet('coturn').replaceAll('/etc/coturn', folder))
  const turn = await TurnServer.start({ config })
  endings.push(() => turn.stop())
  await expect.poll(() => turn.log(/listener opened on.*:5349$/)).not.toEqual([])
  expect(turn.log(/bad configuration|ERROR|denied-peer-ip/i)).toEqual([])
})

describe('commands', () => {
  const commands = [...page.matchAll(/^(?:ExecStart=\/usr\/bin\/env )?wamp-mesh signal (.*)$/gm)].map(
    ([, args = '']) => args,
  )

  test.each(commands)('wamp-mesh signal %s: there are such options', args => {
    const usage = cli.slice(cli.indexOf('wamp-mesh signal ['), cli.indexOf('wamp-mesh router ['))
    for (const [option] of args.matchAll(/--[\w-]+/g)) expect(usage).toContain(option)
  })

  test('are there', () => expect(commands.length).toBeGreaterThan(4))
})

test('the image starts the same command', () => {
  const [, command = '[]'] = /^CMD (.*)$/m.exec(snippet('dockerfile')) ?? []
  expect(JSON.parse(command)).toEqual(['wamp-mesh', 'signal', '--port', '8080', '--trust-proxy', '1'])
})
