"""Authlib's grants behind Flask: any name signs in. It ends when its standard input does."""

import json
import os
import sys
from threading import Thread

from werkzeug.serving import make_server

import app
import options
from models import Client, Memory

CLIENT_ID = "foreign-app"


def main():
    given = options.read()
    memory = Memory(Client(CLIENT_ID, given.redirect_uris, ["profile", "photos"]))
    # It listens first: its issuer names the port.
    server = make_server("127.0.0.1", given.port, None, threaded=True)
    issuer = f"http://127.0.0.1:{server.server_port}"
    server.app = app.make(memory, issuer, given.access_token_seconds)
    Thread(target=end_with_standard_input, daemon=True).start()
    print(json.dumps({"issuer": issuer, "clientId": CLIENT_ID}), flush=True)
    server.serve_forever()


def end_with_standard_input():
    """It ends with whoever started it, however that ended."""
    sys.stdin.buffer.read()
    os._exit(0)


main()
