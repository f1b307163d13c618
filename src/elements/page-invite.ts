// The invite of the page: from the address bar, where it does not stay, into the history entry, where it survives a reload.

import { parseInvite } from '../host/invite.ts'
import { hasInvite } from '../host/invite-text.ts'

const KEY = 'wampInvite'

/** The invite that the page was opened with, or had before it was reloaded. It is taken out of the address bar. */
export function takePageInvite(): string | undefined {
  if (!hasInvite(location.hash)) return keptInvite()
  const invite = location.href
  keepPageInvite(invite, pageOf(invite))
  return invite
}

/** Remembers the invite for a reload of this page; `undefined` forgets it. */
export function keepPageInvite(invite: string | undefined, page: string = location.href): void {
  const state: unknown = history.state
  const { [KEY]: _, ...rest }: Record<string, unknown> = typeof state === 'object' && state !== null ? { ...state } : {}
  try {
    history.replaceState(invite === undefined ? rest : { ...rest, [KEY]: invite }, '', page)
  } catch {
    // A sandboxed page may not: the invite then stays where it is, and a reload finds it there.
  }
}

function keptInvite(): string | undefined {
  const state: unknown = history.state
  if (typeof state !== 'object' || state === null || !(KEY in state)) return undefined
  return typeof state[KEY] === 'string' ? state[KEY] : undefined
}

/** The page's address without the invite; a malformed invite goes whole, for the error that follows tells of it. */
function pageOf(invite: string): string {
  try {
    return parseInvite(invite).page
  } catch {
    const url = new URL(invite)
    url.hash = ''
    return url.href
  }
}
