// The orchard's program: opens the room, and starts the components that the page's URL names.

import './orchard.css'
import { openSystem } from '../site/open-system.ts'
import { OrchardApp } from './ui/app.ts'
import { OrchardPicture } from './ui/picture.ts'

openSystem()
customElements.define('orchard-picture', OrchardPicture)
customElements.define('orchard-app', OrchardApp)
