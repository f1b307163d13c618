// Refusals: the application errors of the game, each with a sentence for people and the facts for programs.

import { WampError } from '../wamp.ts'
import { toName } from './looks.ts'
import { type Words, words } from './words.ts'
import { ENGLISH, type RefusalFacts } from './words-en.ts'

export type RefusalName = keyof Words['refusals']

const ERROR = 'com.example.error.'

/** The error `com.example.error.<name>`: its sentence is `args[0]`, in English; the facts are its keywords. */
export function refusal(name: RefusalName, facts: Record<string, unknown> = {}): WampError {
  return new WampError(ERROR + name, [ENGLISH.refusals[name](readFacts(facts))], facts)
}

/**
 * What to tell a person about anything that was thrown. A refusal of the game is told in the language of the page, for
 * whoever refused may speak another; anything else as it came.
 */
export function sentenceOf(error: unknown, { refusals, master }: Words = words): string {
  if (!(error instanceof WampError)) return error instanceof Error ? error.message : String(error)
  const name = error.error.startsWith(ERROR) ? error.error.slice(ERROR.length) : ''
  if (isRefusal(name)) return refusals[name](readFacts(error.kwargs))
  if (error.error === 'wamp.error.no_such_procedure') return master.nobody
  const [sentence] = error.args
  return typeof sentence === 'string' && sentence !== '' ? sentence.slice(0, 300) : error.error
}

const isRefusal = (name: string): name is RefusalName => Object.hasOwn(ENGLISH.refusals, name)

function readFacts({ name, mean, known, argument }: Record<string, unknown>): RefusalFacts {
  const means = Array.isArray(known) ? known.flatMap(one => toName(one) ?? []).slice(0, 10) : []
  return { name: toName(name), mean: toName(mean), known: means.join(', '), argument: toName(argument) }
}
