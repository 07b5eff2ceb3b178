"""``walkin form``: check, preview, export and import the form of a queue."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from walkin.cli.support import (
    EXIT_FAILURE,
    ConfigOption,
    LanguageOption,
    QueueArgument,
    ThemeOption,
    UsageError,
    create_group,
    find_queue,
    office_command,
    print_document,
    require_terminal,
    resolve_settings,
    run_with_client,
)
from walkin.model.printable import strip_unprintable

if TYPE_CHECKING:
    from walkin.client import QueueClient
    from walkin.model.form import FormItem
    from walkin.model.queue import Queue

FormFileArgument = Annotated[
    Path, typer.Argument(metavar="FILE", help="The questions: [[form]] in TOML, or a list in JSON.")
]

form_app = create_group("Check, preview, export and import forms.")


class Format(StrEnum):
    """File format of a form."""

    TOML = "toml"
    JSON = "json"


@form_app.command()
def check(file: FormFileArgument) -> None:
    """Say what is wrong with a form, and where. Ends with 1 when a queue would refuse it."""
    items, errors = load_and_check(file)
    if errors:
        raise typer.Exit(EXIT_FAILURE)
    typer.echo(strip_unprintable(f"{file}: can be used, {_format_question_count(items)}."))


@form_app.command()
def preview(
    ctx: typer.Context,
    file: FormFileArgument,
    theme: ThemeOption = None,
    language: LanguageOption = None,
    config: ConfigOption = None,
) -> None:
    """Show a form as the kiosk asks it, anew whenever the file is saved. Nothing is sent."""
    settings = resolve_settings(ctx).settings
    require_terminal("walkin form preview", "`walkin form check` says what is wrong with a form without one.")
    from walkin.launcher.app import open_preview

    raise typer.Exit(open_preview(file, settings))


@office_command(form_app, "export")
def export_form(
    ctx: typer.Context,
    queue_ref: QueueArgument,
    file_format: Annotated[
        Format | None, typer.Option("--format", help="How to write it; by the file's name when it has one, else TOML.")
    ] = None,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it instead of here.")] = None,
) -> None:
    """Write a queue's form as TOML or JSON."""
    from walkin.model.form import dump_form

    queue = run_with_client(ctx, lambda client: find_queue(client, queue_ref))
    as_json = file_format is Format.JSON or (
        file_format is None and output is not None and output.suffix.lower() == ".json"
    )
    try:
        text = dump_form(queue.form, "json" if as_json else "toml")
    except ValueError as error:
        msg = f"{strip_unprintable(str(error))}: use --format json"
        raise UsageError(msg) from None
    if output is None:
        print_document(text, is_json=as_json)
        return
    output.write_text(text, encoding="utf-8")
    typer.echo(strip_unprintable(f"Wrote the form of {queue.name} to {output}: {_format_question_count(queue.form)}."))


@office_command(form_app, "import")
def import_form(ctx: typer.Context, queue_ref: QueueArgument, file: FormFileArgument) -> None:
    """Give a queue the form in a file, in place of the one it has."""
    items, errors = load_and_check(file)
    if errors:
        raise typer.Exit(EXIT_FAILURE)

    async def update(client: QueueClient) -> Queue:
        members = {"form": [item.to_wire() for item in items]}
        return await client.update_queue((await find_queue(client, queue_ref)).id, members)

    queue = run_with_client(ctx, update)
    typer.echo(
        strip_unprintable(f"Changed the form of {queue.name} ({queue.id}): {_format_question_count(queue.form)}.")
    )


def load_and_check(file: Path) -> tuple[list[FormItem], int]:
    """Load a form and print its errors and warnings. Returns its items and the number of errors."""
    from walkin.model.form import FormFileError, check_definition, load_form
    from walkin.model.form.files import find_field_line, find_unread_tables, guess_format

    try:
        items = load_form(file)
        text = file.read_text(encoding="utf-8-sig")
        for name in find_unread_tables(text, guess_format(file)):
            typer.echo(strip_unprintable(f"{file}: warning: {name!r} is not read; questions are in 'form'"), err=True)
    except FormFileError as error:
        for message in error.problems:
            typer.echo(strip_unprintable(f"{file}: {message}"), err=True)
        return [], len(error.problems)
    errors = 0
    for problem in check_definition(items):
        errors += not problem.warning
        line = find_field_line(text, problem.field_id) if problem.field_id else None
        place = f"{file}, line {line}" if line else str(file)
        typer.echo(strip_unprintable(f"{place}: {'warning: ' if problem.warning else ''}{problem}"), err=True)
    return items, errors


def _format_question_count(items: list[FormItem]) -> str:
    return "1 question" if len(items) == 1 else f"{len(items)} questions"
