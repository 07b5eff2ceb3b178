"""``walkin report``: statistics of one day or several as text, HTML, CSV or JSON."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from walkin.cli import support
from walkin.cli.command_group import CommandGroup
from walkin.cli.support import ApiOption, ConfigOption, DatabaseOption, DataOption, LanguageOption
from walkin.model.printable import strip_unprintable

if TYPE_CHECKING:
    from walkin.client import QueueClient
    from walkin.model.statistics import Statistics

DayOption = Annotated[str | None, typer.Option("--day", metavar="DAY", help="A day, like 2026-11-24, or yesterday.")]
FromOption = Annotated[str | None, typer.Option("--from", metavar="DAY", help="The first of several days.")]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DAY", help="The last one; today without it.")]

report_app = CommandGroup()


@report_app.add_function()
def report(
    ctx: typer.Context,
    day: DayOption = None,
    since: FromOption = None,
    until: ToOption = None,
    queue_ref: Annotated[
        str | None, typer.Option("--queue", metavar="ID|NAME", help="One queue; all without it.")
    ] = None,
    report_format: Annotated[
        str | None, typer.Option("--format", metavar="text|html|csv|json", help="Without: as the file is named.")
    ] = None,
    separator: Annotated[
        str | None, typer.Option(metavar=",|;|tab", help="Of CSV; without it, that of the language's spreadsheets.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="A new file.")] = None,
    api: ApiOption = None,
    data: DataOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
    config: ConfigOption = None,
) -> None:
    """The day's figures, or those of several days."""
    from walkin.languages import Words, choose_language
    from walkin.model.queue import find_office_name
    from walkin.report import FORMATS, SEPARATORS, encode_report, guess_format, render_report

    if day and (since or until):
        raise support.UsageError("walkin report takes --day, or --from and --to, not both.")
    chosen = report_format or (guess_format(output) if output else None) or ("text" if output is None else "")
    if chosen not in FORMATS:
        wrong = f"--format {report_format}" if report_format else str(output)
        raise support.UsageError(
            strip_unprintable(f"walkin report: {wrong} is none of its formats: {', '.join(FORMATS)}.")
        )
    if separator is not None and (chosen != "csv" or separator not in SEPARATORS):
        raise support.UsageError(f"walkin report takes --separator for CSV: {', '.join(SEPARATORS)}.")
    first, last = _parse_day(day or since), _parse_day(day or until)

    async def fetch(client: QueueClient) -> tuple[Statistics, str]:
        queue_id = (await support.find_queue(client, queue_ref)).id if queue_ref else None
        return await client.get_statistics(queue_id, first, last), find_office_name(await client.list_queues())

    statistics, office = support.run_with_client(ctx, fetch)
    words = Words(choose_language(support.resolve_settings(ctx).settings.language))
    if output is None:
        text = render_report(statistics, chosen, words, separator, office=office)
        if chosen == "text":
            sys.stdout.write(text)
        else:
            support.print_document(text, is_json=chosen == "json")
        return
    try:
        with output.open("xb") as file:
            file.write(encode_report(statistics, chosen, words, separator, office=office))
    except FileExistsError:
        raise support.UsageError(f"walkin report: there is a file {output} already.") from None


def _parse_day(text: str | None) -> str | None:
    """An ISO date for the server; None for today, which the server's own clock decides."""
    if text is None or text == "today":
        return None
    if text == "yesterday":
        return (date.today() - timedelta(1)).isoformat()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        msg = strip_unprintable(f'walkin report: a day is written like 2026-11-24, not "{text}".')
        raise support.UsageError(msg) from None
