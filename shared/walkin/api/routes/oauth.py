"""``/o/oauth2``: bearer tokens by the grants client_credentials, authorization_code and refresh_token (RFC 6749).

``client_id`` and ``client_secret`` are a credential's apiKey and token. In an address the ``client_id`` is the apiKey's
public prefix only, because addresses are logged.

Written by hand and not with a library (Authlib, oauthlib): clients are the credentials of the office, codes and tokens
are rows of its database that are written in the same transaction as the audit log, there is one page and no session,
and what is left of the RFC for a library to do is the checks of parameters below.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from walkin.api.http.responses import choose_api_words, json_response
from walkin.api.http.routing import Router
from walkin.api.security.authentication import WRONG_KEY_TOKENS, PresentedCredential, get_authenticator
from walkin.api.security.permissions import PUBLIC
from walkin.api.state import AppState, get_app_state
from walkin.api.web.html import render_page
from walkin.model.caller import AuditContext, Role, audit_context
from walkin.model.time import SECOND_MS
from walkin.store.access import credentials, oauth_tokens
from walkin.store.access.credentials import Credential
from walkin.store.access.oauth_tokens import ACCESS_TOKEN_TTL_MS, IssuedTokens

router = Router("/o/oauth2")

MAX_BODY_BYTES = 16 << 10
PARAMETERS = ("response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method")
"""Of a request for authorization (RFC 6749, 4.1.1; RFC 7636, 4.3)."""


class OAuthError(Exception):
    """An error of RFC 6749; ``code`` is its ``error`` member."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.status = status


@router.operation("POST", "/token", roles=PUBLIC, other_parameters=None)
async def issue_token(request: Request) -> Response:
    """Issue an access token and a refresh token by one of the three grants; the body is form-encoded."""
    try:
        issued = await _grant_tokens(request, get_app_state(request), await _read_form(request))
    except OAuthError as error:
        body = {"error": error.code, "error_description": error.description}
        response = json_response(body, error.status, pragma="no-cache")
        if error.status == 401:
            response.headers["www-authenticate"] = 'Basic realm="walkin"'
        return response
    seconds = ACCESS_TOKEN_TTL_MS // SECOND_MS
    return json_response(
        {
            "access_token": issued.access_token,
            "refresh_token": issued.refresh_token,
            "token_type": "Bearer",
            "scope": issued.role,
            "expires_in": seconds,
            # The name of the lifetime in the reference.
            "expire_in": seconds,
        },
        pragma="no-cache",
    )


@router.operation("GET", "/authorize", roles=PUBLIC, other_parameters=None)
async def show_consent(request: Request) -> Response:
    """Ask an admin whether the client may act in the admin's account."""
    params = {name: request.query_params[name] for name in PARAMETERS if name in request.query_params}
    return await _render_consent(request, get_app_state(request), params)


@router.operation("POST", "/authorize", roles=PUBLIC, other_parameters=None)
async def decide_consent(request: Request) -> Response:
    """Redirect the browser to the client, with a code if an admin has consented and with an error otherwise."""
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
        role, challenge = _resolve_requested_role(client, request_params), _get_challenge(request_params)
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
    code = await app_state.store.write(oauth_tokens.grant_code, client, admin, role, challenge, at)
    return _redirect_to_client(client, request_params, code=code)


async def _grant_tokens(request: Request, app_state: AppState, form: Mapping[str, str]) -> IssuedTokens:
    grant_type = form.get("grant_type", "")
    client = await _authenticate_client(request, app_state, form, allow_public_id=grant_type != "client_credentials")
    at = app_state.clock()
    audit_context.set(AuditContext(client.to_caller(), "issue_token", grant_type, at))
    if grant_type == "client_credentials":
        return await app_state.store.write(
            oauth_tokens.issue_tokens, client, _resolve_role(client, form.get("scope", "")), at
        )
    issued = None
    if grant_type == "authorization_code":
        code, redirect_uri = form.get("code", ""), form.get("redirect_uri", "")
        issued = await app_state.store.write(
            oauth_tokens.exchange_code, client, code, redirect_uri, form.get("code_verifier"), at
        )
    elif grant_type == "refresh_token":
        role = _resolve_role(client, form.get("scope", ""))
        issued = await app_state.store.write(
            oauth_tokens.refresh_access_token, client, form.get("refresh_token", ""), role, at
        )
    elif not grant_type:
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
    """Authenticate the client by its id and secret.

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
        role = _resolve_requested_role(client, params)
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
    """Return the role of a scope. Scopes that are no role, such as the reference's `agendize`, ask for the client's."""
    client_role = Role(client.role)
    requested = [Role(word) for word in scope.split() if word in set(Role)]
    if not requested:
        return client_role
    if len(requested) > 1 or not requested[0].is_within(client_role):
        raise OAuthError("invalid_scope", f"This client has the scope {client_role.value}.")
    return requested[0]


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
