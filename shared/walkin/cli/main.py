"""The command ``walkin``. Each command imports what it needs, so that `--help` and small commands start fast."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from walkin.cli import support
from walkin.cli.access import account_app, audit_app, key_app
from walkin.cli.backup import backup_app
from walkin.cli.desk import desk_app
from walkin.cli.forms import form_app
from walkin.cli.guide import show_guide
from walkin.cli.privacy import privacy_app
from walkin.cli.queues import queue_app
from walkin.cli.report import report_app
from walkin.cli.support import (
    ApiOption,
    ConfigOption,
    DatabaseOption,
    DataOption,
    DeskOption,
    LanguageOption,
    QueuesOption,
    ThemeOption,
)
from walkin.cli.watches import watch_app
from walkin.model.printable import strip_unprintable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 failed, 2 wrong usage or settings."""
    code = support.run_command(lambda: app(args=arguments, prog_name="walkin"))
    sys.exit(code)


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


@app.command()
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
) -> None:
    """The screen walk-in clients touch to take a ticket."""
    answers = dict(_parse_prefill(text) for text in prefill or ())
    _run_screen(ctx, "kiosk", answers)


@app.command()
def counter(
    ctx: typer.Context,
    api: ApiOption = None,
    data: DataOption = None,
    queue: QueuesOption = None,
    desk: DeskOption = None,
    theme: ThemeOption = None,
    language: LanguageOption = None,
    config: ConfigOption = None,
) -> None:
    """The screen staff call and serve clients with."""
    _run_screen(ctx, "counter")


@app.command()
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
) -> None:
    """The waiting room's screen: the numbers called."""
    if in_browser:
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


def _run_screen(ctx: typer.Context, screen_name: str, prefill: Mapping[str, str] | None = None) -> None:
    settings = support.resolve_settings(ctx).settings
    support.require_terminal(
        f"walkin {screen_name}", "Run it in a terminal window, or `walkin serve` for other programs."
    )
    support.warn_of_exposed_files(settings)
    from walkin.launcher.app import open_screen

    raise typer.Exit(open_screen(screen_name, settings, prefill))


@app.command()
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


@app.command()
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


@app.command()
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
    """A throw-away office that lives by itself."""
    settings = support.resolve_settings(ctx).settings
    from walkin.demo.office import run

    raise typer.Exit(run(settings, seconds=seconds, with_screens=seconds is None and support.has_terminal()))


@app.command("copy")
def copy_office(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FROM", help="A SQLite file, or the address of a database.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="The same; empty, or not there yet.")],
    from_files: Annotated[Path | None, typer.Option(metavar="PATH", help="The folder of FROM's files.")] = None,
    to_files: Annotated[Path | None, typer.Option(metavar="PATH", help="The folder for TO's files.")] = None,
    config: ConfigOption = None,
) -> None:
    """Move an office between SQLite and PostgreSQL.

    TO is empty or not there yet, and stays so unless everything arrives. Stop what works on FROM before.
    """
    from walkin.model.address import is_postgres
    from walkin.store.transfer import transfer

    default_files = support.resolve_settings(ctx).settings.files

    def locate(text: str, files: Path | None) -> tuple[Path | str, Path | None]:
        if is_postgres(text):
            return text, files or default_files
        path = Path(text).expanduser()
        return path / "office.db" if path.is_dir() else path, files

    transfer(locate(source, from_files), locate(target, to_files), typer.echo)


@app.command()
def openapi(
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it there instead; a name ending in .html is a page.")
    ] = None,
) -> None:
    """Print the description of the HTTP API (OpenAPI 3.1)."""
    import json

    from walkin.api.app import create_app
    from walkin.api.routes.health import render_docs

    document = create_app(Path("office.db")).openapi()
    page = output is not None and output.suffix == ".html"
    text = render_docs(document) if page else json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if output is None:
        support.print_document(text, is_json=not page)
    else:
        output.write_text(text, encoding="utf-8")


@app.command()
def keys() -> None:
    """Print the counter's keys: a file to change (setting keys)."""
    from walkin_counter.desk.keymap import format_default_toml

    sys.stdout.write(format_default_toml())


@app.command()
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
    from walkin.report.poster import build_join_url, print_poster, render_html_poster, render_qr_svg

    settings = support.resolve_settings(ctx).settings
    if not settings.public_url:
        raise support.UsageError(
            "walkin poster needs the address under which phones reach `walkin serve`: the setting public_url, or "
            "--public-url https://queue.example.org."
        )
    if queue_ref:
        queue = support.run_with_client(ctx, lambda client: support.find_queue(client, queue_ref))
        if not queue.join_by_phone:
            msg = f"{queue.name} cannot be joined by phone yet: walkin queue edit {queue.id} --phone"
            raise support.UsageError(strip_unprintable(msg))
        queues = [queue]
    else:
        queues = [q for q in support.run_with_client(ctx, lambda client: client.list_queues()) if q.join_by_phone]
        if not queues:
            raise support.UsageError("No queue can be joined by phone yet: walkin queue edit ID --phone")
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


@app.command("config")
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
    from walkin.settings.model import FULL_NAMES, Settings

    effective = support.resolve_settings(ctx)
    absent = "" if effective.file.exists() else "  (not there: every setting has a default)"
    typer.echo(f"Settings file: {effective.file}{absent}")
    shown_table = ""
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
        typer.echo(f"    {field.description}")
    support.warn_of_exposed_files(effective.settings)


app.command("guide")(show_guide)
app.registered_commands.extend(backup_app.registered_commands)
app.registered_commands.extend(desk_app.registered_commands)
app.registered_commands.extend(report_app.registered_commands)
app.add_typer(queue_app, name="queue")
app.add_typer(form_app, name="form")
app.add_typer(key_app, name="key")
app.add_typer(account_app, name="account")
app.add_typer(audit_app, name="audit")
app.add_typer(privacy_app, name="privacy")
app.add_typer(watch_app, name="watch")
