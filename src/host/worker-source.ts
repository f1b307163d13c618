// Worker source: where a tab gets ports to a worker from, a SharedWorker or a Service Worker.

import type { ServiceWord } from './serve-rooms.ts'

export interface WorkerSource {
  /** A new port to the worker, which is started if need be. @param failed told where its script cannot be run. */
  open(failed: (error: Error) => void): Promise<MessagePort>
  /** No more ports will be wanted. */
  close(): void
}

/** Milliseconds between words to a Service Worker: 30 seconds after the last one the browser stops it. */
const KEEP_INTERVAL = 10_000

/** One SharedWorker for all tabs of this origin that name the same script and room. */
export function sharedWorkerSource(url: string, name: string): WorkerSource {
  return {
    async open(failed) {
      // Where the browser can, the worker outlives a reload of its only page.
      const options = { name: `wamp-mesh-${name}`, type: 'module', extendedLifetime: true } as const
      const worker = new SharedWorker(url, options)
      worker.addEventListener('error', () => failed(new Error(`The worker script ${url} cannot be run.`)))
      return worker.port
    },
    close() {},
  }
}

/** The Service Worker of that script, kept from being stopped for as long as this page is open. */
export function serviceWorkerSource(url: string): WorkerSource {
  let keeping: ReturnType<typeof setInterval> | undefined
  let closed = false
  return {
    async open(failed) {
      const registration = await navigator.serviceWorker.register(url, { type: 'module', updateViaCache: 'none' })
      const worker = await active(registration)
      const { port1, port2 } = new MessageChannel()
      if (!worker) failed(new Error(`The worker script ${url} cannot be run.`))
      if (!worker || closed) return port1
      worker.postMessage({ wampMesh: 'connect' } satisfies ServiceWord, [port2])
      clearInterval(keeping)
      keeping = setInterval(() => {
        registration.active?.postMessage({ wampMesh: 'keep' } satisfies ServiceWord)
      }, KEEP_INTERVAL)
      return port1
    },
    close() {
      closed = true
      clearInterval(keeping)
    },
  }
}

/** The registration's worker, once it is active. */
function active(registration: ServiceWorkerRegistration): Promise<ServiceWorker | undefined> {
  const worker = registration.active ?? registration.waiting ?? registration.installing
  if (!worker || worker.state === 'activated') return Promise.resolve(worker ?? undefined)
  return new Promise(resolve => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') resolve(worker)
      else if (worker.state === 'redundant') resolve(undefined)
    })
  })
}
