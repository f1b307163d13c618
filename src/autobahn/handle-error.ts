// What is done with errors that nobody waits for.

/** The options `on_user_error` and `on_internal_error`. */
export type ErrorHandler = (error: unknown, message?: string) => void

/** Tells `handler`, or the console where there is none. */
export function handle_error(handler: ErrorHandler | undefined, error: unknown, message?: string): void {
  if (typeof handler === 'function') handler(error, message)
  else console.error(message ?? 'Unhandled exception raised: ', error)
}
