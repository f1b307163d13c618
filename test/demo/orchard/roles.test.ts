// Which components a page runs.

import { expect, test } from 'vitest'
import { chosenRoles, ROLES } from '../../../demo/orchard/roles.ts'

test('a page runs what its URL names, and all of them where that names none', () => {
  expect(chosenRoles('?component=map&component=dose')).toEqual(['map', 'dose'])
  expect(chosenRoles('')).toEqual(ROLES)
  expect(chosenRoles('?component=tractor')).toEqual(ROLES)
})
