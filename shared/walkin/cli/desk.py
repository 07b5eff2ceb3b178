"""The work of a desk from the command line: ``walkin call``, ``walkin finish A042``, ``walkin undo``…"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from walkin.cli import support
from walkin.cli.lookup import describe, find_registration
from walkin.cli.support import (
    DeskOption,
    JsonOption,
    QueuesOption,
    find_queue,
    office_command,
    print_json,
    print_table,
    run_with_client,
)
from walkin.model.printable import strip_unprintable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from walkin.client import QueueClient
    from walkin.model.desk import Called
    from walkin.model.registration import Place, Registration

TicketArgument = Annotated[
    str, typer.Argument(metavar="TICKET|NUMBER|ID", help="A042, its number 42, an id, or for certain id:57.")
]
OptionalTicketArgument = Annotated[
    str | None, typer.Argument(metavar="TICKET|NUMBER|ID", help="The client; without it the one at this desk.")
]
PlaceOption = Annotated[
    str | None, typer.Option("--place", metavar="N|first|last|original|return", help="The place among those who wait.")
]
NoteOption = Annotated[str | None, typer.Option(metavar="TEXT", help="A note for staff.")]
OutcomeOption = Annotated[
    str | None, typer.Option(metavar="TEXT", help="The outcome of the visit, in the office's own words.")
]

desk_app = typer.Typer(add_completion=False, rich_markup_mode=None)


def require_desk(ctx: typer.Context) -> str:
    """The name of the desk in the settings. Raises UsageError when there is none."""
    name = support.resolve_settings(ctx).settings.desk
    if not name:
        raise support.UsageError("Say which desk this is: --desk NAME, or the setting office.desk.")
    return name


def _parse_place(text: str | None) -> Place | None:
    if text is None or text in ("first", "last", "original", "return"):
        return text  # type: ignore[return-value]
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 100_000:
        msg = f'--place takes a number from 1, first, last, original or return, not "{text}".'
        raise support.UsageError(strip_unprintable(msg))
    return int(text)


def _run_and_print(ctx: typer.Context, as_json: bool, action: Callable[[QueueClient], Awaitable[Registration]]) -> None:
    """Run an operation on a registration and print the registration as it is then."""
    registration = run_with_client(ctx, action)
    if as_json:
        print_json(registration.to_wire())
    else:
        typer.echo(describe(registration))


@office_command(desk_app)
def call(
    ctx: typer.Context,
    ticket_ref: Annotated[
        str | None, typer.Argument(metavar="TICKET|NUMBER|ID", help="The client; without it the next one.")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Do not finish who is at the desk.")] = False,
    outcome: OutcomeOption = None,
    note: NoteOption = None,
    queue: QueuesOption = None,
    desk: DeskOption = None,
    as_json: JsonOption = False,
) -> None:
    """Finish this client, call the next or a chosen one."""
    name = require_desk(ctx)
    if ticket_ref is not None:
        _run_on_registration(ctx, ticket_ref, as_json, lambda client, r, desk: client.call(r.queue.id, r.id, desk))
        return
    queue_refs = support.resolve_settings(ctx).settings.queue

    async def call_next(client: QueueClient) -> Called:
        queue_ids = [(await find_queue(client, queue_ref)).id for queue_ref in queue_refs]
        return await client.finish_and_call_next(name, queue_ids, finish=not keep, outcome=outcome, note=note)

    result = run_with_client(ctx, call_next)
    if as_json:
        print_json(result.to_wire())
        return
    for registration in result.finished:
        typer.echo(describe(registration))
    typer.echo(describe(result.called) if result.called is not None else "Nobody is waiting.")


@office_command(desk_app)
def finish(
    ctx: typer.Context,
    ticket_ref: OptionalTicketArgument = None,
    outcome: OutcomeOption = None,
    note: NoteOption = None,
    queue: QueuesOption = None,
    desk: DeskOption = None,
    as_json: JsonOption = False,
) -> None:
    """The visit is over."""
    _run_on_registration(
        ctx,
        ticket_ref,
        as_json,
        lambda client, r, desk: client.finish(r.queue.id, r.id, outcome=outcome, note=note, desk=desk),
    )


@office_command(desk_app, "no-show")
def no_show(
    ctx: typer.Context,
    ticket_ref: OptionalTicketArgument = None,
    queue: QueuesOption = None,
    desk: DeskOption = None,
    as_json: JsonOption = False,
) -> None:
    """The client did not come."""
    _run_on_registration(
        ctx, ticket_ref, as_json, lambda client, r, desk: client.mark_no_show(r.queue.id, r.id, desk=desk)
    )


@office_command(desk_app)
def recall(
    ctx: typer.Context,
    ticket_ref: OptionalTicketArgument = None,
    queue: QueuesOption = None,
    desk: DeskOption = None,
    as_json: JsonOption = False,
) -> None:
    """Call the client again."""
    _run_on_registration(ctx, ticket_ref, as_json, lambda client, r, desk: client.recall(r.queue.id, r.id, desk=desk))


@office_command(desk_app)
def transfer(
    ctx: typer.Context,
    ticket_ref: OptionalTicketArgument = None,
    to: Annotated[str | None, typer.Option(metavar="ID|NAME", help="The queue they go to.")] = None,
    to_desk: Annotated[str | None, typer.Option(metavar="NAME", help="The desk that alone may call them.")] = None,
    place: PlaceOption = None,
    queue: QueuesOption = None,
    desk: DeskOption = None,
    as_json: JsonOption = False,
) -> None:
    """Send a client to another queue or desk."""
    target_place = _parse_place(place)
    if to is None and to_desk is None:
        raise support.UsageError("Say where to: --to QUEUE, --to-desk NAME, or both.")

    async def run_transfer(client: QueueClient, registration: Registration, name: str) -> Registration:
        target_id = (await find_queue(client, to)).id if to is not None else None
        return await client.transfer(
            registration.queue.id, registration.id, target_id, to_desk=to_desk, place=target_place, desk=name
        )

    _run_on_registration(ctx, ticket_ref, as_json, run_transfer)


@office_command(desk_app, "next-service")
def next_service(
    ctx: typer.Context,
    to: Annotated[str, typer.Argument(metavar="QUEUE", help="The queue of the next service.")],
    ticket_ref: OptionalTicketArgument = None,
    place: PlaceOption = None,
    outcome: OutcomeOption = None,
    note: NoteOption = None,
    queue: QueuesOption = None,
    desk: DeskOption = None,
    as_json: JsonOption = False,
) -> None:
    """Finish, and go on to another service with the same ticket."""
    target_place = _parse_place(place)

    async def start_next_service(client: QueueClient, registration: Registration, name: str) -> Registration:
        target_id = (await find_queue(client, to)).id
        return await client.start_next_service(
            registration.queue.id, registration.id, target_id, place=target_place, outcome=outcome, note=note, desk=name
        )

    _run_on_registration(ctx, ticket_ref, as_json, start_next_service)


@office_command(desk_app)
def park(
    ctx: typer.Context,
    ticket_ref: OptionalTicketArgument = None,
    queue: QueuesOption = None,
    desk: DeskOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a client on hold: not called by turn."""
    _run_on_registration(ctx, ticket_ref, as_json, lambda client, r, desk: client.park(r.queue.id, r.id, desk=desk))


@office_command(desk_app, "resume")
@office_command(desk_app, "put-back")
def put_back(
    ctx: typer.Context,
    ticket_ref: OptionalTicketArgument = None,
    place: PlaceOption = None,
    queue: QueuesOption = None,
    desk: DeskOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let a client wait again, at the old place or another."""
    target_place = _parse_place(place)
    _run_on_registration(
        ctx, ticket_ref, as_json, lambda client, r, desk: client.put_back(r.queue.id, r.id, target_place, desk=desk)
    )


@office_command(desk_app)
def priority(
    ctx: typer.Context,
    ticket_ref: TicketArgument,
    number: Annotated[int, typer.Argument(min=0, max=9, help="0 is usual, 9 goes first.")],
    queue: QueuesOption = None,
    desk: DeskOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a client another priority."""
    _run_on_registration(
        ctx,
        ticket_ref,
        as_json,
        lambda client, r, desk: client.prioritise(r.queue.id, r.id, number, desk=desk),
        needs_desk=False,
    )


@office_command(desk_app, "note")
def write_note(
    ctx: typer.Context,
    ticket_ref: TicketArgument,
    text: Annotated[str, typer.Argument(help="The note; an empty one takes it away.")],
    queue: QueuesOption = None,
    desk: DeskOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a note for staff."""
    _run_on_registration(
        ctx,
        ticket_ref,
        as_json,
        lambda client, r, desk: client.annotate(r.queue.id, r.id, text, desk=desk),
        needs_desk=False,
    )


def _run_on_registration(
    ctx: typer.Context,
    ticket_ref: str | None,
    as_json: bool,
    action: Callable[[QueueClient, Registration, str], Awaitable[Registration]],
    *,
    needs_desk: bool = True,
) -> None:
    settings = support.resolve_settings(ctx).settings
    desk = require_desk(ctx) if needs_desk else settings.desk

    async def run(client: QueueClient) -> Registration:
        return await action(client, await find_registration(client, ticket_ref, desk, settings.queue), desk)

    _run_and_print(ctx, as_json, run)


@office_command(desk_app)
def register(
    ctx: typer.Context,
    queue_ref: Annotated[str, typer.Argument(metavar="QUEUE", help="The queue, by id or name.")],
    first_name: Annotated[str | None, typer.Option(metavar="TEXT")] = None,
    last_name: Annotated[str | None, typer.Option(metavar="TEXT")] = None,
    email: Annotated[str | None, typer.Option(metavar="ADDRESS")] = None,
    phone: Annotated[str | None, typer.Option(metavar="NUMBER")] = None,
    level: Annotated[int, typer.Option("--priority", min=0, max=9, help="0 is usual, 9 goes first.")] = 0,
    note: NoteOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a client at the desk a ticket."""
    from uuid import uuid4

    person = {"firstName": first_name, "lastName": last_name, "emailAddress": email, "phoneNumber": phone}
    members = {"client": {name: value for name, value in person.items() if value}, "priority": level, "note": note}
    draft = {name: value for name, value in members.items() if value}

    async def send(client: QueueClient) -> Registration:
        return await client.register((await find_queue(client, queue_ref)).id, draft, uuid4().hex)

    _run_and_print(ctx, as_json, send)


@office_command(desk_app)
def undo(ctx: typer.Context, desk: DeskOption = None, as_json: JsonOption = False) -> None:
    """Take back what this desk did last, one action at a time."""
    name = require_desk(ctx)
    undone = run_with_client(ctx, lambda client: client.undo(name))
    if as_json:
        print_json(undone.to_wire())
        return
    for registration in undone.items:
        typer.echo(f"Undone: {describe(registration)}")


@office_command(desk_app)
def desks(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """List the desks and which are open."""
    all_desks = run_with_client(ctx, lambda client: client.list_desks())
    if as_json:
        print_json([d.to_wire() for d in all_desks])
        return
    rows: list[tuple[str, ...]] = [("DESK", "STATUS", "SINCE", "QUEUES")]
    rows += [
        (d.name, d.status, d.since.date_time, ", ".join(queue.id for queue in d.queues) or "all") for d in all_desks
    ]
    print_table(rows)


def _set_desk_status(ctx: typer.Context, status: str, as_json: bool) -> None:
    name = require_desk(ctx)
    desk = run_with_client(ctx, lambda client: client.update_desk(name, status))
    if as_json:
        print_json(desk.to_wire())
    else:
        typer.echo(strip_unprintable(f"{desk.name} is {desk.status}."))


@office_command(desk_app, "open")
def open_desk(ctx: typer.Context, desk: DeskOption = None, as_json: JsonOption = False) -> None:
    """Open this desk, or end its pause."""
    _set_desk_status(ctx, "open", as_json)


@office_command(desk_app)
def pause(ctx: typer.Context, desk: DeskOption = None, as_json: JsonOption = False) -> None:
    """Pause this desk: told waits count without it."""
    _set_desk_status(ctx, "paused", as_json)


@office_command(desk_app)
def close(ctx: typer.Context, desk: DeskOption = None, as_json: JsonOption = False) -> None:
    """Close this desk (a queue: walkin queue edit --closed)."""
    _set_desk_status(ctx, "closed", as_json)
