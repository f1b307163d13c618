// PageOrigin: whose pages may connect to a router in a Node process. Browsers let every page open a WebSocket to every
// address, `localhost` included, and say in `Origin` whose page it is; programs say nothing, and need no permission.

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/**
 * Whether who sends this may connect: one of `origins` where there are some (`*` for all), else pages of this machine, and
 * those that come from the very host they connect to, whatever its port.
 */
export function mayConnect(
  { origin, host }: { readonly origin?: string | undefined; readonly host?: string | undefined },
  origins: readonly string[] | undefined,
): boolean {
  if (origin === undefined) return true
  if (origins !== undefined) return origins.includes('*') || origins.includes(origin)
  const page = httpHost(origin)
  return page !== undefined && (LOOPBACK.includes(page) || (host !== undefined && page === httpHost(`http://${host}`)))
}

/** The name or address in an http(s) origin, in one spelling. */
function httpHost(origin: string): string | undefined {
  if (!/^https?:\/\/[^/?#@]+$/i.test(origin) || !URL.canParse(origin)) return undefined
  return new URL(origin).hostname
}
