# A Markdown worker in Python, for the little Markdown that it knows:
# python3 markdown.py ws://…/wamp/<room>/<ticket>

import argparse
import asyncio
import re
import signal
from html import escape

import txaio
from autobahn.asyncio.component import Component
from autobahn.wamp.exception import ApplicationError
from autobahn.wamp.types import CallResult, RegisterOptions

arguments = argparse.ArgumentParser()
arguments.add_argument('url', help='where the room is for plain WAMP clients')
arguments.add_argument('--realm', default='realm1')
options = arguments.parse_args()

# The router is a page: it may be gone for a while, and come back.
transport = {'type': 'websocket', 'url': options.url, 'max_retries': -1, 'max_retry_delay': 5}
component = Component(transports=[transport], realm=options.realm)


# #region worker
@component.register('com.app.markdown.render', options=RegisterOptions(invoke='roundrobin'))
async def render(text, token=None):
    blocks = re.split(r'\n\s*\n', text.strip())
    html = '\n'.join(block_of(block) for block in blocks if block)
    return CallResult(html, by='markdown.py', **{'for': await name_of(token)})
# #endregion


async def name_of(token):
    if token is None:
        return None
    try:
        return await joined_session.call('com.app.auth.identify', token)
    except ApplicationError:
        return None


@component.on_join
def joined(session, details):
    global joined_session
    joined_session = session
    print('Rendering.')


def block_of(block):
    heading = re.match(r'(#{1,6}) +(.*)', block)
    if heading:
        level = len(heading[1])
        return f'<h{level}>{line_of(heading[2])}</h{level}>'
    lines = block.splitlines()
    if all(re.match(r'[-*] ', line) for line in lines):
        return '<ul>' + ''.join(f'<li>{line_of(line[2:])}</li>' for line in lines) + '</ul>'
    if all(line.startswith('>') for line in lines):
        quoted = '\n'.join(line[1:].strip() for line in lines)
        return f'<blockquote>{block_of(quoted)}</blockquote>'
    return f'<p>{line_of(block)}</p>'


def line_of(text):
    """Emphasis, code and links; what is HTML stays text."""
    text = escape(text)
    text = re.sub(r'`([^`]+)`', r'<code>\1</code>', text)
    text = re.sub(r'\*\*([^*]+)\*\*', r'<strong>\1</strong>', text)
    text = re.sub(r'\*([^*]+)\*', r'<em>\1</em>', text)
    return re.sub(r'\[([^\]]+)\]\(([^)\s]+)\)', r'<a href="\2">\1</a>', text)


async def main():
    txaio.config.loop = asyncio.get_running_loop()
    await component.start(txaio.config.loop)


# Ctrl-C ends it at once: the router sees the connection close.
signal.signal(signal.SIGINT, signal.SIG_DFL)
asyncio.run(main())
