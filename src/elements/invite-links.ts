// Invite links: links on a page that lead to another room, by the page's own address with another fragment.

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { hasInvite } from '../host/invite-text.ts'
import { takePageInvite } from './page-invite.ts'

interface InvitedHost extends ReactiveControllerHost {
  readonly url: string | undefined
  readonly role: string | null
}

export class InviteLinks implements ReactiveController {
  readonly #host: InvitedHost
  readonly #told: { invited(invite: string): void; refused(error: Error): void }

  constructor(host: InvitedHost, told: { invited(invite: string): void; refused(error: Error): void }) {
    this.#host = host
    this.#told = told
    host.addController(this)
  }

  hostConnected(): void {
    addEventListener('hashchange', this.#changed)
  }

  hostDisconnected(): void {
    removeEventListener('hashchange', this.#changed)
  }

  readonly #changed = (): void => {
    if (this.#host.url || !hasInvite(location.hash)) return
    if (this.#host.role === 'host') {
      // Any link on the page, a stranger's in a chat even, could otherwise close the room.
      const sentence = 'This page hosts a room. Leave it, or reload the page, to join the room of that invite.'
      return this.#told.refused(new Error(sentence))
    }
    const invite = takePageInvite()
    if (invite !== undefined) this.#told.invited(invite)
  }
}
