// Other tabs: a tab in sight tells those of its origin so, for they are slower than it is.

const CHANNEL = 'wamp-mesh-meadow-in-sight'

export interface OtherTabsOptions {
  /** Whether this tab could do what the others do. */
  mayStandIn(): boolean
  /** Another tab is in sight, and could. */
  oninsight(): void
}

export class OtherTabs {
  readonly #options: OtherTabsOptions
  readonly #channel = new BroadcastChannel(CHANNEL)

  constructor(options: OtherTabsOptions) {
    this.#options = options
    this.#channel.onmessage = () => options.oninsight()
    document.addEventListener('visibilitychange', this.announce)
  }

  /** Tells the others, if there is something to tell. */
  readonly announce = (): void => {
    if (!document.hidden && this.#options.mayStandIn()) this.#channel.postMessage(null)
  }

  close(): void {
    document.removeEventListener('visibilitychange', this.announce)
    this.#channel.close()
  }
}
