// Silence: notices when no position comes any more.

/** Milliseconds. */
export const SILENCE = 3_000

/** Tells once for each silence, the first one before anything was heard included. Call what is returned when something was. */
export function watchSilence(tell: () => void, signal: AbortSignal): () => void {
  let timer = setTimeout(tell, SILENCE)
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  return () => {
    clearTimeout(timer)
    if (!signal.aborted) timer = setTimeout(tell, SILENCE)
  }
}
