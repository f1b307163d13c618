// Element reference: what each element has, from `custom-elements.json`.

import { readFileSync } from 'node:fs'
import { html, type Markup } from '../site/markup.ts'

/** The parts of the manifest that pages show. https://github.com/webcomponents/custom-elements-manifest */
interface Manifest {
  readonly modules: readonly { readonly declarations?: readonly Declaration[] }[]
}

interface Described {
  readonly name: string
  readonly description?: string
  readonly type?: { readonly text: string }
}

interface Member extends Described {
  readonly kind: string
  readonly privacy?: string
  readonly static?: boolean
  readonly inheritedFrom?: unknown
  readonly parameters?: readonly Described[]
  readonly return?: { readonly type?: { readonly text: string } }
}

interface Declaration extends Described {
  readonly customElement?: boolean
  readonly tagName?: string
  readonly summary?: string
  readonly attributes?: readonly Described[]
  readonly members?: readonly Member[]
  readonly events?: readonly Described[]
  readonly slots?: readonly Described[]
  readonly cssParts?: readonly Described[]
  readonly cssProperties?: readonly Described[]
  readonly cssStates?: readonly Described[]
}

/** @param file the manifest's path: `npm run manifest` makes it */
export function elementReference(file: string): Markup {
  const { modules } = JSON.parse(readFileSync(file, 'utf8')) as Manifest
  const elements = modules
    .flatMap(({ declarations = [] }) => declarations)
    .filter(({ customElement, tagName }) => customElement && tagName)
  return html`<p>${elements.map(({ tagName }) => html`<a href="#${tagName}"><code>&lt;${tagName}&gt;</code></a> `)}</p>
    ${elements.map(elementView)}`
}

function elementView(element: Declaration): Markup {
  const { tagName = '', summary, description, attributes, members, events } = element
  const own = members?.filter(({ privacy, inheritedFrom, static: ofClass }) => !privacy && !inheritedFrom && !ofClass)
  const properties = own?.filter(
    ({ kind, name }) => kind === 'field' && !attributes?.some(known => known.name === name),
  )
  const methods = own?.filter(({ kind }) => kind === 'method').map(method => ({ ...method, name: signatureOf(method) }))
  return html`<h2 id="${tagName}">&lt;${tagName}&gt;</h2>
    <p>${prose(summary)}</p>
    <p>${prose(description)}</p>
    ${list('Attributes', attributes)}${list('Properties', properties)}${list('Methods', methods)}${list('Events', events)}
    ${list('Slots', element.slots)}${list('Parts', element.cssParts)}
    ${list('Custom properties', element.cssProperties)}${list('Custom states', element.cssStates)}`
}

/** A comment's text: what stands between backticks is code. */
function prose(text = ''): Markup[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))
}

function signatureOf({ name, parameters = [] }: Member): string {
  return `${name}(${parameters.map(parameter => parameter.name).join(', ')})`
}

function list(title: string, items: readonly Described[] = []): Markup | undefined {
  if (items.length === 0) return undefined
  return html`<h3>${title}</h3>
    <div class="table" tabindex="0"><table><tbody>${items.map(
      ({ name, type, description }) =>
        html`<tr><th scope="row"><code>${name || '(default)'}</code></th><td>${type && html`<code>${type.text}</code>`} ${prose(description)}</td></tr>`,
    )}</tbody></table></div>`
}
