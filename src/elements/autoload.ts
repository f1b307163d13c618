// Autoload: registers each element once the page has one, and loads no other.

import { answerLateSessions } from './session-context.ts'

/** What has to be loaded for an element, by its name. */
const LOADERS: Readonly<Record<string, () => Promise<CustomElementConstructor>>> = {
  'wamp-session': async () => (await import('./wamp-session.ts')).WampSessionElement,
  'wamp-subscribe': async () => (await import('./wamp-subscribe.ts')).WampSubscribeElement,
  'wamp-publish': async () => (await import('./wamp-publish.ts')).WampPublishElement,
  'wamp-call': async () => (await import('./wamp-call.ts')).WampCallElement,
  'wamp-register': async () => (await import('./wamp-register.ts')).WampRegisterElement,
  'wamp-presence': async () => (await import('./wamp-presence.ts')).WampPresenceElement,
  'wamp-invite': async () => (await import('./wamp-invite.ts')).WampInviteElement,
  'wamp-status': async () => (await import('./wamp-status.ts')).WampStatusElement,
  'wamp-inspector': async () => (await import('./inspector/wamp-inspector.ts')).WampInspectorElement,
}

export const AUTOLOADED = Object.keys(LOADERS)

/**
 * Registers the elements that are in the document, and others as they come into it; those within shadow roots are not seen,
 * and for them `defineElements` is there. What cannot be loaded is told to `onerror`, and tried again when the next comes.
 */
export function autoloadElements(onerror: (error: Error) => void = reportError): void {
  // A server renders the page's markup as it is.
  if (globalThis.document === undefined) return
  if (customElements.get('wamp-session') === undefined) answerLateSessions()
  const missing = new Set(AUTOLOADED)
  const begin = async (name: string) => {
    missing.delete(name)
    try {
      await load(name)
    } catch (cause) {
      missing.add(name)
      onerror(new Error(`<${name}> could not be loaded: the page goes on without it.`, { cause }))
    }
    if (AUTOLOADED.every(name => customElements.get(name) !== undefined)) observer.disconnect()
  }
  const look = () => {
    const present = [...missing].filter(name => document.querySelector(name) !== null)
    for (const name of present) void begin(name)
  }
  const observer = new MutationObserver(records => {
    if (records.some(({ addedNodes }) => addedNodes.length > 0)) look()
  })
  observer.observe(document.documentElement, { childList: true, subtree: true })
  look()
}

async function load(name: string): Promise<void> {
  const element = await LOADERS[name]?.()
  if (element && customElements.get(name) === undefined) customElements.define(name, element)
}
