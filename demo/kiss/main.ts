// The kiss page: its person's name and answers, whom to ask, and the calls that fail.

import './kiss.css'
import { ComponentCard } from '../site/component-card.ts'
import { say } from '../site/language.ts'
import { openSystem } from '../site/open-system.ts'
import { keepName, ownName } from '../site/own-name.ts'
import { clumsy } from './clumsy.ts'
import { KissFailures } from './kiss-failures.ts'
import { KissPeople } from './kiss-people.ts'
import { KISS, kissOf } from './protocol.ts'

const element = openSystem()
customElements.define('kiss-people', KissPeople)
customElements.define('kiss-failures', KissFailures)
customElements.define('component-card', ComponentCard)

const one = <E extends Element>(selector: string): E => {
  const found = document.querySelector<E>(selector)
  if (!found) throw new Error(`This page has no ${selector}.`)
  return found
}

const presence = one<HTMLElementTagNameMap['wamp-presence']>('wamp-presence')
const name = one<HTMLInputElement>('#kiss-name')
const kind = one<HTMLSelectElement>('#kiss-kind')
const people = one<KissPeople>('kiss-people')
const mine = one<HTMLElementTagNameMap['wamp-register']>('#kiss-mine')
const anyones = one<HTMLElementTagNameMap['wamp-register']>('#kiss-anyones')
const answersAll = one<HTMLInputElement>('#kiss-answers-all')

name.value = ownName()
presence.name = ownName()
name.addEventListener('change', () => {
  name.value = keepName(name.value)
  presence.name = name.value
})
people.kind = () => ({ type: kind.value, name: name.value })
presence.addEventListener('wamp-presence-change', ({ peers }) => {
  people.peers = peers
})

// A session that opens again has another id, and its person another procedure.
element.addEventListener('wamp-state', () => {
  if (element.session?.isOpen) mine.procedure = kissOf(element.session.id)
})
answersAll.addEventListener('change', () => {
  anyones.procedure = answersAll.checked ? KISS : undefined
})
anyones.addEventListener('wamp-request-error', ({ error }) => {
  answersAll.checked = false
  anyones.procedure = undefined
  one('#kiss-taken').textContent = error.message
})

one<HTMLElementTagNameMap['wamp-inspector']>('wamp-inspector').names = {
  [`${KISS}.clumsy`]: say(clumsy.name),
  [KISS]: say({ en: 'Who answers for all', fr: 'Qui répond pour tous' }),
}
Object.assign(one<ComponentCard>('component-card'), { components: [clumsy] })
