"""``walkin key``, ``account`` and ``audit``: who may come in, and what was done. They work on the data file itself."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from walkin.cli import support as cli_support
from walkin.cli.queues import AsJson, print_json, print_table
from walkin.cli.support import Config, Data, plain

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy import Connection

    from walkin.store import Store
    from walkin.store.access.credentials import Credential

Answer = TypeVar("Answer")
DAY = 24 * 3_600_000
ROLES = ("admin", "counter", "kiosk", "display")

_options: dict[str, Any] = {"no_args_is_help": True, "add_completion": False, "rich_markup_mode": None}
key_app = typer.Typer(help="Make, list and revoke the keys that programs come in with.", **_options)
account_app = typer.Typer(help="Make and list accounts; none sees another's queues.", **_options)
audit_app = typer.Typer(help="List who changed what, and verify that log.", **_options)

Which = Annotated[str, typer.Argument(metavar="ID|NAME", help="The account.")]


@key_app.command("add")
def add_key(
    ctx: typer.Context,
    role: Annotated[str, typer.Option(metavar="|".join(ROLES), help="What it may do.")],
    name: Annotated[str, typer.Option(metavar="TEXT", help="What you call it, like “kiosk at the door”.")] = "",
    queue: Annotated[
        list[str] | None,
        typer.Option(metavar="ID|NAME", help="The only queue it may use; may be repeated. Without it: all."),
    ] = None,
    expires: Annotated[
        int | None, typer.Option(min=1, max=3650, metavar="DAYS", help="End after so many days.")
    ] = None,
    account: Annotated[str, typer.Option(metavar="ID|NAME", help="The account it belongs to.")] = "1",
    redirect_uri: Annotated[
        str | None, typer.Option(metavar="URL", help="Where OAuth's consent page sends the browser back to.")
    ] = None,
    as_json: AsJson = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Make a key: its apiKey and token are shown once."""
    if role not in ROLES:
        raise cli_support.WrongUse(f"--role takes {', '.join(ROLES)}, not “{plain(role)}”.")
    if redirect_uri is not None and not _may_go_to(redirect_uri):
        raise cli_support.WrongUse("--redirect-uri takes an https address (http on this machine), without a #.")
    from walkin.model.caller import Role
    from walkin.model.text import clean
    from walkin.model.time import now
    from walkin.store.access import accounts
    from walkin.store.access import credentials as keys

    at = now()

    def make(connection: Connection) -> keys.Made:
        owner = accounts.find(connection, account).id
        chosen = [_queue(connection, which, owner, at) for which in queue or ()]
        return keys.add(
            connection,
            owner,
            Role(role),
            clean(name, limit=127),
            at,
            queues=chosen or None,
            expires_at=None if expires is None else at + expires * DAY,
            redirect_uri=redirect_uri,
        )

    made = _write(ctx, make, "add_key")
    if as_json:
        print_json({**_shown(made.credential), "apiKey": made.api_key, "token": made.token})
        return
    typer.echo(f"The key {made.credential.prefix} ({role}). Note both now, they are not shown again:")
    typer.echo(f"apiKey: {made.api_key}\ntoken:  {made.token}")


@key_app.command("list")
def list_keys(ctx: typer.Context, as_json: AsJson = False, data: Data = None, config: Config = None) -> None:
    """List the keys by their public beginnings."""
    from walkin.store.access import credentials as keys

    found = [_shown(one) for one in _read(ctx, keys.everything)]
    if as_json:
        print_json(found)
        return
    rows: list[tuple[str, ...]] = [("KEY", "ROLE", "NAME", "ACCOUNT", "QUEUES", "LAST USED", "STATE")]
    rows += [
        (
            one["id"],
            one["role"],
            one["name"],
            one["account"],
            ", ".join(one["queues"]) if one["queues"] is not None else "all",
            one["lastUsed"] or "never",
            one["status"],
        )
        for one in found
    ]
    print_table(rows)


@key_app.command("revoke")
def revoke_key(
    ctx: typer.Context,
    which: Annotated[str, typer.Argument(metavar="KEY|NAME", help="Its public beginning (wq_…), or its name.")],
    data: Data = None,
    config: Config = None,
) -> None:
    """End a key: within a second nobody gets in with it."""
    from walkin.model.time import now
    from walkin.store.access import credentials as keys

    ended = _write(ctx, lambda connection: keys.revoke(connection, _public(which), now()), "revoke_key")
    typer.echo(plain(f"The key {ended.prefix} ({ended.role}{', ' if ended.name else ''}{ended.name}) is revoked."))


@account_app.command("add")
def add_account(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Its name.")],
    user_name: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What “owner” shows, often an e-mail address.")
    ] = None,
    as_json: AsJson = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Add an account. Give it an administrator's key next."""
    from walkin.model.text import clean
    from walkin.model.time import now
    from walkin.store.access import accounts

    named, user = clean(name, limit=127), clean(user_name or name, limit=127)
    made = _write(ctx, lambda connection: accounts.add(connection, named, user, now()), "add_account")
    if as_json:
        print_json({"id": str(made.id), "name": made.name, "userName": made.user_name})
    else:
        typer.echo(
            plain(f"Added {made.name} with the id {made.id}. Next: walkin key add --role admin --account {made.id}")
        )


@account_app.command("edit")
def edit_account(
    ctx: typer.Context,
    which: Which,
    name: Annotated[str | None, typer.Option(help="Its new name.")] = None,
    user_name: Annotated[str | None, typer.Option(metavar="TEXT", help="What “owner” shows.")] = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Change an account's name or user name."""
    from walkin.model.text import clean
    from walkin.store.access import accounts

    given = [None if text is None else clean(text, limit=127) for text in (name, user_name)]

    def change(connection: Connection) -> accounts.Account:
        return accounts.change(connection, accounts.find(connection, which).id, *given)

    changed = _write(ctx, change, "edit_account")
    typer.echo(plain(f"The account {changed.id} is {changed.name}, {changed.user_name}."))


@account_app.command("list")
def list_accounts(ctx: typer.Context, as_json: AsJson = False, data: Data = None, config: Config = None) -> None:
    """List the accounts."""
    from walkin.store.access import accounts

    found = _read(ctx, accounts.everything)
    if as_json:
        shown = [
            {"id": str(one.id), "name": one.name, "userName": one.user_name, "queues": one.queues} for one in found
        ]
        print_json(shown)
        return
    rows: list[tuple[str, ...]] = [("ID", "NAME", "USER NAME", "QUEUES")]
    print_table(rows + [(str(one.id), one.name, one.user_name, str(one.queues)) for one in found])


@audit_app.command("list")
def list_audit(
    ctx: typer.Context,
    last: Annotated[int, typer.Option(min=1, max=10_000_000, metavar="N", help="How many, the newest.")] = 100,
    hours: Annotated[int | None, typer.Option(min=1, metavar="N", help="Only those of the last N hours.")] = None,
    as_json: AsJson = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """List who changed what."""
    from walkin.model.time import now
    from walkin.store.access import audit

    since = now() - hours * 3_600_000 if hours else 0
    found = _read(ctx, lambda connection: audit.listed(connection, last, since=since))
    told = [{**one, "at": _moment(one["at"])} for one in found]
    if as_json:
        print_json(told)
        return
    rows: list[tuple[str, ...]] = [("AT", "KEY", "ROLE", "OPERATION", "OBJECT", "RESULT")]
    rows += [
        (one["at"], one["key"] or "(this machine)", one["role"], one["operation"], one["object"], one["result"])
        for one in told
    ]
    print_table(rows)


@audit_app.command("verify")
def verify_audit(ctx: typer.Context, data: Data = None, config: Config = None) -> None:
    """Check that no row was changed, taken away or slipped in. Ends with 1 when one was."""
    from walkin.store.access import audit

    held, broken = _read(ctx, audit.verify)
    for one in broken:
        chain = f"queue {one.lane}" if one.lane else "the office"
        typer.echo(f"The log of {chain} is broken: row {one.number} is {one.problem}.", err=True)
    if broken:
        raise typer.Exit(cli_support.FAILED)
    typer.echo(f"The audit log holds: {held} rows, none changed, missing or added.")


def _shown(one: Credential) -> dict[str, Any]:
    from walkin.model.time import now

    state = "valid" if one.valid(now()) else "revoked" if one.revoked_at is not None else "expired"
    return {
        "id": one.prefix,
        "role": one.role,
        "name": one.name,
        "account": str(one.account_id),
        "queues": None if one.queue_ids is None else [str(queue) for queue in sorted(one.queue_ids)],
        "created": _moment(one.created_at),
        "lastUsed": _moment(one.last_used_at),
        "expires": _moment(one.expires_at),
        "redirectUri": one.redirect_uri,
        "status": state,
    }


def _moment(at: int | None) -> str:
    from datetime import UTC, datetime

    return "" if at is None else f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _queue(connection: Connection, which: str, account: int, at: int) -> int:
    from walkin.store import queues

    found = queues.everything(connection, at, account)
    fitting = [one.id for one in found if which == str(one.id)] or [
        one.id for one in found if one.name.casefold() == which.strip().casefold()
    ]
    if len(fitting) != 1:
        listed = ", ".join(f"{one.name} ({one.id})" for one in found) or "none"
        raise cli_support.WrongUse(plain(f"walkin key: {which} is not one queue of this account, there are: {listed}"))
    return fitting[0]


def _public(which: str) -> str:
    """The public beginning of a key that was given whole."""
    from walkin.store.access import credentials as keys

    return keys.prefix_of(which) or which


def _may_go_to(address: str) -> bool:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    plain_http = parts.scheme == "http" and host in ("localhost", "127.0.0.1", "::1")
    whole = bool(host) and not parts.fragment and address.isascii() and address.isprintable() and " " not in address
    return whole and "'" not in address and ";" not in address and (parts.scheme == "https" or plain_http)


def _read(ctx: typer.Context, work: Callable[[Connection], Answer]) -> Answer:
    return _with_store(ctx, lambda store: store.read(work))


def _write(ctx: typer.Context, work: Callable[[Connection], Answer], operation: str) -> Answer:
    from walkin.model.caller import LOCAL, Acting, acting
    from walkin.model.time import now

    async def write(store: Store) -> Answer:
        acting.set(Acting(LOCAL, operation, "", now()))
        return await store.write(work)

    return _with_store(ctx, write)


def _with_store(ctx: typer.Context, work: Callable[[Store], Awaitable[Answer]]) -> Answer:
    settings = cli_support.effective(ctx).settings
    from walkin.model.errors import Refused
    from walkin.store import open_store

    async def run() -> Answer:
        store = await asyncio.to_thread(open_store, settings.office, settings.files)
        try:
            return await work(store)
        except Refused as refused:
            raise cli_support.WrongUse(str(refused)) from None
        finally:
            await asyncio.to_thread(store.close)

    return asyncio.run(run())
