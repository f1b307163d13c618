// Log: `autobahn.log`; `debug` prints where a page sets the global `AUTOBAHN_DEBUG`.

export const log = {
  debug: (...items: unknown[]): void => {
    if (Reflect.get(globalThis, 'AUTOBAHN_DEBUG')) console.log(...items)
  },
  warn: (...items: unknown[]): void => console.warn(...items),
}
