// Opening a system's page: its session, and the elements that all such pages have.

import { defineElements, type WampSessionElement } from '../../src/entry/elements.ts'
import '../../src/entry/elements-fr.ts'
import { sessionElement } from '../connection.ts'
import { choosePlace } from '../place.ts'
import { RoomBar } from './room-bar.ts'
import { leadToRoom } from './room-links.ts'
import { RunOutside } from './run-outside.ts'

/** Opens the page's session, as host unless the page came with an invite, and gives the element that has it. */
export function openSystem(): WampSessionElement {
  choosePlace()
  defineElements()
  customElements.define('room-bar', RoomBar)
  customElements.define('run-outside', RunOutside)
  const element = sessionElement()
  leadToRoom(element)
  return element
}
