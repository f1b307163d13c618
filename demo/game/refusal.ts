// Refusals: the application errors of the game, each with a sentence for people and the facts for programs.

import { WampError } from '../wamp.ts'

export type RefusalName =
  | 'already_asked'
  | 'asleep'
  | 'bad_arguments'
  | 'busy'
  | 'full'
  | 'occupied'
  | 'out_of_bounds'
  | 'too_far'
  | 'too_fast'
  | 'tree'
  | 'unknown_caller'
  | 'unknown_mean'
  | 'unreachable'

/** The error `com.example.error.<name>`: its sentence is `args[0]`, the facts are its keywords. */
export function refusal(name: RefusalName, sentence: string, facts: Record<string, unknown> = {}): WampError {
  return new WampError(`com.example.error.${name}`, [sentence], facts)
}

/** What to tell a person about anything that was thrown. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof WampError)) return error instanceof Error ? error.message : String(error)
  const [sentence] = error.args
  return typeof sentence === 'string' && sentence !== '' ? sentence.slice(0, 300) : error.error
}
