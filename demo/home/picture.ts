// The home's picture in the gallery.

import { html } from '../site/markup.ts'

export const picture = html`<svg viewBox="0 0 320 180" aria-hidden="true">
  <path fill="var(--press)" d="M0 0h320v180H0z"/>
  <path fill="var(--leaf)" opacity=".35" d="M0 128q70-30 150-10t170-14v76H0z"/>
  <path fill="var(--leaf)" opacity=".45" d="M0 152q90-18 170-6t150-6v40H0z"/>
  <path fill="var(--leaf)" d="M44 78c16 0 24 9 24 19 8 4 10 17 3 24-7 8-19 6-22 5-6 4-15 4-18-1-9 1-16-5-15-15-4-9 2-14 6-15 0-10 8-17 22-17z"/>
  <path fill="var(--muted)" d="M41 124h8l2 28q-6 4-12 0z"/>
  <path fill="var(--berry)" d="M158 46h14v30h-14z"/>
  <path fill="var(--card)" stroke="var(--line)" d="M90 90l50-38 50 38v62H90z"/>
  <path fill="var(--berry)" d="M78 94l62-50 62 50-7 9-55-43-55 43z"/>
  <path fill="var(--muted)" d="M130 152v-32q0-6 6-6h10q6 0 6 6v32z"/>
  <path fill="var(--wait)" d="M100 108h20v20h-20zM162 108h20v20h-20z"/>
  <rect fill="var(--card)" stroke="var(--line)" x="230" y="26" width="58" height="130" rx="12"/>
  <path fill="var(--press)" d="M245 42a6 6 0 0 1 12 0v74a12 12 0 1 1-12 0z"/>
  <path fill="var(--berry)" d="M247 74a4 4 0 0 1 8 0v44a9 9 0 1 1-8 0z"/>
  <path stroke="var(--muted)" stroke-width="2" d="M264 44h12M264 60h7M264 76h12M264 92h7M264 108h12"/>
</svg>`
