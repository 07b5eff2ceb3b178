"""``/o/oauth2``: bearer tokens by the grants client_credentials, authorization_code and refresh_token (RFC 6749), their
revocation (RFC 7009), introspection (RFC 7662) and the metadata of all of it (RFC 8414).

``client_id`` and ``client_secret`` are a credential's apiKey and token. In an address the ``client_id`` is the apiKey's
public prefix only, because addresses are logged.

Written by hand and not with a library (Authlib, oauthlib): clients are the credentials of the office, codes and tokens
are rows of its database that are written in the same transaction as the audit log, there is one page and no session,
and what is left of the RFC for a library to do is the checks of parameters below.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from walkin.api.http.errors import AnsweredError
from walkin.api.http.responses import choose_api_words, get_base_url, json_response
from walkin.api.http.routing import Router
from walkin.api.security.authentication import WRONG_KEY_TOKENS, PresentedCredential, get_authenticator
from walkin.api.security.permissions import PUBLIC
from walkin.api.state import AppState, get_app_state
from walkin.api.web.html import check_origin, render_page
from walkin.model.address import API_PREFIX
from walkin.model.caller import AuditContext, Role, audit_context
from walkin.model.time import SECOND_MS
from walkin.store.access import credentials, oauth_tokens
from walkin.store.access.credentials import Credential
from walkin.store.access.oauth_tokens import ACCESS_TOKEN_TTL_MS, IssuedTokens, Scope

router = Router("")

PATH = "/o/oauth2"
AGENDIZE_SCOPE = "agendize"
"""The scope in the reference: everything that the key is allowed to do."""

MAX_BODY_BYTES = 16 << 10
PARAMETERS = ("response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method")
"""Of a request for authorization (RFC 6749, 4.1.1; RFC 7636, 4.3)."""


class OAuthError(AnsweredError):
    """An error of RFC 6749; ``code`` is its ``error`` member."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        response = json_response({"error": code, "error_description": description}, status, pragma="no-cache")
        if status == 401:
            response.headers["www-authenticate"] = 'Basic realm="walkin"'
        super().__init__(response)
        self.code = code


@router.operation("POST", f"{PATH}/token", roles=PUBLIC, other_parameters=None)
async def issue_token(request: Request) -> Response:
    """Issue an access token by one of the three grants, with a refresh token if an admin has consented."""
    issued = await _grant_tokens(request, get_app_state(request), await _read_form(request))
    seconds = ACCESS_TOKEN_TTL_MS // SECOND_MS
    members: dict[str, object] = {
        "access_token": issued.access_token,
        "token_type": "Bearer",
        "scope": issued.scope,
        "expires_in": seconds,
        # The name of the lifetime in the reference.
        "expire_in": seconds,
    }
    if issued.refresh_token is not None:
        members["refresh_token"] = issued.refresh_token
    return json_response(members, pragma="no-cache")


@router.operation("POST", f"{PATH}/revoke", roles=PUBLIC, other_parameters=None)
async def revoke_token(request: Request) -> Response:
    """Revoke an access token, or a refresh token with all that was granted with it (RFC 7009)."""
    app_state, form = get_app_state(request), await _read_form(request)
    client = await _authenticate_client(request, app_state, form, allow_public_id=True)
    at = app_state.clock()
    audit_context.set(AuditContext(client.to_caller(), "revoke_token", form.get("token_type_hint", "")[:20], at))
    if not await app_state.store.write(oauth_tokens.revoke_token, client, _get_token(form), at):
        raise OAuthError("invalid_grant", "The token is another client's.")
    return json_response({}, pragma="no-cache")


@router.operation("POST", f"{PATH}/introspect", roles=PUBLIC, other_parameters=None)
async def introspect_token(request: Request) -> Response:
    """Return whether a token is valid (RFC 7662): a client's own, or for an admin client any token of its account."""
    app_state, form = get_app_state(request), await _read_form(request)
    client = await _authenticate_client(request, app_state, form, allow_public_id=True)
    facts = await app_state.store.read(oauth_tokens.introspect, client, _get_token(form), app_state.clock())
    if facts is None:
        return json_response({"active": False}, pragma="no-cache")
    members = {
        "active": True,
        "scope": facts.scope,
        "client_id": facts.client,
        "token_type": "Bearer" if facts.kind == "access" else "refresh_token",
        "exp": facts.expires_at // SECOND_MS,
    }
    return json_response(members, pragma="no-cache")


@router.operation("GET", "/.well-known/oauth-authorization-server", roles=PUBLIC, other_parameters=None)
async def show_metadata(request: Request) -> Response:
    """The addresses and abilities of this authorization server (RFC 8414)."""
    issuer = get_base_url(request).removesuffix(API_PREFIX)
    methods = ["client_secret_post", "client_secret_basic"]
    return json_response(
        {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}{PATH}/authorize",
            "token_endpoint": f"{issuer}{PATH}/token",
            "revocation_endpoint": f"{issuer}{PATH}/revoke",
            "introspection_endpoint": f"{issuer}{PATH}/introspect",
            "scopes_supported": [AGENDIZE_SCOPE, *(role.value for role in Role)],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": methods,
            "revocation_endpoint_auth_methods_supported": methods,
            "introspection_endpoint_auth_methods_supported": methods,
        }
    )


@router.operation("GET", f"{PATH}/authorize", roles=PUBLIC, other_parameters=None)
async def show_consent(request: Request) -> Response:
    """Ask an admin whether the client may act in the admin's account."""
    params = {name: value for name in PARAMETERS if (value := request.query_params.get(name))}
    return await _render_consent(request, get_app_state(request), params)


@router.operation("POST", f"{PATH}/authorize", roles=PUBLIC, other_parameters=None)
async def decide_consent(request: Request) -> Response:
    """Redirect the browser to the client, with a code if an admin has consented and with an error otherwise."""
    check_origin(request)
    app_state, authenticator = get_app_state(request), get_authenticator(request)
    try:
        form = await _read_form(request)
    except OAuthError:
        return await _render_consent(request, app_state, {})
    request_params = {name: form[name] for name in PARAMETERS if name in form}
    client = await _find_client(app_state, request_params)
    if client is None:
        return await _render_consent(request, app_state, request_params)
    try:
        scope, challenge = _resolve_request(client, request_params)
    except OAuthError as error:
        return _redirect_to_client(client, request_params, error=error.code)
    if form.get("answer") != "allow":
        return _redirect_to_client(client, request_params, error="access_denied")
    admin = await authenticator.find_caller(
        PresentedCredential(form.get("api_key", "").strip(), form.get("api_token", "").strip())
    )
    if admin is None or admin.role is not Role.ADMIN:
        authenticator.count_anonymous(request, WRONG_KEY_TOKENS)
        problem = choose_api_words(request)("page-consent-wrong")
        return await _render_consent(request, app_state, request_params, problem)
    at = app_state.clock()
    audit_context.set(AuditContext(admin, "decide_consent", client.prefix, at))
    code = await app_state.store.write(
        oauth_tokens.grant_code,
        client,
        admin,
        scope,
        at,
        redirect_uri=request_params.get("redirect_uri"),
        challenge=challenge,
    )
    return _redirect_to_client(client, request_params, code=code)


async def _grant_tokens(request: Request, app_state: AppState, form: Mapping[str, str]) -> IssuedTokens:
    grant_type = form.get("grant_type", "")
    client = await _authenticate_client(request, app_state, form, allow_public_id=grant_type != "client_credentials")
    at = app_state.clock()
    audit_context.set(AuditContext(client.to_caller(), "issue_token", grant_type, at))
    if grant_type == "client_credentials":
        scope = _resolve_scope(client, form.get("scope", ""))
        return await app_state.store.write(oauth_tokens.issue_tokens, client, scope, at)
    issued: IssuedTokens | str
    if grant_type == "authorization_code":
        code, redirect_uri = form.get("code", ""), form.get("redirect_uri", "")
        issued = await app_state.store.write(
            oauth_tokens.exchange_code, client, code, redirect_uri, form.get("code_verifier"), at
        )
    elif grant_type == "refresh_token":
        requested = form.get("scope", "")
        # A scope without a role requests everything that was granted.
        refresh_scope = _resolve_scope(client, requested) if _list_roles(requested) else None
        try:
            issued = await app_state.store.write(
                oauth_tokens.refresh_access_token, client, form.get("refresh_token", ""), refresh_scope, at
            )
        except oauth_tokens.ScopeTooWide:
            raise OAuthError("invalid_scope", "The scope is more than was granted.") from None
    elif not grant_type:
        raise OAuthError("invalid_request", "grant_type is missing.")
    else:
        raise OAuthError(
            "unsupported_grant_type", "client_credentials, authorization_code and refresh_token are supported."
        )
    if isinstance(issued, str):
        raise OAuthError("invalid_grant", issued)
    return issued


def _get_token(form: Mapping[str, str]) -> str:
    if not form.get("token"):
        raise OAuthError("invalid_request", "token is missing.")
    return form["token"]


async def _authenticate_client(
    request: Request, app_state: AppState, form: Mapping[str, str], *, allow_public_id: bool
) -> Credential:
    """Authenticate the client by its id and secret, in a Basic header or in the form, not in both (RFC 6749, 2.3).

    ``allow_public_id``: the apiKey's prefix is enough as id, because the grant contains another secret.
    """
    client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            client_id = secret = ""
        client_id, secret = unquote_plus(client_id), unquote_plus(secret)
        named_id = form.get("client_id", client_id)
        if "client_secret" in form or named_id not in (client_id, credentials.parse_prefix(client_id)):
            raise OAuthError("invalid_request", "A client is named once: in the Authorization header or in the body.")
    client = await app_state.store.read(
        credentials.authenticate_client, client_id, secret, app_state.clock(), allow_prefix=allow_public_id
    )
    if client is None:
        get_authenticator(request).count_anonymous(request, WRONG_KEY_TOKENS)
        raise OAuthError("invalid_client", "client_id is an apiKey and client_secret its token.", 401)
    return client


async def _find_client(app_state: AppState, request_params: Mapping[str, str]) -> Credential | None:
    """Return the client of a consent request, None unless ``redirect_uri`` is the one that it registered."""
    client_id = request_params.get("client_id", "")
    client = await app_state.store.read(credentials.find_by_prefix, credentials.parse_prefix(client_id) or client_id)
    if client is None or not client.is_valid(app_state.clock()) or client.redirect_uri is None:
        return None
    return client if request_params.get("redirect_uri", client.redirect_uri) == client.redirect_uri else None


async def _render_consent(request: Request, app_state: AppState, params: dict[str, str], problem: str = "") -> Response:
    words = choose_api_words(request)
    client = await _find_client(app_state, params)
    if client is None:
        # Never redirect to an address that no client has registered.
        return render_page("consent.html", 400, words, problem=words("page-consent-unknown"), request_params=None)
    try:
        scope, _ = _resolve_request(client, params)
    except OAuthError as error:
        return _redirect_to_client(client, params, error=error.code)
    target = urlsplit(client.redirect_uri or "")
    return render_page(
        "consent.html",
        403 if problem else 200,
        words,
        # Browsers apply this policy to the redirect that follows the form, too.
        form_action=f"{target.scheme}://{target.netloc}",
        problem=problem,
        request_params=params,
        program=client.name or client.prefix,
        role=scope.role.value,
        address=target.netloc,
    )


def _resolve_request(client: Credential, request_params: Mapping[str, str]) -> tuple[Scope, str | None]:
    """Return the scope and the code challenge of a request for authorization."""
    if request_params.get("response_type", "code") != "code":
        raise OAuthError("unsupported_response_type", "Only code is supported.")
    challenge, method = request_params.get("code_challenge"), request_params.get("code_challenge_method")
    if (challenge is None) != (method is None) or method not in (None, "S256"):
        raise OAuthError("invalid_request", "code_challenge comes with code_challenge_method S256.")
    if challenge is not None and not re.fullmatch(r"[A-Za-z0-9_-]{43}", challenge):
        raise OAuthError("invalid_request", "code_challenge is a SHA-256 in base64url: 43 characters.")
    return _resolve_scope(client, request_params.get("scope", "")), challenge


def _resolve_scope(client: Credential, requested: str) -> Scope:
    """Return the role of a requested scope, and the scope that is granted.

    `agendize` (see the reference) and an empty scope request the client's role. Unknown words are left out of the
    granted scope (RFC 6749, 3.3); a scope of unknown words only is refused.
    """
    client_role, roles = Role(client.role), _list_roles(requested)
    known = [word for word in requested.split() if word in {*Role, AGENDIZE_SCOPE}]
    if (requested.split() and not known) or len(roles) > 1 or not all(role.is_within(client_role) for role in roles):
        raise OAuthError("invalid_scope", f"This client has the scope {client_role.value}, or {AGENDIZE_SCOPE}.")
    return Scope(roles[0] if roles else client_role, " ".join(dict.fromkeys(known)) or client_role.value)


def _list_roles(scope: str) -> list[Role]:
    return list(dict.fromkeys(Role(word) for word in scope.split() if word in set(Role)))


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
        # A parameter without a value counts as absent (RFC 6749, 3.1 and 3.2).
        pairs = parse_qsl(content.decode(), errors="strict", max_num_fields=50)
    except ValueError:
        raise OAuthError("invalid_request", "The body cannot be read.") from None
    if len({name for name, _ in pairs}) < len(pairs):
        raise OAuthError("invalid_request", "A member comes twice.")
    return dict(pairs)
