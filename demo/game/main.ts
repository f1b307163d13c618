// The demo page: <wamp-session> connects people, <meadow-app> is where they meet.

import { defineElements } from '../../src/entry/elements.ts'
import '../../src/entry/elements-fr.ts'
import { choosePlace } from '../place.ts'
import { RunOutside } from '../site/run-outside.ts'
import { MeadowApp } from './ui/app.ts'
import { MeadowBoard } from './ui/board.ts'
import { ChatPanel } from './ui/chat-panel.ts'
import { HugQuestions } from './ui/hug-questions.ts'
import { InvitePanel } from './ui/invite-panel.ts'
import { PlayerProfile } from './ui/profile.ts'

choosePlace()
defineElements()
customElements.define('meadow-board', MeadowBoard)
customElements.define('chat-panel', ChatPanel)
customElements.define('hug-questions', HugQuestions)
customElements.define('invite-panel', InvitePanel)
customElements.define('player-profile', PlayerProfile)
customElements.define('run-outside', RunOutside)
// Last, for it is made of the others.
customElements.define('meadow-app', MeadowApp)
