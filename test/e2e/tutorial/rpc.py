from autobahn import wamp
from autobahn.asyncio.wamp import ApplicationSession, ApplicationRunner # On peut aussi utiliser Twisted


class SexyComponent(ApplicationSession):

    def __init__(self, config):
        ApplicationSession.__init__(self, config)

        self.msg = config.extra['msg']


    def onJoin(self, details):
        """Le composant est connecté au routeur : on enregistre des procédures."""

        self.register(self)


    @wamp.register('com.example.move')
    def proc(self, x, y, z=0, mean=None):
        """Procédure exécutée lors de l'appel à 'com.example.move'."""

        print(x) # 3
        print(y) # 5
        print(z) # 0
        print(mean) # 'roulades'

        return self.msg


if __name__ == '__main__':
    ApplicationRunner(
        url = 'wss://demo.crossbar.io/ws', # Même routeur que le composant JS
        realm = 'realm1', # Même namespace que le composant JS
        extra = {'msg': 'Mouarfarfarf !'} # Paramètres passés au composant Python
    ).run(SexyComponent)
