"""``walkin install``, ``walkin uninstall``, and ``--check`` of the screens."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated

import typer

from walkin.cli import support
from walkin.cli.command_group import CommandGroup
from walkin.cli.support import ApiOption, ConfigOption, DataOption, UsageError
from walkin.machine.programs import Program, Terminal
from walkin.model.printable import strip_unprintable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from walkin.machine.plan import Plan
    from walkin.machine.record import Tree
    from walkin.settings import Settings

machine_app = CommandGroup()

ProgramArgument = Annotated[Program, typer.Argument(help="The program to start with the machine.")]
UserOption = Annotated[bool, typer.Option("--user", help="For your own user's desktop, not for the machine.")]
RootOption = Annotated[Path, typer.Option(metavar="DIR", help="The folder that stands for /, as for an image.")]
CheckOption = Annotated[bool, typer.Option("--check", help="Check this machine: screen, sound, printer, server.")]
SoundOption = Annotated[bool, typer.Option("--sound", help="With --check: play a tone.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show the files, and write nothing.")]

DONE = {
    "copied": "kept a copy", "kept": "changed since, kept", "gone": "not there any more", "restored": "put back",
}  # fmt: skip


@machine_app.add_function()
def install(
    ctx: typer.Context,
    program: ProgramArgument,
    for_user: UserOption = False,
    terminal: Annotated[
        Terminal, typer.Option(metavar="NAME", help="cage-foot, cage-kitty, cage-alacritty, or console.")
    ] = Terminal.CAGE_FOOT,
    font: Annotated[str, typer.Option(metavar="NAME", help="The terminal's font.")] = "DejaVu Sans Mono",
    font_size: Annotated[int | None, typer.Option(metavar="POINTS", min=6, max=200, help="Its size.")] = None,
    api: ApiOption = None,
    data: DataOption = None,
    config: ConfigOption = None,
    dry_run: DryRunOption = False,
    root: RootOption = Path("/"),
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there, and keep a copy.")] = False,
) -> None:
    """Start a program with the machine, and again when it ends."""
    from walkin.machine.plan import STATE_FOLDER, Request, describe_obstacles, describe_steps, make_plan
    from walkin.machine.terminals import describe_terminal
    from walkin.settings import load_settings

    options: dict[str, object] = {"api": api, "data": data}
    if not for_user and config is None and data is None:
        options["data"] = str(STATE_FOLDER / "office.db")
    # Neither the settings of whoever installs nor their variables count: the program will not have them.
    settings = load_settings(options, config or Path("/dev/null"), {}).settings
    if config and (api or data):
        raise UsageError("walkin install: write api and data into the settings file that --config names.")
    try:
        plan = make_plan(Request(program, settings, for_user, terminal, config and config.absolute(), font, font_size))
    except ValueError as error:
        raise UsageError(f"walkin install: {strip_unprintable(str(error))}") from None
    if dry_run:
        _show(plan, root)
        return
    if program.has_screen and not for_user:
        _require_free_console(program, root)
    _report(_open_tree(program, root, for_user=for_user).install(plan, force=force), root)
    obstacles = [] if for_user else describe_obstacles()
    for line in [*obstacles, *(describe_terminal(terminal) if program.has_screen else ())]:
        typer.echo(f"walkin: warning: {line}", err=True)
    if plan.settings_file:
        typer.echo(strip_unprintable(f"Its settings, such as api and api_key: {plan.settings_file}"))
    if root == Path("/"):
        typer.echo("It starts with the machine. To start it now:")
        for step in describe_steps(plan, for_user=for_user):
            typer.echo(f"  {step}")


@machine_app.add_function()
def uninstall(
    program: ProgramArgument,
    for_user: UserOption = False,
    dry_run: DryRunOption = False,
    root: RootOption = Path("/"),
    force: Annotated[bool, typer.Option("--force", help="Also files that were changed since.")] = False,
) -> None:
    """Remove the files that walkin install wrote."""
    tree = _open_tree(program, root, for_user=for_user)
    if not tree.record.files:
        raise UsageError(f"walkin uninstall: walkin install {program} has written nothing here.")
    if dry_run:
        for path in tree.record.files:
            typer.echo(strip_unprintable(str(tree.locate(path))))
        return
    kept = _report(tree.uninstall(force=force), root)
    if kept:
        typer.echo("Delete what is kept yourself, or use --force.", err=True)
        raise typer.Exit(support.EXIT_FAILURE)
    if root == Path("/"):
        manager = "systemctl --user" if for_user else "systemctl"
        typer.echo(
            f"Nothing starts it any more. To end it now:\n  {manager} stop walkin-{program}\n  {manager} daemon-reload"
        )


def _require_free_console(program: Program, root: Path) -> None:
    for other in Program:
        if other.has_screen and other is not program and _open_tree(other, root, for_user=False).record.files:
            raise UsageError(f"walkin install: the {other} has this machine's console: walkin uninstall {other}")


def _open_tree(program: Program, root: Path, *, for_user: bool) -> Tree:
    from walkin.machine.plan import find_record_folder
    from walkin.machine.record import Tree

    return Tree(root.absolute(), find_record_folder(for_user=for_user) / f"{program}.installed.json")


def _report(done: Iterable[tuple[str, Path]], root: Path) -> int:
    """Print what was done with each file; returns the number of files that were kept."""
    from walkin.machine.record import FileInTheWay

    kept = 0
    try:
        for action, path in done:
            typer.echo(strip_unprintable(f"{DONE.get(action, action)}: {path}"))
            kept += action == "kept"
    except FileInTheWay as error:
        raise UsageError(f"walkin: {strip_unprintable(str(error))}") from None
    except PermissionError as error:
        advice = "run this as root (sudo), or with --user" if root == Path("/") else "choose another folder"
        raise UsageError(strip_unprintable(f"walkin: {error.filename} cannot be written: {advice}.")) from None
    return kept


def _show(plan: Plan, root: Path) -> None:
    for file in plan.files:
        place = root.absolute() / file.path.relative_to("/")
        typer.echo(strip_unprintable(f"# {place}{f' -> {file.target}' if file.target else ''}"))
        if file.text:
            typer.echo(file.text)


def wants_check(*, check: bool, with_sound: bool, as_json: bool) -> bool:
    """Whether a screen's options ask for the check instead of the screen."""
    if not check and (with_sound or as_json):
        raise UsageError("--sound and --json belong to --check.")
    return check


def check_screen(ctx: typer.Context, program: Program, *, with_sound: bool, as_json: bool) -> None:
    """Check the machine and print the findings; exits with 1 if something fails."""
    from dataclasses import asdict

    from walkin.machine.checks import check_machine
    from walkin.machine.terminal_probe import count_taps, probe_terminal

    settings = support.resolve_settings(ctx).settings
    report = probe_terminal()
    taps = None
    if report.is_terminal and not as_json and program is not Program.DISPLAY:
        typer.echo("Tap the screen three times, in three corners. Any key goes on without.")
        taps = count_taps()
    played = _play_tone(settings) if with_sound else None
    findings = list(check_machine(settings, program, report, sys.stdout.encoding, taps, played))
    if as_json:
        support.print_json({"program": program, "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            advice = f" → {finding.advice}" if finding.advice and finding.state != "ok" else ""
            line = strip_unprintable(f"{finding.what + ':':<15}{finding.text}{advice}")
            indent = f"{finding.state:<9}"
            typer.echo(fill(line, 80, initial_indent=indent, subsequent_indent=" " * 24, break_on_hyphens=False))
    if any(finding.state == "fails" for finding in findings):
        raise typer.Exit(support.EXIT_FAILURE)


def _play_tone(settings: Settings) -> str:
    """Play the display's chime; returns what went wrong, empty if nothing."""
    import asyncio
    import tempfile

    from walkin.speech.engines import AudioError, Player
    from walkin_counter.display.audio.chime import render_chime

    player = Player.detect(settings.sound_command)
    if player is None:
        return "nothing that plays sound"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "chime.wav"
        file.write_bytes(render_chime(settings.volume))
        try:
            asyncio.run(player.play(file))
        except AudioError as error:
            return str(error)
    return ""
