// Util: `autobahn.util`, small functions that applications of Autobahn call.

import { isDict } from '../protocol/dict.ts'
import { randomId } from '../protocol/ids.ts'
import { assert } from './assert.ts'
import { type Defer, type Deferred, defer, type ProgressPromise, promiseOf } from './deferred.ts'
import { handle_error } from './handle-error.ts'
import { rand_normal } from './rand-normal.ts'

/** Base64 to bytes. */
function atob(text: string | null): Uint8Array | null {
  return text ? Uint8Array.from(globalThis.atob(text), letter => letter.charCodeAt(0)) : null
}

/** Bytes to base64. */
function btoa(bytes: Uint8Array | null): string | null {
  return bytes ? globalThis.btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join('')) : null
}

/** Bytes to hexadecimal. */
function btoh(bytes: Uint8Array | null): string | null {
  return bytes ? Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('') : null
}

/** Hexadecimal to bytes. */
function htob(text: string | null): Uint8Array | null {
  if (!text) return null
  if (typeof text !== 'string') throw new TypeError('Expected input to be a string')
  if (text.length % 2 !== 0) throw new RangeError('Expected string to be an even number of characters')
  return Uint8Array.from(text.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
}

/** Gives `base` the keys that it lacks and others have, the first of them first; in depth where the last argument is true. */
function defaults(base: Record<string, unknown> = {}, ...given: unknown[]): Record<string, unknown> {
  const recursive = given.at(-1) === true
  for (const [index, source] of given.entries()) {
    if (!source || typeof source === 'boolean') continue
    if (typeof source !== 'object') throw new Error(`Expected argument at index ${index + 1} to be an object`)
    for (const [key, value] of Object.entries(source)) {
      const own = base[key]
      if (!(key in base)) base[key] = value
      else if (recursive && isDict(own) && isDict(value)) defaults(own, value, true)
    }
  }
  return base
}

/** Resolves to the text of an answer, to nothing where there is none; rejects with `{ code, text }`. */
function http_post(url: string, body?: string, timeout = 0): ProgressPromise<string | undefined> {
  return request(url, { method: 'POST', body: body ?? null }, timeout)
}

/** The same for what is got, and read as JSON. */
function http_get_json(url: string, timeout = 0): ProgressPromise {
  return request(url, {}, timeout).then(text => (text === undefined ? text : JSON.parse(text)))
}

function request(url: string, init: RequestInit, timeout: number): ProgressPromise<string | undefined> {
  const deferred = defer()
  const headers = { 'content-type': 'application/json; charset=utf-8' }
  const signal = timeout > 0 ? AbortSignal.timeout(timeout) : null
  fetch(url, { ...init, headers, signal, credentials: 'include' })
    .then(async answer => {
      if (answer.status === 204) deferred.resolve()
      else if (answer.status === 200) deferred.resolve(await answer.text())
      else deferred.reject({ code: answer.status, text: answer.statusText })
    })
    .catch(error =>
      deferred.reject(signal?.aborted ? { code: 501, text: 'request timeout' } : { code: 0, text: error.message }),
    )
  return promiseOf(deferred)
}

export const util = {
  atob,
  btoa,
  btoh,
  htob,
  rand_normal,
  assert,
  http_post,
  http_get_json,
  defaults,
  handle_error,
  is_object: isDict,
  new_global_id: () => randomId(Math.random),
  /** What makes the promises of a connection with these options. */
  deferred_factory: (options: { readonly use_deferred?: Defer } = {}): Defer => options.use_deferred ?? defer,
  promise: (deferred: Deferred) => promiseOf(deferred),
  sleep: (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms)),
  as_promise: async (act: (...args: unknown[]) => unknown, ...args: unknown[]) => act(...args),
  /** There are no files in a page. */
  read_file: null,
}
