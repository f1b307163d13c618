// Metrics: counters and gauges in the Prometheus text format. Numbers only: no room, no address, no content.

const COUNTERS = {
  joins: { label: 'kind', help: 'Hosts, mesh guests and plain clients let in.' },
  refused: { label: 'reason', help: 'Hosts, guests and plain clients not let in.' },
  closed: { label: 'code', help: 'Sockets that the server closed, by close code.' },
  lost: { label: 'reason', help: 'Sockets that ended without our doing.' },
  relayed_frames: { label: 'to', help: 'Frames relayed.' },
  relayed_bytes: { label: 'to', help: 'Bytes relayed.' },
  dropped_frames: { label: 'reason', help: 'Frames that had nowhere to go.' },
  slowed: { label: 'by', help: 'Times that reading from a socket stopped for a while.' },
  paused: { label: 'to', help: 'Times that a host was asked to send a slow guest no more for now.' },
} as const

export type Counter = keyof typeof COUNTERS

/** What is now, as opposed to what happened. */
export interface Gauge {
  readonly name: string
  readonly help: string
  readonly values: readonly { readonly labels?: string; readonly value: number }[]
}

export class Metrics {
  readonly #counts = new Map<Counter, Map<string, number>>()

  /** `label` is one of few fixed words, never something that a client sent. */
  count(counter: Counter, label: string | number, amount = 1): void {
    const key = String(label)
    const counts = this.#counts.get(counter) ?? new Map<string, number>()
    this.#counts.set(counter, counts)
    counts.set(key, (counts.get(key) ?? 0) + amount)
  }

  /** The page that Prometheus reads. */
  text(gauges: readonly Gauge[]): string {
    const lines = gauges.flatMap(({ name, help, values }) => [
      ...heading(name, help, 'gauge'),
      ...values.map(({ labels, value }) => `wamp_mesh_${name}${labels ? `{${labels}}` : ''} ${value}`),
    ])
    for (const [counter, counts] of this.#counts) {
      const { label, help } = COUNTERS[counter]
      lines.push(...heading(`${counter}_total`, help, 'counter'))
      for (const [key, value] of counts) lines.push(`wamp_mesh_${counter}_total{${label}="${key}"} ${value}`)
    }
    return `${lines.join('\n')}\n`
  }
}

function heading(name: string, help: string, type: 'gauge' | 'counter'): string[] {
  return [`# HELP wamp_mesh_${name} ${help}`, `# TYPE wamp_mesh_${name} ${type}`]
}
