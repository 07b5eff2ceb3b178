"""What is done at a desk, from the command line: ``walkin call``, ``walkin finish A042``, ``walkin undo``…"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from walkin.cli import support as cli_support
from walkin.cli.lookup import someone, told
from walkin.cli.queues import AsJson, ask, find, print_json, print_table
from walkin.cli.support import Api, Config, Data, Desk, Queues, plain

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from walkin.client import QueueClient
    from walkin.model.registration import Place, Registration

Who = Annotated[
    str, typer.Argument(metavar="TICKET|NUMBER|ID", help="A042, its number 42, an id, or for certain id:57.")
]
WhoOrHere = Annotated[
    str | None, typer.Argument(metavar="TICKET|NUMBER|ID", help="Whom; without it the one at this desk.")
]
Where = Annotated[
    str | None, typer.Option("--place", metavar="N|first|last|original|return", help="The place among those who wait.")
]
Note = Annotated[str | None, typer.Option(metavar="TEXT", help="A note for staff.")]
Outcome = Annotated[str | None, typer.Option(metavar="TEXT", help="What came of the visit, in the office's own words.")]

desk_app = typer.Typer(add_completion=False, rich_markup_mode=None)


def desk_of(ctx: typer.Context) -> str:
    """The desk of the settings; ends the command when none is named."""
    name = cli_support.effective(ctx).settings.desk
    if not name:
        msg = "Say which desk this is: --desk NAME, or the setting desk."
        raise cli_support.WrongUse(msg)
    return name


def _place(text: str | None) -> Place | None:
    if text is None or text in ("first", "last", "original", "return"):
        return text  # type: ignore[return-value]
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 100_000:
        msg = plain(f'--place takes a number from 1, first, last, original or return, not "{text}".')
        raise cli_support.WrongUse(msg)
    return int(text)


def _done(ctx: typer.Context, as_json: bool, act: Callable[[QueueClient], Awaitable[Registration]]) -> None:
    """Carry it out and tell how the registration is now."""
    one = ask(ctx, act)
    if as_json:
        print_json(one.wire())
    else:
        typer.echo(told(one))


@desk_app.command()
def call(
    ctx: typer.Context,
    who: Annotated[
        str | None, typer.Argument(metavar="TICKET|NUMBER|ID", help="Whom; without it the next one.")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Do not finish who is at the desk.")] = False,
    outcome: Outcome = None,
    note: Note = None,
    queue: Queues = None,
    desk: Desk = None,
    as_json: AsJson = False,
    api: Api = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Finish this client and call the next, or a chosen one."""
    name = desk_of(ctx)
    if who is not None:
        wanted = who

        async def chosen(client: QueueClient) -> Registration:
            one = await someone(client, wanted, name, _queues(ctx))
            return await client.call(one.queue.id, one.id, name)

        _done(ctx, as_json, chosen)
        return

    async def following(client: QueueClient) -> Any:
        ids = [(await find(client, each)).id for each in _queues(ctx)]
        return await client.desk_next(name, ids, finish=not keep, outcome=outcome, note=note)

    done = ask(ctx, following)
    if as_json:
        print_json(done.wire())
        return
    for one in done.finished:
        typer.echo(told(one))
    typer.echo(told(done.called) if done.called is not None else "Nobody is waiting.")


@desk_app.command()
def finish(
    ctx: typer.Context,
    who: WhoOrHere = None,
    outcome: Outcome = None,
    note: Note = None,
    queue: Queues = None,
    desk: Desk = None,
    as_json: AsJson = False,
    api: Api = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """The visit is over."""
    _act(ctx, who, as_json, lambda c, o, d: c.finish(o.queue.id, o.id, outcome=outcome, note=note, desk=d))


@desk_app.command("no-show")
def no_show(
    ctx: typer.Context,
    who: WhoOrHere = None,
    queue: Queues = None,
    desk: Desk = None,
    as_json: AsJson = False,
    api: Api = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """The client did not come."""
    _act(ctx, who, as_json, lambda c, o, d: c.no_show(o.queue.id, o.id, desk=d))


@desk_app.command()
def recall(
    ctx: typer.Context,
    who: WhoOrHere = None,
    queue: Queues = None,
    desk: Desk = None,
    as_json: AsJson = False,
    api: Api = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Call the client again."""
    _act(ctx, who, as_json, lambda c, o, d: c.recall(o.queue.id, o.id, desk=d))


@desk_app.command()
def transfer(
    ctx: typer.Context,
    who: WhoOrHere = None,
    to: Annotated[str | None, typer.Option(metavar="ID|NAME", help="The queue they go to.")] = None,
    to_desk: Annotated[str | None, typer.Option(metavar="NAME", help="The desk that alone may call them.")] = None,
    place: Where = None,
    queue: Queues = None,
    desk: Desk = None,
    as_json: AsJson = False,
    api: Api = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Send a client to another queue or desk."""
    where = _place(place)
    if to is None and to_desk is None:
        msg = "Say where to: --to QUEUE, --to-desk NAME, or both."
        raise cli_support.WrongUse(msg)

    async def move(client: QueueClient, one: Registration, name: str) -> Registration:
        target = (await find(client, to)).id if to is not None else None
        return await client.transfer(one.queue.id, one.id, target, to_desk=to_desk, place=where, desk=name)

    _act(ctx, who, as_json, move)


@desk_app.command("next-service")
def next_service(
    ctx: typer.Context,
    to: Annotated[str, typer.Argument(metavar="QUEUE", help="The queue of the next service.")],
    who: WhoOrHere = None,
    place: Where = None,
    outcome: Outcome = None,
    note: Note = None,
    queue: Queues = None,
    desk: Desk = None,
    as_json: AsJson = False,
    api: Api = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Finish, and go on to another service with the same ticket."""
    where = _place(place)

    async def go_on(client: QueueClient, one: Registration, name: str) -> Registration:
        target = (await find(client, to)).id
        return await client.go_on(one.queue.id, one.id, target, place=where, outcome=outcome, note=note, desk=name)

    _act(ctx, who, as_json, go_on)


@desk_app.command()
def park(
    ctx: typer.Context,
    who: WhoOrHere = None,
    queue: Queues = None,
    desk: Desk = None,
    as_json: AsJson = False,
    api: Api = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Put a client on hold: not called by turn."""
    _act(ctx, who, as_json, lambda c, o, d: c.park(o.queue.id, o.id, desk=d))


@desk_app.command("resume")
@desk_app.command("put-back")
def put_back(
    ctx: typer.Context,
    who: WhoOrHere = None,
    place: Where = None,
    queue: Queues = None,
    desk: Desk = None,
    as_json: AsJson = False,
    api: Api = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Let a client wait again, at the old place or another."""
    where = _place(place)
    _act(ctx, who, as_json, lambda c, o, d: c.put_back(o.queue.id, o.id, where, desk=d))


@desk_app.command()
def priority(
    ctx: typer.Context,
    who: Who,
    number: Annotated[int, typer.Argument(min=0, max=9, help="0 is usual, 9 goes first.")],
    queue: Queues = None,
    desk: Desk = None,
    as_json: AsJson = False,
    api: Api = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Give a client another priority."""
    _act(ctx, who, as_json, lambda c, o, d: c.prioritise(o.queue.id, o.id, number, desk=d), needs_desk=False)


@desk_app.command("note")
def write_note(
    ctx: typer.Context,
    who: Who,
    text: Annotated[str, typer.Argument(help="The note; an empty one takes it away.")],
    queue: Queues = None,
    desk: Desk = None,
    as_json: AsJson = False,
    api: Api = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Write a note for staff."""
    _act(ctx, who, as_json, lambda c, o, d: c.annotate(o.queue.id, o.id, text, desk=d), needs_desk=False)


def _act(
    ctx: typer.Context,
    who: str | None,
    as_json: bool,
    act: Callable[[QueueClient, Registration, str], Awaitable[Registration]],
    *,
    needs_desk: bool = True,
) -> None:
    settings = cli_support.effective(ctx).settings
    desk = desk_of(ctx) if needs_desk else settings.desk

    async def found(client: QueueClient) -> Registration:
        return await act(client, await someone(client, who, desk, settings.queue), desk)

    _done(ctx, as_json, found)


def _queues(ctx: typer.Context) -> tuple[str, ...]:
    return cli_support.effective(ctx).settings.queue


@desk_app.command()
def register(
    ctx: typer.Context,
    which: Annotated[str, typer.Argument(metavar="QUEUE", help="The queue, by id or name.")],
    first_name: Annotated[str | None, typer.Option(metavar="TEXT")] = None,
    last_name: Annotated[str | None, typer.Option(metavar="TEXT")] = None,
    email: Annotated[str | None, typer.Option(metavar="ADDRESS")] = None,
    phone: Annotated[str | None, typer.Option(metavar="NUMBER")] = None,
    level: Annotated[int, typer.Option("--priority", min=0, max=9, help="0 is usual, 9 goes first.")] = 0,
    note: Note = None,
    as_json: AsJson = False,
    api: Api = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Give somebody at the desk a ticket."""
    from uuid import uuid4

    person = {"firstName": first_name, "lastName": last_name, "emailAddress": email, "phoneNumber": phone}
    known = {name: value for name, value in person.items() if value}
    members = {"client": known, "priority": level, "note": note}

    async def take(client: QueueClient) -> Registration:
        given = {name: value for name, value in members.items() if value}
        return await client.register((await find(client, which)).id, given, uuid4().hex)

    _done(ctx, as_json, take)


@desk_app.command()
def undo(
    ctx: typer.Context,
    desk: Desk = None,
    as_json: AsJson = False,
    api: Api = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Take back what this desk did last, one action at a time."""
    name = desk_of(ctx)
    undone = ask(ctx, lambda client: client.undo(name))
    if as_json:
        print_json(undone.wire())
        return
    for one in undone.items:
        typer.echo(f"Undone: {told(one)}")


@desk_app.command()
def desks(
    ctx: typer.Context, as_json: AsJson = False, api: Api = None, data: Data = None, config: Config = None
) -> None:
    """List the desks and which are open."""
    found = ask(ctx, lambda client: client.desks())
    if as_json:
        print_json([one.wire() for one in found])
        return
    rows: list[tuple[str, ...]] = [("DESK", "STATUS", "SINCE", "QUEUES")]
    rows += [
        (one.name, one.status, one.since.date_time, ", ".join(each.id for each in one.queues) or "all") for one in found
    ]
    print_table(rows)


def _set(ctx: typer.Context, status: str, as_json: bool) -> None:
    name = desk_of(ctx)
    found = ask(ctx, lambda client: client.update_desk(name, status))
    if as_json:
        print_json(found.wire())
    else:
        typer.echo(plain(f"{found.name} is {found.status}."))


@desk_app.command("open")
def open_desk(
    ctx: typer.Context,
    desk: Desk = None,
    as_json: AsJson = False,
    api: Api = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Open this desk, or end its pause."""
    _set(ctx, "open", as_json)


@desk_app.command()
def pause(
    ctx: typer.Context,
    desk: Desk = None,
    as_json: AsJson = False,
    api: Api = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Pause this desk: told waits count without it."""
    _set(ctx, "paused", as_json)


@desk_app.command()
def close(
    ctx: typer.Context,
    desk: Desk = None,
    as_json: AsJson = False,
    api: Api = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Close this desk (a queue: walkin queue edit --closed)."""
    _set(ctx, "closed", as_json)
