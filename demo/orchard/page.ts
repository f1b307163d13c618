// The page of the orchard.

import { html } from '../site/markup.ts'
import type { SitePage } from '../site/site-page.ts'
import { snippet } from '../site/snippet.ts'
import { type System, systemBody } from '../site/system.ts'
import { gallery } from './gallery-picture.ts'

const sample = (file: string, en: string, fr: string) => ({
  title: { en, fr },
  // The part is called as its component.
  code: snippet(`demo/orchard/${file}.ts`, file === 'overview' ? 'interface' : file),
})

const system: System = {
  title: { en: 'Orchard', fr: 'Verger' },
  lead: {
    en: 'A tractor sprays each tree of an orchard by the fruit that it bears: five components, which know no one but the router, localise it, know the trees, compute the dose, distribute it and show it all. Take any of them out, here or on another device, and put another in its place, while the others go on.',
    fr: 'Un tracteur traite chaque arbre d’un verger selon les fruits qu’il porte : cinq composants, qui ne connaissent que le routeur, le localisent, connaissent les arbres, calculent la dose, la distribuent et montrent le tout. Retirez-en un, ici ou sur un autre appareil, et mettez-en un autre à sa place : le reste continue.',
  },
  stage: html`<orchard-app></orchard-app>`,
  samples: [
    sample('localisation', 'Localisation publishes the position', 'La localisation publie la position'),
    sample('map', 'The map finds the tree', 'La cartographie trouve l’arbre'),
    sample('dose', 'Dose computes, and has it distributed', 'La dose se calcule, puis se fait distribuer'),
    sample('distribution', 'Distribution sprays, or refuses', 'La distribution pulvérise, ou refuse'),
    sample('overview', 'The interface hears them all', 'L’interface les écoute tous'),
  ],
  outside: [
    {
      title: { en: 'Localisation in Python', fr: 'La localisation en Python' },
      about: {
        en: 'With Autobahn|Python. It waits until you take the localisation out of this page, and drives on from where the tractor is.',
        fr: 'Avec Autobahn|Python. Elle attend que vous retiriez la localisation de cette page, puis reprend la conduite là où est le tracteur.',
      },
      file: 'orchard/localisation.py',
      command: 'python3 localisation.py',
    },
    {
      title: { en: 'Dose in Node', fr: 'La dose en Node' },
      about: {
        en: 'With wamp-mesh itself. It waits in the same way, and gives a little less to trees that bear little.',
        fr: 'Avec wamp-mesh. Elle attend de la même manière, et donne un peu moins aux arbres qui portent peu.',
      },
      file: 'orchard/dose.mjs',
      command: 'node dose.mjs',
    },
  ],
}

export const orchard: SitePage = {
  path: 'orchard',
  title: system.title,
  description: {
    en: 'A tractor sprays trees by the fruit that they bear: localisation, map, dose, distribution and interface, each replaced while the others go on.',
    fr: 'Un tracteur traite des arbres selon leurs fruits : localisation, cartographie, dose, distribution et interface, que l’on remplace en marche.',
  },
  kind: 'system',
  script: 'orchard/main.ts',
  files: ['orchard/localisation.py', 'orchard/dose.mjs'],
  picture: gallery,
  body: about => systemBody(about, system),
}
