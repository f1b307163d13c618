// Layout: the frame of every page: head, navigation, what is said without JavaScript.

import type { Language, Translated } from './language.ts'
import { type Leaf, type Links, linksFrom } from './links.ts'
import { html, type Markup } from './markup.ts'
import { docs, systems } from './pages.ts'
import type { SitePage } from './site-page.ts'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  // Routers and signaling servers are wherever people have them.
  'connect-src * ws: wss:',
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const ICON = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 64 64'><path fill='#5c9a47' d='M33 13C24 15 18 11 16 4c9-2 16 1 17 9z'/><path fill='#e5484d' d='M32 18c5-4 24-3 24 20 0 14-10 23-24 23S8 52 8 38c0-23 19-24 24-20z'/></svg>`,
)}`

const WORDS = {
  pages: { en: 'Pages', fr: 'Pages' },
  docs: { en: 'Documentation', fr: 'Documentation' },
  skip: { en: 'To the content', fr: 'Aller au contenu' },
  script: {
    en: 'This page is a program that runs in your browser: it needs JavaScript.',
    fr: 'Cette page est un programme qui s’exécute dans votre navigateur : il lui faut JavaScript.',
  },
} as const satisfies Record<string, Translated>

const NAMES: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français' }

/** The whole page, as HTML. */
export async function layout(leaf: Leaf<SitePage>): Promise<string> {
  const { page, language } = leaf
  const to = linksFrom(leaf)
  const body = await page.body({ language, to, systems, docs })
  return html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
    <meta http-equiv="Content-Security-Policy" content="${POLICY}">
    <meta name="referrer" content="no-referrer">
    <meta name="color-scheme" content="light dark">
    <meta name="theme-color" content="#f4efe2" media="(prefers-color-scheme: light)">
    <meta name="theme-color" content="#12191a" media="(prefers-color-scheme: dark)">
    <meta name="description" content="${page.description[language]}">
    ${signaling()}
    <title>${page.title[language]} · wamp-mesh</title>
    <link rel="icon" href="${ICON}">
    <link rel="stylesheet" href="/${page.style ?? 'site/style.css'}">
    ${page.script && html`<script type="module" src="/${page.script}"></script>`}
  </head>
  <body class="${page.kind}">
    ${page.kind === 'app' ? body : framed(leaf, to, body)}
    ${page.script && page.kind !== 'text' && html`<noscript><p class="noscript">${WORDS.script[language]}</p></noscript>`}
  </body>
</html>
`.text
}

/** Where the signaling server is, if it is not the site's own: `SIGNALING=wss://… npm run build`. */
function signaling(): Markup | undefined {
  const url = process.env.SIGNALING
  return url ? html`<meta name="signaling" content="${url}">` : undefined
}

function framed({ page, language }: Leaf<SitePage>, to: Links, body: Markup): Markup {
  const link = (other: SitePage, title: string, current: boolean) =>
    html`<a href="${to.page(other)}"${current && html` aria-current="page"`}>${title}</a>`
  const [firstDoc] = docs
  return html`<a class="skip" href="#content">${WORDS.skip[language]}</a>
    <header class="site-head">
      <a class="site-name" href="${to.file(language === 'en' ? './' : `${language}/`)}">wamp-mesh</a>
      <nav class="site-nav" aria-label="${WORDS.pages[language]}">
        ${systems.map(other => link(other, other.title[language], other === page))}
        ${firstDoc && link(firstDoc, WORDS.docs[language], docs.includes(page))}
      </nav>
      ${otherLanguages({ page, language }, to)}
    </header>
    <main id="content">${body}</main>`
}

function otherLanguages({ page, language }: Leaf<SitePage>, to: Links): Markup[] {
  const others = (page.languages ?? (Object.keys(NAMES) as Language[])).filter(other => other !== language)
  return others.map(
    other =>
      html`<a class="site-language" href="${to.page(page, other)}" lang="${other}" hreflang="${other}">${NAMES[other]}</a>`,
  )
}
