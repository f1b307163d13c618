// Callee: the registrations of one session, and the answers to their invocations.

import type { Connection } from '../client/connection.ts'
import { refusal, WampError } from '../protocol/errors.ts'
import type { Dict, Id, RevocationDetails, Uri } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import { Payload } from '../protocol/payload.ts'
import { isUri } from '../protocol/uri.ts'
import { type Defer, type Deferred, type ProgressPromise, promiseOf, refuse } from './deferred.ts'
import { AutobahnError } from './error.ts'
import { Invocation, type Progress } from './invocation.ts'
import { type Endpoint, type RegisteringSession, Registration } from './registration.ts'
import { Result } from './result.ts'

export interface CalleeSetup {
  readonly defer: Defer
  readonly session: RegisteringSession
  /** Told of what endpoints throw. */
  reportUser(error: unknown, message: string): void
}

export interface RegisterRequest {
  /** As the application wrote it, and in full. */
  readonly procedure: Uri
  readonly resolved: Uri
  readonly endpoint: Endpoint
  readonly options: Dict | null | undefined
}

export class Callee {
  readonly #setup: CalleeSetup
  readonly #byId = new Map<Id, { readonly registration: Registration; readonly ended: Deferred }>()

  constructor(setup: CalleeSetup) {
    this.#setup = setup
  }

  get registrations(): Registration[] {
    return [...this.#byId.values()].map(({ registration }) => registration)
  }

  register(connection: Connection, request: RegisterRequest): ProgressPromise<Registration> {
    const deferred = this.#setup.defer()
    try {
      connection.request([m.REGISTER, 0, { ...request.options }, request.resolved], {
        done: reply => deferred.resolve(this.#registered((reply as m.Registered)[2], request)),
        failed: error => refuse(deferred, error),
      })
    } catch (unsendable) {
      refuse(deferred, unsendable)
    }
    return promiseOf(deferred)
  }

  /** Calls come until the router has ended the registration. @throws the string "registration not active". */
  unregister(connection: Connection, registration: Registration): ProgressPromise<void> {
    if (!registration.active || this.#byId.get(registration.id)?.registration !== registration) {
      throw 'registration not active'
    }
    const deferred = this.#setup.defer()
    connection.request([m.UNREGISTER, 0, registration.id], {
      done: () => {
        this.#end(registration.id)
        deferred.resolve()
      },
      failed: error => refuse(deferred, error),
    })
    return promiseOf(deferred)
  }

  /** The router ended a registration of its own accord. */
  revoked({ registration: id, reason }: RevocationDetails): void {
    if (id !== undefined) this.#end(id, reason)
  }

  /** Answers one invocation on the connection it came by. */
  async invocation([, request, id, details, payload]: m.Invocation, connection: Connection): Promise<void> {
    const answer = (message: m.Yield | m.Error_) => connection.reply(message)
    const registration = this.#byId.get(id)?.registration
    try {
      if (!registration) throw refusal('wamp.error.no_such_registration', `registration ${id} has ended`)
      const progress: Progress = (args, kwargs) =>
        answer([m.YIELD, request, { progress: true }, Payload.of(args ?? [], kwargs ?? {})])
      const invocation = new Invocation(details, registration.procedure, details.receive_progress ? progress : null)
      const result = await registration.endpoint(payload.args, payload.kwargs, invocation)
      answer([m.YIELD, request, {}, payloadOf(result)])
    } catch (thrown) {
      this.#fail(connection, request, thrown)
      if (registration) this.#setup.reportUser(thrown, 'Exception raised in invocation handler:')
    }
  }

  #fail(connection: Connection, request: Id, thrown: unknown): void {
    const { error, args, kwargs } = errorOf(thrown)
    try {
      connection.reply([m.ERROR, m.INVOCATION, request, {}, error, Payload.of(args, kwargs)])
    } catch {
      // What it threw cannot be sent; that it did is known to the caller all the same, and what to the report.
      connection.reply([m.ERROR, m.INVOCATION, request, {}, error, Payload.empty])
    }
  }

  #registered(id: Id, { procedure, endpoint, options }: RegisterRequest): Registration {
    const { session, defer } = this.#setup
    const ended = defer()
    const on_unregister = promiseOf(ended)
    const registration = new Registration({ procedure, endpoint, options: options ?? {}, session, id, on_unregister })
    this.#byId.set(id, { registration, ended })
    return registration
  }

  #end(id: Id, reason?: Uri): void {
    const held = this.#byId.get(id)
    if (!held) return
    this.#byId.delete(id)
    held.registration.active = false
    held.ended.resolve(reason)
  }
}

/** Nothing returned is sent as null, as Autobahn does. */
function payloadOf(result: unknown): Payload {
  return result instanceof Result ? Payload.of(result.args, result.kwargs) : Payload.of([result])
}

function errorOf(thrown: unknown): Pick<AutobahnError, 'error' | 'args' | 'kwargs'> {
  if (thrown instanceof AutobahnError || thrown instanceof WampError) {
    if (isUri(thrown.error)) return thrown
    // Sent as it is, it would break the protocol and end the session.
    return new AutobahnError('wamp.error.runtime_error', [`${thrown.error}: not a URI`, ...thrown.args], thrown.kwargs)
  }
  return new AutobahnError('wamp.error.runtime_error', [thrown instanceof Error ? thrown.message : (thrown ?? null)])
}
