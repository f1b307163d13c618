// The documentation's pages, a little nearer to who reads them: their examples name the server that serves them, and can be copied.

import { copy } from '../site/copy.ts'

/** What the examples say, since it is so for most. */
const USUAL = 'localhost:8080'

if (location.hostname === 'localhost' && location.host !== USUAL) {
  const walker = document.createTreeWalker(document.querySelector('article') ?? document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeValue?.includes(USUAL)) node.nodeValue = node.nodeValue.replaceAll(USUAL, location.host)
  }
}

for (const code of document.querySelectorAll<HTMLElement>('article pre.code')) {
  const button = document.createElement('button')
  button.className = 'copy'
  button.textContent = 'Copy'
  button.onclick = async () => {
    button.textContent = (await copy(code)) ? 'Copied' : 'Selected: copy it with Ctrl+C, or ⌘C'
  }
  const box = document.createElement('div')
  box.className = 'code-box'
  code.replaceWith(box)
  box.append(code, button)
}
