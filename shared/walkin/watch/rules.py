"""The rules of a watch's members together: what is refused when one is made or changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from walkin.model.errors import FieldProblem
from walkin.watch.config import Outlet
from walkin.watch.ssrf import Target, Unreachable, check
from walkin.watch.subscription import HEADERS, MASK
from walkin.watch.template import Template, TemplateError

Members = Mapping[str, Any]
AGAIN = "is given again when the address is another server's"


def problems(merged: Members, given: Members, before: Members, sealed: Members) -> list[FieldProblem]:
    """What is wrong with the ``merged`` members, of which ``given`` are new over ``before`` with its sealed secrets."""
    found = [*_addresses(merged), *_schema(merged), *_oauth2(merged, sealed), *_headers(merged), *_signature(merged)]
    return found + [_problem(member, AGAIN) for member in _moved(merged, given, before, sealed)]


async def unreachable(merged: Members, outlet: Outlet) -> list[FieldProblem]:
    """The addresses that may not be reached. They are looked up, not dialled."""
    found = []
    for member, address in _destinations(merged):
        try:
            await check(outlet.policy, Target(address), outlet.resolve)
        except Unreachable as error:
            found.append(_problem(member, str(error)))
    return found


def unknown_keys(merged: Members, known: Collection[str]) -> list[FieldProblem]:
    """The keys that are named and not there."""
    unknown = [name for name in (merged.get("signature") or {}).get("cryptoKeyIds", []) if name not in known]
    return [_problem("signature.cryptoKeyIds", f"there is no key {', '.join(unknown)}")] if unknown else []


def _problem(member: str, message: str) -> FieldProblem:
    return FieldProblem(member, "member", message=message)


def _destinations(merged: Members) -> Iterator[tuple[str, str]]:
    yield "address", merged.get("address") or ""
    if oauth2 := merged.get("oauth2Auth"):
        yield "oauth2Auth.accessTokenUrl", oauth2.get("accessTokenUrl") or ""


def _addresses(merged: Members) -> Iterator[FieldProblem]:
    for member, address in _destinations(merged):
        try:
            Target(address)
        except ValueError as error:
            yield _problem(member, str(error))


def _schema(merged: Members) -> Iterator[FieldProblem]:
    if merged.get("schema"):
        try:
            Template(merged["schema"])
        except TemplateError as error:
            yield _problem("schema", str(error))


def _oauth2(merged: Members, sealed: Members) -> Iterator[FieldProblem]:
    oauth2 = merged.get("oauth2Auth")
    if not oauth2:
        return
    if not oauth2.get("clientId"):
        yield _problem("oauth2Auth.clientId", "is needed")
    needed = "clientSecret" if oauth2.get("grantType") == "client_credentials" else "refreshToken"
    if not oauth2.get(needed) and f"oauth2Auth.{needed}" not in sealed:
        yield _problem(f"oauth2Auth.{needed}", "is needed")
    if merged.get("basicAuth"):
        yield _problem("basicAuth", "goes without oauth2Auth: an address takes one of them")


def _headers(merged: Members) -> Iterator[FieldProblem]:
    names = {name.lower() for name in merged.get(HEADERS) or {}}
    if "authorization" in names and (merged.get("oauth2Auth") or merged.get("basicAuth")):
        yield _problem(HEADERS, "Authorization is set by basicAuth or oauth2Auth")


def _signature(merged: Members) -> Iterator[FieldProblem]:
    signature = merged.get("signature") or {}
    if signature.get("enabled") and not signature.get("cryptoKeyIds"):
        yield _problem("signature.cryptoKeyIds", "names the keys that sign; POST /cryptoKeys makes one")


def _moved(merged: Members, given: Members, before: Members, sealed: Members) -> Iterator[str]:
    """Kept secrets that would go to another server than the one they were given for."""
    if _is_elsewhere(before.get("address"), given.get("address")):
        basic = merged.get("basicAuth")
        if basic and "basicAuth.password" in sealed and "password" not in given.get("basicAuth", {}):
            yield "basicAuth.password"
        if merged.get(HEADERS) and HEADERS in sealed and MASK in given.get(HEADERS, {"": MASK}).values():
            yield HEADERS
    oauth2 = given.get("oauth2Auth") or {}
    if _is_elsewhere((before.get("oauth2Auth") or {}).get("accessTokenUrl"), oauth2.get("accessTokenUrl")):
        for name in ("clientSecret", "refreshToken"):
            if f"oauth2Auth.{name}" in sealed and name not in oauth2:
                yield f"oauth2Auth.{name}"


def _is_elsewhere(old: str | None, new: str | None) -> bool:
    return bool(old and new) and _origin(old or "") != _origin(new or "")


def _origin(address: str) -> tuple[bool, str, int] | None:
    try:
        target = Target(address)
    except ValueError:
        return None
    return target.secure, target.host, target.port
