"""The grants of the server, each with where it keeps what it issues."""

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc9207 import IssuerParameter

from models import Code, Token


def server(app, memory, issuer):
    """All of them: implicit, code with PKCE, refresh with rotation."""

    def query_client(client_id):
        return memory.client if client_id == memory.client.client_id else None

    def save_token(token, request):
        memory.tokens.append(Token(client_id=request.client.client_id, person=request.user, **token))

    made = AuthorizationServer(app, query_client, save_token)
    made.register_grant(grants.ImplicitGrant)
    made.register_grant(CodeGrant, [S256(required=True)])
    made.register_grant(RefreshGrant)
    made.register_extension(Issuer(issuer))
    made.memory = memory
    return made


class S256(CodeChallenge):
    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]


class Issuer(IssuerParameter):
    def __init__(self, issuer):
        self.issuer = issuer

    def get_issuer(self):
        return self.issuer


class CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["none"]

    def save_authorization_code(self, code, request):
        self.server.memory.codes[code] = Code(
            code=code,
            person=request.user,
            redirect_uri=request.payload.redirect_uri,
            scope=request.scope,
            code_challenge=request.payload.data.get("code_challenge"),
            code_challenge_method=request.payload.data.get("code_challenge_method"),
        )

    def query_authorization_code(self, code, client):
        return self.server.memory.codes.get(code)

    def delete_authorization_code(self, authorization_code):
        del self.server.memory.codes[authorization_code.code]

    def authenticate_user(self, authorization_code):
        return authorization_code.person


class RefreshGrant(grants.RefreshTokenGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["none"]
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token):
        found = self.server.memory.token(refresh_token=refresh_token)
        return found if found and not found.is_refreshed else None

    def authenticate_user(self, refresh_token):
        return refresh_token.person

    def revoke_old_credential(self, refresh_token):
        refresh_token.is_refreshed = True
