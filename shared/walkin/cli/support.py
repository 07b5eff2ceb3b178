"""What the commands have in common: settings from options, plain failures, and whether there is a terminal."""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from walkin.settings import EffectiveSettings

ApiOption = Annotated[str | None, typer.Option(metavar="embedded|URL", help="Where the queues live.")]
DataOption = Annotated[str | None, typer.Option(metavar="PATH", help="The office's data file, or its folder.")]
DatabaseOption = Annotated[
    str | None, typer.Option(metavar="URL", help="A PostgreSQL database in place of the data file.")
]
QueuesOption = Annotated[list[str] | None, typer.Option("--queue", metavar="ID|NAME", help="A queue; may be repeated.")]
ThemeOption = Annotated[str | None, typer.Option(metavar="NAME", help="office, night, contrast, or one of your own.")]
LanguageOption = Annotated[str | None, typer.Option(metavar="CODE", help="The language of the screens, like en or fr.")]
ConfigOption = Annotated[Path | None, typer.Option(metavar="FILE", help="The settings file to use (TOML).")]
DeskOption = Annotated[str | None, typer.Option(metavar="NAME", help="The name of this desk.")]

EXIT_FAILURE = 1
EXIT_USAGE_ERROR = 2

SETTINGS_KEY = "walkin.settings"
"""Where the click context keeps the settings of the command that runs."""


class UsageError(Exception):
    """What was asked for cannot be done; the text says in plain words why, and what can."""


def resolve_settings(ctx: typer.Context) -> EffectiveSettings:
    """The settings with this command's options over those given before the command's name, read once per command.

    Names of settings from before there were tables are named on stderr, with the names that replace them.
    """
    effective: EffectiveSettings | None = ctx.meta.get(SETTINGS_KEY)
    if effective is not None:
        return effective
    from walkin.settings import Settings, load_settings

    # A parent's class depends on the version of Typer, which carries its own click or uses the installed one.
    chain: list[Any] = [ctx]
    while chain[0].parent is not None:
        chain.insert(0, chain[0].parent)
    options: dict[str, object] = {}
    config: Path | None = None
    for context in chain:
        given = {name: value for name, value in context.params.items() if value not in (None, [], ())}
        options |= {name: value for name, value in given.items() if name in Settings.model_fields}
        config = given.get("config", config)
    effective = ctx.meta[SETTINGS_KEY] = load_settings(options, config)
    if effective.old_names:
        replaced = ", ".join(f"{old} is now {new}" for old, new in effective.old_names.items())
        typer.echo(f"walkin: old names of settings, still taken: {replaced}", err=True)
    return effective


def has_terminal() -> bool:
    """Whether a screen can be shown: on a terminal, or through Textual's own driver for browsers."""
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    return "TEXTUAL_DRIVER" in os.environ or all(stream is not None and stream.isatty() for stream in streams)


def require_terminal(command: str, advice: str) -> None:
    """Refuse when there is no terminal."""
    if not has_terminal():
        raise UsageError(f"{command} needs a terminal. {advice}")


def strip_unprintable(text: str) -> str:
    """Text from people or a server, without anything that a terminal acts on."""
    return "".join(character for character in text if character.isprintable())


def format_json(content: object) -> str:
    """JSON to be read by people too, in which a terminal finds nothing to act on."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    # What a terminal could act on is written as \uXXXX: the same JSON.
    return "".join(c if c.isprintable() or c == "\n" else _escape_character(c) for c in text) + "\n"


def _escape_character(character: str) -> str:
    return json.dumps(character)[1:-1] if ord(character) != 0x7F else "\\u007f"


def stop_on_signals() -> None:
    """Let SIGTERM and SIGHUP end the process by way of its `finally` clauses. Textual forgets handlers when it ends."""
    for name in ("SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, _stop)


def _stop(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def run_command(command: Callable[[], object]) -> int:
    """Run a command; whatever happens becomes an exit code and, at most, a few plain lines."""
    try:
        command()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else EXIT_FAILURE if end.code else 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader went away (`walkin config | head`). What is left must not be flushed into nowhere at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except UsageError as error:
        typer.echo(str(error), err=True)
        return EXIT_USAGE_ERROR
    except Exception as error:  # noqa: BLE001 - a user gets words, not a traceback
        # Imported here, for the settings load pydantic, which `--help` can do without.
        from walkin.settings import SettingsError

        problems = error.problems if isinstance(error, SettingsError) else [_describe_error(error)]
        for problem in problems:
            typer.echo(f"walkin: {problem}", err=True)
        return EXIT_USAGE_ERROR if isinstance(error, SettingsError) else EXIT_FAILURE
    return 0


def _describe_error(error: Exception) -> str:
    from walkin.model.errors import Refused

    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, Refused):
        fields = (f"  {field.id}: {field.message or field.code}" for field in error.fields)
        return "\n".join(map(strip_unprintable, [str(error), *fields]))
    if type(error).__module__.startswith("walkin."):
        return strip_unprintable(str(error))
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else str(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"stopped by a mistake in the program: {type(error).__name__} at {place.filename}:{place.lineno}"
