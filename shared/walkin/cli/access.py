"""``walkin key``, ``account`` and ``audit``: credentials, accounts and the audit log, in the database itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from walkin.cli import support
from walkin.cli.support import JsonOption, Result, create_group, office_command, print_json, print_table
from walkin.model.printable import strip_unprintable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy import Connection

    from walkin.store import Store
    from walkin.store.access.credentials import Credential

DAY_MS = 24 * 3_600_000
ROLES = ("admin", "counter", "kiosk", "display")

key_app = create_group("Make, list and revoke the keys of programs.")
account_app = create_group("Make and list accounts; none sees another's queues.")
audit_app = create_group("List who changed what, and verify that log.")

AccountArgument = Annotated[str, typer.Argument(metavar="ID|NAME", help="The account.")]


@office_command(key_app, "add", has_api=False)
def add_key(
    ctx: typer.Context,
    role: Annotated[str, typer.Option(metavar="|".join(ROLES), help="What it may do.")],
    name: Annotated[str, typer.Option(metavar="TEXT", help="What you call it, like “kiosk at the door”.")] = "",
    queue: Annotated[
        list[str] | None,
        typer.Option(metavar="ID|NAME", help="The only queue it may use; may be repeated. Without it: all."),
    ] = None,
    expires: Annotated[
        int | None, typer.Option(min=1, max=3650, metavar="DAYS", help="Days after which it expires.")
    ] = None,
    account: Annotated[str, typer.Option(metavar="ID|NAME", help="The account it belongs to.")] = "1",
    redirect_uri: Annotated[
        str | None, typer.Option(metavar="URL", help="Where OAuth's consent page sends the browser back to.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a key: its apiKey and token are shown once."""
    if role not in ROLES:
        raise support.UsageError(f"--role takes {', '.join(ROLES)}, not “{strip_unprintable(role)}”.")
    if redirect_uri is not None and not _is_redirect_uri(redirect_uri):
        raise support.UsageError("--redirect-uri takes an https address (http on this machine), without a #.")
    from walkin.model.caller import Role
    from walkin.model.text import clean
    from walkin.model.time import now_ms
    from walkin.store.access import accounts, credentials

    at = now_ms()

    def add(connection: Connection) -> credentials.NewCredential:
        owner = accounts.find(connection, account).id
        queue_ids = [_find_queue_id(connection, queue_ref, owner, at) for queue_ref in queue or ()]
        return credentials.add(
            connection,
            owner,
            Role(role),
            clean(name, limit=127),
            at,
            queues=queue_ids or None,
            expires_at=None if expires is None else at + expires * DAY_MS,
            redirect_uri=redirect_uri,
        )

    key = run_write(ctx, add, "add_key")
    if as_json:
        print_json({**_credential_to_json(key.credential), "apiKey": key.api_key, "token": key.token})
        return
    typer.echo(f"The key {key.credential.prefix} ({role}). Note both now, they are not shown again:")
    typer.echo(f"apiKey: {key.api_key}\ntoken:  {key.token}")


@office_command(key_app, "list", has_api=False)
def list_keys(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """List the keys by their public beginnings."""
    from walkin.store.access import credentials

    keys = run_read(ctx, credentials.list_all)
    if as_json:
        print_json([_credential_to_json(key) for key in keys])
        return
    rows: list[tuple[str, ...]] = [("KEY", "ROLE", "NAME", "ACCOUNT", "QUEUES", "LAST USED", "STATE")]
    rows += [
        (
            key.prefix,
            key.role,
            key.name,
            str(key.account_id),
            "all" if key.queue_ids is None else ", ".join(map(str, sorted(key.queue_ids))),
            format_time(key.last_used_at) or "never",
            _get_status(key),
        )
        for key in keys
    ]
    print_table(rows)


@office_command(key_app, "revoke", has_api=False)
def revoke_key(
    ctx: typer.Context,
    key_ref: Annotated[str, typer.Argument(metavar="KEY|NAME", help="Its public beginning (wq_…), or its name.")],
) -> None:
    """Revoke a key: within a second it is refused."""
    from walkin.model.time import now_ms
    from walkin.store.access import credentials

    # A key may be named by the whole secret: only its public beginning is looked up.
    name = credentials.parse_prefix(key_ref) or key_ref
    revoked = run_write(ctx, lambda connection: credentials.revoke(connection, name, now_ms()), "revoke_key")
    facts = ", ".join(filter(None, (revoked.role, revoked.name)))
    typer.echo(strip_unprintable(f"The key {revoked.prefix} ({facts}) is revoked."))


@office_command(key_app, "grants", has_api=False)
def list_grants(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """List what admins granted to programs by OAuth's consent page."""
    from walkin.model.time import now_ms
    from walkin.store.access import oauth_tokens

    grants = run_read(ctx, lambda connection: oauth_tokens.list_grants(connection, now_ms()))
    if as_json:
        print_json(
            [
                {
                    "id": str(grant.id),
                    "client": grant.client,
                    "name": grant.client_name,
                    "grantedBy": grant.granted_by,
                    "role": grant.role,
                    "account": str(grant.account_id),
                    "created": format_time(grant.created_at),
                    "expires": format_time(grant.expires_at),
                }
                for grant in grants
            ]
        )
        return
    rows: list[tuple[str, ...]] = [("ID", "KEY", "NAME", "ROLE", "GRANTED BY", "SINCE", "UNTIL")]
    rows += [
        (
            str(grant.id),
            grant.client,
            grant.client_name,
            grant.role,
            grant.granted_by,
            format_time(grant.created_at),
            format_time(grant.expires_at),
        )
        for grant in grants
    ]
    print_table(rows)


@office_command(key_app, "end-grant", has_api=False)
def end_grant(ctx: typer.Context, grant_id: Annotated[str, typer.Argument(metavar="ID", help="The grant.")]) -> None:
    """End a grant: the program's tokens of it are refused within a second."""
    from walkin.model.registration import parse_id
    from walkin.model.time import now_ms
    from walkin.store.access import oauth_tokens

    run_write(
        ctx,
        lambda connection: oauth_tokens.revoke_grant(connection, parse_id(grant_id) or 0, now_ms()),
        "end_grant",
    )
    typer.echo(f"The grant {grant_id} has ended.")


@office_command(account_app, "add", has_api=False)
def add_account(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Its name.")],
    user_name: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What “owner” shows, often an e-mail address.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Add an account. Give it an administrator's key next."""
    from walkin.model.text import clean
    from walkin.model.time import now_ms
    from walkin.store.access import accounts

    names = clean(name, limit=127), clean(user_name or name, limit=127)
    account = run_write(ctx, lambda connection: accounts.add(connection, *names, now_ms()), "add_account")
    if as_json:
        print_json({"id": str(account.id), "name": account.name, "userName": account.user_name})
    else:
        next_step = f"Next: walkin key add --role admin --account {account.id}"
        typer.echo(strip_unprintable(f"Added {account.name} with the id {account.id}. {next_step}"))


@office_command(account_app, "edit", has_api=False)
def edit_account(
    ctx: typer.Context,
    account_ref: AccountArgument,
    name: Annotated[str | None, typer.Option(help="Its new name.")] = None,
    user_name: Annotated[str | None, typer.Option(metavar="TEXT", help="What “owner” shows.")] = None,
) -> None:
    """Change an account's name or user name."""
    from walkin.model.text import clean
    from walkin.store.access import accounts

    names = [None if text is None else clean(text, limit=127) for text in (name, user_name)]

    def change(connection: Connection) -> accounts.Account:
        return accounts.change(connection, accounts.find(connection, account_ref).id, *names)

    account = run_write(ctx, change, "edit_account")
    typer.echo(strip_unprintable(f"The account {account.id} is {account.name}, {account.user_name}."))


@office_command(account_app, "list", has_api=False)
def list_accounts(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """List the accounts."""
    from walkin.store.access import accounts

    rows = [(str(row.id), row.name, row.user_name, row.queue_count) for row in run_read(ctx, accounts.list_all)]
    if as_json:
        print_json([dict(zip(("id", "name", "userName", "queues"), account, strict=True)) for account in rows])
    else:
        print_table([("ID", "NAME", "USER NAME", "QUEUES"), *(tuple(map(str, account)) for account in rows)])


@office_command(audit_app, "list", has_api=False)
def list_audit(
    ctx: typer.Context,
    last: Annotated[int, typer.Option(min=1, max=10_000_000, metavar="N", help="Only the newest N.")] = 100,
    hours: Annotated[int | None, typer.Option(min=1, metavar="N", help="Only those of the last N hours.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List who changed what."""
    from walkin.model.time import now_ms
    from walkin.store.access import audit

    since = now_ms() - hours * 3_600_000 if hours else 0
    records = run_read(ctx, lambda connection: audit.list_records(connection, last, since=since))
    if as_json:
        print_json([{**record._asdict(), "at": format_time(record.at)} for record in records])
        return
    rows: list[tuple[str, ...]] = [("AT", "KEY", "ROLE", "OPERATION", "OBJECT", "RESULT")]
    rows += [(format_time(r.at), r.key or "(this machine)", r.role, r.operation, r.object, r.result) for r in records]
    print_table(rows)


@office_command(audit_app, "verify", has_api=False)
def verify_audit(ctx: typer.Context) -> None:
    """Check that no row was changed, removed or inserted. Ends with 1 when one was."""
    from walkin.store.access import audit

    chains = {0: "the office", -1: "the alerts of an older version"}
    row_count, breaks = run_read(ctx, audit.verify_chains)
    for chain_break in breaks:
        chain = chains.get(chain_break.lane, f"queue {chain_break.lane}")
        typer.echo(f"The log of {chain} is broken: row {chain_break.number} is {chain_break.problem}.", err=True)
    if breaks:
        raise typer.Exit(support.EXIT_FAILURE)
    typer.echo(f"The audit log holds: {row_count} rows, none changed, missing or added.")


def _get_status(credential: Credential) -> str:
    from walkin.model.time import now_ms

    return "valid" if credential.is_valid(now_ms()) else "revoked" if credential.revoked_at is not None else "expired"


def _credential_to_json(credential: Credential) -> dict[str, object]:
    return {
        "id": credential.prefix,
        "role": credential.role,
        "name": credential.name,
        "account": str(credential.account_id),
        "queues": None
        if credential.queue_ids is None
        else [str(queue_id) for queue_id in sorted(credential.queue_ids)],
        "created": format_time(credential.created_at),
        "lastUsed": format_time(credential.last_used_at),
        "expires": format_time(credential.expires_at),
        "redirectUri": credential.redirect_uri,
        "status": _get_status(credential),
    }


def format_time(time_ms: int | None) -> str:
    from datetime import UTC, datetime

    return "" if time_ms is None else f"{datetime.fromtimestamp(time_ms / 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _find_queue_id(connection: Connection, queue_ref: str, account_id: int, at: int) -> int:
    from walkin.store import queues

    return support.select_queue(queues.list_queues(connection, at, account_id), queue_ref, "walkin key").id


def _is_redirect_uri(uri: str) -> bool:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(uri)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    is_local = parts.scheme == "http" and host in ("localhost", "127.0.0.1", "::1")
    is_clean = uri.isascii() and uri.isprintable() and not set(" ';") & set(uri)
    return bool(host) and not parts.fragment and is_clean and (parts.scheme == "https" or is_local)


def run_read(ctx: typer.Context, work: Callable[[Connection], Result]) -> Result:
    return _run_with_store(ctx, lambda store: store.read(work))


def run_write(ctx: typer.Context, work: Callable[[Connection], Result], operation: str) -> Result:
    from walkin.model.caller import LOCAL_CALLER, AuditContext, audit_context
    from walkin.model.time import now_ms

    async def write(store: Store) -> Result:
        audit_context.set(AuditContext(LOCAL_CALLER, operation, "", now_ms()))
        return await store.write(work)

    return _run_with_store(ctx, write)


def _run_with_store(ctx: typer.Context, work: Callable[[Store], Awaitable[Result]]) -> Result:
    settings = support.resolve_settings(ctx).settings
    import asyncio

    from walkin.model.errors import Refused
    from walkin.store import open_store

    async def run() -> Result:
        store = await asyncio.to_thread(
            open_store,
            settings.store_location,
            settings.files,
            settings.database_direct,
            notify=settings.notify == "auto",
        )
        try:
            return await work(store)
        except Refused as refused:
            raise support.UsageError(str(refused)) from None
        finally:
            await asyncio.to_thread(store.close)

    return asyncio.run(run())
