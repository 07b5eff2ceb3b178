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

    from walkin.settings.model import Effective

Api = Annotated[str | None, typer.Option(metavar="embedded|URL", help="Where the queues live.")]
Data = Annotated[str | None, typer.Option(metavar="PATH", help="The office's data file, or its folder.")]
Database = Annotated[str | None, typer.Option(metavar="URL", help="A PostgreSQL database in place of the data file.")]
Queues = Annotated[list[str] | None, typer.Option("--queue", metavar="ID|NAME", help="A queue; may be repeated.")]
Theme = Annotated[str | None, typer.Option(metavar="NAME", help="office, night, contrast, or one of your own.")]
Language = Annotated[str | None, typer.Option(metavar="CODE", help="The language of the screens, like en or fr.")]
Config = Annotated[Path | None, typer.Option(metavar="FILE", help="The settings file to use (TOML).")]
Desk = Annotated[str | None, typer.Option(metavar="NAME", help="The name of this desk.")]

FAILED = 1
WRONG_USE = 2


class WrongUse(Exception):
    """What was asked for cannot be done; the text says in plain words why, and what can."""


def effective(ctx: typer.Context) -> Effective:
    """The settings with this command's options over those given before the command's name."""
    from walkin.settings.model import Settings, load

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
    return load(options, config)


def has_terminal() -> bool:
    """Whether a screen can be shown: on a terminal, or through Textual's own driver for browsers."""
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    return "TEXTUAL_DRIVER" in os.environ or all(stream is not None and stream.isatty() for stream in streams)


def need_terminal(command: str, advice: str) -> None:
    """Refuse when there is no terminal."""
    if not has_terminal():
        raise WrongUse(f"{command} needs a terminal. {advice}")


def plain(text: str) -> str:
    """Text from people or a server, without anything that a terminal acts on."""
    return "".join(character for character in text if character.isprintable())


def json_text(content: object) -> str:
    """JSON to be read by people too, in which a terminal finds nothing to act on."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    # What a terminal could act on is written as \uXXXX: the same JSON.
    return "".join(c if c.isprintable() or c == "\n" else _escaped(c) for c in text) + "\n"


def _escaped(character: str) -> str:
    return json.dumps(character)[1:-1] if ord(character) != 0x7F else "\\u007f"


def stop_on_signals() -> None:
    """Let SIGTERM and SIGHUP end the process by way of its `finally` clauses. Textual forgets handlers when it ends."""
    for name in ("SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, _stop)


def _stop(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def guarded(command: Callable[[], object]) -> int:
    """Run a command; whatever happens becomes an exit code and, at most, a few plain lines."""
    from walkin.settings.errors import SettingsError

    try:
        command()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED if end.code else 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader went away (`walkin config | head`). What is left must not be flushed into nowhere at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SettingsError as error:
        for problem in error.problems:
            typer.echo(f"walkin: {problem}", err=True)
        return WRONG_USE
    except WrongUse as error:
        typer.echo(str(error), err=True)
        return WRONG_USE
    except Exception as error:  # noqa: BLE001 - the last one before the user, who is owed words and not a traceback
        typer.echo(f"walkin: {_in_words(error)}", err=True)
        return FAILED
    return 0


def _in_words(error: Exception) -> str:
    from walkin.model.errors import Refused

    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, Refused):
        fields = (f"  {field.id}: {field.message or field.code}" for field in error.fields)
        return "\n".join(map(plain, [str(error), *fields]))
    if type(error).__module__.startswith("walkin."):
        return plain(str(error))
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else str(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"stopped by a mistake in the program: {type(error).__name__} at {place.filename}:{place.lineno}"
