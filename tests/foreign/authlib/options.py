"""The command line; the same as of the other server here."""

from argparse import ArgumentParser


def read():
    parser = ArgumentParser(description="An authorization server of Authlib and Flask, on loopback.")
    parser.add_argument("--redirect-uri", action="append", help="where its one client may be answered; can be repeated")
    parser.add_argument("--access-token-seconds", type=int, default=3600, help="how long an access token is good")
    parser.add_argument("--port", type=int, default=0, help="0 takes any")
    given = parser.parse_args()
    given.redirect_uris = given.redirect_uri or ["http://127.0.0.1:8080/"]
    return given
