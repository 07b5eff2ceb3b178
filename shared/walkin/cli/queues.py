"""``walkin queue``: list, show, add, edit and delete queues."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from walkin.cli.support import (
    JsonOption,
    QueueArgument,
    create_group,
    drop_none,
    find_queue,
    office_command,
    print_json,
    print_table,
    require_terminal,
    run_with_client,
)
from walkin.model.printable import strip_unprintable

if TYPE_CHECKING:
    from walkin.client import QueueClient
    from walkin.model.queue import Queue

PrefixOption = Annotated[str | None, typer.Option(metavar="A", help="The letter or two before its ticket numbers.")]
TimeZoneOption = Annotated[
    str | None, typer.Option("--time-zone", metavar="NAME", help="Its time zone, like Europe/Paris.")
]
ByPhoneOption = Annotated[
    bool | None, typer.Option("--phone/--no-phone", help="Whether clients can join with their own phone (see poster).")
]
KeepPersonalOption = Annotated[
    int | None,
    typer.Option(
        metavar="DAYS", min=0, max=3650, help="How long a visit's personal data is kept, in place of the setting."
    ),
]
FormOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Its questions: a list of FormItems in JSON, or [[form]] in TOML.")
]

queue_app = create_group("List, show, add, edit and delete queues.")


@office_command(queue_app, "list")
def list_queues(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """List the queues."""
    queues = run_with_client(ctx, lambda client: client.list_queues())
    if as_json:
        print_json([q.to_wire() for q in queues])
        return
    rows: list[tuple[str, ...]] = [("ID", "PREFIX", "NAME", "STATUS", "WAITING", "QUESTIONS")]
    rows += [
        (q.id, q.ticket_prefix, q.name, q.status, _format_waiting(q), str(sum(item.visible for item in q.form)))
        for q in queues
    ]
    print_table(rows)


@office_command(queue_app, "show")
def show_queue(ctx: typer.Context, queue_ref: QueueArgument, as_json: JsonOption = False) -> None:
    """Show everything about a queue, its form included."""
    queue = run_with_client(ctx, lambda client: find_queue(client, queue_ref))
    if as_json:
        print_json(queue.to_wire())
    else:
        _print_queue(queue)


@office_command(queue_app, "add")
def add_queue(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Its name, as clients read it.")],
    prefix: PrefixOption = None,
    time_zone: TimeZoneOption = None,
    by_phone: ByPhoneOption = None,
    keep_personal: KeepPersonalOption = None,
    form: FormOption = None,
) -> None:
    """Add a queue."""
    from walkin.cli.queue_file import read_form, validate_draft

    draft = {
        "name": name,
        "ticketPrefix": prefix,
        "timeZone": time_zone,
        "joinByPhone": by_phone,
        "keepPersonal": keep_personal,
        "form": read_form(form) if form else None,
    }
    queue = run_with_client(ctx, lambda client: client.add_queue(validate_draft(drop_none(draft))))
    typer.echo(
        strip_unprintable(f"Added {queue.name} with the id {queue.id}; its tickets start with {queue.ticket_prefix}.")
    )


@office_command(queue_app, "edit")
def edit_queue(
    ctx: typer.Context,
    queue_ref: QueueArgument,
    name: Annotated[str | None, typer.Option(help="Its new name.")] = None,
    prefix: PrefixOption = None,
    time_zone: TimeZoneOption = None,
    by_phone: ByPhoneOption = None,
    keep_personal: KeepPersonalOption = None,
    is_open: Annotated[bool | None, typer.Option("--open/--closed", help="Whether clients can join.")] = None,
    form: FormOption = None,
) -> None:
    """Change a queue by options, or without any in your editor."""
    from walkin.cli.queue_file import edit_in_editor, read_form, validate_draft

    status = None if is_open is None else "open" if is_open else "closed"
    change = drop_none(
        {
            "name": name,
            "ticketPrefix": prefix,
            "timeZone": time_zone,
            "status": status,
            "joinByPhone": by_phone,
            "keepPersonal": keep_personal,
            "form": read_form(form) if form else None,
        }
    )
    if not change:
        require_terminal("walkin queue edit", "Say what to change by options: `walkin queue edit --help`.")
        change = edit_in_editor(run_with_client(ctx, lambda client: find_queue(client, queue_ref)))
        if not change:
            typer.echo("Nothing was changed.")
            return

    async def update(client: QueueClient) -> Queue:
        return await client.update_queue((await find_queue(client, queue_ref)).id, validate_draft(change))

    queue = run_with_client(ctx, update)
    typer.echo(strip_unprintable(f"Changed {queue.name} ({queue.id}): {', '.join(change)}."))
    # Those of a file were printed with their lines.
    for warning in [] if form else queue.warnings or ():
        typer.echo(strip_unprintable(f"warning: {warning}"), err=True)


@office_command(queue_app, "delete")
def delete_queue(
    ctx: typer.Context,
    queue_ref: QueueArgument,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Delete a queue nobody waits in. What happened in it is kept."""
    queue = run_with_client(ctx, lambda client: find_queue(client, queue_ref))
    if not yes:
        require_terminal("walkin queue delete", "Add --yes to delete without being asked.")
        typer.confirm(strip_unprintable(f"Delete {queue.name} ({queue.id})? It cannot be brought back."), abort=True)
    run_with_client(ctx, lambda client: client.delete_queue(queue.id))
    typer.echo(strip_unprintable(f"Deleted {queue.name} ({queue.id})."))


def _print_queue(queue: Queue) -> None:
    facts = {
        "id": queue.id,
        "name": queue.name,
        "status": queue.status,
        "prefix": queue.ticket_prefix,
        "time zone": queue.time_zone,
        "waiting": _format_waiting(queue),
        "welcome": queue.welcome_message,
        "thanks": queue.thank_message,
        "languages": ", ".join(queue.i18n),
        "by phone": "yes" if queue.join_by_phone else "",
        "keeps": "" if queue.keep_personal is None else f"personal data for {queue.keep_personal} days",
        "revision": str(queue.revision),
    }
    print_table([(key, value.replace("\n", " ")) for key, value in facts.items() if value])
    typer.echo("\nForm:" if queue.form else "\nThe form has no questions.")
    for number, item in enumerate(queue.form, 1):
        notes = [item.type, "mandatory" if item.mandatory else "optional", "" if item.visible else "hidden"]
        notes += ["several" if item.multiple else "", "free answer" if item.other_value else ""]
        typer.echo(strip_unprintable(f"{number:>3}. {item.title or item.id}  ({', '.join(filter(None, notes))})"))
        for choice in item.iter_choices():
            typer.echo(strip_unprintable(f"       - {choice.name or choice.id}"))
        for part in item.sub_item or ():
            typer.echo(strip_unprintable(f"       {part.title or part.id}  ({part.type})"))


def _format_waiting(queue: Queue) -> str:
    return "?" if queue.known_waiting is None else str(queue.known_waiting)
