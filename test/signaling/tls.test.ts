// TLS by the server itself: its certificate, and a renewed one.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSignalingServer, type SignalingServer } from '../../signaling/server.ts'
import { FIRST, SECOND } from './certificates.ts'
import { Client } from './clients.ts'

let folder: string
let files: { cert: string; key: string }
let server: SignalingServer
const errors: string[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wamp-mesh-tls-'))
  files = { cert: join(folder, 'fullchain.pem'), key: join(folder, 'privkey.pem') }
  await put(FIRST)
  errors.length = 0
  const onerror = (error: Error) => void errors.push(error.message)
  server = await createSignalingServer({ port: 0, tls: { ...files, onerror } })
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

async function put({ cert, key }: typeof FIRST): Promise<void> {
  await writeFile(files.cert, cert)
  await writeFile(files.key, key)
}

/** The name in the certificate that who connects now is shown. */
function shown(): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: server.port, host: 'localhost', rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().subject.CN)
      socket.destroy()
    })
    socket.on('error', reject)
  })
}

test('its URL is wss, and whoever trusts the certificate connects', async () => {
  expect(server.url).toBe(`wss://localhost:${server.port}`)
  const client = new Client(`${server.url}/mesh`, 'wamp-mesh.1', { ca: FIRST.cert })
  expect(await client.next()).toMatchObject({ type: 'challenge' })
  client.webSocket.terminate()
})

test('a renewed certificate is shown from then on, and who is connected stays', async () => {
  const client = new Client(`${server.url}/mesh`, 'wamp-mesh.1', { ca: FIRST.cert })
  await client.next()
  expect(await shown()).toBe('first.localhost')
  await put(SECOND)
  server.renew()
  expect(await shown()).toBe('second.localhost')
  client.say({ type: 'ping' })
  expect(await client.next()).toEqual({ type: 'pong' })
  client.webSocket.terminate()
})

test('one that cannot be used is told of, and the former stays', async () => {
  await put({ cert: SECOND.cert, key: FIRST.key })
  server.renew()
  expect(errors).toEqual([expect.stringMatching(/^The certificate was not renewed: .*mismatch/)])
  expect(await shown()).toBe('first.localhost')
  await rm(files.cert)
  server.renew()
  expect(errors[1]).toMatch(/^The certificate was not renewed: .*fullchain\.pem/)
})

test('without a certificate that can be used there is no server', async () => {
  await put({ cert: SECOND.cert, key: FIRST.key })
  await expect(createSignalingServer({ port: 0, tls: files })).rejects.toThrow(
    /^The certificate cannot be used: .*mism/,
  )
})

test('a server that is given brings its own certificate', async () => {
  await expect(createSignalingServer({ server: createServer(), tls: files })).rejects.toThrow(
    /^tls is for an own server/,
  )
})
