"""``walkin languages``: the languages that there are, how complete they are, and checks of their files."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from walkin.cli import support
from walkin.cli.command_group import CommandGroup
from walkin.cli.support import EXIT_FAILURE, ConfigOption, JsonOption
from walkin.model.printable import strip_unprintable

if TYPE_CHECKING:
    from walkin.languages.check import Problem

MAX_NAMED = 10
"""Missing texts that are named without --json."""

language_app = CommandGroup(help="The languages of screens, tickets and pages.", invoke_without_command=True)


@language_app.callback()
def list_all(ctx: typer.Context, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """The languages of screens, tickets and pages: how complete they are."""
    if ctx.invoked_subcommand is not None:
        return
    support.resolve_settings(ctx)
    from walkin.languages import list_files, name_languages
    from walkin.languages.check import measure_language

    codes = sorted(list_files())
    names = name_languages(codes)
    shares = {code: measure_language(code) for code in codes}
    if as_json:
        support.print_json(
            [
                {
                    "code": code,
                    "name": names[code],
                    "clients": {"texts": shares[code][0].have, "of": shares[code][0].of},
                    "staff": {"texts": shares[code][1].have, "of": shares[code][1].of},
                    "files": [str(file) for file in list_files()[code]],
                }
                for code in codes
            ]
        )
        return
    typer.echo(f"{'code':<10} {'clients':>8} {'staff':>6}  name")
    for code in codes:
        clients, staff = shares[code]
        typer.echo(strip_unprintable(f"{code:<10} {clients.percent:>7}% {staff.percent:>5}%  {names[code]}"))


@language_app.add_function()
def check(
    ctx: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE…]", help="Files of texts (.ftl) or keyboards (.toml); without any, all of yours."
        ),
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what is wrong or missing in files of texts and keyboards. Ends with 1 if anything is."""
    settings = support.resolve_settings(ctx).settings
    if not paths and settings.texts is None:
        typer.echo("This office has no texts of its own: name a file, or set texts, their folder.")
        return
    from walkin.languages import is_for_clients
    from walkin.languages.check import check_file, list_missing_in
    from walkin.languages.keyboards import LAYOUT_SUFFIX

    own_files = settings.texts.iterdir() if settings.texts and not paths else ()
    checked = paths or sorted(file for file in own_files if file.suffix in (".ftl", LAYOUT_SUFFIX))
    problems = {file: check_file(file) for file in checked}
    missing = {file: list_missing_in(file) if all(p.line for p in problems[file]) else [] for file in checked}
    is_wrong = any(problems.values()) or any(map(is_for_clients, (key for keys in missing.values() for key in keys)))
    if as_json:
        support.print_json(
            [
                {
                    "file": str(file),
                    "problems": [{"line": problem.line, "text": problem.text} for problem in problems[file]],
                    "missing": missing[file],
                }
                for file in checked
            ]
        )
    else:
        for file in checked:
            _print_findings(file, problems[file], missing[file])
    if is_wrong:
        raise typer.Exit(EXIT_FAILURE)


def _print_findings(file: Path, problems: list[Problem], missing: list[str]) -> None:
    from walkin.languages import is_for_clients

    for problem in problems:
        typer.echo(_wrap(str(problem)))
    for_clients = [key for key in missing if is_for_clients(key)]
    if for_clients:
        typer.echo(_wrap(f"{file}: {len(for_clients)} texts for clients are missing, English is used:"))
        for key in for_clients[:MAX_NAMED]:
            typer.echo(f"    {key}")
        if len(for_clients) > MAX_NAMED:
            typer.echo(f"    and {len(for_clients) - MAX_NAMED} more; --json names all")
    if staff := len(missing) - len(for_clients):
        typer.echo(_wrap(f"{file}: {staff} texts for staff are missing, English is used."))
    if not problems and not for_clients:
        typer.echo(_wrap(f"{file}: can be used."))


def _wrap(text: str) -> str:
    return textwrap.fill(
        strip_unprintable(text), 80, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )
