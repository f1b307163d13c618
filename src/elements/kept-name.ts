// Kept name: what a person chose to be called, in this browser, on all pages of this origin. A page may be denied storage.

const KEY = 'wamp_mesh.name'

export function keptName(): string | undefined {
  try {
    return localStorage.getItem(KEY) || undefined
  } catch {
    return undefined
  }
}

/** @param name an empty one is the same as none. */
export function keepName(name: string): void {
  try {
    localStorage.setItem(KEY, name)
  } catch {
    // It counts until the page is left.
  }
}
