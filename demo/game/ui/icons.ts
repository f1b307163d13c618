// Icons: the few signs on buttons, drawn in one stroke.

import { html, type TemplateResult } from 'lit'

const icon = (path: string): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${path} /></svg>`

export const icons = {
  up: icon('M12 19V6M6 11.500l6-6 6 6'),
  down: icon('M12 5v13M6 12.500l6 6 6-6'),
  left: icon('M19 12H6M11.500 6l-6 6 6 6'),
  right: icon('M5 12h13M12.500 6l6 6-6 6'),
  close: icon('M6 6l12 12M18 6L6 18'),
  invite: icon(
    'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20c.5-4 3-6 6.500-6s6 2 6.500 6M18.500 8v6M15.500 11h6',
  ),
  chat: icon('M4 5.500h16v11h-9l-4 3.500v-3.500H4z'),
  leave: icon('M14 4.500H6v15h8M10.500 12H21M17 8l4 4-4 4'),
  backstage: icon(
    'M3 4.500h18M5 4.500c0 8-.5 11-1 15h4c2-3 3.500-8 3.500-15M19 4.500c0 8 .5 11 1 15h-4c-2-3-3.500-8-3.500-15',
  ),
  compass: icon('M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM15.500 8.500l-2 5-5 2 2-5z'),
  heart: icon(
    'M12 20C5.500 15 3 11.800 3 8.200 3 5.600 5 4 7.200 4c2 0 3.700 1.200 4.800 3 1.100-1.800 2.800-3 4.800-3C19 4 21 5.600 21 8.200c0 3.600-2.500 6.800-9 11.800z',
  ),
} as const
