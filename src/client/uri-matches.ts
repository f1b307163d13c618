// Whether a URI is one of those that a pattern stands for [wamp:pattern-based-subscription].

import type { MatchPolicy, Uri } from '../protocol/uri.ts'

export function uriMatches(uri: Uri, pattern: { uri: Uri; match?: MatchPolicy | undefined }): boolean {
  switch (pattern.match ?? 'exact') {
    case 'exact':
      return uri === pattern.uri
    case 'prefix':
      return uri.startsWith(pattern.uri)
    case 'wildcard': {
      const components = uri.split('.')
      const open = pattern.uri.split('.')
      return open.length === components.length && open.every((part, at) => part === '' || part === components[at])
    }
  }
}
