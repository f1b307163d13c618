// Copy: puts text on the clipboard, also where the browser keeps its clipboard from pages of plain http.

/** Copies the text that `shown` shows. Resolves to whether that worked; if not, the text is selected. */
export async function copy(shown: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(shown.textContent ?? '')
    return true
  } catch {
    // Plain http has no clipboard, and with one it can be forbidden.
    getSelection()?.selectAllChildren(shown)
    return document.execCommand('copy')
  }
}
