// The small page of new messages: HTML alone, but for the elements.

import './forum.css'
import { openSystem } from '../site/open-system.ts'

openSystem()
