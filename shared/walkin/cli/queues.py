"""``walkin queue``: the office's queues from the command line."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from walkin.cli import support as cli_support
from walkin.cli.support import Api, Config, Data, plain

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from walkin.client import QueueClient
    from walkin.model.queue import Queue

Answer = TypeVar("Answer")
Which = Annotated[str, typer.Argument(metavar="ID|NAME", help="The queue.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, exact and complete.")]
Prefix = Annotated[str | None, typer.Option(metavar="A", help="The letter or two before its ticket numbers.")]
Zone = Annotated[str | None, typer.Option("--time-zone", metavar="NAME", help="Its time zone, like Europe/Paris.")]
ByPhone = Annotated[
    bool | None, typer.Option("--phone/--no-phone", help="Whether clients can join with their own phone (see poster).")
]
Form = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Its questions: a list of FormItems in JSON, or [[form]] in TOML.")
]

queue_app = typer.Typer(
    help="List, show, add, edit and delete queues.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)


@queue_app.command("list")
def list_queues(
    ctx: typer.Context, as_json: AsJson = False, api: Api = None, data: Data = None, config: Config = None
) -> None:
    """List the queues."""
    queues = ask(ctx, lambda client: client.queues())
    if as_json:
        print_json([queue.wire() for queue in queues])
        return
    rows: list[tuple[str, ...]] = [("ID", "PREFIX", "NAME", "STATUS", "WAITING", "QUESTIONS")]
    rows += [
        (q.id, q.ticket_prefix, q.name, q.status, str(q.waiting), str(sum(item.visible for item in q.form)))
        for q in queues
    ]
    print_table(rows)


@queue_app.command("show")
def show_queue(
    ctx: typer.Context,
    which: Which,
    as_json: AsJson = False,
    api: Api = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Show everything about a queue, its form included."""
    queue = ask(ctx, lambda client: find(client, which))
    if as_json:
        print_json(queue.wire())
    else:
        _print_queue(queue)


@queue_app.command("add")
def add_queue(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Its name, as clients read it.")],
    prefix: Prefix = None,
    time_zone: Zone = None,
    by_phone: ByPhone = None,
    form: Form = None,
    api: Api = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Add a queue."""
    from walkin.cli.queue_file import checked, read_form

    draft = {
        "name": name,
        "ticketPrefix": prefix,
        "timeZone": time_zone,
        "joinByPhone": by_phone,
        "form": read_form(form) if form else None,
    }
    queue = ask(ctx, lambda client: client.add_queue(checked(_given(draft))))
    typer.echo(plain(f"Added {queue.name} with the id {queue.id}; its tickets start with {queue.ticket_prefix}."))


@queue_app.command("edit")
def edit_queue(
    ctx: typer.Context,
    which: Which,
    name: Annotated[str | None, typer.Option(help="Its new name.")] = None,
    prefix: Prefix = None,
    time_zone: Zone = None,
    by_phone: ByPhone = None,
    is_open: Annotated[bool | None, typer.Option("--open/--closed", help="Whether clients can join.")] = None,
    form: Form = None,
    api: Api = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Change a queue by options, or without any in your editor."""
    from walkin.cli.queue_file import checked, edited, read_form

    status = None if is_open is None else "open" if is_open else "closed"
    change = _given(
        {
            "name": name,
            "ticketPrefix": prefix,
            "timeZone": time_zone,
            "status": status,
            "joinByPhone": by_phone,
            "form": read_form(form) if form else None,
        }
    )
    if not change:
        cli_support.need_terminal("walkin queue edit", "Say what to change by options: `walkin queue edit --help`.")
        change = edited(ask(ctx, lambda client: find(client, which)))
        if not change:
            typer.echo("Nothing was changed.")
            return

    async def update(client: QueueClient) -> Queue:
        return await client.update_queue((await find(client, which)).id, checked(change))

    queue = ask(ctx, update)
    typer.echo(plain(f"Changed {queue.name} ({queue.id}): {', '.join(change)}."))


@queue_app.command("delete")
def delete_queue(
    ctx: typer.Context,
    which: Which,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    api: Api = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Delete a queue nobody waits in. What happened in it is kept."""
    queue = ask(ctx, lambda client: find(client, which))
    if not yes:
        cli_support.need_terminal("walkin queue delete", "Add --yes to delete without being asked.")
        typer.confirm(plain(f"Delete {queue.name} ({queue.id})? It cannot be brought back."), abort=True)
    ask(ctx, lambda client: client.delete_queue(queue.id))
    typer.echo(plain(f"Deleted {queue.name} ({queue.id})."))


async def find(client: QueueClient, which: str) -> Queue:
    """The queue with that id, or else that name in any case; ends the command when it is none or not one."""
    queues = await client.queues()
    found = [queue for queue in queues if queue.id == which] or [
        queue for queue in queues if queue.name.casefold() == which.strip().casefold()
    ]
    if len(found) != 1:
        listed = ", ".join(f"{queue.name} ({queue.id})" for queue in found or queues) or "none"
        problem = "is the name of several queues, name one by its id" if found else "is no queue, there are"
        msg = plain(f"walkin queue: {which} {problem}: {listed}")
        raise cli_support.WrongUse(msg)
    return found[0]


def ask(ctx: typer.Context, question: Callable[[QueueClient], Awaitable[Answer]]) -> Answer:
    """The answer of the office that the settings name."""
    settings = cli_support.effective(ctx).settings

    async def ask() -> Answer:
        from walkin.client import Unreachable, connect

        async with await connect(settings) as client:
            try:
                return await question(client)
            except Unreachable as error:
                msg = f"no answer from {settings.api}: {error}"
                raise Unreachable(msg) from None

    return asyncio.run(ask())


def _given(draft: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in draft.items() if value is not None}


def print_json(content: object) -> None:
    """Print JSON that a terminal acts on nowhere."""
    sys.stdout.write(cli_support.json_text(content))


def print_table(rows: list[tuple[str, ...]]) -> None:
    """Print rows in columns; the first is the head."""
    from rich.cells import cell_len

    rows = [tuple(plain(cell) for cell in row) for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        typer.echo("  ".join(cells).rstrip())


def _print_queue(queue: Queue) -> None:
    facts = {
        "id": queue.id,
        "name": queue.name,
        "status": queue.status,
        "prefix": queue.ticket_prefix,
        "time zone": queue.time_zone,
        "waiting": str(queue.waiting),
        "welcome": queue.welcome_message,
        "thanks": queue.thank_message,
        "languages": ", ".join(queue.i18n),
        "by phone": "yes" if queue.join_by_phone else "",
        "revision": str(queue.revision),
    }
    print_table([(key, value.replace("\n", " ")) for key, value in facts.items() if value])
    typer.echo("\nForm:" if queue.form else "\nThe form has no questions.")
    for number, item in enumerate(queue.form, 1):
        notes = [item.type, "mandatory" if item.mandatory else "optional", "" if item.visible else "hidden"]
        notes += ["several" if item.multiple else "", "free answer" if item.other_value else ""]
        typer.echo(plain(f"{number:>3}. {item.title or item.id}  ({', '.join(filter(None, notes))})"))
        for choice in item.choices():
            typer.echo(plain(f"       - {choice.name or choice.id}"))
        for part in item.sub_item or ():
            typer.echo(plain(f"       {part.title or part.id}  ({part.type})"))
