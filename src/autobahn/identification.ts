// Who a session wants to be, and how the application answers challenges [wamp:authentication].

import { Authentication } from '../client/auth/authentication.ts'
import { WampError } from '../protocol/errors.ts'
import type { Dict } from '../protocol/messages.ts'
import { type ErrorHandler, handle_error } from './handle-error.ts'

type Answer = string | readonly [signature: string, extra: Dict]

/** The options of a connection that say who it is; `S` is its session, which is not open yet when it is asked. */
export interface Identification<S> {
  readonly authmethods?: string[]
  readonly authid?: string
  readonly authextra?: Dict
  /** Answers a challenge with a signature, or `[signature, extra]`, or a promise of it. */
  readonly onchallenge?: (session: S, method: string, extra: Dict) => Answer | PromiseLike<Answer>
  /** Told of what the application's own functions throw; the console by default. */
  readonly on_user_error?: ErrorHandler
}

export function authenticationOf<S>(options: Identification<S>, session: S): Authentication {
  const { authmethods, authid, authextra, onchallenge, on_user_error } = options
  const answer = async (method: string, extra: Dict) => {
    try {
      return await onchallenge?.(session, method, extra)
    } catch (thrown) {
      handle_error(on_user_error, thrown, 'onchallenge() raised: ')
      const sentence = 'sorry, I cannot authenticate (onchallenge handler raised an exception)'
      throw new WampError('wamp.error.cannot_authenticate', [sentence])
    }
  }
  return new Authentication({
    authmethods,
    authid: authid || undefined,
    authextra,
    ...(onchallenge && { onchallenge: answer as (method: string, extra: Dict) => Promise<Answer> }),
  })
}
