// The game's words in French.

import type { RefusalFacts, Words } from './words-en.ts'
import type { Direction } from './world.ts'

const SIDES: Readonly<Record<Direction, string>> = {
  up: 'au-dessus',
  down: 'en dessous',
  left: 'à gauche',
  right: 'à droite',
}

/** « d’Ada », « de Basil ». */
const of = (name: string) => (/^[aeiouàâäéèêëîïôöœùûü]/i.test(name) ? `d’${name}` : `de ${name}`)

export const FRENCH: Words = {
  title: 'Le pré · wamp-mesh',
  systems: 'Tous les systèmes',
  translation: { name: 'English', language: 'en' },
  meadow: 'Le pré',
  leave: 'Quitter',
  close: what => `Fermer : ${what}`,
  copied: 'Copié.',
  copyYourself: 'C’est sélectionné : copiez avec Ctrl+C, ou ⌘C.',

  welcome: {
    title: 'Rendez-vous dans le pré',
    lead: 'Promenez-vous, faites des câlins et bavardez avec qui a votre lien. Le pré vit dans votre page : rien à installer, aucune inscription.',
    open: 'Ouvrir un pré',
    openLead: 'Vous aurez un lien et un code QR à faire passer. Le pré reste ouvert tant que cette page l’est.',
    host: 'Héberger un pré',
    visit: 'Rendre visite',
    paste: 'Collez un lien',
    join: 'Entrer',
  },

  status: {
    host: 'Hôte',
    guest: 'En visite',
    connecting: 'Connexion',
    reconnecting: 'Reconnexion',
    waiting: 'En attente de l’hôte',
    offline: 'Hors ligne',
    paths: {
      memory: 'dans cette page',
      'message-port': 'en direct, même navigateur',
      'data-channel': 'en direct',
      relay: 'par relais',
      websocket: 'par WebSocket',
    },
    places: {
      tab: 'dans cet onglet',
      shared: 'worker partagé',
      service: 'service worker',
      opening: 'ouverture',
      reconnecting: 'reconnexion',
      unreachable: 'hors d’atteinte',
    },
    advice: {
      looking: 'On cherche le chemin du pré.',
      offline: 'Cet appareil est hors ligne. Le pré reviendra avec le réseau.',
      waiting: 'Personne n’héberge ce pré pour le moment. Vous entrerez dès que l’hôte sera de retour.',
      hostSilent: 'L’hôte se tait ; il dort, peut-être. Vous gardez votre place, et ce que vous faites l’attend.',
      lost: 'La connexion est perdue. Vous retrouverez votre case dès que l’hôte sera joignable.',
      workerSilent: 'Le worker qui tient le pré se tait. Tout reprend dès qu’il répond, ou qu’un autre le remplace.',
      unreachable:
        'Le serveur de signalisation est injoignable : personne d’autre ne peut entrer. Ceux qui sont reliés en direct restent.',
      wasAtRisk:
        'Tant que cette page était à l’arrière-plan, le navigateur pouvait l’endormir. Gardez-la sous les yeux.',
    },
  },

  bar: {
    you: name => `Vous êtes ${name}. Changer de nom et de couleur`,
    invite: 'Inviter',
    talk: 'Bavarder',
    unread: count => (count === 1 ? '1 nouveau message' : `${count} nouveaux messages`),
    backstage: 'Coulisses',
  },

  invite: {
    qr: 'Code QR de l’invitation',
    lead: 'Qui a ce lien peut entrer.',
    copy: 'Copier le lien',
    share: 'Partager…',
    link: 'L’invitation',
    leadsTo: 'Il mène à',
    here: 'cet ordinateur seulement',
    plain: 'Pour les clients WAMP ordinaires',
    plainLead: 'Tout client WAMP, dans n’importe quel langage, entre par cette adresse, dans le realm',
    secret: 'Elle est aussi secrète que l’invitation.',
    plainUrl: 'L’adresse WAMP ordinaire',
    copyPlain: 'Copier l’adresse',
    shared: 'Rendez-vous dans le pré',
    notShared: 'Impossible de partager d’ici. Copiez le lien.',
  },

  profile: { title: 'Vous', name: 'Nom', colour: 'Couleur', cancel: 'Annuler', save: 'Enregistrer' },

  people: {
    title: 'Qui est là',
    you: 'vous',
    asleep: 'dort',
    keepOpen: 'Gardez cette page ouverte : tant qu’elle est fermée, les autres attendent.',
  },

  talk: {
    log: 'Ce qui s’est dit',
    nobody: 'Personne n’a encore rien dit.',
    label: 'Dire quelque chose à tout le monde',
    placeholder: 'Dites quelque chose',
    say: 'Dire',
    notSaid: why => `Cela n’a pas été dit : ${why}`,
    somebody: 'Quelqu’un',
  },

  board: {
    label: 'Le pré. Déplacez-vous avec les flèches du clavier.',
    where: 'Où suis-je ?',
    notYet: 'Vous n’êtes pas encore dans le pré.',
    place: (column, columns, row, rows) => `Vous êtes colonne ${column} sur ${columns}, rangée ${row} sur ${rows}.`,
    hedge: side => `la haie ${SIDES[side]}`,
    tree: side => `un arbre ${SIDES[side]}`,
    somebody: (name, side) => `${name} ${SIDES[side]}`,
    around: things => `Autour de vous : ${things.join(', ')}.`,
    grass: 'De l’herbe tout autour de vous.',
    sleeper: name => `${name}, qui dort,`,
    nextTo: 'tout près de vous, ',
    way: (right, down) =>
      [
        right === 0 ? '' : `${Math.abs(right)} à ${right < 0 ? 'gauche' : 'droite'}`,
        down === 0 ? '' : `${Math.abs(down)} plus ${down < 0 ? 'haut' : 'bas'}`,
      ]
        .filter(part => part !== '')
        .join(' et '),
    others: people => `Les autres : ${people.join(' ; ')}.`,
    alone: 'Il n’y a personne d’autre.',
    came: name => `Voici ${name}.`,
    'fell asleep': name => `${name} dort.`,
    woke: name => `${name} se réveille.`,
    near: name => `${name} est à côté de vous.`,
    left: name => `${name} a quitté le pré.`,
  },

  controls: {
    means: { walk: 'Marche', run: 'Course', roulades: 'Roulades' },
    how: 'Comment se déplacer',
    pad: 'Marcher',
    arrows: { up: 'Vers le haut', down: 'Vers le bas', left: 'Vers la gauche', right: 'Vers la droite' },
  },

  hug: {
    hug: 'Câlin à',
    asking: 'On demande à',
    asleep: 'dort',
    questions: 'Câlins demandés',
    question: name => `${name} demande un câlin`,
    wouldLike: 'aimerait vous faire un câlin',
    accept: 'Accepter',
    refuse: 'Refuser',
    ask: name => `Vous demandez un câlin à ${name}…`,
    refused: name => `${name} préfère ne pas faire de câlin maintenant.`,
    deaf: name => `On ne peut rien demander à ${name} : aucune de nos pages ne joue pour ${name}.`,
    notNear: name => `${name} n’est plus à côté de vous.`,
    nobodyCanAsk: why => `Personne ne peut vous demander de câlin : ${why}`,
    you: name => `${name} et vous, câlin !`,
    others: (asker, accepter) => `${asker} et ${accepter} se font un câlin.`,
  },

  master: {
    title: 'Le maître du jeu',
    where: 'Où s’exécute le maître du jeu',
    page: 'Dans la page',
    elsewhere: 'Ailleurs',
    takeOver: 'Le lancer dans cette page',
    outside:
      'Lancez-le n’importe où : il entre dans ce salon comme tout client WAMP ordinaire, et mène le jeu tant que le maître est « ailleurs ». Il lui faut Python et',
    runBy: (by, page) => (page ? `La page ${of(by)} mène le jeu.` : `${by} mène le jeu.`),
    another: 'un autre composant',
    nobody: 'Personne ne mène le jeu pour le moment. Il reprendra dès que quelqu’un s’en chargera.',
    starting: 'Le jeu commence…',
    asleep:
      'Le composant qui mène le jeu dort. Personne ne peut marcher tant qu’il ne se réveille pas, ou qu’une page de l’hôte ne prend pas la relève.',
    dismissed: 'Un autre composant mène le jeu maintenant.',
    notStarted: why => `Le jeu n’a pas pu commencer : ${why}`,
    noGame: why => `Le jeu ne commence pas : ${why}`,
    notFollowed: why => `Impossible de suivre le jeu : ${why}`,
    noMeadow: 'Le maître du jeu a répondu quelque chose qui n’est pas un pré.',
  },

  backstage: {
    lead: 'Qui marche appelle le maître du jeu, qui décide puis avertit tout le monde ; qui veut un câlin appelle l’autre joueur, qui peut refuser. Tout ce qui se dit passe par le routeur, qui vit dans la page de l’hôte.',
    messages: 'Ce qui passe par le routeur',
    code: 'Le code',
    master: 'Maître du jeu',
  },

  refusals: {
    already_asked: () => 'Vous avez déjà demandé. Attendez la réponse.',
    asleep: ({ name }: RefusalFacts) => `${name ?? 'Ce joueur'} dort. Redemandez plus tard.`,
    bad_arguments: ({ argument }) =>
      argument === 'name'
        ? 'Un nom est un texte où il y a quelque chose à voir.'
        : argument === 'colour'
          ? 'Une couleur s’écrit #rrggbb.'
          : 'Pour se déplacer, il faut la colonne et la rangée d’une case, en nombres entiers : [x, y].',
    busy: () => 'Ils sont trop nombreux à demander. Réessayez plus tard.',
    full: () => 'Le pré est plein : il n’y a plus une case de libre.',
    occupied: ({ name }) => `${name ?? 'Quelqu’un'} est déjà là.`,
    out_of_bounds: () => 'Le pré s’arrête avant.',
    too_far: () => 'Pour faire un câlin, il faut être à côté de la personne.',
    too_fast: () => 'C’était trop d’un coup. Attendez une seconde.',
    tree: () => 'Il y a un arbre à cet endroit.',
    unknown_caller: () => 'Le routeur ne dit pas qui appelle : personne ne peut donc bouger.',
    unknown_mean: ({ mean, known }) =>
      `Ici, personne ne sait se déplacer ${mean === undefined ? 'ainsi' : `par « ${mean} »`}. Essayez plutôt : ${known}.`,
    unreachable: () => 'Aucun chemin n’y mène.',
  },
}
