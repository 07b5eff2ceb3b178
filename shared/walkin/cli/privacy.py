"""``walkin privacy``: what is kept about people, and the export, erasure and hold of one person."""

from __future__ import annotations

import os
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from walkin.cli import support
from walkin.cli.access import format_time, run_read, run_write
from walkin.cli.support import JsonOption, create_group, office_command, print_json, print_table, run_with_client
from walkin.model.printable import format_json, strip_unprintable

if TYPE_CHECKING:
    from walkin.client import QueueClient
    from walkin.model.client import Client

privacy_app = create_group("What is kept about people: report, export, erase and hold.")

ClientArgument = Annotated[
    str, typer.Argument(metavar="CLIENT", help="A client's id, or a name, an e-mail address or a number of one only.")
]


@office_command(privacy_app, "report", has_api=False)
def report(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """Say what is kept about people, where, for how long, how much of it, and since when."""
    from walkin.store.engine.store import resolve_paths
    from walkin.store.privacy import inventory

    settings = support.resolve_settings(ctx).settings
    holdings = run_read(ctx, inventory.list_holdings)
    files_dir = resolve_paths(settings.store_location, settings.files).files
    sizes = [path.stat().st_size for path in files_dir.rglob("*") if path.is_file()]
    kept = vars(settings.retention)
    if as_json:
        tables = [
            {
                "table": holding.table,
                "rows": holding.rows,
                "oldest": format_time(holding.oldest) or None,
                "about": holding.entry.about,
                "kept": holding.entry.kept.format(**kept),
                "columns": dict(holding.entry.personal),
            }
            for holding in holdings
        ]
        nothing = {name: entry.about for name, entry in inventory.ENTRIES.items() if not entry.personal}
        files = {"folder": str(files_dir), "count": len(sizes), "bytes": sum(sizes)}
        print_json({"tables": tables, "files": files, "withoutPersonalData": nothing})
        return
    rows: list[tuple[str, ...]] = [("TABLE", "ROWS", "OLDEST", "WHAT", "KEPT")]
    rows += [
        (
            holding.table,
            str(holding.rows),
            format_time(holding.oldest)[:10] or "-",
            ", ".join(dict.fromkeys(holding.entry.personal.values())),
            holding.entry.kept.format(**kept),
        )
        for holding in holdings
    ]
    print_table(rows)
    typer.echo(strip_unprintable(f"\nFiles: {len(sizes)} with {sum(sizes):,} bytes in {files_dir}"))
    names = ", ".join(name for name, entry in inventory.ENTRIES.items() if not entry.personal)
    typer.echo(f"Nothing about clients: {names}")
    typer.echo("Copies elsewhere: backups, receivers of watches. See: walkin guide privacy")


@office_command(privacy_app, "export")
def export(
    ctx: typer.Context,
    client_ref: ClientArgument,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it there, readable by you only.")] = None,
) -> None:
    """Print everything that is kept about a person, as JSON."""

    async def fetch(client: QueueClient) -> dict[str, object]:
        return await client.export_client((await find_client(client, client_ref)).id)

    content = format_json(run_with_client(ctx, fetch))
    if output is None:
        typer.echo(content, nl=False)
        return
    from walkin.private_files import open_private_file

    try:
        with open_private_file(output, os.O_EXCL) as file:
            file.write(content.encode())
    except FileExistsError:
        raise support.UsageError(f"walkin privacy: there is a file {output} already.") from None


@office_command(privacy_app, "erase")
def erase(ctx: typer.Context, client_ref: ClientArgument) -> None:
    """Erase a person: visits keep ticket and times only."""

    async def erase_client(client: QueueClient) -> Client:
        found = await find_client(client, client_ref)
        await client.erase_client(found.id)
        return found

    erased = run_with_client(ctx, erase_client)
    typer.echo(f"Client {erased.id} is erased. Backups and receivers of watches may still have copies.")


@office_command(privacy_app, "hold")
def hold(
    ctx: typer.Context,
    client_ref: ClientArgument,
    release: Annotated[bool, typer.Option("--release", help="End the hold.")] = False,
) -> None:
    """Hold a person's data: it neither expires nor is erased, and only administrators see it."""

    async def set_held(client: QueueClient) -> Client:
        found = await find_client(client, client_ref)
        await client.hold_client(found.id, held=not release)
        return found

    changed = run_with_client(ctx, set_held)
    typer.echo(f"Client {changed.id} is {'released' if release else 'held'}.")


@office_command(privacy_app, "confirm-clock", has_api=False)
def confirm_clock(ctx: typer.Context) -> None:
    """Confirm the clock after a long time out of use, so that old data expires."""
    from walkin.model.time import now_ms
    from walkin.store import office

    at = now_ms()
    run_write(ctx, partial(office.advance_clock, at=at, confirmed=True), "confirm_clock")
    typer.echo(f"It is {format_time(at)}: what is older than the office keeps it expires within an hour.")


async def find_client(client: QueueClient, client_ref: str) -> Client:
    """The client with that id, or the only one that is found. Raises UsageError for none or several."""
    # More digits, or a zero in front, are a phone number.
    if re.fullmatch("[1-9][0-9]{0,8}", client_ref):
        return await client.get_client(client_ref)
    found = await client.list_clients(client_ref)
    if len(found) != 1:
        listed = ", ".join(f"{c.id} ({' '.join(filter(None, (c.first_name, c.last_name)))})" for c in found[:10])
        problem = f"{len(found)} clients match, name one by its id: {listed}" if found else "no client matches."
        raise support.UsageError(strip_unprintable(f"walkin privacy: {problem} A held client is named by its id."))
    return found[0]
