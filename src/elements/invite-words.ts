// Invite words: what the view of an invite says, loaded with it.

export const INVITE_ENGLISH = {
  invite: 'Invite link',
  inviteQr: 'QR code of the invite link',
  copy: 'Copy link',
  copied: 'Copied.',
  selected: 'The link is selected: copy it with Ctrl+C or ⌘C.',
  share: 'Share…',
  renew: 'New link…',
  renewAsks:
    'Make a new link? Links and addresses given out before will let nobody in any more. Who is here stays, but needs the new link to come back after a reload.',
  renewYes: 'Make a new link',
  cancel: 'Cancel',
  renewed: 'This link is new. Those given out before let nobody in any more.',
  notRenewed: 'There is no new link: %',
  leadsTo: 'The link leads to',
  thisComputer: 'this computer only',
  plainUrl: 'Address for other WAMP clients',
  copyPlain: 'Copy address',
}

export type InviteWords = Readonly<Record<keyof typeof INVITE_ENGLISH, string>>
