// The page of the game.

import { LANGUAGES } from '../site/language.ts'
import { html } from '../site/markup.ts'
import type { SitePage } from '../site/site-page.ts'
import { snippet } from '../site/snippet.ts'
import { type Sample, sampleView } from '../site/system.ts'
import { picture } from './picture.ts'

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
  files: ['game/master.py'],
  picture,
  body: ({ language, to }) => {
    const systems = to.file(language === 'en' ? './' : `${language}/`)
    const other = LANGUAGES.find(one => one !== language) ?? language
    return html`<wamp-session>
      <meadow-app systems="${systems}" translation="${to.page(game, other)}" program="${to.file('game/master.py')}"></meadow-app>
    </wamp-session>
    <template id="game-code">${SAMPLES.map(sample => sampleView(sample, language, false))}</template>`
  },
}

const SAMPLES: readonly Sample[] = [
  {
    title: { en: 'A player asks to walk', fr: 'Un joueur demande à marcher' },
    code: snippet('demo/game/game.ts', 'move'),
  },
  {
    title: { en: 'The game master decides …', fr: 'Le maître du jeu décide…' },
    code: snippet('demo/game/master.ts', 'move'),
  },
  {
    title: { en: '… in Python, too …', fr: '… en Python aussi…' },
    code: snippet('demo/game/master.py', 'move'),
  },
  {
    title: { en: '… and everybody is told', fr: '… et tout le monde est averti' },
    code: snippet('demo/game/master.ts', 'tell'),
  },
  {
    title: { en: 'Who may be asked for a hug', fr: 'À qui on peut demander un câlin' },
    code: snippet('demo/game/hug.ts', 'asked'),
  },
]
