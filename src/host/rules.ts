// Rules: the realms of a router, their users and what those may do, as written in a JSON file.
//
//     { "realms": { "realm1": {
//         "authentication": { "ticket": { "users": { "ann": { "ticket": "secret", "authrole": "editor" } } },
//                             "anonymous": {} },
//         "permissions": [ { "role": "editor", "uri": "", "match": "prefix",
//                            "allow": ["call", "register", "subscribe", "publish"] },
//                          { "uri": "com.app.", "match": "prefix", "allow": ["call", "subscribe"] } ] } } }
//
// The other methods have these users: "wampcra" { "secret" } with "salt", "iterations" and "keylen" for a derived one;
// "wamp-scram" { "password" } or { "kdf", "salt", "iterations", "memory", "storedKey", "serverKey" }, and beside "users" a
// "mockKey", at least 16 random bytes in base64, from which come the salts of names that are not there: with it they stay
// the same when the router starts again. "cryptosign" has { "publicKeys": [] }, and beside "users" the router's own
// "privateKey". A realm may also have "uriRule", "callTimeout", "strictRequestIds" and "strictProgressiveResults".
// Everything may be left out, but for what names or proves somebody.

import { isUri, type MatchPolicy } from '../protocol/uri.ts'
import type { Authenticator } from '../router/auth/authenticator.ts'
import { ACTIONS, type Permission } from '../router/permission.ts'
import type { RealmSettings } from '../router/realm-settings.ts'
import { JsonField } from './json-field.ts'
import { AUTHENTICATION } from './rules-users.ts'

const MATCHES: readonly MatchPolicy[] = ['exact', 'prefix', 'wildcard']

/** The settings of each realm. @throws {Error} with a sentence that names the place and what is wrong there. */
export function readRules(text: string): Record<string, RealmSettings> {
  const file = new JsonField(parse(text), 'the rules')
  const { realms } = file.object({ realms: field => field.entries(readRealm) })
  return file.required(realms, 'realms')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(`the rules are not JSON: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

function readRealm(field: JsonField, name: string): RealmSettings {
  if (!isUri(name)) throw new Error(`${field.path}: ${JSON.stringify(name)} cannot be the name of a realm`)
  const { authentication, ...settings } = field.object({
    authentication: methods => Object.values(methods.secret.object(AUTHENTICATION)) as Authenticator[],
    permissions: list => list.list().map(readPermission),
    uriRule: rule => rule.oneOf(['loose', 'strict']),
    callTimeout: time => time.integer(0),
    strictRequestIds: flag => flag.boolean(),
    strictProgressiveResults: flag => flag.boolean(),
  })
  return { ...settings, ...(authentication && { authenticators: authentication }) }
}

function readPermission(field: JsonField): Permission {
  const { uri, allow, ...rest } = field.object({
    role: readNames,
    authid: readNames,
    uri: text => text.text(),
    match: match => match.oneOf(MATCHES),
    allow: list => list.list().map(action => action.oneOf(ACTIONS)),
    disclose: disclose => disclose.object({ caller: flag => flag.boolean(), publisher: flag => flag.boolean() }),
  })
  const pattern = field.required(uri, 'uri')
  if (!isUri(pattern, 'loose', rest.match)) {
    throw new Error(`${field.path}.uri: ${JSON.stringify(pattern)} is not a URI for ${rest.match ?? 'exact'} matching`)
  }
  return { uri: pattern, allow: field.required(allow, 'allow'), ...rest }
}

/** One name or several. */
function readNames(field: JsonField): string | string[] {
  return Array.isArray(field.value) ? field.list().map(name => name.text()) : field.text()
}
