// The tutorial's code runs as printed, but for the URL, against a router in a browser tab: with dist/autobahn.js, with the
// real Autobahn|JS, and with Autobahn|Python.

import { beforeAll, describe, expect, test } from 'vitest'
import { hasAutobahnPython } from '../interop/find-python.ts'
import { eventually, type Participant, useStage } from './harness.ts'
import { meshWebSocket, ourAutobahn, realAutobahn } from './harness-libraries.ts'
import { KEEP_PRINTED, listing, PythonListing } from './harness-tutorial.ts'

const stage = useStage()
// Where it must be, that it is not is told by the listing that fails.
const python = process.env.CI !== undefined || hasAutobahnPython()

let scripts: { ours: string; real: string; socket: string }
beforeAll(async () => {
  scripts = { ours: await ourAutobahn(), real: await realAutobahn(), socket: await meshWebSocket() }
})

const SAID = 'Ouech les potos ! Bien ou bien ?'

/** A page with a library called `autobahn`, and the URL at which it finds the room. */
interface Way {
  readonly name: string
  load(page: Participant['page']): Promise<unknown>
  url(host: Participant): Promise<string>
}

const WAYS: Way[] = [
  {
    name: 'dist/autobahn.js, by invite',
    load: page => page.addScriptTag({ content: scripts.ours }),
    url: host => host.invite(),
  },
  {
    name: 'dist/autobahn.js, by the plain URL',
    load: page => page.addScriptTag({ content: scripts.ours }),
    url: host => host.plainUrl(),
  },
  {
    name: 'the real Autobahn|JS, by the plain URL',
    load: page => page.addScriptTag({ content: scripts.real }),
    url: host => host.plainUrl(),
  },
  {
    name: 'the real Autobahn|JS, by invite',
    load: async page => {
      await page.addScriptTag({ content: scripts.socket })
      await page.addScriptTag({ content: scripts.real })
      await page.evaluate(() => void Object.assign(globalThis, { WebSocket: Reflect.get(globalThis, 'MeshWebSocket') }))
    },
    url: host => host.invite(),
  },
]

/** Runs a listing in a page of its own, whose user is called Salim. */
async function runs(host: Participant, way: Way, name: string, change = (code: string) => code): Promise<Participant> {
  const guest = await stage.visit({ browser: 'b', before: KEEP_PRINTED, url: stage.site.page('<p>the tutorial') })
  guest.page.on('dialog', dialog => void dialog.accept('Salim'))
  await way.load(guest.page)
  await guest.page.addScriptTag({ content: change(await listing(name, await way.url(host))) })
  return guest
}

async function runsInPython(host: Participant, name: string): Promise<PythonListing> {
  const running = await PythonListing.start(name, await host.plainUrl())
  stage.atEnd(() => running.stop())
  return running
}

const linesOf = ({ page }: Participant) => page.evaluate(() => printed)
/** Resolves when a page has printed a line that begins so. */
const prints = (guest: Participant, first: string) =>
  guest.when((_, wanted) => printed.some(([item]) => item === wanted), first)
const isRegistered = (host: Participant, procedure: string) =>
  eventually(async () => typeof (await host.call('wamp.registration.lookup', [procedure])), 'number')

describe.each(WAYS)('with $name', way => {
  test('“kiss” is registered and answers by its keywords', async () => {
    const host = await stage.host()
    const guest = await runs(host, way, 'rpc.js.txt')
    await prints(guest, 'Procédure enregistrée avec succès.')
    expect(await host.call('com.example.kiss', [], { type: 'baveux' })).toBe(false)
    expect(await host.call('com.example.kiss', ['sur la joue'], { type: 'sec' })).toBe(true)
    expect((await linesOf(guest)).slice(-4)).toEqual([[[]], [{ type: 'baveux' }], [['sur la joue']], [{ type: 'sec' }]])
  })

  test('“move” fails as long as nobody offers it, and says so', async () => {
    const host = await stage.host()
    const guest = await runs(host, way, 'rpc.js.txt')
    await prints(guest, "Erreur lors de l'appel RPC : ")
    const failure = (await linesOf(guest)).find(([item]) => item === "Erreur lors de l'appel RPC : ")
    expect(failure?.[1]).toMatchObject({ error: 'wamp.error.no_such_procedure' })
  })

  test('“move” comes to whoever offers it, and its result back', async () => {
    const host = await stage.host()
    await host.run(
      async ({ session }) =>
        void (await session?.register('com.example.move', ([x, y], { mean }) => `${x} ${y} ${mean}`)),
    )
    const guest = await runs(host, way, 'rpc.js.txt')
    await prints(guest, "Résultat de l'appel RPC : ")
    await prints(guest, 'Procédure enregistrée avec succès.')
    const lines = await linesOf(guest)
    expect(lines[0]).toEqual(['Connecté.'])
    expect(lines).toContainEqual(["Résultat de l'appel RPC : ", '3 5 roulades'])
  })

  test('“position” and “message” are heard, and one’s own message is not', async () => {
    const host = await stage.host()
    await host.subscribe('com.example.message')
    const guest = await runs(host, way, 'pubsub.js.txt')
    await prints(guest, 'Abonné au topic avec succès.')
    await host.hears('com.example.message', SAID)
    expect((await host.heard())[0]).toMatchObject({ args: [SAID, 'Salim'], kwargs: {} })
    await host.publish('com.example.position', [3, 5], { who: 'Salim' })
    await host.publish('com.example.message', ['Tranquille', 'Arius'])
    await prints(guest, 'Arius a dit : Tranquille')
    const lines = await linesOf(guest)
    expect(lines).toEqual([
      ['Connecté.'],
      ['Abonné au topic avec succès.'],
      [[3, 5]],
      [{ who: 'Salim' }],
      ['Arius a dit : Tranquille'],
    ])
  })

  test('with exclude_me: false beside acknowledge one’s own message is heard too', async () => {
    const host = await stage.host()
    const beside = (code: string) => code.replace('acknowledge: true', 'acknowledge: true, exclude_me: false')
    const guest = await runs(host, way, 'pubsub.js.txt', beside)
    await prints(guest, `Salim a dit : ${SAID}`)
  })

  test('the end of the room is told', async () => {
    const host = await stage.host()
    const guest = await runs(host, way, 'pubsub.js.txt')
    await prints(guest, 'Abonné au topic avec succès.')
    // The real one says GOODBYE in answer, on a socket that may be closed by then.
    stage.expects(/WebSocket is already in CLOSING or CLOSED state/)
    await host.run(element => element.close())
    await prints(guest, 'Connexion perdue.')
  })

  test('a message is a topic and data of any shape', async () => {
    const host = await stage.host()
    await host.subscribe('createCharacter')
    const guest = await runs(host, way, 'rpc.js.txt', code =>
      code.replace(
        "console.log('Connecté.');",
        'globalThis.sendMessage = (topic, data) => session.publish(topic, [data]);',
      ),
    )
    await guest.when(() => 'sendMessage' in globalThis)
    await guest.page.evaluate(await listing('message.js.txt', ''))
    await host.hears('createCharacter', {
      name: 'Salim',
      surname: 'Condo',
      gender: 0,
      inventory: [{ type: 'corde', name: "Fil d'Hulm", quantity: 1 }],
    })
  })
})

describe.runIf(python)('with Autobahn|Python', () => {
  test.each(WAYS)('“move” is called from $name and answers', async way => {
    const host = await stage.host()
    const component = await runsInPython(host, 'rpc.py')
    await isRegistered(host, 'com.example.move')
    const guest = await runs(host, way, 'rpc.js.txt')
    await prints(guest, "Résultat de l'appel RPC : ")
    expect(await linesOf(guest)).toContainEqual(["Résultat de l'appel RPC : ", 'Mouarfarfarf !'])
    expect(component.output).toBe('3\n5\n0\nroulades\n')
  })

  test('“message” is heard', async () => {
    const host = await stage.host()
    const component = await runsInPython(host, 'pubsub.py')
    await eventually(
      async () => typeof (await host.call('wamp.subscription.lookup', ['com.example.message'])),
      'number',
    )
    await host.publish('com.example.message', [SAID])
    await eventually(() => component.output, `${SAID}\nMessage reçu\n`)
  })

  test('its “message” takes one argument: of two the library complains, and goes on', async () => {
    const host = await stage.host()
    const component = await runsInPython(host, 'pubsub.py')
    await eventually(
      async () => typeof (await host.call('wamp.subscription.lookup', ['com.example.message'])),
      'number',
    )
    await host.publish('com.example.message', [SAID, 'Salim'])
    await eventually(() => /takes 2 positional arguments but 3 were given/.test(component.output), true)
    await host.publish('com.example.message', ['Encore'])
    await eventually(() => component.output.endsWith('Encore\nMessage reçu\n'), true)
  })
})

if (!python) test.skip('Autobahn|Python is not on this machine: its half of the tutorial was not run', () => {})
