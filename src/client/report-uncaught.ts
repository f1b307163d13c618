// Reports what an application's own handlers threw.

/** As an uncaught error where the platform can report one without ending the program, which a peer must not be able to. */
export function reportUncaught(error: unknown): void {
  if (typeof reportError === 'function') reportError(error)
  else console.error(error)
}
