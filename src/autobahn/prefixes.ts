// Prefixes: shortcuts of one session for the beginnings of URIs, `api:add2` for `com.myapp.service.add2`.

import type { Uri } from '../protocol/messages.ts'

export class Prefixes {
  readonly #uris = new Map<string, Uri>()

  /** Makes `shortcut` stand for `uri`, or where that is empty for nothing any more. */
  set(shortcut: string, uri: Uri | null | undefined): void {
    if (uri) this.#uris.set(shortcut, uri)
    else this.#uris.delete(shortcut)
  }

  /** The URI in full; as it is where it begins with no shortcut. */
  resolve(curie: string): Uri {
    const colon = curie.indexOf(':')
    const uri = colon < 0 ? undefined : this.#uris.get(curie.slice(0, colon))
    return uri === undefined ? curie : `${uri}.${curie.slice(colon + 1)}`
  }
}
