// Pages: the documentation, in reading order.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Translated } from '../site/language.ts'
import { anchorOf, markdown } from '../site/markdown.ts'
import { html, type Markup } from '../site/markup.ts'
import type { About, SitePage } from '../site/site-page.ts'
import { code } from '../site/snippet.ts'
import { apiEntries } from './api-reference.ts'
import { readReport } from './bench-report.ts'
import { elementReference } from './element-reference.ts'
import { speedPage } from './speed.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
/** Below the site's root. */
const BENCH = 'docs/bench.json'
const manifest = fileURLToPath(new URL('../../dist/custom-elements.json', import.meta.url))

/** What is said of a page where it is linked. */
interface Headline {
  readonly name: string
  readonly title: Translated
  readonly description: Translated
}

export const docs: readonly SitePage[] = [
  written({
    name: 'guide',
    title: { en: 'Guide', fr: 'Guide' },
    description: {
      en: 'From a page without JavaScript to a system of many components.',
      fr: 'D’une page sans JavaScript à un système de plusieurs composants.',
    },
  }),
  page(
    {
      name: 'elements',
      title: { en: 'Elements', fr: 'Éléments' },
      description: {
        en: 'Every element: attributes, properties, events, parts.',
        fr: 'Chaque élément : attributs, propriétés, événements, parties.',
      },
    },
    () => elementReference(manifest),
  ),
  page(
    {
      name: 'api',
      title: { en: 'API', fr: 'API' },
      description: { en: 'What each entry of the package exports.', fr: 'Ce qu’exporte chaque entrée du paquet.' },
    },
    apiReference,
  ),
  written({
    name: 'security',
    title: { en: 'Security', fr: 'Sécurité' },
    description: { en: 'What an invite protects, and from whom.', fr: 'Ce que protège une invitation, et de qui.' },
  }),
  written({
    name: 'limits',
    title: { en: 'Limits', fr: 'Limites' },
    description: { en: 'How much, how many, and what happens beyond.', fr: 'Combien, et ce qui se passe au-delà.' },
  }),
  {
    ...page(
      {
        name: 'speed',
        title: { en: 'Speed', fr: 'Vitesse' },
        description: {
          en: 'What routing costs, beside the bare transport and beside others.',
          fr: 'Ce que coûte le routage, à côté du transport nu et à côté d’autres.',
        },
      },
      about => speedPage(textOf('speed'), readReport(`${root}${BENCH}`), proseOf(about), about.to.file(BENCH)),
    ),
    files: [BENCH],
  },
  written({
    name: 'deploy',
    title: { en: 'Deploying', fr: 'Déploiement' },
    description: {
      en: 'Pages on any host, a signaling server, TURN.',
      fr: 'Des pages chez n’importe quel hébergeur, un serveur de signalisation, TURN.',
    },
  }),
  written({
    name: 'moving',
    title: { en: 'Moving', fr: 'Changer de routeur' },
    description: {
      en: 'To Crossbar or Bondy by changing a URL, and back.',
      fr: 'Vers Crossbar ou Bondy en changeant une URL, et retour.',
    },
  }),
]

/** A page whose text is the Markdown file of its name. */
function written(headline: Headline): SitePage {
  return page(headline, about => proseOf(about)(textOf(headline.name)))
}

/** Without its heading, which every page has. */
function textOf(name: string): string {
  return readFileSync(`${root}docs/${name}.md`, 'utf8').replace(/^# .*\n/, '')
}

function proseOf({ to, docs: all }: About): (text: string) => Markup {
  return text => markdown(text, to, file => pageOf(file, all))
}

function page({ name, title, description }: Headline, text: (about: About) => Markup): SitePage {
  return {
    path: `docs/${name}`,
    title,
    description,
    kind: 'text',
    script: 'docs/main.ts',
    languages: ['en'],
    body: about => html`<nav class="doc-nav" aria-label="Documentation">
        ${about.docs.map(
          doc =>
            html`<a href="${about.to.page(doc)}"${doc.path === `docs/${name}` && html` aria-current="page"`}>${doc.title.en}</a>`,
        )}
      </nav>
      <article>
        <h1>${title.en}</h1>
        ${text(about)}
      </article>`,
  }
}

function apiReference(about: About): Markup {
  const entries = apiEntries()
  const prose = proseOf(about)
  const known = new Map<string, { name: string; exported: string }>()
  return html`<ul>${entries.map(({ name, about }) => html`<li><a href="#${anchorOf(name)}"><code>${name}</code></a>: ${about}</li>`)}</ul>
    ${entries.map(
      ({ name, exports }) => html`<h2 id="${anchorOf(name)}">${name}</h2>
        ${exports.map(({ name: exported, about, declaration }) => {
          const elsewhere = known.get(declaration)
          if (elsewhere)
            return html`<h3>${exported}</h3><p>As <a href="#${anchorOf(`${elsewhere.name} ${elsewhere.exported}`)}"><code>${elsewhere.exported}</code></a> of <code>${elsewhere.name}</code>.</p>`
          known.set(declaration, { name, exported })
          return html`<h3 id="${anchorOf(`${name} ${exported}`)}">${exported}</h3>
            ${prose(about)}
            ${code(declaration, 'ts')}`
        })}`,
    )}`
}

function pageOf(file: string, all: readonly SitePage[]): SitePage | undefined {
  return all.find(({ path }) => path === `docs/${file.replace(/\.md$/, '')}`)
}
