// Icons of the orchard's components.

import { html, type TemplateResult } from 'lit'
import type { Role } from '../roles.ts'

export const icons: Readonly<Record<Role, TemplateResult>> = {
  localisation: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 21c-4-5-6.500-8-6.500-11.500a6.500 6.500 0 0 1 13 0C18.500 13 16 16 12 21z" /><circle cx="12" cy="9.500" r="2.300" /></svg>`,
  map: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 21v-6" /><circle cx="12" cy="9" r="6.500" /><path d="M10 8h.01M14 7h.01M12.500 11h.01" /></svg>`,
  dose: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3c4 5 6 7.500 6 11a6 6 0 0 1-12 0c0-3.500 2-6 6-11z" /><path d="M9.500 15a2.600 2.600 0 0 0 2.500 2.300" /></svg>`,
  distribution: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M4 20v-9h7v9zM6 11V7h3v4M9 8h4" /><path d="M16 5l4-2M16.500 8H21M16 11l4 2" /></svg>`,
  interface: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><rect x="3" y="4" width="18" height="13" rx="2" /><path d="M9 21h6M7 13l3-3 2 2 4-4" /></svg>`,
}
