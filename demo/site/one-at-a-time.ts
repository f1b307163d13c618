// One at a time: what may be asked for again and again runs once at a time, and once more for all that asked meanwhile.

/** @param run is told how to know whether nobody has asked again since it began, so that its answer is the last. */
export function oneAtATime(run: (isLast: () => boolean) => Promise<void>): () => Promise<void> {
  let running = false
  let again = false
  return async () => {
    again = true
    if (running) return
    running = true
    try {
      while (again) {
        again = false
        await run(() => !again)
      }
    } finally {
      running = false
    }
  }
}
