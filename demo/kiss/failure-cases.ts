// The ways a call can end other than by an answer, each with the call that provokes it.

import type { Translated } from '../site/language.ts'
import type { CallOptions, Session } from '../wamp.ts'
import { KISS } from './protocol.ts'

export interface FailureCase {
  readonly id: string
  readonly title: Translated
  /** The call, as a program has it. */
  readonly code: string
  /** Why this comes back. */
  readonly because: Translated
  /** Whether the person gives it up. */
  readonly cancels?: boolean
  call(session: Session, options: CallOptions): Promise<unknown>
}

/** Milliseconds until the call that times out does. */
const IMPATIENCE = 2_000

export const FAILURE_CASES: readonly FailureCase[] = [
  {
    id: 'nobody',
    title: { en: 'Nobody there', fr: 'Personne' },
    code: `session.call('${KISS}.nobody')`,
    because: {
      en: 'No component has registered this procedure: the router itself refuses.',
      fr: 'Aucun composant n’a enregistré cette procédure : c’est le routeur qui refuse.',
    },
    call: session => session.call(`${KISS}.nobody`),
  },
  {
    id: 'clumsy',
    title: { en: 'An exception', fr: 'Une exception' },
    code: `session.call('${KISS}.clumsy')`,
    because: {
      en: 'The procedure threw an exception. It crosses the router as a runtime error with its message, whatever the language it was thrown in.',
      fr: 'La procédure a levé une exception. Elle traverse le routeur comme erreur d’exécution, avec son message, quel que soit le langage qui l’a levée.',
    },
    call: session => session.call(`${KISS}.clumsy`),
  },
  {
    id: 'shy',
    title: { en: 'An error with a name', fr: 'Une erreur qui a un nom' },
    code: `session.call('${KISS}.shy')`,
    because: {
      en: 'An application has errors of its own: a URI for programs, a sentence for people, and facts as keywords.',
      fr: 'Une application a ses propres erreurs : un intitulé pour les programmes, une phrase pour les gens et des faits en mots-clés.',
    },
    call: session => session.call(`${KISS}.shy`),
  },
  {
    id: 'mute',
    title: { en: 'No result', fr: 'Pas de résultat' },
    code: `session.call('${KISS}.mute')`,
    because: {
      en: 'The procedure returned nothing. That is no error: the call has succeeded, and its value is null.',
      fr: 'La procédure n’a rien renvoyé. Ce n’est pas une erreur : l’appel a réussi et sa valeur est null.',
    },
    call: session => session.call(`${KISS}.mute`),
  },
  {
    id: 'invalid',
    title: { en: 'No URI at all', fr: 'Un intitulé invalide' },
    code: "session.call('com.example..kiss')",
    because: {
      en: 'Between two dots there must be something. Such a URI can be nobody’s, and the router says so.',
      fr: 'Il faut quelque chose entre deux points. Un tel intitulé ne peut être à personne, et le routeur le dit.',
    },
    call: session => session.call('com.example..kiss'),
  },
  {
    id: 'late',
    title: { en: 'Too late', fr: 'Trop tard' },
    code: `session.call('${KISS}.dreamer', [], {}, { timeout: ${IMPATIENCE} })`,
    because: {
      en: 'The callee dreams on and on. After two seconds the router ends the call, and tells the dreamer to stop.',
      fr: 'L’appelé rêve sans fin. Au bout de deux secondes le routeur met fin à l’appel et dit au rêveur d’arrêter.',
    },
    call: (session, options) => session.call(`${KISS}.dreamer`, [], {}, { ...options, timeout: IMPATIENCE }),
  },
  {
    id: 'cancel',
    title: { en: 'Second thoughts', fr: 'Changer d’avis' },
    code: `session.call('${KISS}.dreamer', [], {}, { signal })`,
    cancels: true,
    because: {
      en: 'You gave the call up yourself: your promise rejects with your own reason, and the router tells the dreamer to stop.',
      fr: 'Vous avez renoncé vous-même : votre promesse est rejetée avec votre propre raison, et le routeur dit au rêveur d’arrêter.',
    },
    call: (session, options) => session.call(`${KISS}.dreamer`, [], {}, options),
  },
]
