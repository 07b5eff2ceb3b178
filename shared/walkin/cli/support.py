"""What the commands share: options, settings, a client of the office, tables, and error messages."""

from __future__ import annotations

import functools
import inspect
import io
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol, TypeVar

import typer

from walkin.cli.command_group import CommandGroup
from walkin.model.printable import format_json, is_utf8, strip_unprintable, to_ascii_json

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from walkin.client import QueueClient
    from walkin.model.queue import Queue
    from walkin.settings import EffectiveSettings, Settings

ApiOption = Annotated[str | None, typer.Option(metavar="embedded|URL", help="The data file (embedded), or a server.")]
DataOption = Annotated[str | None, typer.Option(metavar="PATH", help="The office's data file, or its folder.")]
DatabaseOption = Annotated[
    str | None, typer.Option(metavar="URL", help="A PostgreSQL database in place of the data file.")
]
QueuesOption = Annotated[list[str] | None, typer.Option("--queue", metavar="ID|NAME", help="A queue; may be repeated.")]
ThemeOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="office, night, contrast, paper, garden, or your own.")
]
LanguageOption = Annotated[str | None, typer.Option(metavar="CODE", help="The language, like fr or en-GB.")]
ConfigOption = Annotated[Path | None, typer.Option(metavar="FILE", help="The settings file to use (TOML).")]
DeskOption = Annotated[str | None, typer.Option(metavar="NAME", help="The name of this desk.")]
LinearOption = Annotated[bool, typer.Option("--linear", help="One line at a time, for braille and screen readers.")]
ColumnsOption = Annotated[int | None, typer.Option("--columns", metavar="N", help="With --linear: cells of a line.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, exact and complete.")]
QueueArgument = Annotated[str, typer.Argument(metavar="ID|NAME", help="The queue.")]

EXIT_FAILURE = 1
EXIT_USAGE_ERROR = 2

SETTINGS_KEY = "walkin.settings"
"""Where the click context keeps the settings of the command that runs."""


Result = TypeVar("Result")
Command = TypeVar("Command", bound="Callable[..., None]")


def create_group(description: str) -> CommandGroup:
    """A command that has subcommands."""
    return CommandGroup(help=description, no_args_is_help=True)


def _office_options(*, api: ApiOption = None, data: DataOption = None, config: ConfigOption = None) -> None:
    """The options that `office_command` adds."""


def office_command(
    group: CommandGroup, name: str | None = None, *, has_api: bool = True
) -> Callable[[Command], Command]:
    """Register a command with the options --api, --data and --config, which `resolve_settings` reads.

    A command that opens the database itself has no --api (``has_api`` false).
    """

    def register(command: Command) -> Command:
        group.add(name, command, functools.partial(_add_office_options, has_api=has_api))
        return command

    return register


def _add_office_options(command: Callable[..., None], *, has_api: bool) -> Callable[..., None]:
    office_parameters = dict(inspect.signature(_office_options, eval_str=True).parameters)
    if not has_api:
        del office_parameters["api"]

    @functools.wraps(command)
    def run(**options: object) -> None:
        command(**{option: value for option, value in options.items() if option not in office_parameters})

    # Typer reads the parameters from the signature and their types from the annotations.
    signature = inspect.signature(command, eval_str=True)
    parameters = [*signature.parameters.values(), *office_parameters.values()]
    parameters = [parameter.replace(kind=parameter.KEYWORD_ONLY) for parameter in parameters]
    run.__dict__["__signature__"] = signature.replace(parameters=parameters)
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def drop_none(members: Mapping[str, object]) -> dict[str, object]:
    """The members whose value is not None."""
    return {name: value for name, value in members.items() if value is not None}


class NamedQueue(Protocol):
    """A queue as the API or the store gives it."""

    @property
    def id(self) -> str | int: ...
    @property
    def name(self) -> str: ...


QueueT = TypeVar("QueueT", bound=NamedQueue)


class UsageError(Exception):
    """The command cannot be carried out as given; the message says why, and what can be done."""


def resolve_settings(ctx: typer.Context) -> EffectiveSettings:
    """The settings with this command's options over those given before the command's name, read once per command.

    Names of settings from before there were tables are named on stderr, with the names that replace them.
    """
    effective: EffectiveSettings | None = ctx.meta.get(SETTINGS_KEY)
    if effective is not None:
        return effective
    from walkin.languages import use_texts_folder
    from walkin.settings import Settings, load_settings

    # A parent's class depends on the version of Typer, which carries its own click or uses the installed one.
    chain: list[Any] = [ctx]
    while chain[0].parent is not None:
        chain.insert(0, chain[0].parent)
    options: dict[str, object] = {}
    config: Path | None = None
    for context in chain:
        parameters = {name: value for name, value in context.params.items() if value not in (None, [], ())}
        options |= {name: value for name, value in parameters.items() if name in Settings.model_fields}
        config = parameters.get("config", config)
    effective = ctx.meta[SETTINGS_KEY] = load_settings(options, config)
    use_texts_folder(effective.settings.texts)
    if effective.old_names:
        replaced = ", ".join(f"{old} is now {new}" for old, new in effective.old_names.items())
        typer.echo(f"walkin: old names of settings, still taken: {replaced}", err=True)
    for line in effective.describe_exposure():
        typer.echo(f"walkin: warning: {line}", err=True)
    return effective


def warn_of_exposed_files(settings: Settings) -> None:
    """Say on stderr which files of the office's data other users of this machine can read."""
    if settings.api != "embedded" or settings.database:
        return
    from walkin.model.office_files import list_office_files
    from walkin.private_files import describe_exposed

    for line in describe_exposed(list_office_files(settings.data, settings.files)):
        typer.echo(f"walkin: warning: {line}", err=True)


def has_terminal() -> bool:
    """Whether a screen can be shown: on a terminal, or through Textual's own driver for browsers."""
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    return "TEXTUAL_DRIVER" in os.environ or all(stream is not None and stream.isatty() for stream in streams)


def require_terminal(command: str, advice: str) -> None:
    """Raise UsageError when there is no terminal."""
    if not has_terminal():
        raise UsageError(f"{command} needs a terminal. {advice}")


async def find_queue(client: QueueClient, queue_ref: str) -> Queue:
    """The queue with that id, or else that name in any letter case. Raises UsageError for none or several."""
    return select_queue(await client.list_queues(), queue_ref, "walkin queue")


def select_queue(queues: Sequence[QueueT], queue_ref: str, command: str) -> QueueT:
    """See `find_queue`; `queues` are resources or database rows."""
    # Imported here, for it loads pydantic, which `--help` can do without.
    from walkin.model.text import drop_invisible

    matches = [queue for queue in queues if str(queue.id) == queue_ref] or [
        queue for queue in queues if queue.name.casefold() == drop_invisible(queue_ref).strip().casefold()
    ]
    if len(matches) != 1:
        listed = ", ".join(f"{queue.name} ({queue.id})" for queue in matches or queues) or "none"
        problem = "is the name of several queues, name one by its id" if matches else "is no queue, there are"
        raise UsageError(strip_unprintable(f"{command}: {queue_ref} {problem}: {listed}"))
    return matches[0]


def run_with_client(ctx: typer.Context, operation: Callable[[QueueClient], Awaitable[Result]]) -> Result:
    """Run the operation with a client of the office that the settings name, and return its result."""
    settings = resolve_settings(ctx).settings

    import asyncio

    async def run() -> Result:
        from walkin.client import ServerUnreachable, connect

        async with await connect(settings) as client:
            try:
                return await operation(client)
            except ServerUnreachable as error:
                raise ServerUnreachable(f"no answer from {settings.api}: {error}") from None

    return asyncio.run(run())


def print_json(content: object) -> None:
    """Print JSON without characters that a terminal acts on."""
    print_document(format_json(content), is_json=True)


def print_document(text: str, *, is_json: bool = False) -> None:
    """Print the content of a file without a loss: JSON in ASCII where the output is not of UTF-8, others in UTF-8.

    On a terminal of another encoding characters are replaced.
    """
    if is_json and not is_utf8(sys.stdout):
        text = to_ascii_json(text)
    if text.isascii() or is_utf8(sys.stdout) or sys.stdout.isatty():
        sys.stdout.write(text)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()


def print_table(rows: list[tuple[str, ...]]) -> None:
    """Print rows in columns; the first row is the head."""
    from rich.cells import cell_len

    rows = [tuple(strip_unprintable(cell) for cell in row) for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        typer.echo("  ".join(cells).rstrip())


def run_command(command: Callable[[], object]) -> int:
    """Run a command and return its exit code. Errors are printed as lines, never as a traceback."""
    # What the output's encoding lacks must not end a command, least of all after it has done its work.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        command()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else EXIT_FAILURE if end.code else 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader closed the pipe (`walkin config | head`): what is left must not be flushed into it at exit.
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
    if isinstance(error, UnicodeEncodeError):
        return "a text holds bytes that are not text in this encoding"
    if isinstance(error, OSError):
        return strip_unprintable(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"stopped by a mistake in the program: {type(error).__name__} at {place.filename}:{place.lineno}"
