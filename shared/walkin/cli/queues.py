"""``walkin queue``: list, show, add, edit and delete queues."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from walkin.cli.command_group import CommandGroup
from walkin.cli.support import (
    JsonOption,
    QueueArgument,
    UsageError,
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
    from walkin.model.form.definition import FormItem
    from walkin.model.queue import Queue

PrefixOption = Annotated[str | None, typer.Option(metavar="A", help="The letter or two before its ticket numbers.")]
TimeZoneOption = Annotated[
    str | None, typer.Option("--time-zone", metavar="NAME", help="Its time zone, like Europe/Paris.")
]
ByPhoneOption = Annotated[
    bool | None, typer.Option("--phone/--no-phone", help="Whether clients can take tickets by phone (see poster).")
]
KeepPersonalOption = Annotated[
    int | None,
    typer.Option(
        metavar="DAYS", min=0, max=3650, help="How long a visit's personal data is kept, in place of the setting."
    ),
]
JoinCodeOption = Annotated[
    int | None,
    typer.Option(metavar="MINUTES", min=0, max=1440, help="How often the code for phones changes; 0: no code."),
]
OutcomesOption = Annotated[
    list[str] | None,
    typer.Option("--outcome", metavar="TEXT", help='How a visit can end, once for each; "" alone: no list.'),
]
FormOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Its questions: a list of FormItems in JSON, or [[form]] in TOML.")
]

office_app = CommandGroup()
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
    join_code: JoinCodeOption = None,
    outcomes: OutcomesOption = None,
    form: FormOption = None,
) -> None:
    """Add a queue."""
    from walkin.cli.forms import build_form_members
    from walkin.cli.queue_file import read_form, validate_draft

    draft = {
        "name": name,
        "ticketPrefix": prefix,
        "timeZone": time_zone,
        "joinByPhone": by_phone,
        "keepPersonal": keep_personal,
        "joinCodeMinutes": join_code,
        "outcomes": _read_outcomes(outcomes),
        **(build_form_members(read_form(form)) if form else {}),
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
    join_code: JoinCodeOption = None,
    outcomes: OutcomesOption = None,
    is_open: Annotated[bool | None, typer.Option("--open/--closed", help="Whether clients can join.")] = None,
    form: FormOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Edit it as JSON instead of TOML.")] = False,
) -> None:
    """Change a queue by options, or without any in your editor."""
    from walkin.cli.forms import build_form_members
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
            "joinCodeMinutes": join_code,
            "outcomes": _read_outcomes(outcomes),
        }
    )
    new_form = read_form(form) if form else None
    change |= build_form_members(new_form) if new_form else {}
    if not change:
        require_terminal("walkin queue edit", "Say what to change by options: `walkin queue edit --help`.")
        change = edit_in_editor(run_with_client(ctx, lambda client: find_queue(client, queue_ref)), as_json=as_json)
        if not change:
            typer.echo("Nothing was changed.")
            return

    async def update(client: QueueClient) -> Queue:
        queue = await find_queue(client, queue_ref)
        members = change | (build_form_members(new_form, queue) if new_form else {})
        return await client.update_queue(queue.id, validate_draft(members))

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


def _read_outcomes(texts: list[str] | None) -> list[str] | None:
    return None if not texts else [text for text in texts if text.strip()]


@office_command(office_app, "office")
def name_office(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(help="Its new name, as clients read it; an empty one removes it.")
    ] = None,
) -> None:
    """Show the office's name, or change it on all queues."""

    async def rename(client: QueueClient) -> list[Queue]:
        queues = await client.list_queues()
        if name is None:
            return queues
        changes = (
            validate_draft({"company": {"id": queue.company.id if queue.company else "1", "name": name}})
            for queue in queues
        )
        return [await client.update_queue(queue.id, change) for queue, change in zip(queues, changes, strict=True)]

    from walkin.cli.queue_file import validate_draft

    queues = run_with_client(ctx, rename)
    if not queues:
        raise UsageError("There is no queue yet that could have the office's name: walkin queue add")
    names = dict.fromkeys(
        queue.company.name if queue.company and queue.company.name else "(no name)" for queue in queues
    )
    for text in names:
        typer.echo(strip_unprintable(text))


def _print_queue(queue: Queue) -> None:
    facts = {
        "id": queue.id,
        "name": queue.name,
        "office": queue.company.name if queue.company and queue.company.name else "",
        "status": queue.status,
        "prefix": queue.ticket_prefix,
        "time zone": queue.time_zone,
        "waiting": _format_waiting(queue),
        "welcome": queue.welcome_message,
        "thanks": queue.thank_message,
        "on paper": queue.paper_message,
        "languages": ", ".join(queue.i18n),
        "by phone": "yes" if queue.join_by_phone else "",
        "code": f"{queue.join_code}, new every {queue.join_code_minutes} min" if queue.join_code else "",
        "keeps": "" if queue.keep_personal is None else f"personal data for {queue.keep_personal} days",
        "outcomes": " · ".join(queue.outcomes),
        "revision": str(queue.revision),
    }
    print_table([(key, value.replace("\n", " ")) for key, value in facts.items() if value])
    typer.echo("\nForm:" if queue.form else "\nThe form has no questions.")
    for section, questions in groupby(enumerate(queue.form, 1), lambda question: question[1].section):
        numbered = list(questions)
        if section or numbered[0][0] > 1:
            typer.echo(strip_unprintable(f"  {section}" if section else ""))
        for number, item in numbered:
            _print_question(f"{number:>3}. ", item)


def _print_question(start: str, item: FormItem) -> None:
    """Print a question with its choices and, indented, its parts."""
    notes = [item.type, "mandatory" if item.is_mandatory else "optional" if item.type != "text" else ""]
    notes += ["" if item.visible else "hidden", "on a condition" if item.visible_if else ""]
    notes += ["repeated" if item.is_repeated else "several" if item.multiple else ""]
    notes += ["free answer" if item.other_value else "", f"list {item.values_from}" if item.values_from else ""]
    typer.echo(strip_unprintable(f"{start}{item.title or item.id}  ({', '.join(filter(None, notes))})"))
    indent = " " * (len(start) + 2)
    for choice in () if item.values_from else item.iter_choices():
        typer.echo(strip_unprintable(f"{indent}- {choice.name or choice.id}"))
    for part in item.sub_item or ():
        _print_question(indent, part)


def _format_waiting(queue: Queue) -> str:
    return "?" if queue.known_waiting is None else str(queue.known_waiting)
