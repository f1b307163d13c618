// base64 (RFC 4648 §4), canonical and padded: how WAMP's authentication methods write bytes.

export function encodeBase64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** The bytes that {@link encodeBase64} wrote as `text`, or `undefined` for anything else. */
export function decodeBase64(text: string): Uint8Array | undefined {
  // Checked before, since `atob` lets white space and missing padding pass.
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined
  const bytes = Uint8Array.from(atob(text), character => character.charCodeAt(0))
  // Spare bits of the last character would give the same bytes several names.
  return encodeBase64(bytes) === text ? bytes : undefined
}
