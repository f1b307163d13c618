// Page life: what happens to the page that a link lives in. Where there is no page, as in Node and in workers, nothing does.

/** Who is told. */
export interface PageResident {
  /** The page is left, and may come back as it is: everything that keeps it from being kept must be closed in this call. */
  sleep(): void
  /** The page is back. */
  wake(): void
  /** The page is closed for good: there is no time for anything that waits. */
  leave(): void
  /** The network is back, or somebody looks at the page again: what was lost meanwhile should be noticed now. */
  stir(): void
}

/** Tells `resident` until the returned function is called. */
export function watchPage(resident: PageResident): () => void {
  if (typeof document !== 'object' || typeof addEventListener !== 'function') return () => {}
  const hide = ({ persisted }: PageTransitionEvent) => (persisted ? resident.sleep() : resident.leave())
  const show = ({ persisted }: PageTransitionEvent) => persisted && resident.wake()
  const stir = () => document.visibilityState === 'visible' && navigator.onLine && resident.stir()
  addEventListener('pagehide', hide)
  addEventListener('pageshow', show)
  addEventListener('online', stir)
  document.addEventListener('visibilitychange', stir)
  return () => {
    removeEventListener('pagehide', hide)
    removeEventListener('pageshow', show)
    removeEventListener('online', stir)
    document.removeEventListener('visibilitychange', stir)
  }
}
