"""Commands that back up, restore and check an office."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from walkin.cli import support
from walkin.cli.command_group import CommandGroup
from walkin.cli.support import ConfigOption, DatabaseOption, DataOption
from walkin.model.printable import strip_unprintable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from walkin.store.backup import LastNumber
    from walkin.store.transfer import StoreLocation

backup_app = CommandGroup()


@backup_app.add_function("backup")
def back_up(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="TO", help="A new folder.")],
    data: DataOption = None,
    database: DatabaseOption = None,
    config: ConfigOption = None,
) -> None:
    """Copy data, files, key and lists to a folder, while in use."""
    from walkin.store.backup import back_up

    back_up(_locate_office(ctx), folder.expanduser(), _print_line)
    _print_line(f"checked: {folder}")


@backup_app.add_function()
def restore(
    ctx: typer.Context,
    backup: Annotated[Path, typer.Argument(metavar="FROM", help="The folder of a backup.")],
    last_number: Annotated[
        list[str] | None,
        typer.Option(metavar="A194", help="The last ticket given in a queue; may be repeated. Other queues skip 100."),
    ] = None,
    data: DataOption = None,
    database: DatabaseOption = None,
    config: ConfigOption = None,
) -> None:
    """Make an office from a backup.

    Refused where there is an office. Ticket numbers go on above those given since the backup.
    """
    from walkin.model.time import now_ms
    from walkin.store import backup as store_backup

    source = store_backup.locate_backup(backup.expanduser())
    last_numbers = dict(map(_parse_ticket, last_number or ()))
    if support.has_terminal():
        last_numbers |= _ask_last_numbers(store_backup.list_last_numbers(source), last_numbers)
    store_backup.restore(source, _locate_office(ctx), last_numbers, now_ms(), _print_line)


@backup_app.add_function()
def check(
    ctx: typer.Context, data: DataOption = None, database: DatabaseOption = None, config: ConfigOption = None
) -> None:
    """Look for damage, missing files and lists, and wrong counts."""
    from walkin.store.backup import check

    problems = check(_locate_office(ctx))
    for problem in problems:
        _print_line(problem)
    if problems:
        raise typer.Exit(support.EXIT_FAILURE)
    _print_line("No damage, no file or list is missing, and the counters are right.")


def _locate_office(ctx: typer.Context) -> StoreLocation:
    from walkin.store.transfer import StoreLocation

    settings = support.resolve_settings(ctx).settings
    return StoreLocation(settings.store_location, settings.files, settings.lists)


def _print_line(text: str) -> None:
    typer.echo(strip_unprintable(text))


def _parse_ticket(text: str) -> tuple[str, int]:
    match = re.fullmatch(r"([A-Za-z]{1,2})([0-9]{1,5})", text.strip())
    if match is None:
        raise support.UsageError(f"--last-number takes a ticket such as A194, not {strip_unprintable(text)}.")
    return match[1].upper(), int(match[2])


def _ask_last_numbers(queues: Sequence[LastNumber], known: dict[str, int]) -> dict[str, int]:
    """Ask for the last ticket of each queue that is not known; the default leaves numbers out."""
    from walkin.model.queue import format_ticket
    from walkin.store.backup import NUMBER_MARGIN

    answers = []
    for queue in queues:
        if queue.ticket_prefix not in known:
            default = format_ticket(queue.ticket_prefix, queue.number + NUMBER_MARGIN)
            answers.append(typer.prompt(strip_unprintable(f"Last ticket given, {queue.name}"), default=default))
    return dict(map(_parse_ticket, answers))
