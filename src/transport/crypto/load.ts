// Picks the cryptography this page can have.

import type { Crypto } from './crypto.ts'

/**
 * WebCrypto; or, on a plain-http page, where browsers withhold it, the pure JavaScript of @noble, downloaded only then.
 *
 * Rejects if that download fails.
 */
export async function loadCrypto(): Promise<Crypto> {
  // Typed as always present, and missing in insecure contexts all the same.
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle
  if (subtle) return (await import('./web.ts')).webCrypto(subtle)
  return (await import('./noble.ts')).nobleCrypto
}
