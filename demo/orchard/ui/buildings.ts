// Buildings: the barn with its water tank in the corner, and the beehives, from above.

import { svg, type TemplateResult } from 'lit'

export const barn: TemplateResult = svg`<g class="barn">
  <rect class="shade" x="9" y="11" width="36" height="33" rx="3" />
  <rect class="roof" x="6" y="7" width="36" height="17" rx="2" />
  <rect class="roof-low" x="6" y="23" width="36" height="17" rx="2" />
  <path class="planks" d="M12 8v31M18 8v31M24 8v31M30 8v31M36 8v31" />
  <rect class="ridge" x="4.500" y="22" width="39" height="3.200" rx="1.600" />
  <rect class="skylight" x="14" y="29" width="7" height="5" rx="1" />
  <rect class="skylight" x="27" y="29" width="7" height="5" rx="1" />
  <circle class="shade" cx="55" cy="19" r="8.500" />
  <circle class="cistern" cx="53" cy="16" r="8.500" />
  <circle class="water" cx="53" cy="16" r="6.200" />
  <path class="ripple" d="M49.500 15q1.700-1.500 3.500 0t3.500 0M51 18.500q1.200-1 2.400 0t2.400 0" />
</g>`

export const hives: TemplateResult = svg`<g class="hives">
  ${['honey', 'sky', 'rose'].map(
    (colour, index) => svg`<g transform="translate(${304 + index * 15} 13)">
      <rect class="shade" x="1.500" y="2" width="9" height="9" rx="1.500" />
      <rect class=${`hive ${colour}`} width="9" height="9" rx="1.500" />
      <rect class="lid" x="1.600" y="1.600" width="5.800" height="5.800" rx="1" />
      <path class="door" d="M3 8.600h3" />
    </g>`,
  )}
</g>`
