// The tutorial's component (CC0), in Node with Autobahn|JS: it answers kisses, and asks to move.
//   npm install autobahn && node kiss.mjs ws://…/wamp/<room>/<ticket>

import autobahn from 'autobahn'

const connection = new autobahn.Connection({
  url: process.argv[2], // L’URL du routeur.
  realm: 'realm1', // Un namespace pour les intitulés de messages.
  max_retries: -1, // Le routeur est une page : elle peut revenir.
})

connection.onopen = session => {
  console.log('Connecté.') // Poil au nez

  // #region kiss
  // Enregistrement d’une procédure
  function rpcCallback(args, kwargs) {
    console.log(args) // […]
    console.log(kwargs) // {…}
    return kwargs.type !== 'baveux' // Bisou refusé, ou accepté
  }

  session.register('com.example.kiss', rpcCallback).then(
    () => console.log('Procédure enregistrée avec succès.'),
    err => console.log('La procédure n’a pu être enregistrée :', err.error),
  )
  // #endregion

  // Appel à une procédure
  session.call('com.example.move', [3, 5], { mean: 'roulades' }).then(
    res => console.log('Résultat de l’appel RPC :', res),
    err => console.log('Erreur lors de l’appel RPC :', err.error),
  )
}

connection.onclose = () => {
  console.log('Connexion fermée.')
}

connection.open()
