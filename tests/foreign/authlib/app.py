"""The pages and endpoints of the server."""

from secrets import token_hex
from urllib.parse import urlsplit

from authlib.integrations.flask_oauth2 import ResourceProtector, current_token
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6750 import BearerTokenValidator
from flask import Flask, jsonify, redirect, request, session

import grants

SIGN_IN = """<!doctype html><title>Sign in</title>
<form method="post"><label>Name <input name="person" required></label><button id="sign-in">Sign in</button></form>"""
CONSENT = """<!doctype html><title>Allow access</title>
<form method="post"><button id="allow" name="answer" value="allow">Allow</button>
<button id="deny" name="answer" value="deny">Deny</button></form>"""


def make(memory, issuer, access_token_seconds):
    app = Flask(__name__)
    lifetimes = dict.fromkeys(["authorization_code", "implicit", "refresh_token"], access_token_seconds)
    app.config.update(
        SECRET_KEY=token_hex(), OAUTH2_REFRESH_TOKEN_GENERATOR=True, OAUTH2_TOKEN_EXPIRES_IN=lifetimes
    )
    server = grants.server(app, memory, issuer)
    requires_token = ResourceProtector()
    requires_token.register_token_validator(Validator(memory))
    origin_of_app = "{0.scheme}://{0.netloc}".format(urlsplit(memory.client.redirect_uri))
    asked = []

    @app.route("/authorize", methods=["GET", "POST"])
    def authorize():
        person = session.get("person")
        try:
            grant = server.get_consent_grant(end_user=person)
        except OAuth2Error as error:
            return server.handle_error_response(request, error)
        if name := request.form.get("person"):
            session["person"] = name
            return redirect(request.full_path)
        if person is None:
            return SIGN_IN
        if request.method == "GET":
            return CONSENT
        allows = request.form["answer"] == "allow"
        return server.create_authorization_response(grant=grant, grant_user=person if allows else None)

    @app.post("/token")
    def token():
        return server.create_token_response()

    @app.get("/me")
    @requires_token("profile")
    def me():
        return jsonify(name=current_token.person)

    @app.get("/seen")
    def seen():
        """What was asked so far, for tests to count."""
        return jsonify(asked)

    @app.after_request
    def write_down(response):
        # What a browser asks by itself before a call to another origin is no request of the app's.
        if request.method != "OPTIONS":
            parameters = request.values.to_dict()
            asked.append({"path": request.path, "parameters": parameters, "status": response.status_code})
        return response

    @app.after_request
    def cors(response):
        """The app's pages may call it, and no others."""
        response.headers["Vary"] = "Origin"
        if request.origin == origin_of_app:
            response.headers["Access-Control-Allow-Origin"] = request.origin
            response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
            response.headers["Access-Control-Expose-Headers"] = "WWW-Authenticate"
        return response

    return app


class Validator(BearerTokenValidator):
    def __init__(self, memory):
        super().__init__()
        self.memory = memory

    def authenticate_token(self, token_string):
        return self.memory.token(access_token=token_string)
