// Overview: all that an interface knows of the orchard, from what it hears and asks. It knows URIs, and no component.

import type { Session } from '../wamp.ts'
import { type Level, toDoseSettings, toDriveSettings, toLevel, toTrees } from './answers.ts'
import { type DoseSettings, PRODUCTS, type Product, USUAL_DOSE } from './dose-rule.ts'
import { type Failure, readFailure } from './failure.ts'
import { hear } from './hear.ts'
import { type DriveSettings, isNumber, readName, readPosition } from './requests.ts'
import type { Service } from './roles.ts'
import { watchSilence } from './silence.ts'
import type { Position } from './terrain.ts'
import type { Tree } from './trees.ts'

/** What a tree got last. */
export interface Treatment {
  readonly litres: number
  readonly product: Product
  /** Of what a tree gets at most, from 0 to 1. */
  readonly share: number
  /** Counts treatments: a new one looks new. */
  readonly serial: number
}

export interface OverviewOptions {
  onposition(position: Position): void
  onspray(tree: string, treatment: Treatment): void
  /** Anything else changed. */
  onchange(): void
}

export class Overview {
  readonly #session: Session
  readonly #options: OverviewOptions
  readonly #end = new AbortController()
  #heard = () => {}
  #serial = 0

  position: Position | undefined
  silent = false
  trees: readonly Tree[] = []
  beside: { readonly name: string; readonly fruit: number } | undefined
  readonly treated = new Map<string, Treatment>()
  /** Trees that went without, by the count of treatments then. */
  readonly untreated = new Map<string, number>()
  /** What was sprayed last. */
  last: (Treatment & { readonly tree: string }) | undefined
  level: Level | undefined
  drive: DriveSettings | undefined
  dose: DoseSettings | undefined
  /** Why the last tree got nothing. */
  failure: Failure | undefined

  constructor(session: Session, options: OverviewOptions) {
    this.#session = session
    this.#options = options
  }

  /** Rejects when the session closes meanwhile. */
  async open(): Promise<void> {
    const { signal } = this.#end
    this.#heard = watchSilence(() => this.#change({ silent: true }), signal)
    const retained = { get_retained: true } as const
    //#region interface
    await this.#hear('com.app.position', (args, kwargs) => this.#moved(readPosition(args, kwargs)), retained)
    await this.#hear('com.app.tree', ([name, fruit]) => this.#reached(readName(name), fruit))
    await this.#hear('com.app.sprayed', ([litres], { tree, product }) => this.#sprayed(litres, readName(tree), product))
    await this.#hear('com.app.untreated', ([name], why) => this.#missed(readName(name), readFailure(why)))
    await this.#hear('com.app.tank', ([level]) => this.#change({ level: toLevel(level) }))
    await this.#hear('com.app.dose.settings', ([dose]) => this.#change({ dose: toDoseSettings(dose) }))
    await this.#hear('com.app.localisation.settings', ([drive]) => this.#change({ drive: toDriveSettings(drive) }))
    //#endregion
  }

  close(): void {
    this.#end.abort()
  }

  /** Asks a component to change its settings, or to refill. */
  async ask(procedure: string, kwargs: Record<string, unknown>): Promise<void> {
    await this.#session.call(procedure, [], kwargs, { timeout: 5_000 })
  }

  /** Asks a component that has come what it knows. What it does not tell now, it publishes. */
  async learn(service: Service): Promise<void> {
    const call = (procedure: string) => this.#session.call(procedure, [], {}, { timeout: 5_000 }).catch(() => undefined)
    if (service === 'localisation') this.drive = toDriveSettings(await call('com.app.localisation.settings'))
    if (service === 'map') this.trees = toTrees(await call('com.app.map.trees'))
    if (service === 'dose') this.dose = toDoseSettings(await call('com.app.dose.settings'))
    if (service === 'distribution') this.level = toLevel(await call('com.app.tank'))
    this.#options.onchange()
  }

  #moved(position: Position | undefined): void {
    if (!position) return
    this.#heard()
    this.position = position
    this.#options.onposition(position)
    if (this.silent) this.#change({ silent: false })
  }

  #reached(name: string, fruit: unknown): void {
    this.#change({ beside: name && isNumber(fruit) ? { name, fruit } : undefined })
  }

  #sprayed(litres: unknown, tree: string, product: unknown): void {
    if (!isNumber(litres)) return
    const known = PRODUCTS.find(one => one === product) ?? 'copper'
    const share = Math.min(1, litres / (this.dose?.maximum || USUAL_DOSE.maximum))
    const treatment = { litres, product: known, share, serial: ++this.#serial }
    if (this.#knows(tree)) this.treated.set(tree, treatment)
    this.untreated.delete(tree)
    this.last = { ...treatment, tree }
    this.#change({ failure: undefined })
    this.#options.onspray(tree, treatment)
  }

  #missed(tree: string, failure: Failure): void {
    if (this.#knows(tree)) this.untreated.set(tree, ++this.#serial)
    this.#change({ failure })
  }

  #knows(name: string): boolean {
    return this.trees.some(tree => tree.name === name)
  }

  #change(change: Partial<Pick<Overview, 'silent' | 'beside' | 'level' | 'dose' | 'drive' | 'failure'>>): void {
    if (this.#end.signal.aborted) return
    Object.assign(this, change)
    this.#options.onchange()
  }

  #hear(...wanted: Parameters<Session['subscribe']>): Promise<void> {
    return hear(this.#session, this.#end.signal, ...wanted)
  }
}
