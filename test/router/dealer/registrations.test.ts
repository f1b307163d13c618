// Registrations: what is kept of REGISTER.

import { expect, test } from 'vitest'
import type { RegisterOptions } from '../../../src/protocol/messages.ts'
import { bareDealer } from './bare-dealer.ts'

test('of its options only what calls need later, whatever a callee puts beside them', () => {
  const { dealer, joins } = bareDealer()
  const callee = joins()
  const options = { disclose_caller: true, forward_for: [{ x: 'x' }], _junk: 'x' } as RegisterOptions
  const id = dealer.add(callee.session, 'com.app.p', options)
  dealer.add(joins().session, 'com.app.q', {})
  expect(dealer.registrations.get(id)?.registrants).toEqual([
    { session: callee.session, options: { disclose_caller: true, forward_timeout: false } },
  ])
})
