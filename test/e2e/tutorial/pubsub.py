from autobahn import wamp
from autobahn.asyncio.wamp import ApplicationSession, ApplicationRunner


class SexyComponent(ApplicationSession):

    def __init__(self, config):
        ApplicationSession.__init__(self, config)

        self.msg = config.extra['msg']


    def onJoin(self, details):
        """Le composant est connecté au routeur : on s'abonne."""

        self.subscribe(self)


    @wamp.subscribe('com.example.message')
    def callback(self, text):
        """Appelé quand on est notifié de l'intitulé 'com.example.message'."""

        print(text) # 'Ouech les potos ! Bien ou bien ?'
        print(self.msg) # Histoire d'utiliser les paramètres passés au composant


if __name__ == '__main__':
    ApplicationRunner(
        url = 'wss://demo.crossbar.io/ws', # Même routeur que le composant JS
        realm = 'realm1', # Même namespace que le composant JS
        extra = {'msg': 'Message reçu'} # Paramètres passés au composant Python
    ).run(SexyComponent)
