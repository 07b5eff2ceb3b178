"""The rules of a watch's members together: what is refused when one is made or changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from walkin.model.errors import FieldProblem
from walkin.watch.config import OutboundPolicy
from walkin.watch.ssrf import AddressUnreachable, Destination, check_destination
from walkin.watch.subscription import HEADERS_MEMBER, MASK
from walkin.watch.template import Template, TemplateError

Members = Mapping[str, Any]
SECRET_REQUIRED_AGAIN = "is given again when the address is another server's"  # noqa: S105


def find_problems(
    merged: Members, changes: Members, previous: Members, encrypted_secrets: Members
) -> list[FieldProblem]:
    """What is wrong with the ``merged`` members, of which ``given`` are new over ``before`` with its sealed secrets."""
    found = [
        *_check_addresses(merged),
        *_check_schema(merged),
        *_check_oauth2(merged, encrypted_secrets),
        *_check_headers(merged),
        *_check_signature(merged),
    ]
    return found + [
        _build_problem(member, SECRET_REQUIRED_AGAIN)
        for member in _find_moved_secrets(merged, changes, previous, encrypted_secrets)
    ]


async def find_unreachable(merged: Members, outbound_policy: OutboundPolicy) -> list[FieldProblem]:
    """The addresses that may not be reached. They are looked up, not dialled."""
    found = []
    for member, address in _iterate_addresses(merged):
        try:
            await check_destination(outbound_policy.policy, Destination(address), outbound_policy.resolver)
        except AddressUnreachable as error:
            found.append(_build_problem(member, str(error)))
    return found


def find_unknown_keys(merged: Members, known_key_ids: Collection[str]) -> list[FieldProblem]:
    """The keys that are named and not there."""
    unknown = [name for name in (merged.get("signature") or {}).get("cryptoKeyIds", []) if name not in known_key_ids]
    return [_build_problem("signature.cryptoKeyIds", f"there is no key {', '.join(unknown)}")] if unknown else []


def _build_problem(member: str, message: str) -> FieldProblem:
    return FieldProblem(member, "member", message=message)


def _iterate_addresses(merged: Members) -> Iterator[tuple[str, str]]:
    yield "address", merged.get("address") or ""
    if oauth2 := merged.get("oauth2Auth"):
        yield "oauth2Auth.accessTokenUrl", oauth2.get("accessTokenUrl") or ""


def _check_addresses(merged: Members) -> Iterator[FieldProblem]:
    for member, address in _iterate_addresses(merged):
        try:
            Destination(address)
        except ValueError as error:
            yield _build_problem(member, str(error))


def _check_schema(merged: Members) -> Iterator[FieldProblem]:
    if merged.get("schema"):
        try:
            Template(merged["schema"])
        except TemplateError as error:
            yield _build_problem("schema", str(error))


def _check_oauth2(merged: Members, encrypted_secrets: Members) -> Iterator[FieldProblem]:
    oauth2 = merged.get("oauth2Auth")
    if not oauth2:
        return
    if not oauth2.get("clientId"):
        yield _build_problem("oauth2Auth.clientId", "is needed")
    needed = "clientSecret" if oauth2.get("grantType") == "client_credentials" else "refreshToken"
    if not oauth2.get(needed) and f"oauth2Auth.{needed}" not in encrypted_secrets:
        yield _build_problem(f"oauth2Auth.{needed}", "is needed")
    if merged.get("basicAuth"):
        yield _build_problem("basicAuth", "goes without oauth2Auth: an address takes one of them")


def _check_headers(merged: Members) -> Iterator[FieldProblem]:
    names = {name.lower() for name in merged.get(HEADERS_MEMBER) or {}}
    if "authorization" in names and (merged.get("oauth2Auth") or merged.get("basicAuth")):
        yield _build_problem(HEADERS_MEMBER, "Authorization is set by basicAuth or oauth2Auth")


def _check_signature(merged: Members) -> Iterator[FieldProblem]:
    signature = merged.get("signature") or {}
    if signature.get("enabled") and not signature.get("cryptoKeyIds"):
        yield _build_problem("signature.cryptoKeyIds", "names the keys that sign; POST /cryptoKeys makes one")


def _find_moved_secrets(
    merged: Members, changes: Members, previous: Members, encrypted_secrets: Members
) -> Iterator[str]:
    """Kept secrets that would go to another server than the one they were given for."""
    if _is_other_server(previous.get("address"), changes.get("address")):
        basic = merged.get("basicAuth")
        if basic and "basicAuth.password" in encrypted_secrets and "password" not in changes.get("basicAuth", {}):
            yield "basicAuth.password"
        if (
            merged.get(HEADERS_MEMBER)
            and HEADERS_MEMBER in encrypted_secrets
            and MASK in changes.get(HEADERS_MEMBER, {"": MASK}).values()
        ):
            yield HEADERS_MEMBER
    oauth2 = changes.get("oauth2Auth") or {}
    if _is_other_server((previous.get("oauth2Auth") or {}).get("accessTokenUrl"), oauth2.get("accessTokenUrl")):
        for name in ("clientSecret", "refreshToken"):
            if f"oauth2Auth.{name}" in encrypted_secrets and name not in oauth2:
                yield f"oauth2Auth.{name}"


def _is_other_server(old_address: str | None, new_address: str | None) -> bool:
    return bool(old_address and new_address) and _parse_origin(old_address or "") != _parse_origin(new_address or "")


def _parse_origin(address: str) -> tuple[bool, str, int] | None:
    try:
        target = Destination(address)
    except ValueError:
        return None
    return target.secure, target.host, target.port
