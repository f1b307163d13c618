// Roles: the orchard's components. Who has a role's procedure is the one of its kind; interfaces may be many.

export const ROLES = ['localisation', 'map', 'dose', 'distribution', 'interface'] as const
export type Role = (typeof ROLES)[number]
/** Those of which there is one. */
export type Service = Exclude<Role, 'interface'>

export const PROCEDURES: Readonly<Record<Service, string>> = {
  localisation: 'com.app.localisation.settings',
  map: 'com.app.map.trees',
  dose: 'com.app.dose',
  distribution: 'com.app.distribute',
}

export const SERVICES = Object.keys(PROCEDURES) as Service[]

/** What a page runs by its URL: `?component=map&component=dose`, all of them by default. */
export function chosenRoles(search: string): Role[] {
  const asked = new URLSearchParams(search).getAll('component')
  const known = ROLES.filter(role => asked.includes(role))
  return known.length > 0 ? known : [...ROLES]
}
