// The orchard's program: opens the room, and starts the components that the page's URL names.

import './orchard.css'
import { say } from '../site/language.ts'
import { openSystem } from '../site/open-system.ts'
import { PROCEDURES, SERVICES } from './roles.ts'
import { OrchardApp } from './ui/app.ts'
import { OrchardPicture } from './ui/picture.ts'
import { COMPONENTS } from './words.ts'

// A page that is one component of many needs no more than its switch.
if (new URLSearchParams(location.search).has('component')) {
  for (const part of document.querySelectorAll('.lead, .panel')) part.remove()
}

openSystem()
customElements.define('orchard-picture', OrchardPicture)
customElements.define('orchard-app', OrchardApp)

// Sessions are called in the inspector as what they are.
const services = SERVICES.map(service => [PROCEDURES[service], say(COMPONENTS[service].name)] as const)
const names = Object.fromEntries([...services, ['subscribe com.app.sprayed', say(COMPONENTS.interface.name)]])
document.querySelector('wamp-inspector')?.setAttribute('names', JSON.stringify(names))
