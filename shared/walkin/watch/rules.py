"""Validation of a watch's members against each other, when a watch is created or updated."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from walkin.model.errors import FieldProblem
from walkin.model.watch import OAuth2, WatchInput
from walkin.watch.config import OutboundPolicy
from walkin.watch.ssrf import AddressUnknown, AddressUnreachable, Destination, check_destination
from walkin.watch.subscription import CLIENT_SECRET_PATH, HEADERS_MEMBER, MASK, PASSWORD_PATH, REFRESH_TOKEN_PATH
from walkin.watch.template import Template, TemplateError

SECRET_REQUIRED_AGAIN = "is given again when the address is another server's"  # noqa: S105


def find_problems(
    merged: WatchInput, changes: WatchInput, previous: WatchInput, encrypted_secrets: Collection[str]
) -> list[FieldProblem]:
    """List the problems of the ``merged`` members, which are the ``changes`` over the ``previous`` ones.

    ``encrypted_secrets`` are the paths of the secrets that are stored already.
    """
    return [
        *_check_addresses(merged),
        *_check_schema(merged),
        *_check_oauth2(merged, encrypted_secrets),
        *_check_headers(merged),
        *_check_signature(merged),
        *(
            _build_problem(member, SECRET_REQUIRED_AGAIN)
            for member in _find_moved_secrets(merged, changes, previous, encrypted_secrets)
        ),
    ]


async def find_unreachable(merged: WatchInput, outbound_policy: OutboundPolicy) -> tuple[list[FieldProblem], list[str]]:
    """List the addresses that are not allowed, and the members whose address cannot be resolved at this moment.

    They are resolved, not connected to; each connection checks them again.
    """
    problems: list[FieldProblem] = []
    unresolved: list[str] = []
    for member, address in _iterate_addresses(merged):
        try:
            await check_destination(outbound_policy.policy, Destination(address), outbound_policy.resolver)
        except AddressUnknown:
            unresolved.append(member)
        except AddressUnreachable as error:
            problems.append(_build_problem(member, str(error)))
    return problems, unresolved


def find_unknown_keys(merged: WatchInput, known_key_ids: Collection[str]) -> list[FieldProblem]:
    """Report the signing keys that do not exist."""
    key_ids = merged.signature.crypto_key_ids if merged.signature else []
    unknown = [key_id for key_id in key_ids if key_id not in known_key_ids]
    return [_build_problem("signature.cryptoKeyIds", f"there is no key {', '.join(unknown)}")] if unknown else []


def _build_problem(member: str, message: str) -> FieldProblem:
    return FieldProblem(member, "member", message=message)


def _iterate_addresses(merged: WatchInput) -> Iterator[tuple[str, str]]:
    yield "address", merged.address or ""
    if merged.oauth2_auth:
        yield "oauth2Auth.accessTokenUrl", merged.oauth2_auth.access_token_url


def _check_addresses(merged: WatchInput) -> Iterator[FieldProblem]:
    for member, address in _iterate_addresses(merged):
        try:
            Destination(address)
        except ValueError as error:
            yield _build_problem(member, str(error))


def _check_schema(merged: WatchInput) -> Iterator[FieldProblem]:
    if merged.template:
        try:
            Template(merged.template)
        except TemplateError as error:
            yield _build_problem("schema", str(error))


def _check_oauth2(merged: WatchInput, encrypted_secrets: Collection[str]) -> Iterator[FieldProblem]:
    oauth2 = merged.oauth2_auth
    if not oauth2:
        return
    if not oauth2.client_id:
        yield _build_problem("oauth2Auth.clientId", "is needed")
    # A client secret is not needed: the reference names none, and public clients have none.
    needs_refresh_token = oauth2.grant_type == "refresh_token" and REFRESH_TOKEN_PATH not in encrypted_secrets
    if needs_refresh_token and not oauth2.refresh_token:
        yield _build_problem(REFRESH_TOKEN_PATH, "is needed")
    if merged.basic_auth:
        yield _build_problem("basicAuth", "goes without oauth2Auth: an address takes one of them")


def _check_headers(merged: WatchInput) -> Iterator[FieldProblem]:
    names = {name.lower() for name in merged.http_request_header or {}}
    if "authorization" in names and (merged.oauth2_auth or merged.basic_auth):
        yield _build_problem(HEADERS_MEMBER, "Authorization is set by basicAuth or oauth2Auth")


def _check_signature(merged: WatchInput) -> Iterator[FieldProblem]:
    if merged.signature and merged.signature.enabled and not merged.signature.crypto_key_ids:
        yield _build_problem("signature.cryptoKeyIds", "names the keys that sign; POST /cryptoKeys makes one")


def _find_moved_secrets(
    merged: WatchInput, changes: WatchInput, previous: WatchInput, encrypted_secrets: Collection[str]
) -> Iterator[str]:
    """Yield the stored secrets that would be sent to another server than the one they were given for."""
    if _is_other_server(previous.address, changes.address):
        password = changes.basic_auth.password if changes.basic_auth else None
        if merged.basic_auth and PASSWORD_PATH in encrypted_secrets and password is None:
            yield PASSWORD_PATH
        new_headers = changes.http_request_header
        if (
            merged.http_request_header
            and HEADERS_MEMBER in encrypted_secrets
            and (new_headers is None or MASK in new_headers.values())
        ):
            yield HEADERS_MEMBER
    old_oauth2, new_oauth2 = previous.oauth2_auth or OAuth2(), changes.oauth2_auth or OAuth2()
    if _is_other_server(old_oauth2.access_token_url, new_oauth2.access_token_url):
        secrets = {CLIENT_SECRET_PATH: new_oauth2.client_secret, REFRESH_TOKEN_PATH: new_oauth2.refresh_token}
        yield from (path for path, secret in secrets.items() if path in encrypted_secrets and secret is None)


def _is_other_server(old_address: str | None, new_address: str | None) -> bool:
    if not old_address or not new_address:
        return False
    return _parse_origin(old_address) != _parse_origin(new_address)


def _parse_origin(address: str) -> tuple[bool, str, int] | None:
    try:
        destination = Destination(address)
    except ValueError:
        return None
    return destination.secure, destination.host, destination.port
