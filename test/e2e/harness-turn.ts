// A TURN server for tests: coturn on this machine's loopback, at an address of its own.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export const hasTurnServer = () => spawnSync('turnserver', ['--version']).error === undefined

/** Starts of this process. */
let count = 0

/**
 * An address that nobody else here uses, so that no port has to be looked for that others may take meanwhile: in Linux
 * all of 127.0.0.0/8 is this machine, and a process id has 22 bits.
 */
function ownAddress(): string {
  if (process.platform !== 'linux') return '127.0.0.1'
  return `127.${64 | (process.pid >> 16)}.${(process.pid >> 8) & 255}.${process.pid & 255}`
}

export class TurnServer {
  readonly url: string
  readonly #child: ChildProcess
  readonly #directory: string
  readonly #log: string[] = []

  private constructor(child: ChildProcess, url: string, directory: string) {
    this.#child = child
    this.#directory = directory
    this.url = url
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', line => void this.#log.push(line))
    }
  }

  /** Starts one that takes credentials made with `secret`, or does as a file says. */
  static async start(settings: { secret: string } | { config: string }): Promise<TurnServer> {
    const directory = await mkdtemp(join(tmpdir(), 'wamp-mesh-turn-'))
    const [address, port] = [ownAddress(), 3478 + count++]
    const own =
      'secret' in settings
        ? ['-n', '--use-auth-secret', `--static-auth-secret=${settings.secret}`, '--realm=example.org', '--no-tls']
        : ['-c', settings.config]
    const here = [`--listening-ip=${address}`, `--relay-ip=${address}`, `--listening-port=${port}`]
    const quiet = ['--no-dtls', '--no-cli', '--log-file=stdout', '--simple-log', '--verbose']
    const files = [`--db=${join(directory, 'turndb')}`, `--pidfile=${join(directory, 'pid')}`]
    const args = [...own, ...here, '--allow-loopback-peers', ...quiet, ...files]
    const server = new TurnServer(
      spawn('turnserver', args, { stdio: ['ignore', 'pipe', 'pipe'] }),
      `turn:${address}:${port}`,
      directory,
    )
    await server.#says(/TCP listener opened on/)
    return server
  }

  /** The lines of its log with this in them. */
  log(text: RegExp): string[] {
    return this.#log.filter(line => text.test(line))
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.kill('SIGKILL')) await once(this.#child, 'exit')
    await rm(this.#directory, { recursive: true, force: true })
  }

  async #says(text: RegExp): Promise<void> {
    const ended = once(this.#child, 'exit').then(() => {
      throw new Error(`The TURN server ended: ${this.#log.join('\n')}`)
    })
    ended.catch(() => {})
    const said = async () => {
      while (this.log(text).length === 0) await new Promise(resolve => this.#child.stdout?.once('data', resolve))
    }
    await Promise.race([said(), ended])
  }
}
