// The page of HTML alone has no program: this only teaches the browser its elements, as wamp-mesh.js does elsewhere.

import './home.css'
import { openSystem } from '../site/open-system.ts'

openSystem()
