// Serving rooms: what a worker script does, be it a SharedWorker's or a Service Worker's.

import type { OwnSettings } from './worker-hosted-room.ts'
import { WorkerHub } from './worker-hub.ts'

/** A word to a Service Worker: a port comes along, or nothing but a reason not to be stopped. */
export interface ServiceWord {
  readonly wampMesh: 'connect' | 'keep'
}

/** As much of a worker's global scope as is needed: TypeScript knows a page's or a worker's, not both. */
interface WorkerScope {
  readonly onconnect?: unknown
  addEventListener(type: string, listener: (event: WorkerEvent) => void): void
  skipWaiting?(): Promise<void>
  readonly clients?: { claim(): Promise<void> }
}
interface WorkerEvent {
  readonly ports: readonly MessagePort[]
  waitUntil?(work: Promise<unknown> | undefined): void
}

/**
 * Hosts rooms in this worker for all tabs that ask for one. To be called once, at the top of the worker's script: its
 * listeners must be there when the browser starts it.
 *
 * @param own what this worker's rooms have besides what tabs ask for: permissions, authenticators, settings and limits,
 *   with functions among them, which no tab could send.
 */
export function serveRooms(own: OwnSettings = {}): void {
  const hub = new WorkerHub(own)
  const scope = globalThis as unknown as WorkerScope
  const connect = ({ ports: [port] }: WorkerEvent) => port && hub.connect(port)
  if ('onconnect' in scope) return scope.addEventListener('connect', connect)
  scope.addEventListener('install', event => event.waitUntil?.(scope.skipWaiting?.()))
  scope.addEventListener('activate', event => event.waitUntil?.(scope.clients?.claim()))
  scope.addEventListener('message', connect)
}
