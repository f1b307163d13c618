// The stage of the end-to-end tests: a static site, a signaling server, browsers, and the people in them.

import type { Browser, BrowserContext, Page } from 'playwright'
import { afterAll, afterEach, expect } from 'vitest'
import { createSignalingServer, type SignalingOptions, type SignalingServer } from '../../signaling/server.ts'
import { BrowserProcess, type Engine } from './harness-browsers.ts'
import { PATIENCE, Participant } from './harness-participant.ts'
import { type BrowserPool, withBrowsers } from './harness-pool.ts'
import { builtLibrary, Site } from './harness-site.ts'

export interface Arrival {
  /** Which browser process: each name is one of its own, kept for the test. Default `a`. */
  readonly browser?: string
  /** What kind of browser that is; default Chromium. */
  readonly engine?: Engine
  /** A context to open one more tab in: the same profile. */
  readonly context?: BrowserContext
  /** Runs in the page before anything else. */
  readonly before?: string
  /** The page, by its address; default the bare page of {@link Stage.page}. */
  readonly url?: string
}

/** How a button of a question is pressed, by who looks at it first: what is pressed as it appears is not meant for it. */
export const LOOKED_AT = { delay: 400 }

/** Guests like these have no way but the relay. */
export const WITHOUT_WEBRTC = 'delete globalThis.RTCPeerConnection'
/** WebRTC is there and finds no path, as where UDP is blocked. */
export const WITHOUT_UDP = `globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(config) { super({ ...config, iceTransportPolicy: 'relay' }) }
}`

export class Stage {
  readonly site = new Site()
  #signaling: SignalingServer | undefined
  #signalingPort = 0
  #pool: BrowserPool | undefined
  readonly #browsers = new Map<string, Promise<Browser>>()
  readonly #processes = new Set<BrowserProcess>()
  readonly #problems: string[] = []
  #expected: RegExp[] = []
  readonly #endings: (() => unknown)[] = []

  async open(pool: BrowserPool): Promise<void> {
    this.#pool = pool
    await this.site.open(await builtLibrary())
    await this.startSignaling()
  }

  /** What `signaling` is set to. */
  get signaling(): string {
    return `ws://localhost:${this.#signalingPort}`
  }

  /** The server itself, for its metrics. */
  get signalingServer(): SignalingServer {
    if (!this.#signaling) throw new Error('The signaling server is stopped.')
    return this.#signaling
  }

  /** Starts the signaling server, on the port that it had before. */
  async startSignaling(options: SignalingOptions = {}): Promise<void> {
    this.#signaling = await createSignalingServer({ ...options, port: this.#signalingPort })
    this.#signalingPort = this.#signaling.port
  }

  async stopSignaling(): Promise<void> {
    await this.#signaling?.close()
    this.#signaling = undefined
  }

  /** The address of a bare page with one `<wamp-session>`; `attributes` as they stand in HTML. */
  page(attributes = `signaling="${this.signaling}"`): string {
    return this.site.page(`<wamp-session ${attributes}></wamp-session>`)
  }

  /** Opens a page; what is thrown or logged as an error there fails the test. */
  async visit({ browser = 'a', engine, context, before, url = this.page() }: Arrival = {}): Promise<Participant> {
    const home = context ?? (await this.context(browser, engine))
    const participant = await Participant.open(home, { before, problem: problem => this.#problems.push(problem) })
    await participant.goto(url)
    return participant
  }

  /** A page that hosts a room. */
  async host(arrival: Arrival = {}): Promise<Participant> {
    const host = await this.visit(arrival)
    await host.run(element => void element.open())
    await host.until('open')
    return host
  }

  /** A page that opened the invite of `host`, and is in. */
  async guest(host: Participant, arrival: Arrival = {}): Promise<Participant> {
    const guest = await this.visit({ browser: 'b', ...arrival, url: await host.invite() })
    await guest.until('open')
    return guest
  }

  /** A profile of its own, which ends with the test. Its pages ask for less motion: without a GPU it is dear. */
  async context(name: string, engine: Engine = 'chromium'): Promise<BrowserContext> {
    const context = await (await this.#browser(name, engine)).newContext({ reducedMotion: 'reduce' })
    context.setDefaultTimeout(PATIENCE)
    return context
  }

  #browser(name: string, engine: Engine): Promise<Browser> {
    if (!this.#pool) throw new Error('The stage is not open.')
    const key = `${engine} ${name}`
    const browser = this.#browsers.get(key) ?? this.#pool.take(engine)
    this.#browsers.set(key, browser)
    return browser
  }

  /** A browser process that can be killed; with the profile of another one, if that is given. */
  async process(profile?: string): Promise<BrowserProcess> {
    const started = await BrowserProcess.start(profile)
    started.context.setDefaultTimeout(PATIENCE)
    this.#processes.add(started)
    return started
  }

  /** Something that fails the test unless it is expected. */
  problem(problem: string): void {
    this.#problems.push(problem)
  }

  /** Errors with this text, in the console or thrown, belong to the test. */
  expects(...errors: RegExp[]): void {
    this.#expected.push(...errors)
  }

  /** Runs `ending` when the test is over, however it ended. */
  atEnd(ending: () => unknown): void {
    this.#endings.push(ending)
  }

  async endTest(): Promise<void> {
    const unexpected = this.#problems.filter(problem => !this.#expected.some(error => error.test(problem)))
    this.#expected = []
    for (const ending of this.#endings.splice(0).reverse()) await ending()
    await Promise.all([...this.#browsers.values()].map(async browser => this.#pool?.give(await browser)))
    await Promise.all([...this.#processes].map(process => process.kill()))
    // What pages met while all was taken down is not the next test's.
    this.#problems.length = 0
    for (const process of this.#processes) await process.forget()
    this.#browsers.clear()
    this.#processes.clear()
    if (!this.#signaling) await this.startSignaling()
    expect(unexpected).toEqual([])
  }

  async close(): Promise<void> {
    await this.stopSignaling()
    await this.site.close()
  }
}

/** Asks until the answer is as expected. */
export async function eventually<T>(ask: () => T | Promise<T>, expected: unknown): Promise<void> {
  await expect.poll(ask, { timeout: PATIENCE, interval: 50 }).toEqual(expected)
}

/** A stage for the tests of a file. */
export function useStage(): Stage {
  const stage = new Stage()
  withBrowsers.beforeAll(({ browsers }) => stage.open(browsers))
  afterEach(() => stage.endTest())
  afterAll(() => stage.close())
  return stage
}

export type { BrowserProcess, Engine, Page, Participant }
