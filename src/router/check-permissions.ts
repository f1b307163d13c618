// CheckPermissions: what is wrong with a list of permissions, said to who wrote it, before anybody is judged by it.

import { isDict } from '../protocol/dict.ts'
import { checkUriPattern, wrong } from './check-uri-pattern.ts'
import { ACTIONS, type Authorizer, type Permission } from './permission.ts'

/** @throws {TypeError} that names the rule and what it must be: callers may be JavaScript. */
export function checkPermissions(permissions: readonly (Permission | Authorizer)[] | undefined): void {
  if (permissions === undefined) return
  if (!Array.isArray(permissions)) throw wrong('permissions', 'a list', permissions)
  for (const [index, permission] of permissions.entries()) {
    if (typeof permission !== 'function') checkRule(permission, `permissions[${index}]`)
  }
}

function checkRule(rule: unknown, where: string): void {
  if (!isDict(rule)) throw wrong(where, 'a rule or a function', rule)
  const { role, authid, allow, disclose } = rule
  checkUriPattern(rule, where)
  if (!Array.isArray(allow) || !allow.every(action => ACTIONS.includes(action))) {
    throw wrong(`${where}.allow`, `a list of ${ACTIONS.join(', ')}`, allow)
  }
  if (!areNames(role)) throw wrong(`${where}.role`, 'a string, or a list of strings', role)
  if (!areNames(authid)) throw wrong(`${where}.authid`, 'a string, or a list of strings', authid)
  if (disclose !== undefined) checkDisclosure(disclose, `${where}.disclose`)
}

function checkDisclosure(disclose: unknown, where: string): void {
  if (!isDict(disclose)) throw wrong(where, 'an object', disclose)
  for (const who of ['caller', 'publisher']) {
    const flag = disclose[who]
    if (flag !== undefined && typeof flag !== 'boolean') throw wrong(`${where}.${who}`, 'true or false', flag)
  }
}

/** A missing one is for anybody. */
function areNames(value: unknown): boolean {
  const names = Array.isArray(value) ? value : [value ?? '']
  return names.every(name => typeof name === 'string')
}
