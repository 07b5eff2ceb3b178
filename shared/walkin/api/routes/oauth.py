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

from walkin.api.http.routing import create_router
from walkin.api.security.authentication import Authenticator, PresentedCredential
from walkin.api.state import AppState, get_app_state
from walkin.api.web.html import render_page
from walkin.languages import Words, choose_language
from walkin.model.caller import AuditContext, Role, audit_context
from walkin.model.time import SECOND_MS
from walkin.store.access import credentials, oauth_tokens
from walkin.store.access.credentials import Credential
from walkin.store.access.oauth_tokens import ACCESS_TOKEN_TTL_MS, IssuedTokens

router = create_router("/o/oauth2")

MAX_BODY_BYTES = 16 << 10
AUTHORIZATION_PARAMETERS = (
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
)


class OAuthError(Exception):
    """A request that RFC 6749 has a word for: ``code``."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.status = status


@router.post("/token", include_in_schema=False)
async def issue_token(request: Request) -> Response:
    """An access token and a refresh token, by one of the three grants; the body is form-encoded."""
    here = get_app_state(request)
    try:
        issued = await _grant_tokens(request, here, await _read_form(request))
    except OAuthError as failed:
        body = {"error": failed.code, "error_description": failed.description}
        challenge = {"www-authenticate": 'Basic realm="walkin"'} if failed.status == 401 else {}
        return _json_response(body, failed.status, challenge)
    seconds = ACCESS_TOKEN_TTL_MS // SECOND_MS
    return _json_response(
        {
            "access_token": issued.access_token,
            "refresh_token": issued.refresh_token,
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
    here = get_app_state(request)
    asked = {name: request.query_params[name] for name in AUTHORIZATION_PARAMETERS if name in request.query_params}
    return await _render_consent(request, here, asked)


@router.post("/authorize", include_in_schema=False)
async def decide_consent(request: Request) -> Response:
    """Send the browser back to the client, with a code when an admin has consented."""
    here = get_app_state(request)
    words = _choose_client_words(request)
    try:
        form = await _read_form(request)
    except OAuthError:
        return await _render_consent(request, here, {})
    asked = {name: form[name] for name in AUTHORIZATION_PARAMETERS if name in form}
    client = await _find_client(here, asked)
    if client is None:
        return await _render_consent(request, here, asked)
    try:
        role, challenge = _resolve_requested_role(client, asked), _get_challenge(asked)
    except OAuthError as failed:
        return _redirect_to_client(client, asked, error=failed.code)
    if form.get("answer") != "allow":
        return _redirect_to_client(client, asked, error="access_denied")
    access: Authenticator = request.app.state.access
    admin = await access.find_caller(
        PresentedCredential(form.get("api_key", "").strip(), form.get("api_token", "").strip())
    )
    if admin is None or admin.role is not Role.ADMIN:
        access.count_anonymous(request, tokens=20)
        return await _render_consent(request, here, asked, words("page-consent-wrong"))
    at = here.clock()
    audit_context.set(AuditContext(admin, "decide_consent", client.prefix, at))
    code = await here.store.write(oauth_tokens.grant_code, client, admin, role, challenge, at)
    return _redirect_to_client(client, asked, code=code)


async def _grant_tokens(request: Request, app_state: AppState, form: Mapping[str, str]) -> IssuedTokens:
    grant = form.get("grant_type", "")
    client = await _authenticate_client(request, app_state, form, allow_public_id=grant != "client_credentials")
    at = app_state.clock()
    audit_context.set(AuditContext(client.to_caller(), "issue_token", grant, at))
    if grant == "client_credentials":
        return await app_state.store.write(
            oauth_tokens.issue_tokens, client, _resolve_role(client, form.get("scope", "")), at
        )
    issued = None
    if grant == "authorization_code":
        given = (form.get("code", ""), form.get("redirect_uri", ""), form.get("code_verifier"))
        issued = await app_state.store.write(oauth_tokens.exchange_code, client, *given, at)
    elif grant == "refresh_token":
        role = _resolve_role(client, form.get("scope", ""))
        issued = await app_state.store.write(
            oauth_tokens.refresh_access_token, client, form.get("refresh_token", ""), role, at
        )
    elif not grant:
        raise OAuthError("invalid_request", "grant_type is missing.")
    else:
        raise OAuthError(
            "unsupported_grant_type", "client_credentials, authorization_code and refresh_token are supported."
        )
    if issued is None:
        raise OAuthError("invalid_grant", "The code or refresh token is wrong, used, expired or another client's.")
    return issued


async def _authenticate_client(
    request: Request, app_state: AppState, form: Mapping[str, str], *, allow_public_id: bool
) -> Credential:
    """The client. ``named``: its public name is enough beside its secret, for the grant holds another secret."""
    client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            client_id, _, secret = base64.b64decode(rest, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            client_id = secret = ""
        client_id, secret = unquote_plus(client_id), unquote_plus(secret)

    found = await app_state.store.read(
        credentials.authenticate_client, client_id, secret, app_state.clock(), allow_prefix=allow_public_id
    )
    if found is None:
        access: Authenticator = request.app.state.access
        access.count_anonymous(request, tokens=20)
        raise OAuthError("invalid_client", "client_id is an apiKey and client_secret its token.", 401)
    return found


async def _find_client(app_state: AppState, request_params: Mapping[str, str]) -> Credential | None:
    """The client that asks for consent, None unless the address to go back to is the one it is registered with."""
    client_id = request_params.get("client_id", "")
    found = await app_state.store.read(credentials.find_by_prefix, credentials.parse_prefix(client_id) or client_id)
    if found is None or not found.is_valid(app_state.clock()) or found.redirect_uri is None:
        return None
    return found if request_params.get("redirect_uri", found.redirect_uri) == found.redirect_uri else None


async def _render_consent(
    request: Request, app_state: AppState, request_params: dict[str, str], problem: str = ""
) -> Response:
    words = _choose_client_words(request)
    client = await _find_client(app_state, request_params)
    if client is None:
        # Never back to an address that nobody has registered.
        return render_page("consent.html", 400, words, problem=words("page-consent-unknown"), asked=None)
    try:
        role = _resolve_requested_role(client, request_params)
    except OAuthError as failed:
        return _redirect_to_client(client, request_params, error=failed.code)
    target = urlsplit(client.redirect_uri or "")
    return render_page(
        "consent.html",
        403 if problem else 200,
        words,
        # A browser holds the answer's redirect against this policy too.
        form_action=f"{target.scheme}://{target.netloc}",
        problem=problem,
        asked=request_params,
        program=client.name or client.prefix,
        role=role.value,
        address=target.netloc,
    )


def _resolve_requested_role(client: Credential, request_params: Mapping[str, str]) -> Role:
    if request_params.get("response_type", "code") != "code":
        raise OAuthError("unsupported_response_type", "Only code is supported.")
    _get_challenge(request_params)
    return _resolve_role(client, request_params.get("scope", ""))


def _get_challenge(request_params: Mapping[str, str]) -> str | None:
    challenge = request_params.get("code_challenge")
    if challenge and request_params.get("code_challenge_method") != "S256":
        raise OAuthError("invalid_request", "code_challenge_method has to be S256.")
    return challenge[:128] if challenge else None


def _resolve_role(client: Credential, scope: str) -> Role:
    """The role that a scope asks for; words that name none, like the reference's `agendize`, ask for all there is."""
    own = Role(client.role)
    named = [Role(word) for word in scope.split() if word in set(Role)]
    if not named:
        return own
    if len(named) > 1 or not named[0].is_within(own):
        raise OAuthError("invalid_scope", f"This client has the scope {own.value}.")
    return named[0]


def _redirect_to_client(client: Credential, request_params: Mapping[str, str], **response_params: str) -> Response:
    address = client.redirect_uri or ""
    if "state" in request_params:
        response_params["state"] = request_params["state"]
    return RedirectResponse(f"{address}{'&' if '?' in address else '?'}{urlencode(response_params)}", 303)


async def _read_form(request: Request) -> dict[str, str]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise OAuthError("invalid_request", "The body has to be form-encoded.")
    content = b""
    async for piece in request.stream():
        content += piece
        if len(content) > MAX_BODY_BYTES:
            raise OAuthError("invalid_request", "The body is too large.", 413)
    try:
        pairs = parse_qsl(content.decode(), keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError:
        raise OAuthError("invalid_request", "The body cannot be read.") from None
    if len({name for name, _ in pairs}) < len(pairs):
        raise OAuthError("invalid_request", "A member comes twice.")
    return dict(pairs)


def _json_response(body: Mapping[str, object], status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    named = {"cache-control": "no-store", "pragma": "no-cache", **(headers or {})}
    return Response(orjson.dumps(body), status, named, "application/json")


def _choose_client_words(request: Request) -> Words:
    return Words(choose_language(request.headers.get("accept-language")))
