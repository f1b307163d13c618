// The users whom the tested router's realm for authentication must know: README.md lists them for people.

export const AUTHROLE = 'user'

export const USERS = {
  ticket: { authid: 'ticket-user', ticket: 'ticket-pass' },
  wampcra: { authid: 'wamp-cra-user', secret: 'cra-secret' },
  saltedWampcra: {
    authid: 'wamp-cra-salt-user',
    secret: 'cra-salt-secret',
    salt: 'cra-salt',
    iterations: 1000,
    keylen: 32,
  },
  scram: { authid: 'scram-user', password: 'scram-pass', kdf: 'pbkdf2', iterations: 4096 },
  cryptosign: {
    authid: 'cryptosign-user',
    /** The private key's seed. */
    seed: '6c1d6cedf276ea3fd7486a212fd62b32fbb9ecaa4dea70545486737199dd24ed',
    pubkey: '5a581725545d533c8cffb0b658c762fd8caa216122eafce3adf486c41e9e37a3',
  },
} as const
