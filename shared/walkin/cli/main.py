"""The command ``walkin``. Each command imports what it needs, so that `--help` and small commands start fast."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from walkin.cli import support
from walkin.cli.access import account_app, audit_app, key_app
from walkin.cli.backup import backup_app
from walkin.cli.command_group import CommandGroup
from walkin.cli.desk import desk_app
from walkin.cli.forms import form_app
from walkin.cli.guide import show_guide
from walkin.cli.languages import language_app
from walkin.cli.machine import CheckOption, SoundOption, check_screen, machine_app, wants_check
from walkin.cli.printing import printer_app, require_modules, ticket_app
from walkin.cli.privacy import privacy_app
from walkin.cli.queues import office_app, queue_app
from walkin.cli.report import report_app
from walkin.cli.support import (
    ApiOption,
    ColumnsOption,
    ConfigOption,
    DatabaseOption,
    DataOption,
    DeskOption,
    JsonOption,
    LanguageOption,
    LinearOption,
    QueuesOption,
    ThemeOption,
)
from walkin.cli.watches import watch_app
from walkin.machine.programs import Program
from walkin.model.printable import strip_unprintable
from walkin.ui.signals import block_stop_signals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from walkin.model.queue import Queue

START_SECONDS = 5.0
"""Seconds from the start of a program to the first garbage collection."""

app = CommandGroup(pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"]})


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 failed, 2 wrong usage or settings."""
    # A plugin for pydantic is looked for in every package of the environment.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    _delay_garbage_collection()
    code = support.run_command(lambda: app(args=arguments, prog_name="walkin"))
    sys.exit(code)


def _delay_garbage_collection() -> None:
    """Collect garbage only after the start: imports leave next to none, and a collection over all imported objects
    takes as long as importing two hundred modules."""
    gc.disable()
    atexit.register(gc.freeze)
    timer = threading.Timer(START_SECONDS, _start_garbage_collection)
    timer.daemon = True
    # The thread inherits the mask: a signal that the main thread holds back would otherwise reach it.
    with block_stop_signals():
        timer.start()


def _start_garbage_collection() -> None:
    # Imported objects live until the end: exempt them.
    gc.freeze()
    gc.set_threshold(10_000, 10, 1)
    gc.enable()


@app.callback(invoke_without_command=True)
def walkin(
    ctx: typer.Context,
    api: ApiOption = None,
    data: DataOption = None,
    database: DatabaseOption = None,
    queue: QueuesOption = None,
    theme: ThemeOption = None,
    language: LanguageOption = None,
    config: ConfigOption = None,
    version: Annotated[bool, typer.Option("--version", help="Show the version and end.")] = False,
) -> None:
    """A walk-in queue for real offices. Without a command: a screen to choose from."""
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"walkin {installed('walkin')}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        settings = support.resolve_settings(ctx).settings
        support.require_terminal("walkin", "`walkin --help` lists what works without one, `walkin demo` shows it.")
        from walkin.launcher.app import launch

        raise typer.Exit(launch(settings))


@app.add_function()
def kiosk(
    ctx: typer.Context,
    api: ApiOption = None,
    data: DataOption = None,
    queue: QueuesOption = None,
    theme: ThemeOption = None,
    language: LanguageOption = None,
    config: ConfigOption = None,
    prefill: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=VALUE", help="Answer questions with that externalId; may be repeated."),
    ] = None,
    linear: LinearOption = False,
    line_columns: ColumnsOption = None,
    check: CheckOption = False,
    with_sound: SoundOption = False,
    as_json: JsonOption = False,
) -> None:
    """The screen on which clients take a ticket."""
    if wants_check(check=check, with_sound=with_sound, as_json=as_json):
        check_screen(ctx, Program.KIOSK, with_sound=with_sound, as_json=as_json)
        return
    answers = dict(_parse_prefill(text) for text in prefill or ())
    _run_screen(ctx, "kiosk", answers, linear=linear)


@app.add_function()
def counter(
    ctx: typer.Context,
    api: ApiOption = None,
    data: DataOption = None,
    queue: QueuesOption = None,
    desk: DeskOption = None,
    bar: Annotated[bool | None, typer.Option("--bar/--no-bar", help="Take three rows, beside another program.")] = None,
    theme: ThemeOption = None,
    language: LanguageOption = None,
    config: ConfigOption = None,
    linear: LinearOption = False,
    line_columns: ColumnsOption = None,
    check: CheckOption = False,
    with_sound: SoundOption = False,
    as_json: JsonOption = False,
) -> None:
    """The screen for staff: call and serve clients."""
    if wants_check(check=check, with_sound=with_sound, as_json=as_json):
        check_screen(ctx, Program.COUNTER, with_sound=with_sound, as_json=as_json)
        return
    _run_screen(ctx, "counter", linear=linear)


@app.add_function()
def display(
    ctx: typer.Context,
    api: ApiOption = None,
    data: DataOption = None,
    queue: QueuesOption = None,
    layout: Annotated[str | None, typer.Option(metavar="NAME", help="calls, calls+info, or desk.")] = None,
    desk: Annotated[str | None, typer.Option(metavar="NAME", help="The desk of the layout desk.")] = None,
    info: Annotated[str | None, typer.Option(metavar="PATH", help="The folder with pages (*.md) to show.")] = None,
    speech: Annotated[bool | None, typer.Option("--speech/--no-speech", help="Say each call.")] = None,
    theme: ThemeOption = None,
    language: LanguageOption = None,
    config: ConfigOption = None,
    in_browser: Annotated[
        bool, typer.Option("--serve", help="Show it to browsers, like a smart TV's, instead of on this terminal.")
    ] = False,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="With --serve: the address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="NUMBER", min=1, max=65535, help="With --serve: the port to listen on.")
    ] = 8324,
    check: CheckOption = False,
    with_sound: SoundOption = False,
    as_json: JsonOption = False,
) -> None:
    """The waiting room's screen: who is called, and where."""
    if wants_check(check=check, with_sound=with_sound, as_json=as_json):
        check_screen(ctx, Program.DISPLAY, with_sound=with_sound, as_json=as_json)
    elif in_browser:
        _serve_display(ctx, host, port)
    else:
        _run_screen(ctx, "display")


def _serve_display(ctx: typer.Context, host: str, port: int) -> None:
    from importlib.util import find_spec

    if find_spec("textual_serve") is None:
        raise support.UsageError("walkin display --serve needs the extra web: pip install 'walkin[web]'")
    from walkin_counter.display.serve import serve

    try:
        serve(support.resolve_settings(ctx), host, port)
    except OSError as error:
        msg = f"walkin display --serve cannot listen on {host}:{port}: {error.strerror or error}"
        raise support.UsageError(msg) from None


def _parse_prefill(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not key or not sign:
        raise support.UsageError(f'--prefill takes KEY=VALUE, not "{strip_unprintable(text)}".')
    return key, value


def _run_screen(
    ctx: typer.Context, screen_name: str, prefill: Mapping[str, str] | None = None, *, linear: bool = False
) -> None:
    settings = support.resolve_settings(ctx).settings
    if not linear:
        support.require_terminal(
            f"walkin {screen_name}", "Run it in a terminal window, or `walkin serve` for other programs."
        )
    support.warn_of_exposed_files(settings)
    if settings.printer and screen_name in ("kiosk", "counter"):
        require_modules(settings.printer)
    if linear:
        from walkin.launcher.app import open_lines

        raise typer.Exit(open_lines(screen_name, settings, prefill))
    from walkin.ui.first_frame import show_first_frame

    with show_first_frame(settings):
        from walkin.launcher.app import open_screen

        code = open_screen(screen_name, settings, prefill)
    raise typer.Exit(code)


@app.add_function()
def serve(
    ctx: typer.Context,
    host: Annotated[str | None, typer.Option(metavar="ADDRESS", help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(metavar="NUMBER", help="The port to listen on.")] = None,
    data: DataOption = None,
    database: DatabaseOption = None,
    files: Annotated[str | None, typer.Option(metavar="PATH", help="The folder for what clients send.")] = None,
    config: ConfigOption = None,
    tls_cert: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The certificate to show (PEM): serve https.")
    ] = None,
    tls_key: Annotated[Path | None, typer.Option(metavar="FILE", help="The certificate's private key.")] = None,
    proxy: Annotated[
        list[str] | None,
        typer.Option(metavar="ADDRESS", help="A reverse proxy whose X-Forwarded-… are believed; may be repeated."),
    ] = None,
    open_loopback: Annotated[
        bool | None,
        typer.Option(
            "--open/--no-open", help="Let this machine's programs in while there is no key (the default), or nobody."
        ),
    ] = None,
) -> None:
    """Serve the HTTP API: on this machine, or with keys anywhere."""
    settings = support.resolve_settings(ctx).settings
    support.warn_of_exposed_files(settings)
    from walkin.api import server
    from walkin.model.errors import Refused

    try:
        server.run(settings)
    except Refused as refused:
        raise support.UsageError(str(refused)) from None
    except KeyboardInterrupt:
        raise typer.Exit from None


@app.add_function()
def deliver(
    ctx: typer.Context, data: DataOption = None, database: DatabaseOption = None, config: ConfigOption = None
) -> None:
    """Send to watches what is due, beside a server. Several may work on one office."""
    settings = support.resolve_settings(ctx).settings
    import asyncio
    import contextlib

    from walkin.watch.deliver import run

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(settings))


@app.add_function()
def demo(
    ctx: typer.Context,
    seconds: Annotated[
        float | None,
        typer.Option(
            min=1, metavar="N", help="Print what happens as lines and end after N seconds (20 without a terminal)."
        ),
    ] = None,
    theme: ThemeOption = None,
    language: LanguageOption = None,
    config: ConfigOption = None,
) -> None:
    """Try Walkin in a throw-away office with invented clients."""
    settings = support.resolve_settings(ctx).settings
    from walkin.demo.office import run

    raise typer.Exit(run(settings, seconds=seconds, with_screens=seconds is None and support.has_terminal()))


@app.add_function("copy")
def copy_office(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FROM", help="A SQLite file, or the address of a database.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="The same; empty, or not there yet.")],
    from_files: Annotated[Path | None, typer.Option(metavar="PATH", help="The folder of FROM's files.")] = None,
    to_files: Annotated[Path | None, typer.Option(metavar="PATH", help="The folder for TO's files.")] = None,
    config: ConfigOption = None,
) -> None:
    """Move an office between SQLite and PostgreSQL.

    TO is empty or not there yet, and stays so unless everything arrives. Stop the programs that use FROM first.
    """
    from walkin.model.address import is_postgres
    from walkin.store.transfer import StoreLocation, transfer

    settings = support.resolve_settings(ctx).settings

    def locate(text: str, files: Path | None) -> StoreLocation:
        if is_postgres(text):
            return StoreLocation(text, files or settings.files, settings.lists)
        path = Path(text).expanduser()
        return StoreLocation(path / "office.db" if path.is_dir() else path, files, settings.lists)

    transfer(locate(source, from_files), locate(target, to_files), typer.echo)


@app.add_function()
def openapi(
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it there instead; a name ending in .html is a page.")
    ] = None,
    v20: Annotated[bool, typer.Option("--v20", help="Describe version 2.0 instead of 2.3.")] = False,
) -> None:
    """Print the description of the HTTP API (OpenAPI 3.1)."""
    import json

    from walkin.api.app import create_app
    from walkin.api.openapi.v20 import build_openapi_v20
    from walkin.api.routes.health import render_docs

    document = create_app(Path("office.db")).openapi()
    document = build_openapi_v20(document) if v20 else document
    page = output is not None and output.suffix == ".html"
    text = render_docs(document) if page else json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if output is None:
        support.print_document(text, is_json=not page)
    else:
        output.write_text(text, encoding="utf-8")


@app.add_function()
def keys() -> None:
    """Print the counter's keys as a file to edit (setting keys)."""
    from walkin_counter.desk.keymap import format_default_toml

    sys.stdout.write(format_default_toml())


@app.add_function()
def poster(
    ctx: typer.Context,
    queue_ref: Annotated[
        str | None, typer.Argument(metavar="[QUEUE]", help="Its id or name. Without: every queue joined by phone.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A .html to print on A4, or a .svg with the code alone.")
    ] = None,
    public_url: Annotated[
        str | None, typer.Option(metavar="URL", help="The address under which phones reach walkin serve.")
    ] = None,
    api: ApiOption = None,
    data: DataOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
    config: ConfigOption = None,
) -> None:
    """Make the poster for the door, with a QR code for phones."""
    from walkin.model.qr_code import fits_code
    from walkin.report.poster import build_join_url, print_poster, render_html_poster, render_qr_svg

    settings = support.resolve_settings(ctx).settings
    if not settings.public_url:
        raise support.UsageError(
            "walkin poster needs the address under which phones reach `walkin serve`: the setting public_url, or "
            "--public-url https://queue.example.org."
        )
    queues = _find_queues_for_phones(ctx, queue_ref)
    for queue in queues:
        if not fits_code(build_join_url(settings.public_url, queue)):
            msg = f"walkin poster: the id that the server gives {queue.name} is too long for a QR code."
            raise support.UsageError(strip_unprintable(msg))
    if output is None:
        for queue in queues:
            print_poster(queue, build_join_url(settings.public_url, queue))
    elif output.suffix.lower() == ".svg":
        if len(queues) != 1:
            raise support.UsageError("walkin poster: an .svg file holds the code of one queue: name the queue.")
        output.write_text(render_qr_svg(build_join_url(settings.public_url, queues[0])) + "\n", encoding="utf-8")
    elif output.suffix.lower() in (".html", ".htm"):
        languages = (settings.language, *settings.languages)
        output.write_text(render_html_poster(queues, settings.public_url, languages), encoding="utf-8")
    else:
        raise support.UsageError(f"walkin poster: {output} has to end in .html (to print) or .svg (the code alone).")


def _find_queues_for_phones(ctx: typer.Context, queue_ref: str | None) -> list[Queue]:
    """The queue of that id or name, without one every queue that is joined by phone."""
    if queue_ref:
        queue = support.run_with_client(ctx, lambda client: support.find_queue(client, queue_ref))
        if not queue.join_by_phone:
            msg = f"{queue.name} cannot be joined by phone yet: walkin queue edit {queue.id} --phone"
            raise support.UsageError(strip_unprintable(msg))
        return [queue]
    queues = [q for q in support.run_with_client(ctx, lambda client: client.list_queues()) if q.join_by_phone]
    if not queues:
        raise support.UsageError("No queue can be joined by phone yet: walkin queue edit ID --phone")
    return queues


@app.add_function("config")
def show_config(
    ctx: typer.Context,
    api: ApiOption = None,
    data: DataOption = None,
    queue: QueuesOption = None,
    theme: ThemeOption = None,
    language: LanguageOption = None,
    config: ConfigOption = None,
) -> None:
    """Show every setting, its value and where that came from."""
    from walkin.settings.errors import format_value
    from walkin.settings.model import FULL_NAMES, Settings, describe_fields

    effective = support.resolve_settings(ctx)
    absent = "" if effective.file.exists() else "  (not there: every setting has a default)"
    typer.echo(f"Settings file: {effective.file}{absent}")
    descriptions, shown_table = describe_fields(), ""
    for field_name, full_name in FULL_NAMES.items():
        table, _, name = full_name.partition(".")
        if table != shown_table:
            typer.echo(f"\n[{table}]")
            shown_table = table
        field, value = Settings.model_fields[field_name], getattr(effective.settings, field_name)
        hidden = "(unset)" if value is None else "(hidden)" if value and not field.repr else ""
        typer.echo(
            f"{name} = {hidden or format_value(value, limit=1000):<{46 - len(name)}}  {effective.origins[field_name]}"
        )
        typer.echo(f"    {descriptions[field_name]}")
    support.warn_of_exposed_files(effective.settings)


app.add_function("guide")(show_guide)
app.include(backup_app)
app.include(desk_app)
app.include(machine_app)
app.include(office_app)
app.include(report_app)
app.add_group("queue", queue_app)
app.add_group("form", form_app)
app.add_group("ticket", ticket_app)
app.add_group("printer", printer_app)
app.add_group("languages", language_app)
app.add_group("key", key_app)
app.add_group("account", account_app)
app.add_group("audit", audit_app)
app.add_group("privacy", privacy_app)
app.add_group("watch", watch_app)
