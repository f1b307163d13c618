// base64url without padding (RFC 4648 §5): how rooms, secrets, tickets and keys are written.

const alphabet = /^[A-Za-z0-9_-]*$/

/** Bytes as base64url text, unpadded. */
export function encodeBase64url(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/**
 * The bytes that {@link encodeBase64url} wrote as `text`.
 * @throws {SyntaxError} for anything else: another alphabet, padding, a length or a last character no bytes lead to.
 */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> {
  if (!alphabet.test(text)) throw new SyntaxError('Not base64url: it may contain only A-Z, a-z, 0-9, "-" and "_".')
  if (text.length % 4 === 1)
    throw new SyntaxError(`Not base64url: no bytes are written with ${text.length} characters.`)
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(binary, character => character.charCodeAt(0))
  // atob ignores spare bits of the last character; accepting them would give one value several names.
  if (encodeBase64url(bytes) !== text)
    throw new SyntaxError('Not base64url: the last character is not what bytes end in.')
  return bytes
}
