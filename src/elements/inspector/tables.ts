// Tables: the sessions, and what is registered and subscribed.

import { html, nothing, type TemplateResult } from 'lit'
import type { InspectorModel } from './inspector-model.ts'
import type { RegistryEntry } from './registry.ts'
import type { Words } from './words.ts'

export interface TableContext {
  readonly words: Words
  readonly model: InspectorModel
  nameOf(session: number): string
}

export function sessionsTable({ words, model, nameOf }: TableContext): TemplateResult {
  const { columns } = words
  const peers = new Map(model.peers.map(peer => [peer.session, peer]))
  return html`${
    model.element?.room || model.replay ? nothing : html`<p class="note">${words.sessionsOnly}</p>`
  }<div class="scroll" tabindex="0" role="region" aria-label=${words.tabs.sessions}><table>
    <thead><tr>${Object.values(columns).map(column => html`<th scope="col">${column}</th>`)}</tr></thead>
    <tbody>${model.sessions.map(({ session, authrole }) => {
      const peer = peers.get(session) ?? (session === model.ownSession ? ownPeer(model) : undefined)
      return html`<tr>
        <th scope="row">${nameOf(session)}</th>
        <td>${peer ? words.transports[peer.transport ?? 'none'] : ''}</td>
        <td>${peer?.liveness ? words[peer.liveness] : ''}</td>
        <td class="number">${peer?.roundTrip === undefined ? '' : words.milliseconds(peer.roundTrip)}</td>
        <td class="number">${peer?.waiting === undefined ? '' : words.bytes(peer.waiting)}</td>
        <td class="number">${peer?.conflated ?? ''}</td>
        <td>${authrole ?? ''}</td>
        <td class="number">${session}</td>
      </tr>`
    })}</tbody>
  </table></div>`
}

/** What who does not host knows of its own session. */
function ownPeer({ element }: InspectorModel) {
  const { transport, liveness, roundTrip } = element ?? {}
  return { transport, liveness, roundTrip, waiting: undefined, conflated: undefined }
}

export function registryTables(context: TableContext): TemplateResult {
  const { words, model } = context
  const { procedures, topics } = model.registry
  return html`<div class="registry">
    ${registryTable(words.procedures, procedures, context)}${registryTable(words.topics, topics, context)}
    <button class="plain" @click=${() => void model.readRegistry()}>${words.refresh}</button>
  </div>`
}

function registryTable(
  title: string,
  entries: readonly RegistryEntry[] | undefined,
  { words, nameOf }: TableContext,
): TemplateResult {
  if (entries === undefined || entries.length === 0) {
    return html`<section><p class="title">${title}</p><p class="note">${entries ? words.none : words.refused}</p></section>`
  }
  return html`<section><p class="title">${title}</p><div class="scroll" tabindex="0" role="region" aria-label=${title}><table>
    <thead><tr>${[words.uri, words.match, words.held].map(column => html`<th scope="col">${column}</th>`)}</tr></thead>
    <tbody>${entries.map(
      ({ uri, match, sessions }) => html`<tr>
        <th scope="row" class="mono">${uri}</th><td>${match}</td><td>${sessions.map(nameOf).join(', ')}</td>
      </tr>`,
    )}</tbody>
  </table></div></section>`
}
