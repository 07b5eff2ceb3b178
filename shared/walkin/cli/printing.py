"""``walkin printer`` and ``walkin ticket``: the ticket printer, and tickets on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from walkin.cli import support
from walkin.cli.lookup import find_registration
from walkin.cli.support import LanguageOption, QueuesOption, office_command, run_with_client
from walkin.model.printable import strip_unprintable

if TYPE_CHECKING:
    from walkin.client import QueueClient
    from walkin.languages import Words
    from walkin.model.printer import PrinterTrouble
    from walkin.model.queue import Queue
    from walkin.model.registration import Registration
    from walkin.printing.printer import PrinterOptions, PrintResult
    from walkin.printing.ticket import Paper
    from walkin.settings import Settings

PrinterOption = Annotated[str | None, typer.Option("--printer", metavar="ADDRESS", help="tcp://HOST, usb:04b8:0e15…")]
ColumnsOption = Annotated[
    int | None, typer.Option("--columns", metavar="32|42|48", help="Of the paper: 32 is 58 mm, 42 and 48 are 80 mm.")
]
LogoOption = Annotated[str | None, typer.Option("--logo", metavar="FILE", help="A picture for the top.")]

printer_app = support.create_group("The ticket printer.")
ticket_app = support.create_group("Tickets on paper.")


@printer_app.add_function("status")
def show_status(ctx: typer.Context, printer: PrinterOption = None, config: support.ConfigOption = None) -> None:
    """Ask the printer how it is."""
    from walkin.printing.printer import ask_printer

    settings = support.resolve_settings(ctx).settings
    options = _require_printer(settings)
    if options.address.kind == "command":
        typer.echo("A command cannot be asked how the printer is: walkin printer test prints a page.")
        return
    trouble = ask_printer(options.address)
    is_failure = trouble not in (None, "paperLow")
    state = "is not ready" if is_failure else "is ready"
    _report(f"Printer {settings.printer}", state, trouble, is_failure=is_failure)


@printer_app.add_function("test")
def print_test(
    ctx: typer.Context,
    printer: PrinterOption = None,
    printer_columns: ColumnsOption = None,
    printer_logo: LogoOption = None,
    language: LanguageOption = None,
    config: support.ConfigOption = None,
) -> None:
    """Print a page with the printer's width, letters and a QR code."""
    from walkin.printing.ticket import layout_test

    settings = support.resolve_settings(ctx).settings
    _require_printer(settings)
    paper = layout_test(_get_words(settings), settings.printer_columns, settings.printer)
    _report_print("The page", _print(settings, paper))


@office_command(ticket_app)
def preview(
    ctx: typer.Context,
    queue_ref: Annotated[
        str | None, typer.Option("--queue", metavar="ID|NAME", help="Its service; the first one without it.")
    ] = None,
    printer_columns: ColumnsOption = None,
    printer_logo: LogoOption = None,
    png: Annotated[Path | None, typer.Option("--png", metavar="FILE", help="Write a picture, dot for dot.")] = None,
    language: LanguageOption = None,
) -> None:
    """Show a ticket as it would come out on paper, with an example's number."""
    from walkin.printing.ticket import layout_ticket

    settings = support.resolve_settings(ctx).settings

    async def find(client: QueueClient) -> Queue:
        if queue_ref:
            return await client.get_queue((await support.find_queue(client, queue_ref)).id)
        queues = await client.list_queues()
        if not queues:
            raise support.UsageError("walkin ticket preview: there is no queue yet: walkin queue add")
        return queues[0]

    queue = run_with_client(ctx, find)
    paper = layout_ticket(
        _make_example(queue),
        queue,
        _get_words(settings),
        settings.printer_columns,
        public_url=settings.public_url or "https://queue.example.org",
    )
    if png is None:
        typer.echo(_draw_text(paper))
        return
    require_modules("tcp://example")
    from walkin.printing.picture import draw_paper

    draw_paper(paper, settings.printer_logo).save(png, "PNG", dpi=(203, 203))


@office_command(ticket_app, "print")
def print_ticket(
    ctx: typer.Context,
    ticket_ref: Annotated[
        str, typer.Argument(metavar="TICKET|NUMBER|ID", help="A042, its number 42, or its id (id:57 to be sure).")
    ],
    queue: QueuesOption = None,
    printer: PrinterOption = None,
    printer_columns: ColumnsOption = None,
    language: LanguageOption = None,
) -> None:
    """Print a ticket, marked COPY if it was printed before."""
    import asyncio

    from walkin.printing.again import print_again

    settings = support.resolve_settings(ctx).settings
    _require_printer(settings)

    async def send(paper: Paper) -> PrintResult:
        return await asyncio.to_thread(_print, settings, paper)

    async def run(client: QueueClient) -> tuple[Registration, PrintResult]:
        registration = await find_registration(client, ticket_ref, settings.desk, settings.queue)
        return registration, await print_again(client, registration, settings, send)

    registration, result = run_with_client(ctx, run)
    _report_print(registration.number, result)


def _get_words(settings: Settings) -> Words:
    from walkin.languages import Words, choose_language

    return Words(choose_language(settings.language))


def _require_printer(settings: Settings) -> PrinterOptions:
    if not settings.printer:
        raise support.UsageError("Say which printer: the setting office.printer, or --printer tcp://HOST.")
    require_modules(settings.printer)
    from walkin.printing.printer import make_options

    return make_options(settings)


def require_modules(printer: str) -> None:
    """Refuse a printer whose modules are not installed."""
    from walkin.model.printer import parse_printer
    from walkin.printing import find_missing

    if missing := find_missing(parse_printer(printer)):
        raise support.UsageError(missing)


def _print(settings: Settings, paper: Paper) -> PrintResult:
    from time import monotonic

    from walkin.printing.printer import print_paper

    return print_paper(_require_printer(settings), paper, monotonic())


def _report_print(what: str, result: PrintResult) -> None:
    ends = {"yes": "is printed", "no": "is not printed", "unknown": "may be printed: the printer does not say"}
    _report(what, ends[result.printed], result.trouble, is_failure=result.printed == "no")


def _report(what: str, state: str, trouble: PrinterTrouble | None, *, is_failure: bool) -> None:
    from walkin.languages import Words

    reason = f" ({Words('en')('paper-trouble', trouble=trouble)})" if trouble else ""
    text = strip_unprintable(f"{what} {state}{reason}.")
    typer.echo(text, err=is_failure)
    if is_failure:
        raise typer.Exit(support.EXIT_FAILURE)


def _make_example(queue: Queue) -> Registration:
    """A registration of nobody."""
    from datetime import datetime

    from walkin.model.registration import Ref, Registration, WaitRange
    from walkin.model.time import ZonedTime, load_zone

    now = datetime.now(load_zone(queue.time_zone)).replace(microsecond=0, tzinfo=None)
    return Registration(
        id="42",
        queue=Ref(id=queue.id),
        status="registered",
        registered=ZonedTime(date_time=now.isoformat(), time_zone=queue.time_zone),
        ticket=f"{queue.ticket_prefix or 'A'}042",
        number_of_people_ahead=3,
        estimated_waiting_time=WaitRange.model_validate({"from": 10, "to": 20}),
        token="example-Ticket1",  # noqa: S106 - of nobody
    )


def _draw_text(paper: Paper) -> str:
    """The paper as lines of text in a frame."""
    from walkin.model.wrapping import measure

    lines = []
    for block in paper.blocks:
        if block.kind == "logo":
            continue
        text = {"rule": "-" * paper.columns, "code": f"[QR: {block.text}]"}.get(block.kind, block.text)
        room = max(0, paper.columns - measure(text))
        left = room // 2 if block.centred else 0
        lines.append(f"|{' ' * left}{text}{' ' * (room - left)}|")
    edge = f"+{'-' * paper.columns}+"
    return "\n".join([edge, *lines, edge])
