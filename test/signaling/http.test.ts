// The server's pages, where it can be reached, and sharing a port with others.

import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { NetworkInterfaceInfo } from 'node:os'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { customerOf, lanAddresses } from '../../signaling/addresses.ts'
import { createSignalingServer } from '../../signaling/server.ts'
import { Client, Scene } from './clients.ts'

let scene: Scene
beforeEach(async () => {
  scene = await Scene.open()
})
afterEach(() => scene.close())

test('/healthz', async () => {
  const response = await fetch(`${scene.web}/healthz`)
  expect([response.status, await response.text()]).toEqual([200, 'ok'])
  expect((await fetch(`${scene.web}/healthz`, { method: 'POST' })).status).toBe(405)
  expect((await fetch(`${scene.web}/elsewhere`)).status).toBe(404)
})

test('/metrics has numbers in the form of Prometheus, and nobody in it', async () => {
  const host = await scene.host()
  const guest = await scene.guest(host.room)
  await guest.next()
  guest.bytes('12345')
  void [await host.next(), await host.next()]
  const response = await fetch(`${scene.web}/metrics`)
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const text = await response.text()
  for (const line of text.trim().split('\n')) {
    expect(line).toMatch(/^(# (HELP|TYPE) wamp_mesh_\w+ .+|wamp_mesh_\w+(\{\w+="\w+"\})? -?\d+)$/)
  }
  for (const line of [
    'wamp_mesh_sockets{kind="host"} 1',
    'wamp_mesh_sockets{kind="guest"} 1',
    'wamp_mesh_rooms{state="hosted"} 1',
    'wamp_mesh_joins_total{kind="guest"} 1',
    'wamp_mesh_relayed_bytes_total{to="host"} 5',
  ]) {
    expect(text.split('\n')).toContain(line)
  }
  expect(text).not.toContain(host.room)
})

test('/addresses is for this machine only', async () => {
  const response = await fetch(`${scene.web}/addresses`)
  expect(response.headers.get('access-control-allow-origin')).toBeNull()
  expect(await response.json()).toEqual(scene.server.addresses)
  // A page whose name was pointed here by its owner.
  const rebound = request({ port: scene.server.port, path: '/addresses', headers: { host: 'evil.example' } }).end()
  const [refused] = (await once(rebound, 'response')) as [{ statusCode: number; resume(): void }]
  refused.resume()
  expect(refused.statusCode).toBe(403)
})

test('/addresses is not for somebody behind a proxy on this machine', async () => {
  const proxied = await Scene.open({ trustProxy: 1 })
  const response = await fetch(`${proxied.web}/addresses`, { headers: { 'x-forwarded-for': '192.0.2.7' } })
  expect(response.status).toBe(403)
  await proxied.close()
})

test('the addresses of a machine', () => {
  const of = (address: string, family: 'IPv4' | 'IPv6', internal = false) =>
    ({ address, family, internal, netmask: '', mac: '', cidr: null, scopeid: 0 }) as NetworkInterfaceInfo
  const interfaces = {
    lo: [of('127.0.0.1', 'IPv4', true), of('::1', 'IPv6', true)],
    wlan0: [of('fe80::1', 'IPv6'), of('2001:db8::7', 'IPv6'), of('192.168.1.7', 'IPv4')],
  }
  expect(lanAddresses('https', 8080, interfaces)).toEqual(['https://192.168.1.7:8080', 'https://[2001:db8::7]:8080'])
})

test('an IPv6 network counts as one customer', () => {
  expect(customerOf('192.0.2.1')).toBe('192.0.2.1')
  expect(customerOf('2001:db8::1')).toBe(customerOf('2001:0db8:0:0:ffff:1:2:3'))
  expect(customerOf('2001:db8:0:1::1')).not.toBe(customerOf('2001:db8::1'))
  expect(customerOf('::1')).toBe('0:0:0:0')
})

test('a server that listens on one address is reached there', async () => {
  const local = await Scene.open({ address: '127.0.0.1' })
  expect(local.server.url).toBe(`ws://127.0.0.1:${local.server.port}`)
  expect(local.server.addresses).toEqual([])
  await local.mesh()
  await local.close()
})

test('pages, other WebSockets and signaling share a port', async () => {
  const server = createServer((request, response) => {
    if (!signaling.handle(request, response)) response.end('a page')
  })
  const signaling = await createSignalingServer({ server })
  const others = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    if (request.url === '/other') others.handleUpgrade(request, socket, head, client => client.send('other'))
  })
  await once(server.listen(0), 'listening')
  const { port } = server.address() as AddressInfo
  expect([signaling.port, signaling.url]).toEqual([port, `ws://localhost:${port}`])
  expect(await (await fetch(`http://localhost:${port}/`)).text()).toBe('a page')
  expect(await (await fetch(`http://localhost:${port}/healthz`)).text()).toBe('ok')
  const [ours, other] = [new Client(`${signaling.url}/mesh`, 'wamp-mesh.1'), new Client(`${signaling.url}/other`, [])]
  expect(await ours.next()).toMatchObject({ type: 'challenge' })
  expect(await other.next()).toBe('other')
  await signaling.close()
  expect(await ours.closed).toMatchObject({ code: 1001 })
  expect(await (await fetch(`http://localhost:${port}/`)).text()).toBe('a page')
  other.webSocket.terminate()
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})
