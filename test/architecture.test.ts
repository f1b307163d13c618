// The layers of the source, executed: who may import whom, no cycles, no waiting in the router, features that are there.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { trace } from './trace.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const filesIn = (folder: string): string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .map(file => join(folder, file))
        .filter(file => file.endsWith('.ts'))
        .sort()
    : []
const sources = new Map(
  ['src', 'signaling', 'demo'].flatMap(filesIn).map(file => [file, readFileSync(join(root, file), 'utf8')]),
)
/** What a program says, without what it says to people. */
const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')

/** Everything that a file imports: values, types, for a side effect, when it runs, and what it passes on. */
function importsOf(file: string): string[] {
  const text = code(sources.get(file) ?? '')
  const statement = /^\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]/gm
  const dynamic = /\bimport\(\s*['"]([^'"]+)['"]/g
  const worker = /new URL\(\s*['"](\.[^'"]+\.ts)['"]/g
  return [statement, dynamic, worker].flatMap(pattern =>
    [...text.matchAll(pattern)].map(([, one, two]) => one ?? two ?? ''),
  )
}
const relativeImports = (file: string) =>
  importsOf(file)
    .filter(path => path.startsWith('.'))
    .map(path => relative(root, join(root, dirname(file), path.replace(/\?.*$/, ''))))
const packagesOf = (file: string) => importsOf(file).filter(path => !path.startsWith('.'))

/** The layer that a file belongs to. */
function layerOf(file: string): string {
  if (/^src\/transport\/(signaling-messages|ice-server)\.ts$/.test(file)) return 'signaling-messages'
  if (file === 'src/cli.ts') return 'cli'
  const [top = '', folder = ''] = file.split('/')
  return top === 'src' ? folder : top
}

/** Who may import whom; every layer may import itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  protocol: [],
  router: ['protocol'],
  client: ['protocol'],
  transport: ['protocol', 'signaling-messages'],
  'signaling-messages': [],
  host: ['protocol', 'router', 'transport', 'signaling-messages'],
  elements: ['protocol', 'client', 'host'],
  // Autobahn|JS's namespace, over our client.
  autobahn: ['protocol', 'client', 'transport', 'host'],
  signaling: ['signaling-messages'],
  cli: ['host', 'signaling'],
  // What the package exports is composed of anything, and nothing inside is composed of it.
  entry: [
    'protocol',
    'router',
    'client',
    'transport',
    'signaling-messages',
    'host',
    'elements',
    'autobahn',
    'signaling',
  ],
  demo: ['entry', 'signaling'],
}
const files = [...sources.keys()]

test('there is something to check', () => {
  expect(files.length).toBeGreaterThan(50)
  expect(importsOf('src/router/realm.ts').length).toBeGreaterThan(5)
})

describe.each(files)('%s', file => {
  test('belongs to a layer', () => {
    expect(Object.keys(MAY_IMPORT)).toContain(layerOf(file))
  })

  test('imports only layers below', () => {
    const allowed = [layerOf(file), ...(MAY_IMPORT[layerOf(file)] ?? [])]
    const forbidden = relativeImports(file).filter(path => path.endsWith('.ts') && !allowed.includes(layerOf(path)))
    expect(forbidden).toEqual([])
  })

  test('imports what exists, by its full name', () => {
    for (const path of relativeImports(file)) expect(existsSync(join(root, path)), path).toBe(true)
  })

  test('imports no index.ts', () => {
    // The bundle for plain pages is the package's main entry and more.
    if (['demo', 'entry'].includes(layerOf(file))) return
    expect(relativeImports(file).filter(path => path.endsWith('/index.ts'))).toEqual([])
  })

  test('has at most 300 lines, and says first what it is', () => {
    const lines = sources.get(file)?.trimEnd().split('\n') ?? []
    expect(lines.length).toBeLessThanOrEqual(300)
    const [first, second] = lines
    expect(first?.startsWith('#!') ? second : first).toMatch(/^\/[/*]/)
  })

  test('is named after the one thing in it', () => {
    const name = file.split('/').at(-1) ?? ''
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.ts$/)
    expect(name).not.toMatch(/^(types|utils?|helpers?|common|misc|.*-manager)\.ts$/)
  })
})

test('nothing imports itself through others, types included', () => {
  const cycles = new Set<string>()
  const done = new Set<string>()
  const visit = (file: string, path: string[]) => {
    const at = path.indexOf(file)
    if (at >= 0) cycles.add([...path.slice(at), file].join(' → '))
    if (at >= 0 || done.has(file)) return
    for (const next of relativeImports(file)) if (sources.has(next)) visit(next, [...path, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
  expect([...cycles]).toEqual([])
})

// Authenticators and authorizers may take their time; one file knows how to wait for them.
const synchronous = files.filter(
  file => ['router', 'protocol'].includes(layerOf(file)) && file !== 'src/router/eventually.ts',
)
test.each(synchronous)('%s waits for nothing', file => {
  expect(code(sources.get(file) ?? '')).not.toMatch(/\b(await|async)\b|\.then\(/)
})

describe('packages', () => {
  const importers = (name: string) => files.filter(file => packagesOf(file).some(path => path.split('/')[0] === name))

  test('ws is for servers only', () => {
    const allowed = /^(signaling\/server|src\/host\/node.*)\.ts$|^src\/host\/node\//
    expect(importers('ws').filter(file => !allowed.test(file))).toEqual([])
  })

  test('simple-peer is behind the peer channel, and loaded when it is needed', () => {
    const behind = ['src/transport/peer-channel.ts', 'src/transport/simple-peer.d.ts']
    expect(importers('simple-peer').filter(file => !behind.includes(file))).toEqual([])
    for (const file of importers('simple-peer')) {
      expect(code(sources.get(file) ?? '')).not.toMatch(/^import (?!type)[^(]*from 'simple-peer/m)
    }
  })

  test('serializer libraries are behind the serializers', () => {
    expect(importers('msgpackr')).toEqual(['src/protocol/serializer/msgpack.ts'])
    expect(importers('cbor-x')).toEqual(['src/protocol/serializer/cbor.ts'])
  })

  test('protocol, router and client use nothing else but cryptography, for what both sides of an authentication compute', () => {
    const others = files
      .filter(file => ['protocol', 'router', 'client'].includes(layerOf(file)))
      .filter(
        file => !file.startsWith('src/protocol/auth/') || packagesOf(file).some(path => !path.startsWith('@noble/')),
      )
      .flatMap(packagesOf)
      .filter(path => !['msgpackr', 'cbor-x'].includes(path))
    expect(others).toEqual([])
  })

  test('Node is for what runs in Node', () => {
    const inNode = /^signaling\/|^src\/(cli|entry\/signaling)\.ts$|^src\/host\/node|^demo\//
    const others = files.filter(file => packagesOf(file).some(path => path.startsWith('node:')) && !inNode.test(file))
    expect(others).toEqual([])
  })
})

describe('features', () => {
  const features = files
    .filter(file => layerOf(file) === 'router')
    .flatMap(file =>
      [...(sources.get(file) ?? '').matchAll(/^export const feature = '([^']+)'/gm)].map(([, name = '']) => ({
        name,
        file,
      })),
    )

  test.each(features)('$name is a file of that name, with a test of that name', ({ name, file }) => {
    const path = `${name.replaceAll('_', '-')}.ts`
    expect(file.split('/').at(-1)).toBe(path)
    expect(existsSync(join(root, file.replace(/^src\//, 'test/').replace(/\.ts$/, '.test.ts')))).toBe(true)
  })

  test('WELCOME announces exactly these', async () => {
    const { details } = await trace().joins()
    const roles = details.roles as Record<string, { features: Record<string, boolean> }>
    const announced = Object.values(roles).flatMap(role => Object.keys(role.features))
    expect([...new Set(announced)].sort()).toEqual([...new Set(features.map(({ name }) => name))].sort())
  })

  /** Meta APIs lie together; the specification gives them to these roles. */
  const META: Record<string, readonly string[]> = {
    session_meta_api: ['broker', 'dealer'],
    subscription_meta_api: ['broker'],
    registration_meta_api: ['dealer'],
    testament_meta_api: ['dealer'],
  }

  test('each is announced under the role whose folder it is in', async () => {
    const { details } = await trace().joins()
    const roles = details.roles as Record<string, { features: Record<string, boolean> }>
    for (const { name, file } of features) {
      for (const role of META[name] ?? [file.split('/')[2] ?? '']) {
        expect(roles[role]?.features[name], `${name} of ${role}`).toBe(true)
      }
    }
  })
})
