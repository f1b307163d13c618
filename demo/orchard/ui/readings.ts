// Readings: what the picture shows, as text and as a gauge.

import { html, svg, type TemplateResult } from 'lit'
import { say } from '../../site/language.ts'
import { inWords } from '../number.ts'
import type { Overview } from '../overview.ts'

export function readings(overview: Overview | undefined): TemplateResult {
  return html`<dl class="readings" id="readings">
    ${reading({ en: 'Position', fr: 'Position' }, position(overview))}
    ${reading({ en: 'Tree', fr: 'Arbre' }, tree(overview))}
    ${reading({ en: 'Its dose', fr: 'Sa dose' }, dose(overview))}
    ${reading({ en: 'Tank', fr: 'Cuve' }, tank(overview))}
  </dl>`
}

function reading(name: { en: string; fr: string }, value: string | TemplateResult): TemplateResult {
  return html`<div><dt>${say(name)}</dt><dd>${value}</dd></div>`
}

function position({ position, silent }: Partial<Overview> = {}): string {
  if (!position || silent) return say({ en: 'unknown', fr: 'inconnue' })
  return `${metres(position.x)} · ${metres(position.y)} m`
}

function tree({ beside }: Partial<Overview> = {}): string {
  if (!beside) return say({ en: 'none near', fr: 'aucun' })
  return `${beside.name}, ${beside.fruit} kg`
}

function dose({ beside, last, failure }: Partial<Overview> = {}): string {
  if (!beside) return '–'
  if (failure) return say({ en: 'none', fr: 'aucune' })
  if (last?.tree !== beside.name) return beside.fruit === 0 ? say({ en: 'none needed', fr: 'inutile' }) : '…'
  return `${inWords(last.litres)} L`
}

function tank({ level, dose }: Partial<Overview> = {}): string | TemplateResult {
  if (!level) return say({ en: 'unknown', fr: 'inconnue' })
  const share = Math.max(0, Math.min(1, level.litres / level.capacity))
  const text = say({
    en: `${inWords(level.litres, 1)} of ${inWords(level.capacity)} L`,
    fr: `${inWords(level.litres, 1)} sur ${inWords(level.capacity)} L`,
  })
  return html`<span class="tank">${text}
    <svg class="gauge" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true" data-product=${dose?.product ?? 'copper'} data-low=${share < 0.15}>
      <rect class="glass" width="100" height="12" rx="3" />
      ${svg`<rect class="liquid" width=${share * 100} height="12" rx="3" />`}
    </svg></span>`
}

const metres = (number: number): string => inWords(Number(number.toFixed(1)), 1)
