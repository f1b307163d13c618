// Autoload: registers each element once the page has one, and loads no other.

import { ContextRoot } from '@lit/context'

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
  if (customElements.get('wamp-session') === undefined) new ContextRoot().attach(document.documentElement)
  const missing = new Set(AUTOLOADED)
  const look = (among: ParentNode) => {
    for (const { localName } of among.querySelectorAll([...missing].join())) {
      if (missing.delete(localName)) void load(localName).catch(failed(localName))
    }
    if (missing.size === 0) observer.disconnect()
  }
  const failed = (name: string) => (cause: unknown) => {
    missing.add(name)
    onerror(new Error(`<${name}> could not be loaded: the page goes on without it.`, { cause }))
  }
  const observer = new MutationObserver(records => {
    if (records.some(({ addedNodes }) => addedNodes.length > 0)) look(document)
  })
  observer.observe(document.documentElement, { childList: true, subtree: true })
  look(document)
}

async function load(name: string): Promise<void> {
  const element = await LOADERS[name]?.()
  if (element && customElements.get(name) === undefined) customElements.define(name, element)
}
