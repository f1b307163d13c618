// Inspector styles: light and dark by `color-scheme`, compact on a phone, plain in forced colours.

import { css } from 'lit'

export const inspectorStyles = css`
  :host {
    display: block;
    /* Names of our own: a page may well have an --ink, and give it to us. */
    --_ink: var(--wamp-inspector-ink, CanvasText);
    --_paper: var(--wamp-inspector-paper, Canvas);
    --_accent: var(--wamp-inspector-accent, light-dark(#1d4f91, #a8c8f5));
    --_on-accent: light-dark(#fff, #0d1520);
    --_muted: color-mix(in oklab, var(--_ink) 68%, var(--_paper));
    --_hair: color-mix(in oklab, var(--_ink) 18%, var(--_paper));
    --_soft: color-mix(in oklab, var(--_ink) 5%, var(--_paper));
    --_mono: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace;
    color: var(--_ink);
    container-type: inline-size;
  }
  :host([hidden]) { display: none }
  .inspector {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    border: 1px solid var(--_hair);
    border-radius: 14px;
    background: var(--_paper);
    overflow: hidden;
    font-size: 0.875rem;
    line-height: 1.4;
  }
  .stage { padding: 14px; min-height: 60px }
  .stage + * { border-top: 1px solid var(--_hair) }
  .figure { display: block; max-width: 100%; overflow: visible }
  .figure text { text-anchor: middle; fill: var(--_ink) }
  .line { stroke: color-mix(in oklab, var(--_ink) 38%, var(--_paper)); stroke-width: 2; fill: none }
  .line.relayed { stroke-dasharray: 1 6; stroke-linecap: round; stroke-width: 3 }
  .line.asleep { stroke: var(--_hair) }
  .component rect { fill: var(--_soft); stroke: color-mix(in oklab, var(--_ink) 34%, var(--_paper)); stroke-width: 1.25 }
  .component.own rect { stroke: var(--_accent); stroke-width: 2 }
  .component.asleep { opacity: 0.55 }
  .figure .name { font-weight: 600; font-size: 13.5px }
  .figure .path { font-size: 11px; fill: var(--_muted) }
  .router rect { fill: color-mix(in oklab, var(--_accent) 14%, var(--_paper)); stroke: var(--_accent); stroke-width: 2 }
  .tag path { fill: var(--_tone); stroke: var(--_paper); stroke-width: 1.5 }
  .tag .type { fill: var(--_on-tone); text-anchor: middle; font-weight: 700; font-size: 11.5px; letter-spacing: 0.02em }
  .plane { position: relative; user-select: none }
  /* Cut off: what moves may move anywhere, as far as the browser knows, and what it may cover would cost too. */
  .travellers { position: absolute; inset: 0; overflow: hidden; isolation: isolate; pointer-events: none }
  .travellers > * { position: absolute; opacity: 0 }
  .tag { left: 0; top: 0; z-index: 1; overflow: visible }
  .about {
    /* As wide as there is room, so that a text covers the one before it. */
    text-align: center;
    background: var(--_paper);
    font: 10.5px var(--_mono);
    line-height: 13px;
    white-space: nowrap;
  }
  .lit { height: 4px; margin: -2px; border-inline: 2px solid var(--_tone); border-radius: 2px; background: var(--_tone) }
  .tag, .chip, .lit { --_on-tone: light-dark(#fff, #0f141b); --_tone: light-dark(#555c66, #b4bcc8) }
  .colour-0 { --_tone: light-dark(#1f5fbf, #8cc0ff) }
  .colour-1 { --_tone: light-dark(#28713a, #8fd694) }
  .colour-2 { --_tone: light-dark(#7a3fb0, #cfaef7) }
  .colour-3 { --_tone: light-dark(#9a4d06, #ffbd73) }
  .colour-4 { --_tone: light-dark(#0b6b75, #6fd3dc) }
  .colour-5 { --_tone: light-dark(#a32768, #ff9fcf) }
  .error { --_tone: light-dark(#b3261e, #ffb4ab) }

  button, select, input, textarea, .file {
    font: inherit;
    color: inherit;
    box-sizing: border-box;
  }
  .plain, .primary, select, input:not([type="radio"], [type="checkbox"], [type="range"], [type="file"]), textarea {
    min-height: 36px;
    border: 1px solid var(--_hair);
    border-radius: 8px;
    background: var(--_paper);
    padding: 4px 10px;
  }
  .plain, .primary { cursor: pointer; font-weight: 600; white-space: nowrap }
  .plain:hover { background: var(--_soft) }
  .plain[aria-pressed="true"], .primary { background: var(--_accent); border-color: var(--_accent); color: var(--_on-accent) }
  button:disabled { opacity: 0.5; cursor: default }
  :focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px }
  .file { display: inline-flex; align-items: center; position: relative }
  .file input { position: absolute; inset: 0; opacity: 0; cursor: pointer }
  .file:focus-within { outline: 2px solid var(--_accent); outline-offset: 2px }

  .tabs { display: flex; overflow-x: auto; padding: 0 8px; background: var(--_soft); scrollbar-width: thin }
  .tabs button {
    flex: none;
    min-height: 42px;
    padding: 0 12px;
    border: 0;
    border-bottom: 3px solid transparent;
    background: none;
    cursor: pointer;
    color: var(--_muted);
  }
  .tabs button:focus-visible { outline-offset: -4px }
  .tabs [aria-selected="true"] { color: var(--_ink); font-weight: 600; border-bottom-color: var(--_accent) }
  .panel { border-top: 1px solid var(--_hair); min-height: 8rem }
  .toolbar { display: flex; flex-wrap: wrap; gap: 8px; padding: 10px 12px; align-items: center }
  .toolbar .text { flex: 1 1 11rem; min-width: 0 }
  .toolbar select { max-width: 11.5rem; min-width: 0 }
  .actions { display: flex; gap: 6px; margin-inline-start: auto }
  .choice { display: inline-flex; gap: 6px; align-items: center; min-height: 36px; white-space: nowrap }
  .counts, .note { margin: 0; padding: 0 12px 8px; color: var(--_muted); font-size: 0.8125rem }
  .note.alone { padding: 12px; border: 1px dashed var(--_hair); border-radius: 14px }
  .failed { margin: 0; padding: 8px 12px; color: light-dark(#a3231b, #ffb4ab) }
  .replay { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; padding: 10px 12px; background: var(--_soft) }
  .replay input { flex: 1 1 10rem; min-width: 6rem; accent-color: var(--_accent) }
  .number { font-variant-numeric: tabular-nums; white-space: nowrap }

  .log { max-height: var(--wamp-inspector-log-height, 22rem); overflow-y: auto; border-top: 1px solid var(--_hair); overscroll-behavior: contain }
  .log > .plain { margin: 8px 12px }
  .log ol { list-style: none; margin: 0; padding: 0 }
  /* The newest are the ones that show; of others the browser remembers how tall they were. */
  .message { content-visibility: auto; contain-intrinsic-block-size: auto 35px }
  .message:nth-last-child(-n + 16) { content-visibility: visible }
  .message + .message { border-top: 1px solid color-mix(in oklab, var(--_hair) 60%, var(--_paper)) }
  .row {
    display: grid;
    grid-template-columns: 6.4rem minmax(8rem, 13rem) 7.6rem minmax(6rem, 1fr) minmax(0, 1fr) 4.2rem;
    gap: 2px 10px;
    align-items: baseline;
    width: 100%;
    min-height: 34px;
    padding: 5px 12px;
    border: 0;
    background: none;
    text-align: start;
    cursor: pointer;
  }
  .row:hover, .row[aria-expanded="true"] { background: var(--_soft) }
  .row:focus-visible { outline-offset: -2px }
  .row > * { white-space: nowrap; min-width: 0 }
  /* Only what may be too long: what is cut off costs the browser something, in each row. */
  .way, .uri, .payload { overflow: hidden; text-overflow: ellipsis }
  .row .latency { text-align: end }
  .row time, .latency { color: var(--_muted); font-size: 0.75rem; font-variant-numeric: tabular-nums }
  .chip {
    justify-self: start;
    padding: 0 7px;
    border-radius: 5px;
    background: var(--_tone);
    color: var(--_on-tone);
    font-size: 0.71875rem;
    font-weight: 700;
    letter-spacing: 0.02em;
    line-height: 1.65;
  }
  .uri, .payload, .mono, pre { font-family: var(--_mono); font-size: 0.78125rem }
  .payload { color: var(--_muted) }
  .details { padding: 2px 12px 10px }
  dl { display: grid; grid-template-columns: minmax(5.5rem, auto) minmax(0, 1fr); gap: 4px 14px; margin: 4px 0 8px }
  dt { color: var(--_muted) }
  dd { margin: 0 }
  pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 16rem; overflow-y: auto }
  .details .note { padding: 0 }

  .scroll { overflow-x: auto }
  table { border-collapse: collapse; width: 100% }
  th, td { padding: 7px 12px; text-align: start; font-weight: 400; white-space: nowrap }
  thead th { color: var(--_muted); font-size: 0.78125rem }
  tbody tr { border-top: 1px solid var(--_hair) }
  tbody th { font-weight: 600 }
  .panel > .note:first-child { padding-top: 10px }
  .registry th:first-child { width: 50% }
  .registry { display: grid; gap: 6px; padding-bottom: 12px }
  .registry > .plain { justify-self: start; margin: 4px 12px }
  .title { margin: 0; padding: 12px 12px 4px; font-size: 0.9375rem; font-weight: 600 }
  .hand { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 10px 14px; padding: 12px }
  .choices { display: flex; gap: 18px; grid-column: 1 / -1 }
  .field { display: grid; gap: 4px; color: var(--_muted) }
  .field:first-of-type { grid-column: 1 / -1 }
  .field > * { color: var(--_ink); font-family: var(--_mono) }
  .hand .primary { justify-self: start; min-width: 7rem }
  .hand output {
    grid-column: 1 / -1;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    font-family: var(--_mono);
    font-size: 0.8125rem;
    min-height: 1.4em;
  }
  .hand output.failed { padding: 0 }

  @container (max-width: 820px) {
    .row { grid-template-columns: auto minmax(0, 1fr) auto; row-gap: 3px; padding-block: 8px }
    .row time { order: 2; text-align: end; grid-column: 3 }
    .row .chip { order: 0 }
    .row .way { order: 1; color: var(--_muted) }
    .row .uri { order: 3; grid-column: 1 / 3 }
    .row .latency { order: 4; text-align: end }
    .row .payload { order: 5; grid-column: 1 / -1 }
    .row .payload:empty { display: none }
  }
  @container (max-width: 640px) {
    .stage { padding: 10px }
    .hand { grid-template-columns: minmax(0, 1fr) }
    .toolbar { gap: 6px }
    .toolbar select { flex: 1 1 7rem }
    .actions { margin-inline-start: 0; width: 100% }
    .actions > * { flex: 1; justify-content: center; padding-inline: 6px }
    .plain, .primary, select, .toolbar .text { min-height: 42px }
  }
  @media (forced-colors: active) {
    .line, .component rect, .tag path { stroke: CanvasText }
    .component rect, .tag path { fill: Canvas }
    .component.own rect { stroke: Highlight }
    .router rect { fill: Canvas; stroke: CanvasText }
    .figure text, .tag .type { fill: CanvasText }
    .lit { background: Highlight; border-color: Highlight }
    .chip { border: 1px solid; color: CanvasText; background: Canvas }
    .tabs button { border-bottom-width: 0 }
    .tabs [aria-selected="true"] { border-bottom: 3px solid Highlight }
    .plain[aria-pressed="true"] { border: 2px solid Highlight }
  }
`
