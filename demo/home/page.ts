// The pages of the home: the temperature, whoever measures it, and an interface that is HTML alone.

import { readFileSync } from 'node:fs'
import type { Language, Translated } from '../site/language.ts'
import { html, type Markup, raw } from '../site/markup.ts'
import type { About, SitePage } from '../site/site-page.ts'
import { code, snippet } from '../site/snippet.ts'
import { systemBody } from '../site/system.ts'
import { picture } from './picture.ts'
import { GETTEMP, TEMPERATURE } from './protocol.ts'

const WORDS = {
  measuredBy: { en: 'Measured by:', fr: 'Mesurée par :' },
  nobody: { en: 'nobody yet', fr: 'personne encore' },
  ask: { en: 'Ask now', fr: 'Demander' },
  unit: { en: 'Unit', fr: 'Unité' },
  plain: { en: 'The same, in HTML alone', fr: 'La même chose, en HTML seul' },
  back: { en: 'Back to the home', fr: 'Retour à la maison' },
  temperature: { en: 'The temperature', fr: 'La température' },
} as const satisfies Record<string, Translated>

/** What everybody hears. */
const live = (language: Language): Markup => html`
<wamp-subscribe topic="${TEMPERATURE}" history="1">
  <p class="now"><b data-bind="args.0">–</b> °C</p>
  <p>${WORDS.measuredBy[language]} <b data-bind="kwargs.sensor">${WORDS.nobody[language]}</b></p>
</wamp-subscribe>`

/** What one asks for. */
const ask = (language: Language): Markup => html`
<wamp-call procedure="${GETTEMP}">
  <form>
    <button>${WORDS.ask[language]}</button>
    <output data-result></output>
    <select name="unit" aria-label="${WORDS.unit[language]}">
      <option value="C">°C</option>
      <option value="F">°F</option>
      <option value="K">K</option>
    </select>
  </form>
  <p class="problem" data-error hidden></p>
</wamp-call>`

const stage = ({ language, to }: About): Markup => html`<div class="home">
  <div data-component="interface"><home-house></home-house></div>
  <section class="home-reading" data-component="interface" aria-labelledby="home-temperature">
    <h2 id="home-temperature">${WORDS.temperature[language]}</h2>
    ${live(language)}
    ${ask(language)}
    <p><a href="${to.page(homePlain)}" data-room>${WORDS.plain[language]}</a></p>
  </section>
  <section data-component="sensor" aria-labelledby="home-sensor"><home-sensor></home-sensor></section>
  <section data-component="interface" aria-labelledby="home-chart"><temperature-chart></temperature-chart></section>
</div>`

export const home: SitePage = {
  path: 'home',
  title: { en: 'Home', fr: 'Maison' },
  description: {
    en: 'A thermometer answers whoever asks for the temperature: in the page, on a phone, in Node, on a Raspberry Pi or a board. Swap it, and nothing else changes.',
    fr: 'Un thermomètre répond à qui demande la température : dans la page, sur un téléphone, dans Node, sur un Raspberry Pi ou une carte. Changez-le, et rien d’autre ne change.',
  },
  kind: 'system',
  script: 'home/main.ts',
  files: [
    'home/sensor.mjs',
    'home/sensor.py',
    'home/device.py',
    'home/interface.mjs',
    'home/interface.html',
    'home/interface.fr.html',
  ],
  picture,
  body: about =>
    systemBody(about, {
      title: { en: 'Home', fr: 'La maison' },
      lead: {
        en: 'Whoever wants the temperature calls com.app.gettemp, and whichever thermometer is in answers: nobody who asks knows which. Put another in its place, and no interface notices.',
        fr: 'Qui veut la température appelle com.app.gettemp, et le thermomètre branché répond, quel qu’il soit : personne, en la demandant, ne sait lequel. Mettez-en un autre à sa place : aucune interface ne s’en aperçoit.',
      },
      stage: stage(about),
      samples: samples(about.language),
      outside: OUTSIDE,
    }),
}

const samples = (language: Language) => [
  { title: { en: 'To hear it, in HTML', fr: 'L’entendre, en HTML' }, code: code(live(language).text, 'html') },
  { title: { en: 'To ask for it, in HTML', fr: 'La demander, en HTML' }, code: code(ask(language).text, 'html') },
  {
    title: { en: 'The thermometer of the page', fr: 'Le thermomètre de la page' },
    code: snippet('demo/home/sensor.ts', 'take'),
  },
  {
    title: { en: 'A thermometer in Node', fr: 'Un thermomètre dans Node' },
    code: snippet('demo/home/sensor.mjs', 'wamp'),
  },
  {
    title: { en: 'A thermometer in Python', fr: 'Un thermomètre en Python' },
    code: snippet('demo/home/sensor.py', 'wamp'),
  },
  {
    title: { en: 'WAMP without a library', fr: 'WAMP sans bibliothèque' },
    code: snippet('demo/home/device.py', 'wamp'),
  },
]

const OUTSIDE = [
  {
    title: { en: 'A board, without any library', fr: 'Une carte, sans bibliothèque' },
    about: {
      en: '150 lines of Python that MicroPython runs too, on an ESP32: JSON in a WebSocket, written by hand.',
      fr: '150 lignes de Python que MicroPython exécute aussi, sur un ESP32 : du JSON dans une WebSocket, écrit à la main.',
    },
    file: 'home/device.py',
    command: 'python3 device.py',
  },
  {
    title: { en: 'A Raspberry Pi, in Python', fr: 'Un Raspberry Pi, en Python' },
    about: {
      en: 'It reads a DS18B20 probe or the processor’s thermometer, where there is one. It needs pip install autobahn.',
      fr: 'Il lit une sonde DS18B20 ou le thermomètre du processeur, s’il y en a. Il lui faut pip install autobahn.',
    },
    file: 'home/sensor.py',
    command: 'python3 sensor.py',
  },
  {
    title: { en: 'A thermometer in Node', fr: 'Un thermomètre dans Node' },
    about: {
      en: 'Its temperatures are made up. It needs ws and wamp-mesh: npm pack in the project makes a file to install.',
      fr: 'Ses températures sont inventées. Il lui faut ws et wamp-mesh : npm pack, dans le projet, en fait un fichier à installer.',
    },
    file: 'home/sensor.mjs',
    command: 'node sensor.mjs',
  },
  {
    title: { en: 'An interface for the terminal', fr: 'Une interface pour le terminal' },
    about: {
      en: 'It shows what is published, and asks when you press Enter. It needs ws and wamp-mesh: npm pack in the project makes a file to install.',
      fr: 'Elle montre ce qui est publié, et demande quand on presse Entrée. Il lui faut ws et wamp-mesh : npm pack, dans le projet, en fait un fichier à installer.',
    },
    file: 'home/interface.mjs',
    command: 'node interface.mjs',
  },
]

/** The page that people take with them, as it is, but that this one may host. */
function body(language: Language): Markup {
  const file = new URL(language === 'en' ? './interface.html' : './interface.fr.html', import.meta.url)
  const [, inside] = /<wamp-session>([\s\S]*)<\/wamp-session>/.exec(readFileSync(file, 'utf8')) ?? []
  if (inside === undefined) throw new Error(`${file.pathname} has no <wamp-session>.`)
  return html`<wamp-session host>${raw(inside)}</wamp-session>`
}

export const homePlain: SitePage = {
  path: 'home/plain',
  title: { en: 'The temperature, in HTML alone', fr: 'La température, en HTML seul' },
  description: {
    en: 'An interface of the home without a line of JavaScript.',
    fr: 'Une interface de la maison sans une ligne de JavaScript.',
  },
  kind: 'system',
  script: 'home/plain.ts',
  body: ({ language, to }) => html`<div class="card stage home-plain">${body(language)}</div>
    <p><a href="${to.page(home)}" data-room>${WORDS.back[language]}</a></p>
    <section class="card panel">${snippet(`demo/home/${language === 'en' ? 'interface.html' : 'interface.fr.html'}`)}</section>`,
}
