// The page of the game.

import { html } from '../site/markup.ts'
import type { SitePage } from '../site/site-page.ts'

export const game: SitePage = {
  path: 'game',
  title: { en: 'Game', fr: 'Jeu' },
  description: {
    en: 'Players move: a game master decides, then everybody is told. They hug, browser to browser, and a hug may be refused.',
    fr: 'Les joueurs se déplacent : un maître du jeu décide, puis tout le monde est averti. Ils se font des câlins, de navigateur à navigateur, et un câlin peut être refusé.',
  },
  kind: 'app',
  script: 'game/main.ts',
  style: 'game/style.css',
  body: () => html`<wamp-session></wamp-session>
    <meadow-app></meadow-app>`,
}
