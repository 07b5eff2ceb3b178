"""``walkin report``: the figures of a day or of several, to read, to print or to work with."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from walkin.cli import support as cli_support
from walkin.cli.support import Api, Config, Data, Database, Language

if TYPE_CHECKING:
    from walkin.client import QueueClient
    from walkin.model.statistics import Statistics

DayOption = Annotated[str | None, typer.Option("--day", metavar="DAY", help="A day, like 2026-11-24, or yesterday.")]
Since = Annotated[str | None, typer.Option("--from", metavar="DAY", help="The first of several days.")]
Until = Annotated[str | None, typer.Option("--to", metavar="DAY", help="The last one; today without it.")]

report_app = typer.Typer(add_completion=False, rich_markup_mode=None)


@report_app.command()
def report(
    ctx: typer.Context,
    day: DayOption = None,
    since: Since = None,
    until: Until = None,
    which: Annotated[str | None, typer.Option("--queue", metavar="ID|NAME", help="One queue; all without it.")] = None,
    kind: Annotated[
        str | None, typer.Option("--format", metavar="text|html|csv|json", help="Without: as the file is named.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="A new file.")] = None,
    api: Api = None,
    data: Data = None,
    database: Database = None,
    language: Language = None,
    config: Config = None,
) -> None:
    """The day's figures, or those of several days."""
    from walkin.cli.queues import ask, find
    from walkin.languages import Words, best
    from walkin.report import FORMATS, content, kind_of, rendered

    if day and (since or until):
        raise cli_support.WrongUse("walkin report takes --day, or --from and --to, not both.")
    chosen = kind or (kind_of(output) if output else None) or ("text" if output is None else "")
    if chosen not in FORMATS:
        wrong = f"--format {kind}" if kind else str(output)
        raise cli_support.WrongUse(
            cli_support.plain(f"walkin report: {wrong} is none of its formats: {', '.join(FORMATS)}.")
        )
    first, last = _day(day or since), _day(day or until)

    async def figures(client: QueueClient) -> Statistics:
        queue = (await find(client, which)).id if which else None
        return await client.statistics(queue, first, last)

    found = ask(ctx, figures)
    words = Words(best(cli_support.effective(ctx).settings.language))
    if output is None:
        sys.stdout.write(rendered(found, chosen, words))
        return
    try:
        with output.open("xb") as file:
            file.write(content(found, chosen, words))
    except FileExistsError:
        raise cli_support.WrongUse(f"walkin report: there is a file {output} already.") from None


def _day(text: str | None) -> str | None:
    """The day as the server reads it. The server's own clock says which one is today."""
    if text is None or text == "today":
        return None
    if text == "yesterday":
        return (date.today() - timedelta(1)).isoformat()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        msg = cli_support.plain(f'walkin report: a day is written like 2026-11-24, not "{text}".')
        raise cli_support.WrongUse(msg) from None
