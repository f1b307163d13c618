// The game's words in English: all that a person reads, and what the game's components say when they refuse something.

import type { Direction } from './world.ts'

/** What the sentence of a refusal may tell, as far as it is known. */
export interface RefusalFacts {
  /** Of whom it speaks. */
  readonly name?: string | undefined
  readonly mean?: string | undefined
  readonly known?: string | undefined
  readonly argument?: string | undefined
}

const SIDES: Readonly<Record<Direction, string>> = {
  up: 'above',
  down: 'below',
  left: 'on the left',
  right: 'on the right',
}

export const ENGLISH = {
  title: 'Meadow · wamp-mesh',
  systems: 'All systems',
  translation: { name: 'Français', language: 'fr' },
  meadow: 'The meadow',
  leave: 'Leave',
  close: (what: string) => `Close: ${what}`,
  copied: 'Copied.',
  copyYourself: 'It is selected: copy it with Ctrl+C, or ⌘C.',

  welcome: {
    title: 'Meet on a meadow',
    lead: 'Walk, hug and talk with whoever has your link. The meadow lives in your page: nothing to install, nobody to register with.',
    open: 'Open a meadow',
    openLead: 'You get a link and a QR code to pass on. It stays open while this page does.',
    host: 'Host a session',
    visit: 'Visit one',
    paste: 'Paste a link',
    join: 'Join',
  },

  status: {
    host: 'You host',
    guest: 'Guest',
    connecting: 'Connecting',
    reconnecting: 'Reconnecting',
    waiting: 'Waiting for host',
    offline: 'Offline',
    paths: {
      memory: 'in this page',
      'message-port': 'direct, same browser',
      'data-channel': 'direct',
      relay: 'relayed',
      websocket: 'by WebSocket',
    },
    places: {
      tab: 'in this tab',
      shared: 'in a shared worker',
      service: 'in a service worker',
      opening: 'opening',
      reconnecting: 'reconnecting',
      unreachable: 'out of reach',
    },
    advice: {
      looking: 'The way to the meadow is being found.',
      offline: 'This device is offline. The meadow comes back with the network.',
      waiting: 'Nobody hosts this meadow at the moment. You are let in as soon as the host is back.',
      hostSilent: 'The host is silent, asleep perhaps. You keep your place, and what you do waits for it.',
      lost: 'The connection was lost. You return to your square as soon as the host can be reached.',
      workerSilent: 'The worker that has the meadow is silent. It goes on when that answers, or another is started.',
      unreachable:
        'The signaling server cannot be reached, so nobody new can come in. Who is connected directly stays.',
      wasAtRisk: 'While this page was in the background, its browser could have put it to sleep. Keep it in sight.',
    },
  },

  bar: {
    you: (name: string) => `You are ${name}. Change name and colour`,
    invite: 'Invite',
    talk: 'Talk',
    unread: (count: number) => `${count} new`,
    backstage: 'Backstage',
  },

  invite: {
    qr: 'QR code of the invite',
    lead: 'Whoever has this link can join.',
    copy: 'Copy link',
    share: 'Share…',
    link: 'The invite',
    leadsTo: 'It leads to',
    here: 'this computer only',
    plain: 'For plain WAMP clients',
    plainLead: 'Any WAMP client in any language joins at this address, in realm',
    secret: 'It is as secret as the invite.',
    plainUrl: 'The plain WAMP URL',
    copyPlain: 'Copy address',
    shared: 'Meet me on a meadow',
    notShared: 'This cannot be shared here. Copy it.',
  },

  profile: { title: 'You', name: 'Name', colour: 'Colour', cancel: 'Cancel', save: 'Save' },

  people: {
    title: 'Who is here',
    you: 'you',
    asleep: 'asleep',
    keepOpen: 'Keep this page open: others wait while it is closed.',
  },

  talk: {
    log: 'What was said',
    nobody: 'Nobody has said anything yet.',
    label: 'Say something to everybody',
    placeholder: 'Say something',
    say: 'Say',
    notSaid: (why: string) => `That was not said: ${why}`,
    somebody: 'Somebody',
  },

  board: {
    label: 'Meadow. Walk with the arrow keys.',
    where: 'Where am I?',
    notYet: 'You are not on the meadow yet.',
    place: (column: number, columns: number, row: number, rows: number) =>
      `You are in column ${column} of ${columns}, row ${row} of ${rows}.`,
    hedge: (side: Direction) => `the hedge ${SIDES[side]}`,
    tree: (side: Direction) => `a tree ${SIDES[side]}`,
    somebody: (name: string, side: Direction) => `${name} ${SIDES[side]}`,
    around: (things: readonly string[]) => `Around you: ${things.join(', ')}.`,
    grass: 'There is grass all around you.',
    sleeper: (name: string) => `${name}, asleep,`,
    nextTo: 'next to you, ',
    /** Squares to the right and down; less than none to the left and up. */
    way: (right: number, down: number) =>
      [
        right === 0 ? '' : `${Math.abs(right)} to the ${right < 0 ? 'left' : 'right'}`,
        down === 0 ? '' : `${Math.abs(down)} ${down < 0 ? 'up' : 'down'}`,
      ]
        .filter(part => part !== '')
        .join(' and '),
    others: (people: readonly string[]) => `Others: ${people.join('; ')}.`,
    alone: 'Nobody else is here.',
    came: (name: string) => `${name} is here.`,
    'fell asleep': (name: string) => `${name} is asleep.`,
    woke: (name: string) => `${name} is awake again.`,
    near: (name: string) => `${name} is next to you.`,
    left: (name: string) => `${name} has left.`,
  },

  controls: {
    means: { walk: 'Walk', run: 'Run', roulades: 'Roulades' },
    how: 'How to move',
    pad: 'Walk',
    arrows: { up: 'Walk up', down: 'Walk down', left: 'Walk left', right: 'Walk right' },
  },

  hug: {
    hug: 'Hug',
    asking: 'Asking',
    asleep: 'asleep',
    questions: 'Hugs asked for',
    question: (name: string) => `${name} asks for a hug`,
    wouldLike: 'would like to hug you',
    accept: 'Accept',
    refuse: 'Refuse',
    ask: (name: string) => `You ask ${name} for a hug …`,
    refused: (name: string) => `${name} would rather not hug now.`,
    deaf: (name: string) => `${name} cannot be asked: no page of ours plays for ${name}.`,
    notNear: (name: string) => `${name} is not next to you any more.`,
    nobodyCanAsk: (why: string) => `Nobody can ask you for a hug: ${why}`,
    you: (name: string) => `You and ${name} hug.`,
    others: (asker: string, accepter: string) => `${asker} and ${accepter} hug.`,
  },

  master: {
    title: 'The game master',
    where: 'Where the game master runs',
    page: 'In the page',
    elsewhere: 'Elsewhere',
    takeOver: 'Run it in this page',
    outside:
      'Start it anywhere: it joins this room as any plain WAMP client does, and runs the game as long as the master is “elsewhere”. It needs Python and',
    /** @param page whether it is a player's page that runs it. */
    runBy: (by: string, page: boolean) => `The game is run by ${page ? `${by}’s page` : by}.`,
    another: 'another component',
    nobody: 'Nobody runs the game at the moment. It goes on as soon as somebody does.',
    starting: 'The game is starting …',
    asleep:
      'The component that runs the game is asleep. Nobody can walk until it wakes, or a page of the host takes over.',
    dismissed: 'Another component runs the game now.',
    notStarted: (why: string) => `The game could not be started: ${why}`,
    noGame: (why: string) => `The game does not start: ${why}`,
    notFollowed: (why: string) => `The game cannot be followed: ${why}`,
    noMeadow: 'The game master answered with something that is no meadow.',
  },

  backstage: {
    lead: 'Who walks calls the game master, which decides and tells everybody; who hugs calls the other player, who may refuse. All that is said passes through the router, which lives in the page of the host.',
    messages: 'What passes through the router',
    code: 'The code',
    master: 'Game master',
  },

  refusals: {
    already_asked: () => 'You have asked already. Wait for the answer.',
    asleep: ({ name }: RefusalFacts) => `${name ?? 'That player'} is asleep. Ask again later.`,
    bad_arguments: ({ argument }: RefusalFacts): string =>
      argument === 'name'
        ? 'A name is a text with something to see in it.'
        : argument === 'colour'
          ? 'A colour is written #rrggbb.'
          : 'A move needs the column and the row of a square as whole numbers: [x, y].',
    busy: () => 'Too many are asking at the moment. Try again later.',
    full: () => 'The meadow is full: there is no free square.',
    occupied: ({ name }: RefusalFacts) => `${name ?? 'Somebody'} stands there.`,
    out_of_bounds: () => 'The meadow ends before that.',
    too_far: () => 'Only somebody who stands next to a person can hug it.',
    too_fast: () => 'That was too much at once. Wait a second.',
    tree: () => 'A tree stands there.',
    unknown_caller: () => 'The router does not say who calls, so nobody can move.',
    unknown_mean: ({ mean, known }: RefusalFacts) =>
      `Nobody here can move ${mean === undefined ? 'like that' : `by "${mean}"`}. Try one of: ${known}.`,
    unreachable: () => 'There is no way to get there.',
  },
}

export type Words = typeof ENGLISH
