"""The work of a desk from the command line: ``walkin call``, ``walkin finish A042``, ``walkin undo``…"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from walkin.cli import support
from walkin.cli.command_group import CommandGroup
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
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from walkin.client import QueueClient
    from walkin.model.desk import Called
    from walkin.model.form.definition import FormItem
    from walkin.model.registration import Place, Registration

TicketArgument = Annotated[
    str, typer.Argument(metavar="TICKET|NUMBER|ID", help="A042, its number 42, or its id (id:57 to be sure).")
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

FirstNameOption = Annotated[str | None, typer.Option("--first-name", metavar="TEXT")]
LastNameOption = Annotated[str | None, typer.Option("--last-name", metavar="TEXT")]
EmailOption = Annotated[str | None, typer.Option("--email", metavar="ADDRESS")]
PhoneOption = Annotated[str | None, typer.Option("--phone", metavar="NUMBER")]
AnswersOption = Annotated[
    list[str] | None,
    typer.Option(
        "--answer", metavar="ID=VALUE", help="An answer; several values and entries as a JSON list. May be repeated."
    ),
]

desk_app = CommandGroup()


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
        return
    typer.echo(describe(registration))
    for notice in registration.notices or ():
        typer.echo(strip_unprintable(f"Not kept: {notice.id}. {notice.message}"), err=True)


@office_command(desk_app)
def call(
    ctx: typer.Context,
    ticket_ref: Annotated[
        str | None, typer.Argument(metavar="TICKET|NUMBER|ID", help="The client; without it the next one.")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Leave the client at the desk unfinished.")] = False,
    outcome: OutcomeOption = None,
    note: NoteOption = None,
    queue: QueuesOption = None,
    desk: DeskOption = None,
    as_json: JsonOption = False,
) -> None:
    """Finish this client, and call the next or a chosen one."""
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
    """Finish the visit."""
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
    """Mark a client as a no-show."""
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
    number: Annotated[int, typer.Argument(min=0, max=9, help="0 is normal, 9 goes first.")],
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
    text: Annotated[str, typer.Argument(help="The note; an empty one removes it.")],
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


@office_command(desk_app)
def identify(
    ctx: typer.Context,
    ticket_ref: TicketArgument,
    is_same: Annotated[
        bool | None, typer.Option("--same/--other", help="It is the known client, or it is somebody else.")
    ] = None,
    queue: QueuesOption = None,
    desk: DeskOption = None,
    as_json: JsonOption = False,
) -> None:
    """Link a client to the known one, or show who that is."""

    async def decide(client: QueueClient, registration: Registration, name: str) -> Registration:
        possible = registration.possible_client
        if possible is None:
            raise support.UsageError(f"{registration.number}: no known client has the same e-mail address or number.")
        if is_same is not None:
            client_id = possible.id if is_same else None
            return await client.identify(registration.queue.id, registration.id, client_id, desk=name)
        if not as_json:
            known = await client.get_client(possible.id)
            names = [known.first_name, known.last_name, known.email_address, known.phone_number]
            text = " ".join(filter(None, names))
            typer.echo(strip_unprintable(f"Perhaps client {known.id}: {text}. Say --same or --other."))
        return registration

    _run_on_registration(ctx, ticket_ref, as_json, decide, needs_desk=False)


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
    first_name: FirstNameOption = None,
    last_name: LastNameOption = None,
    email: EmailOption = None,
    phone: PhoneOption = None,
    answers: AnswersOption = None,
    level: Annotated[int, typer.Option("--priority", min=0, max=9, help="0 is normal, 9 goes first.")] = 0,
    note: NoteOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a client at the desk a ticket."""
    from uuid import uuid4

    person = _collect_person(first_name, last_name, email, phone)
    client_members = {name: value for name, value in person.items() if value}

    async def send(client: QueueClient) -> Registration:
        queue = await find_queue(client, queue_ref)
        form = _parse_answers(answers or (), queue.form)
        members = {"client": client_members, "form": form, "priority": level, "note": note}
        draft = {name: value for name, value in members.items() if value}
        return await client.register(queue.id, draft, uuid4().hex)

    _run_and_print(ctx, as_json, send)


@office_command(desk_app)
def edit(
    ctx: typer.Context,
    ticket_ref: TicketArgument,
    first_name: FirstNameOption = None,
    last_name: LastNameOption = None,
    email: EmailOption = None,
    phone: PhoneOption = None,
    answers: AnswersOption = None,
    queue: QueuesOption = None,
    desk: DeskOption = None,
    as_json: JsonOption = False,
) -> None:
    """Change a client's name, address, number or answers.

    An empty value removes what was there.
    """
    changes = _collect_person(first_name, last_name, email, phone)
    if not changes and not answers:
        raise support.UsageError("Say what to change: --answer ID=VALUE, --first-name TEXT…")

    async def change(client: QueueClient, found: Registration, name: str) -> Registration:
        registration = await client.get_registration(found.queue.id, found.id)
        members: dict[str, object] = {}
        if changes:
            stored = registration.client.to_wire()
            kept = {name: stored[name] for name in PERSON_MEMBERS if name in stored}
            members["client"] = kept | changes
        if answers:
            changed_items = _parse_answers(answers, (await client.get_queue(found.queue.id)).form)
            changed_ids = {item["id"] for item in changed_items}
            stored_items = [item.to_wire() for item in registration.form if item.id not in changed_ids]
            members["form"] = [*stored_items, *changed_items]
        etag = registration.etag if registration.revision else None
        return await client.update_registration(found.queue.id, found.id, members, desk=name, etag=etag)

    _run_on_registration(ctx, ticket_ref, as_json, change, needs_desk=False)


PERSON_MEMBERS = ("firstName", "lastName", "emailAddress", "phoneNumber")


def _collect_person(*values: str | None) -> dict[str, str]:
    return {name: value for name, value in zip(PERSON_MEMBERS, values, strict=True) if value is not None}


def _parse_answers(texts: Iterable[str], form: Iterable[FormItem]) -> list[dict[str, object]]:
    definitions = {item.id: item for item in form}
    return [_parse_answer(text, definitions) for text in texts]


def _parse_answer(text: str, definitions: Mapping[str, FormItem]) -> dict[str, object]:
    """Parse ``ID=VALUE``. A JSON list holds a choice's ``values``, or else entries, parts or files (``subItem``)."""
    from walkin.model.form.definition import CHOICE_TYPES

    question_id, sign, value = text.partition("=")
    if not sign or not question_id:
        raise support.UsageError(strip_unprintable(f'An answer is written ID=VALUE, not "{text}".'))
    definition = definitions.get(question_id)
    if definition is not None and value.startswith("["):
        is_choice = definition.type in CHOICE_TYPES
        if is_choice or definition.sub_item or definition.takes_several_files:
            with suppress(ValueError, RecursionError):
                return {"id": question_id, "values" if is_choice else "subItem": json.loads(value)}
    return {"id": question_id, "value": value}


@office_command(desk_app)
def undo(ctx: typer.Context, desk: DeskOption = None, as_json: JsonOption = False) -> None:
    """Undo this desk's last action; again, the one before."""
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
    from walkin.languages import Words

    words = Words(support.resolve_settings(ctx).settings.language)
    rows: list[tuple[str, ...]] = [("DESK", "STATUS", "SINCE", "QUEUES")]
    rows += [
        (d.name, d.status, words.format_moment(d.since.to_datetime()), ", ".join(q.id for q in d.queues) or "all")
        for d in all_desks
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
    """Pause this desk: waits are estimated without it."""
    _set_desk_status(ctx, "paused", as_json)


@office_command(desk_app)
def close(ctx: typer.Context, desk: DeskOption = None, as_json: JsonOption = False) -> None:
    """Close this desk (a queue: walkin queue edit --closed)."""
    _set_desk_status(ctx, "closed", as_json)
