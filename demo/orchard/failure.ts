// Failure: why a call did not work, as it travels between components, and the sentence for people.

import type { Translated } from '../site/language.ts'
import { WampError } from '../wamp.ts'

export interface Failure {
  /** The error's URI. */
  readonly error: string
  /** What was called; of calls that lead to others, the last one. */
  readonly procedure: string
  /** What the callee said, in its own language. */
  readonly message: string
}

/** Of what a call was rejected with. */
export function failureOf(thrown: unknown, procedure: string): Failure {
  if (!(thrown instanceof WampError)) {
    return { error: 'wamp.error.runtime_error', procedure, message: thrown instanceof Error ? thrown.message : '' }
  }
  const { error, args, kwargs } = thrown
  return readFailure({ error, procedure: kwargs.procedure ?? procedure, message: args[0] })
}

/** The same, to be thrown on: whoever called learns which procedure it was. */
export function passedOn(thrown: unknown, called: string): WampError {
  const { error, procedure, message } = failureOf(thrown, called)
  return new WampError(error, [message], { procedure })
}

/** Of an event. */
export function readFailure({ error, procedure, message }: Readonly<Record<string, unknown>>): Failure {
  return { error: text(error), procedure: text(procedure), message: text(message) }
}

export function failureSentence({ error, procedure, message }: Failure): Translated {
  switch (error) {
    case 'wamp.error.no_such_procedure':
      return {
        en: `Nobody has registered ${procedure}.`,
        fr: `Personne n’a enregistré ${procedure}.`,
      }
    case 'wamp.error.canceled':
      return {
        en: `Whoever had ${procedure} left before it answered.`,
        fr: `Le composant qui offrait ${procedure} est parti sans répondre.`,
      }
    case 'wamp.error.timeout':
      return { en: `${procedure} did not answer in time.`, fr: `${procedure} n’a pas répondu à temps.` }
    case 'wamp.error.network_failure':
      return { en: 'There is no connection to the router.', fr: 'Il n’y a pas de connexion au routeur.' }
    case 'com.app.error.tank_empty':
      return { en: 'The tank is empty: refill it.', fr: 'La cuve est vide : remplissez-la.' }
    default:
      return { en: `${procedure}: ${message || error}`, fr: `${procedure} : ${message || error}` }
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '')
