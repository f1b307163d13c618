# Tells of new messages in the forum, in a terminal, and of the last ones to who comes late:
# python3 notify.py ws://…/wamp/<room>/<ticket>

import argparse
import asyncio
import signal
import time

import txaio
from autobahn.asyncio.component import Component
from autobahn.wamp.exception import ApplicationError

arguments = argparse.ArgumentParser()
arguments.add_argument('url', help='where the room is for plain WAMP clients')
arguments.add_argument('--realm', default='realm1')
options = arguments.parse_args()

# The router is a page: it may be gone for a while, and come back.
transport = {'type': 'websocket', 'url': options.url, 'max_retries': -1, 'max_retry_delay': 5}
component = Component(transports=[transport], realm=options.realm)


# #region notify
@component.on_join
async def joined(session, details):
    try:
        threads = await session.call('com.app.forum.threads')
        for thread in reversed(threads[:5]):
            print(f'{clock(thread["last"])} “{thread["title"]}”, posts: {thread["posts"]}')
    except ApplicationError as error:
        print(f'The forum has no server at the moment. ({error.error})')
    print('Waiting for new messages.')


@component.subscribe('com.app.forum.new_message')
def new_message(text, name, title='', at=0, **post):
    # The bell of the terminal.
    print(f'\a{clock(at)} {name} in “{title}”: {text}')
# #endregion


def clock(at):
    return time.strftime('%H:%M', time.localtime(at / 1000))


async def main():
    txaio.config.loop = asyncio.get_running_loop()
    await component.start(txaio.config.loop)


# Ctrl-C ends it at once: the router sees the connection close.
signal.signal(signal.SIGINT, signal.SIG_DFL)
asyncio.run(main())
