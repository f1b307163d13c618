// Servers: one of each, started when it is first measured, for all that leaves nothing behind.

import { OURS } from '../section.ts'
import { type ServerName, ServerProcess } from './server-process.ts'

export class Servers {
  readonly names: readonly ServerName[] = [OURS, 'raw ws', 'raw framed', 'raw net', 'fox-wamp']
  readonly #profile: string | undefined
  readonly #started = new Map<ServerName, Promise<ServerProcess>>()

  /** @param profile a folder for what our router's processor time went to. */
  constructor(profile?: string) {
    this.#profile = profile
  }

  get(name: ServerName): Promise<ServerProcess> {
    const flags = name === OURS && this.#profile ? ['--cpu-prof', `--cpu-prof-dir=${this.#profile}`] : []
    const started = this.#started.get(name) ?? ServerProcess.start(name, flags)
    this.#started.set(name, started)
    return started
  }

  async stop(): Promise<void> {
    for (const server of await Promise.all(this.#started.values())) await server.stop()
  }
}
