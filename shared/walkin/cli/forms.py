"""``walkin form``: the questions of a queue as a file that people edit."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from walkin.cli.queues import Which, ask, find
from walkin.cli.support import FAILED, Api, Config, Data, Language, Theme, WrongUse, effective, need_terminal, plain

if TYPE_CHECKING:
    from walkin.client import QueueClient
    from walkin.model.form import FormItem
    from walkin.model.queue import Queue

File = Annotated[Path, typer.Argument(metavar="FILE", help="The questions: [[form]] in TOML, or a list in JSON.")]

form_app = typer.Typer(
    help="Check, preview, export and import forms.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)


class Format(StrEnum):
    """How a form is written."""

    TOML = "toml"
    JSON = "json"


@form_app.command()
def check(file: File) -> None:
    """Say what is wrong with a form, and where. Ends with 1 when a queue would refuse it."""
    items, errors = _checked(file, warnings=True)
    if errors:
        raise typer.Exit(FAILED)
    typer.echo(plain(f"{file}: can be used, {_questions(items)}."))


@form_app.command()
def preview(
    ctx: typer.Context, file: File, theme: Theme = None, language: Language = None, config: Config = None
) -> None:
    """Show a form as the kiosk asks it, anew whenever the file is saved. Nothing is sent."""
    settings = effective(ctx).settings
    need_terminal("walkin form preview", "`walkin form check` says what is wrong with a form without one.")
    from walkin.launcher.app import open_preview

    raise typer.Exit(open_preview(file, settings))


@form_app.command("export")
def export_form(
    ctx: typer.Context,
    which: Which,
    form: Annotated[
        Format | None, typer.Option("--format", help="How to write it; by the file's name when it has one, else TOML.")
    ] = None,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it instead of here.")] = None,
    api: Api = None,
    data: Data = None,
    config: Config = None,
) -> None:
    """Write a queue's form as TOML or JSON."""
    from walkin.model.form import dump_form

    queue = ask(ctx, lambda client: find(client, which))
    as_json = form is Format.JSON or (form is None and output is not None and output.suffix.lower() == ".json")
    try:
        text = dump_form(queue.form, "json" if as_json else "toml")
    except ValueError as error:
        msg = f"{plain(str(error))}: use --format json"
        raise WrongUse(msg) from None
    if output is None:
        sys.stdout.write(text)
        return
    output.write_text(text, encoding="utf-8")
    typer.echo(plain(f"Wrote the form of {queue.name} to {output}: {_questions(queue.form)}."))


@form_app.command("import")
def import_form(
    ctx: typer.Context, which: Which, file: File, api: Api = None, data: Data = None, config: Config = None
) -> None:
    """Give a queue the form in a file, in place of the one it has."""
    items, errors = _checked(file, warnings=False)
    if errors:
        raise typer.Exit(FAILED)

    async def update(client: QueueClient) -> Queue:
        members = {"form": [item.wire() for item in items]}
        return await client.update_queue((await find(client, which)).id, members)

    queue = ask(ctx, update)
    typer.echo(plain(f"Changed the form of {queue.name} ({queue.id}): {_questions(queue.form)}."))


def _checked(file: Path, *, warnings: bool) -> tuple[list[FormItem], int]:
    """The form and how many errors it has, which are told, as are the warnings where they are wanted."""
    from walkin.model.form import FormFileError, check_definition, load_form
    from walkin.model.form.files import line_of

    try:
        items = load_form(file)
        text = file.read_text(encoding="utf-8-sig")
    except FormFileError as error:
        for told in error.problems:
            typer.echo(plain(f"{file}: {told}"), err=True)
        return [], len(error.problems)
    errors = 0
    for problem in check_definition(items):
        errors += not problem.warning
        if warnings or not problem.warning:
            line = line_of(text, problem.id) if problem.id else None
            place = f"{file}, line {line}" if line else str(file)
            typer.echo(plain(f"{place}: {'warning: ' if problem.warning else ''}{problem}"), err=True)
    return items, errors


def _questions(items: list[FormItem]) -> str:
    return "1 question" if len(items) == 1 else f"{len(items)} questions"
