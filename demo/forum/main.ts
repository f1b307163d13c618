// The forum's page: the board, the bell, the chat, and the server that stands in where no other does.

import './forum.css'
import { ComponentCard } from '../site/component-card.ts'
import { say } from '../site/language.ts'
import { openSystem } from '../site/open-system.ts'
import { keepName, ownName } from '../site/own-name.ts'
import { ForumBell } from './forum-bell.ts'
import { ForumBoard } from './forum-board.ts'
import { POST } from './protocol.ts'
import { forumServer } from './server.ts'

const element = openSystem()
customElements.define('forum-board', ForumBoard)
customElements.define('forum-bell', ForumBell)
customElements.define('component-card', ComponentCard)

const board = document.querySelector<ForumBoard>('forum-board')
const bell = document.querySelector<ForumBell>('forum-bell')
const card = document.querySelector<ComponentCard>('component-card')
const inspector = document.querySelector('wamp-inspector')
const name = document.querySelector<HTMLInputElement>('wamp-publish [data-keep]')
const phone = document.querySelector<HTMLAnchorElement>('#forum-phone')

if (name) {
  name.defaultValue = ownName()
  name.addEventListener('change', () => {
    name.value = keepName(name.value)
    board?.requestUpdate()
  })
}
if (board) board.name = ownName
if (bell && board) bell.onopen = thread => void board.show(thread)
if (inspector) inspector.names = { [POST]: say(forumServer.name) }
if (card) card.components = [forumServer]

// The small page joins the same room.
element.addEventListener('wamp-state', () => {
  if (phone && element.invite) phone.hash = new URL(element.invite).hash
})
