"""``walkin form``: check, preview, export and import the form of a queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    from walkin.model.form.definition import FormItem
    from walkin.model.queue import Queue

FormFileArgument = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="The questions: [[form]] in TOML, a list in JSON, or another builder's file."),
]
SourceOption = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="FORMAT",
        help="walkin, xlsform, jsonschema, formio, surveyjs or fhir; without it, by the content.",
    ),
]

form_app = create_group("Check, preview, export and import forms.")


class Format(StrEnum):
    """File format of a form."""

    TOML = "toml"
    JSON = "json"


@form_app.add_function()
def check(
    file: FormFileArgument,
    source: SourceOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")] = False,
) -> None:
    """Say what is wrong with a form, where, and how long it is. Ends with 1 when a queue would refuse it."""
    form = load_and_check(file, source)
    if form.errors or (strict and form.warnings):
        raise typer.Exit(EXIT_FAILURE)
    typer.echo(strip_unprintable(f"{file}: can be used, {_format_question_count(form.items)}."))
    for line in _describe_length(form.items):
        typer.echo(line)


def _describe_length(items: Sequence[FormItem]) -> list[str]:
    from walkin.model.form.length import give_advice, measure_form

    shortest, longest = measure_form(items)
    screens = _format_range(shortest.screens, longest.screens, "screen")
    keys = _format_range(shortest.keys, longest.keys, "key or tap", "keys or taps")
    return [f"At a kiosk: {screens}, about {keys}.", *(f"Advice: {advice}." for advice in give_advice(longest))]


def _format_range(least: int, most: int, one: str, many: str = "") -> str:
    many = many or f"{one}s"
    return f"{least} to {most} {many}" if least != most else f"{least} {one if least == 1 else many}"


@form_app.add_function()
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
    from walkin.model.form.files import dump_form

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
def import_form(
    ctx: typer.Context, queue_ref: QueueArgument, file: FormFileArgument, source: SourceOption = None
) -> None:
    """Give a queue the form in a file, in place of the one it has.

    Also reads XLSForm (.xlsx, .csv), JSON Schema with the hints of react-jsonschema-form or JSONForms, and the JSON of
    form.io, SurveyJS and FHIR questionnaires; what has no counterpart is listed.
    """
    form = load_and_check(file, source)
    if form.errors:
        raise typer.Exit(EXIT_FAILURE)

    async def update(client: QueueClient) -> Queue:
        queue = await find_queue(client, queue_ref)
        return await client.update_queue(queue.id, build_form_members(form, queue))

    queue = run_with_client(ctx, update)
    languages = f", translated into {', '.join(sorted(form.translations))}" if form.translations else ""
    count = _format_question_count(queue.form)
    typer.echo(strip_unprintable(f"Changed the form of {queue.name} ({queue.id}): {count}{languages}."))


def build_form_members(form: CheckedForm, queue: Queue | None = None) -> dict[str, object]:
    """Members of a queue that replace its form, and the translations of its form if the new one has any."""
    members: dict[str, object] = {"form": [item.to_wire() for item in form.items]}
    if not form.translations:
        return members
    known = {language: texts.to_wire() for language, texts in queue.i18n.items()} if queue else {}
    translated = {language: known.get(language, {}) | {"form": texts} for language, texts in form.translations.items()}
    return members | {"i18n": known | translated}


@dataclass
class CheckedForm:
    """A form from a file, and how many errors and warnings were printed."""

    items: list[FormItem] = field(default_factory=list)
    translations: Mapping[str, object] = field(default_factory=dict)
    errors: int = 0
    warnings: int = 0


def load_and_check(file: Path, source: str | None = None) -> CheckedForm:
    """Load a form and print its errors and warnings, and what was not carried from another form builder."""
    from walkin.model.form.check import check_definition
    from walkin.model.form.files import FormFileError, find_field_line
    from walkin.model.form.importers import Source, read_form_file

    checked = CheckedForm()
    if source not in (None, *Source):
        msg = f"--from has to be one of {', '.join(Source)}"
        raise UsageError(msg)

    def warn(text: str, place: str = "") -> None:
        checked.warnings += 1
        typer.echo(strip_unprintable(f"{place or file}: warning: {text}"), err=True)

    try:
        content = file.read_bytes()
        form = read_form_file(content, file.name, Source(source) if source else None)
    except FormFileError as error:
        for message in error.problems:
            typer.echo(strip_unprintable(f"{file}: {message}"), err=True)
        checked.errors = len(error.problems)
        return checked
    checked.items, checked.translations = form.items, form.translations
    for note in form.notes:
        warn(str(note))
    for problem in check_definition(form.items):
        line = find_field_line(content.decode("utf-8", "replace"), problem.field_id) if problem.field_id else None
        place = f"{file}, line {line}" if line else str(file)
        if problem.warning:
            warn(str(problem), place)
        else:
            checked.errors += 1
            typer.echo(strip_unprintable(f"{place}: {problem}"), err=True)
    return checked


def _format_question_count(items: Sequence[FormItem]) -> str:
    return "1 question" if len(items) == 1 else f"{len(items)} questions"
