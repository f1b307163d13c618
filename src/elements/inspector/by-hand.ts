// By hand: calls and publications that somebody types.

import { Result } from '../../client/result.ts'
import type { Session } from '../../client/session.ts'
import { isDict } from '../../protocol/dict.ts'
import { isUri } from '../../protocol/uri.ts'
import { pretty } from './trace-filter.ts'
import type { Words } from './words.ts'

export interface HandRequest {
  readonly what: 'call' | 'publish'
  readonly uri: string
  /** JSON, or nothing. */
  readonly args: string
  readonly kwargs: string
}

/** Does it; resolves to what there is to show. Rejects with a sentence, or with what the router or callee says. */
export async function byHand(session: Session | undefined, request: HandRequest, words: Words): Promise<string> {
  if (!session?.isOpen) throw new Error(words.notOpen)
  const { what, uri, args, kwargs } = request
  if (!isUri(uri)) throw new Error(words.badUri)
  const list = parsed(args, '[]', words.badArgs)
  if (!Array.isArray(list)) throw new Error(words.badArgs)
  const dict = parsed(kwargs, '{}', words.badKwargs)
  if (!isDict(dict)) throw new Error(words.badKwargs)
  if (what === 'publish') {
    await session.publish(uri, list, dict, { acknowledge: true })
    return words.published
  }
  const result = await session.call(uri, list, dict)
  return pretty(result instanceof Result ? { args: result.args, kwargs: result.kwargs } : result)
}

/** What an error says: its URI, its arguments, its sentence. */
export function errorText(error: unknown): string {
  const { error: uri, args, message } = Object(error) as { error?: string; args?: unknown; message?: string }
  if (uri === undefined) return String(message ?? error)
  return Array.isArray(args) && args.length > 0
    ? `${uri}: ${args.map(arg => (typeof arg === 'string' ? arg : pretty(arg))).join(' ')}`
    : uri
}

function parsed(text: string, empty: string, otherwise: string): unknown {
  try {
    return JSON.parse(text.trim() || empty)
  } catch {
    throw new Error(otherwise)
  }
}
