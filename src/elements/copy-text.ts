// Copy text: to the clipboard, also where the browser keeps its clipboard from pages of plain http.

/** Copies what `field` shows. Resolves to whether that worked; if not, the text is selected. */
export async function copyText(field: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value)
    return true
  } catch {
    // Plain http has no clipboard, and with one it can be forbidden.
    field.select()
    return document.execCommand('copy')
  }
}
