"""Authlib's grants behind Flask: any name signs in. It ends when its standard input does."""

import os
import sys
from argparse import ArgumentParser
from threading import Thread

from werkzeug.serving import make_server

import app
from models import Client, Memory


def main():
    parser = ArgumentParser(description="An authorization server of Authlib and Flask, on loopback.")
    parser.add_argument("--redirect-uri", required=True, help="where its one client is answered")
    parser.add_argument("--access-token-seconds", type=int, default=3600, help="how long an access token is good")
    given = parser.parse_args()
    memory = Memory(Client("foreign-app", given.redirect_uri, ["profile", "photos"]))
    # It listens first: its issuer names the port.
    server = make_server("127.0.0.1", 0, None, threaded=True)
    issuer = f"http://127.0.0.1:{server.server_port}"
    server.app = app.make(memory, issuer, given.access_token_seconds)
    Thread(target=end_with_standard_input, daemon=True).start()
    print(issuer, flush=True)
    server.serve_forever()


def end_with_standard_input():
    """It ends with whoever started it, however that ended."""
    sys.stdin.buffer.read()
    os._exit(0)


main()
