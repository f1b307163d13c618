// Authentication: what a client says about itself while it joins, and how it answers challenges [wamp:authentication].

import { isDict } from '../../protocol/dict.ts'
import { refusal } from '../../protocol/errors.ts'
import type { Dict, HelloDetails, WelcomeDetails } from '../../protocol/messages.ts'
import * as m from '../../protocol/messages.ts'
import type { Answer, AuthAttempt, AuthMethod } from './auth-method.ts'

/** Who to be. Methods of `auth` answer for themselves, those named in `authmethods` by `onchallenge`. */
export interface AuthOptions {
  /** Ways to authenticate, the best first: `[cryptosign({ privateKey }), ticket({ authid, ticket })]`. */
  readonly auth?: AuthMethod | readonly AuthMethod[] | undefined
  /** Names of further methods, for `onchallenge`; `anonymous` among them joins without. */
  readonly authmethods?: readonly string[] | undefined
  /** Who to be known as; by default whom `auth` names. */
  readonly authid?: string | undefined
  /** HELLO.Details.authextra, for methods of `onchallenge`. */
  readonly authextra?: Dict | undefined
  /** Answers a challenge with a signature, or with `[signature, extra]`. What it throws ends the session for good. */
  readonly onchallenge?: ((method: string, extra: Dict) => Answer | PromiseLike<Answer>) | undefined
}

export class Authentication {
  readonly #options: AuthOptions
  readonly #attempts = new Map<string, AuthAttempt>()
  readonly #authid: string | undefined
  readonly #answered = new Set<AuthAttempt>()

  /** @throws {WampError} `wamp.error.invalid_argument` where the methods are for different names. */
  constructor(options: AuthOptions) {
    const methods = [options.auth ?? []].flat()
    const names = new Set([options.authid, ...methods.map(({ authid }) => authid)].filter(name => name !== undefined))
    if (names.size > 1) {
      throw refusal('wamp.error.invalid_argument', `a session has one authid, and not ${[...names].join(' and ')}`)
    }
    this.#options = options
    this.#authid = [...names][0]
    for (const method of methods) this.#attempts.set(method.authmethod, method.begin())
  }

  /** What HELLO says of it. */
  get hello(): Pick<HelloDetails, 'authmethods' | 'authid' | 'authextra'> {
    const authmethods = this.#announced
    const extras = [this.#options.authextra, ...[...this.#attempts.values()].map(({ authextra }) => authextra)]
    const authextra = Object.assign({}, ...extras) as Dict
    return {
      ...(authmethods.length > 0 && { authmethods }),
      ...(this.#authid !== undefined && { authid: this.#authid }),
      ...(Object.keys(authextra).length > 0 && { authextra }),
    }
  }

  /** Rejects where this client has no answer. */
  async answer([, method, extra]: m.Challenge): Promise<m.Authenticate> {
    // Who did not offer a method is not talked into it: a ticket, say, is a secret that goes out in clear.
    if (!this.#announced.includes(method)) {
      throw refusal('wamp.error.no_matching_auth_method', `this client does not authenticate by ${method}`)
    }
    const attempt = this.#attempts.get(method)
    if (attempt) this.#answered.add(attempt)
    const answer = attempt ? await attempt.answer(extra) : await this.#options.onchallenge?.(method, extra)
    const [signature, more] = typeof answer === 'string' ? [answer, {}] : (answer ?? [])
    if (typeof signature === 'string' && isDict(more)) return [m.AUTHENTICATE, signature, more]
    throw refusal('wamp.error.authentication_failed', `the challenge of ${method} got no answer that is a string`)
  }

  /** Called with WELCOME. @throws {WampError} where the router was to prove itself and did not. */
  welcomed(details: WelcomeDetails): void {
    const attempts = [...this.#attempts.values()]
    const onlyProving = attempts.every(({ welcomed }) => welcomed) && !this.#options.authmethods?.length
    // Let in unasked, a client that trusts nobody without proof has had none.
    const due = this.#answered.size > 0 ? this.#answered : onlyProving ? attempts : []
    for (const attempt of due) attempt.welcomed?.(details)
  }

  get #announced(): string[] {
    return [...new Set([...this.#attempts.keys(), ...(this.#options.authmethods ?? [])])]
  }
}
