"""What the server remembers, in memory: its one client, codes, tokens."""

from dataclasses import dataclass, field
from time import time

from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, TokenMixin


@dataclass
class Client(ClientMixin):
    """A single-page app: it has no secret."""

    client_id: str
    redirect_uri: str
    scopes: list

    def get_allowed_scope(self, scope):
        return " ".join(word for word in (scope or "").split() if word in self.scopes)

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri == self.redirect_uri

    def check_endpoint_auth_method(self, method, endpoint):
        return method == "none"

    def check_response_type(self, response_type):
        return response_type in ("code", "token")

    def check_grant_type(self, grant_type):
        return grant_type in ("authorization_code", "implicit", "refresh_token")


@dataclass
class Code(AuthorizationCodeMixin):
    code: str
    person: str
    redirect_uri: str
    scope: str
    code_challenge: str
    code_challenge_method: str

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope


@dataclass
class Token(TokenMixin):
    client_id: str
    person: str
    token_type: str
    access_token: str
    expires_in: int
    scope: str = ""
    refresh_token: str | None = None
    issued_at: float = field(default_factory=time)
    is_refreshed: bool = False

    def check_client(self, client):
        return self.client_id == client.client_id

    def get_scope(self):
        return self.scope

    def is_expired(self):
        return time() > self.issued_at + self.expires_in

    def is_revoked(self):
        return False


@dataclass
class Memory:
    client: Client
    codes: dict = field(default_factory=dict)
    tokens: list = field(default_factory=list)

    def token(self, **wanted):
        """The token that has this member of this value."""
        [(name, value)] = wanted.items()
        return next((token for token in self.tokens if getattr(token, name) == value), None)
