"""``/o/oauth2``: bearer tokens by the grants client_credentials, authorization_code and refresh_token (RFC 6749).

``client_id`` and ``client_secret`` are a credential's apiKey and token. Where the id travels in an address it is the
apiKey's public beginning: the rest of the apiKey has no business there.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

import orjson
from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from walkin.api.http.routing import routes
from walkin.api.security.authentication import Access, Given
from walkin.api.state import Office, office
from walkin.api.web.html import html
from walkin.languages import Words, best
from walkin.model.caller import Acting, Role, acting
from walkin.model.time import SECOND
from walkin.store.access import credentials as keys
from walkin.store.access import oauth_tokens as bearers
from walkin.store.access.credentials import Credential
from walkin.store.access.oauth_tokens import ACCESS_LIFE, Issued

router = routes("/o/oauth2")

LARGEST = 16 << 10
ASKED = ("response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method")


class Failed(Exception):
    """A request that RFC 6749 has a word for: ``code``."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.status = status


@router.post("/token", include_in_schema=False)
async def issue_token(request: Request) -> Response:
    """An access token and a refresh token, by one of the three grants; the body is form-encoded."""
    here = office(request)
    try:
        issued = await _granted(request, here, await _form(request))
    except Failed as failed:
        body = {"error": failed.code, "error_description": failed.description}
        challenge = {"www-authenticate": 'Basic realm="walkin"'} if failed.status == 401 else {}
        return _json(body, failed.status, challenge)
    seconds = ACCESS_LIFE // SECOND
    return _json(
        {
            "access_token": issued.access,
            "refresh_token": issued.refresh,
            "token_type": "Bearer",
            "scope": issued.role,
            "expires_in": seconds,
            # Clients of this contract read the lifetime under this name.
            "expire_in": seconds,
        }
    )


@router.get("/authorize", include_in_schema=False)
async def consent_page(request: Request) -> Response:
    """Ask an admin whether the client may work in the admin's account."""
    here = office(request)
    asked = {name: request.query_params[name] for name in ASKED if name in request.query_params}
    return await _consent(request, here, asked)


@router.post("/authorize", include_in_schema=False)
async def decide_consent(request: Request) -> Response:
    """Send the browser back to the client, with a code when an admin has consented."""
    here = office(request)
    words = _words(request)
    try:
        form = await _form(request)
    except Failed:
        return await _consent(request, here, {})
    asked = {name: form[name] for name in ASKED if name in form}
    client = await _client_of(here, asked)
    if client is None:
        return await _consent(request, here, asked)
    try:
        role, challenge = _wanted(client, asked), _challenge(asked)
    except Failed as failed:
        return _back(client, asked, error=failed.code)
    if form.get("answer") != "allow":
        return _back(client, asked, error="access_denied")
    access: Access = request.app.state.access
    admin = await access.known(Given(form.get("api_key", "").strip(), form.get("api_token", "").strip()))
    if admin is None or admin.role is not Role.ADMIN:
        access.anybody(request, tokens=20)
        return await _consent(request, here, asked, words("page-consent-wrong"))
    at = here.clock()
    acting.set(Acting(admin, "decide_consent", client.prefix, at))
    code = await here.store.write(bearers.grant_code, client, admin, role, challenge, at)
    return _back(client, asked, code=code)


async def _granted(request: Request, here: Office, form: Mapping[str, str]) -> Issued:
    grant = form.get("grant_type", "")
    client = await _authenticated(request, here, form, named=grant != "client_credentials")
    at = here.clock()
    acting.set(Acting(client.caller(), "issue_token", grant, at))
    if grant == "client_credentials":
        return await here.store.write(bearers.issue, client, _role(client, form.get("scope", "")), at)
    issued = None
    if grant == "authorization_code":
        given = (form.get("code", ""), form.get("redirect_uri", ""), form.get("code_verifier"))
        issued = await here.store.write(bearers.exchanged, client, *given, at)
    elif grant == "refresh_token":
        role = _role(client, form.get("scope", ""))
        issued = await here.store.write(bearers.refreshed, client, form.get("refresh_token", ""), role, at)
    elif not grant:
        raise Failed("invalid_request", "grant_type is missing.")
    else:
        raise Failed(
            "unsupported_grant_type", "client_credentials, authorization_code and refresh_token are supported."
        )
    if issued is None:
        raise Failed("invalid_grant", "The code or refresh token is wrong, used, expired or another client's.")
    return issued


async def _authenticated(request: Request, here: Office, form: Mapping[str, str], *, named: bool) -> Credential:
    """The client. ``named``: its public name is enough beside its secret, for the grant holds another secret."""
    client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            client_id, _, secret = base64.b64decode(rest, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            client_id = secret = ""
        client_id, secret = unquote_plus(client_id), unquote_plus(secret)

    found = await here.store.read(keys.client, client_id, secret, here.clock(), named=named)
    if found is None:
        access: Access = request.app.state.access
        access.anybody(request, tokens=20)
        raise Failed("invalid_client", "client_id is an apiKey and client_secret its token.", 401)
    return found


async def _client_of(here: Office, asked: Mapping[str, str]) -> Credential | None:
    """The client that asks for consent, None unless the address to go back to is the one it is registered with."""
    client_id = asked.get("client_id", "")
    found = await here.store.read(keys.of_prefix, keys.prefix_of(client_id) or client_id)
    if found is None or not found.valid(here.clock()) or found.redirect_uri is None:
        return None
    return found if asked.get("redirect_uri", found.redirect_uri) == found.redirect_uri else None


async def _consent(request: Request, here: Office, asked: dict[str, str], problem: str = "") -> Response:
    words = _words(request)
    client = await _client_of(here, asked)
    if client is None:
        # Never back to an address that nobody has registered.
        return html("consent.html", 400, words, problem=words("page-consent-unknown"), asked=None)
    try:
        role = _wanted(client, asked)
    except Failed as failed:
        return _back(client, asked, error=failed.code)
    target = urlsplit(client.redirect_uri or "")
    return html(
        "consent.html",
        403 if problem else 200,
        words,
        # A browser holds the answer's redirect against this policy too.
        form_action=f"{target.scheme}://{target.netloc}",
        problem=problem,
        asked=asked,
        program=client.name or client.prefix,
        role=role.value,
        address=target.netloc,
    )


def _wanted(client: Credential, asked: Mapping[str, str]) -> Role:
    if asked.get("response_type", "code") != "code":
        raise Failed("unsupported_response_type", "Only code is supported.")
    _challenge(asked)
    return _role(client, asked.get("scope", ""))


def _challenge(asked: Mapping[str, str]) -> str | None:
    challenge = asked.get("code_challenge")
    if challenge and asked.get("code_challenge_method") != "S256":
        raise Failed("invalid_request", "code_challenge_method has to be S256.")
    return challenge[:128] if challenge else None


def _role(client: Credential, scope: str) -> Role:
    """The role that a scope asks for; words that name none, like the reference's `agendize`, ask for all there is."""
    own = Role(client.role)
    named = [Role(word) for word in scope.split() if word in set(Role)]
    if not named:
        return own
    if len(named) > 1 or not named[0].within(own):
        raise Failed("invalid_scope", f"This client has the scope {own.value}.")
    return named[0]


def _back(client: Credential, asked: Mapping[str, str], **said: str) -> Response:
    address = client.redirect_uri or ""
    if "state" in asked:
        said["state"] = asked["state"]
    return RedirectResponse(f"{address}{'&' if '?' in address else '?'}{urlencode(said)}", 303)


async def _form(request: Request) -> dict[str, str]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise Failed("invalid_request", "The body has to be form-encoded.")
    content = b""
    async for piece in request.stream():
        content += piece
        if len(content) > LARGEST:
            raise Failed("invalid_request", "The body is too large.", 413)
    try:
        pairs = parse_qsl(content.decode(), keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError:
        raise Failed("invalid_request", "The body cannot be read.") from None
    if len({name for name, _ in pairs}) < len(pairs):
        raise Failed("invalid_request", "A member comes twice.")
    return dict(pairs)


def _json(body: Mapping[str, object], status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    named = {"cache-control": "no-store", "pragma": "no-cache", **(headers or {})}
    return Response(orjson.dumps(body), status, named, "application/json")


def _words(request: Request) -> Words:
    return Words(best(request.headers.get("accept-language")))
