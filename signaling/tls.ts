// TLS: a server of one's own with a certificate from files, which is read again when it is renewed.

import { readFileSync, unwatchFile, watchFile } from 'node:fs'
import { createServer, type Server, type ServerOptions } from 'node:https'

export interface TlsOptions {
  /** The file with the certificate and those that lead from it to a known one, PEM: `fullchain.pem`. */
  readonly cert: string
  /** The file with its private key, PEM: `privkey.pem`. */
  readonly key: string
  /** Told of a renewed certificate that cannot be used: the former stays. By default it is written to the console. */
  readonly onerror?: (error: Error) => void
}

/** Milliseconds between two looks at the files: the links that certbot renews tell nobody of it. */
const LOOK = 60_000

export class Certificate {
  readonly #options: TlsOptions
  #server: Server | undefined

  constructor(options: TlsOptions) {
    this.#options = options
  }

  /** @throws {Error} where the files cannot be read, or do not belong together. */
  createServer(options: ServerOptions): Server {
    const server = this.#start(options)
    this.#server = server
    for (const file of this.#files) watchFile(file, { interval: LOOK, persistent: false }, this.reload)
    server.once('close', () => {
      for (const file of this.#files) unwatchFile(file, this.reload)
    })
    return server
  }

  /** Reads the files again: whoever connects from now on gets what is in them. */
  readonly reload = (): void => {
    try {
      this.#server?.setSecureContext(this.#read())
    } catch (error) {
      const { onerror = console.error } = this.#options
      onerror(new Error(`The certificate was not renewed: ${error instanceof Error ? error.message : error}`))
    }
  }

  #start(options: ServerOptions): Server {
    try {
      return createServer({ ...options, ...this.#read() })
    } catch (cause) {
      throw new Error(`The certificate cannot be used: ${cause instanceof Error ? cause.message : cause}`, { cause })
    }
  }

  get #files(): string[] {
    return [this.#options.cert, this.#options.key]
  }

  #read(): { cert: Buffer; key: Buffer } {
    return { cert: readFileSync(this.#options.cert), key: readFileSync(this.#options.key) }
  }
}
