// Cast: the sessions of all clients at one router, two for each: who calls and publishes, who is called and hears.

import {
  CLIENTS,
  type ClientName,
  type Credentials,
  type Driver,
  type Join,
  type Library,
  libraryOf,
} from './driver.ts'
import { joinAutobahn } from './drivers/autobahn-js.ts'
import { PythonProcess } from './drivers/autobahn-python.ts'
import { joinOurs } from './drivers/wamp-mesh.ts'
import { joinWampy } from './drivers/wampy.ts'
import { hasAutobahnPython, PACKAGES } from './find-python.ts'

export type Role = 'one' | 'other'

/** The clients of this machine: Autobahn|Python may be missing, but not where CI says that all is checked. */
export const PRESENT: readonly ClientName[] = present()

function present(): ClientName[] {
  if (hasAutobahnPython()) return CLIENTS
  const notice = `Autobahn|Python is not here: on Debian, install ${PACKAGES.join(' ')}.`
  if (process.env.CI) throw new Error(notice)
  console.warn(`${notice} Its tests are left out.`)
  return CLIENTS.filter(client => libraryOf(client) !== 'autobahn-python')
}

export class Cast {
  readonly #url: string
  readonly #realm: string
  readonly #sessions = new Map<string, Promise<Driver>>()
  readonly #all = new Set<Driver>()
  #python: PythonProcess | undefined
  #joins = 0

  constructor(url: string, realm: string) {
    this.#url = url
    this.#realm = realm
  }

  /** The session of a client in a role; a new one, if that has ended. */
  session(client: ClientName, role: Role): Promise<Driver> {
    const key = `${client} ${role}`
    const known = this.#sessions.get(key)
    if (known) return known
    const joining = this.join(client)
    this.#sessions.set(key, joining)
    const forget = () => this.#sessions.delete(key)
    joining.then(({ left }) => left.then(forget), forget)
    return joining
  }

  /** One more session. */
  async join(client: ClientName, credentials?: Credentials, realm = this.#realm): Promise<Driver> {
    const name = `${client} ${++this.#joins}`
    const join = this.#joinOf(libraryOf(client))
    const driver = await join({ url: this.#url, realm, client, name, ...(credentials && { credentials }) })
    this.#all.add(driver)
    void driver.left.then(() => this.#all.delete(driver))
    return driver
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map(driver => driver.leave()))
    await this.#python?.close()
  }

  #joinOf(library: Library): Join {
    switch (library) {
      case 'wamp-mesh':
        return joinOurs
      case 'autobahn-js':
        return joinAutobahn
      case 'wampy':
        return joinWampy
      case 'autobahn-python':
        this.#python ??= new PythonProcess()
        return this.#python.join
    }
  }
}
