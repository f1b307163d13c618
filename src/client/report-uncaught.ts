// What an application's own handlers throw harms nobody else, and is reported.

/** As an uncaught error where the platform can report one without ending the program, which a peer must not be able to. */
export function reportUncaught(error: unknown): void {
  if (typeof reportError === 'function') reportError(error)
  else console.error(error)
}

/** Calls a handler: what it throws, at once or by a promise that it returns, goes to `report`. */
export function handle(handler: () => unknown, report: (error: unknown) => void): void {
  try {
    const returned = handler()
    // Whatever has a `then`, as with `await`.
    if (typeof returned === 'object') Promise.resolve(returned).catch(report)
  } catch (error) {
    report(error)
  }
}
