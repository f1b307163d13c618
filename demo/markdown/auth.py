# Authentication in Python: gives names tokens, and tells anybody whose a token is.
# python3 auth.py ws://…/wamp/<room>/<ticket>

import argparse
import asyncio
import secrets
import signal

import txaio
from autobahn.asyncio.component import Component
from autobahn.wamp.exception import ApplicationError
from autobahn.wamp.types import RegisterOptions

arguments = argparse.ArgumentParser()
arguments.add_argument('url', help='where the room is for plain WAMP clients')
arguments.add_argument('--realm', default='realm1')
options = arguments.parse_args()

# The router is a page: it may be gone for a while, and come back.
transport = {'type': 'websocket', 'url': options.url, 'max_retries': -1, 'max_retry_delay': 5}
component = Component(transports=[transport], realm=options.realm)

# #region auth
# Who comes last answers, and gives the procedures back when it ends.
shared = RegisterOptions(invoke='last')
names = {}


@component.register('com.app.auth.login', options=shared)
def login(name):
    if not isinstance(name, str) or not name.strip():
        raise ApplicationError('com.app.auth.error.bad_name', 'A name is a text with something to see in it.')
    token = secrets.token_hex(16)
    names[token] = name.strip()[:20]
    print(f'{names[token]} is identified.')
    return {'name': names[token], 'token': token}


@component.register('com.app.auth.identify', options=shared)
def identify(token):
    if token not in names:
        raise ApplicationError('com.app.auth.error.unknown_token', "That token is nobody's.")
    return names[token]
# #endregion


@component.on_join
def joined(session, details):
    print('Identifying.')


async def main():
    txaio.config.loop = asyncio.get_running_loop()
    await component.start(txaio.config.loop)


# Ctrl-C ends it at once: the router sees the connection close.
signal.signal(signal.SIGINT, signal.SIG_DFL)
asyncio.run(main())
