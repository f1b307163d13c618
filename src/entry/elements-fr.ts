// wamp-mesh/elements/fr: teaches the elements French.

import { addWords } from '../elements/words.ts'
import { FRENCH } from '../elements/words-fr.ts'

addWords('fr', FRENCH)
