// Safe HTML: what a stranger's HTML shows, and that it does nothing.

import { expect, test } from 'vitest'
import { safeHtml } from '../../../demo/markdown/safe-html.ts'

function shown(html: string): string {
  const place = document.createElement('div')
  place.append(safeHtml(html))
  return place.innerHTML
}

test('what Markdown makes stays', () => {
  const html =
    '<h1>A</h1><p><em>b</em> <code>c</code></p><ul><li>d</li></ul><table><tbody><tr><td>e</td></tr></tbody></table>'
  expect(shown(html)).toBe(html)
})

test('attributes go, but for the addresses of pages and mailboxes', () => {
  expect(shown('<p id="a" class="b" style="c" onclick="d">e</p>')).toBe('<p>e</p>')
  const rel = 'rel="noopener noreferrer nofollow" target="_blank"'
  expect(shown('<a href="https://example.com/">x</a>')).toBe(`<a href="https://example.com/" ${rel}>x</a>`)
  expect(shown('<a href="mailto:a@example.com">x</a>')).toBe(`<a href="mailto:a@example.com" ${rel}>x</a>`)
  for (const href of [
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '/here',
    '#there',
  ]) {
    expect(shown(`<a href="${href}">x</a>`)).toBe('<a>x</a>')
  }
})

test.each([
  '<script>alert(1)</script>',
  '<style>p { display: none }</style>',
  '<iframe src="https://example.com/"></iframe>',
  '<svg><script>alert(1)</script><a href="javascript:alert(1)">x</a></svg>',
  '<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>',
  '<template><img src=x></template>',
  '<object data="x">x</object>',
  '<!-- a comment -->',
  '<img src="https://example.com/who-reads-this">',
])('%s leaves nothing', html => {
  expect(shown(html)).toBe('')
})

test('of other elements the text stays', () => {
  expect(shown('<form action="/x"><button>Send</button></form><custom-element>y</custom-element>')).toBe('Sendy')
})

test.each(['childNodes', 'matches', 'localName', 'getAttribute'])('a field called %s hides nothing', name => {
  expect(shown(`<form><input name="${name}"><p>x</p><script>y</script></form>z`)).toBe('<p>x</p>z')
})

test.each(['body', 'childNodes'])('an image or a form called %s hides nothing', name => {
  expect(shown(`<img name="${name}"><form name="${name}"><p>x</p></form>z`)).toBe('<p>x</p>z')
})

test('what is nested absurdly deep is cut off', () => {
  expect(shown(`${'<blockquote>'.repeat(10_000)}deep`)).not.toContain('deep')
})
