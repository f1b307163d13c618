// The page of the micro-services: the interface, and those that stand in where no other does.

import './markdown.css'
import { ComponentCard } from '../site/component-card.ts'
import { say } from '../site/language.ts'
import { openSystem } from '../site/open-system.ts'
import { ownName } from '../site/own-name.ts'
import { authentication } from './auth.ts'
import { MarkdownEditor } from './markdown-editor.ts'
import { LOGIN, RENDER } from './protocol.ts'
import { markdownWorker } from './worker.ts'

const TEXT = {
  en: '# Micro-services\n\nThis page writes *Markdown*; another component makes **HTML** of it.\n\n- It may run in a page, in Node or in Python.\n- Stop it, and start it again.\n- Let two share the work.\n\n> The page never knows who did it.\n\n<script>alert(1)</script>This came with a script, which is gone.\n',
  fr: '# Micro-services\n\nCette page écrit du *Markdown* ; un autre composant en fait du **HTML**.\n\n- Il s’exécute dans une page, dans Node ou en Python.\n- Arrêtez-le, relancez-le.\n- Laissez-en deux se partager le travail.\n\n> La page ne sait jamais qui l’a fait.\n\n<script>alert(1)</script>Ceci est venu avec un script, qui a disparu.\n',
}

openSystem()
customElements.define('markdown-editor', MarkdownEditor)
customElements.define('component-card', ComponentCard)

const editor = document.querySelector<MarkdownEditor>('markdown-editor')
const login = document.querySelector<HTMLElementTagNameMap['wamp-call']>('#login')
const name = login?.querySelector('input')
const inspector = document.querySelector('wamp-inspector')
const [auth, workers] = document.querySelectorAll<ComponentCard>('component-card')

if (editor) editor.text = say(TEXT)
if (name) name.value = ownName()
if (inspector) {
  inspector.names = { [LOGIN]: say(authentication.name), [RENDER]: 'Markdown', [`call ${RENDER}`]: 'Interface' }
}
if (auth) auth.components = [authentication]
if (workers) workers.components = [markdownWorker('A'), markdownWorker('B')]
login?.addEventListener('wamp-result', ({ result }) => {
  const { token } = result as { token?: unknown }
  if (editor && typeof token === 'string') editor.token = token
})
