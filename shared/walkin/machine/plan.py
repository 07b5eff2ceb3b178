"""The files that make a program start by itself on this machine and come back."""

from __future__ import annotations

import json
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from walkin.machine.programs import Program, Terminal
from walkin.machine.quoting import check_value, quote_argument, quote_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from walkin.settings import Settings

STATE_FOLDER = Path("/var/lib/walkin")
UNITS = Path("/etc/systemd/system")
HOMES = (Path("/home"), Path("/root"))

FOOT_KEYS = (
    "clipboard-copy", "clipboard-paste", "primary-paste", "search-start", "font-increase", "font-decrease",
    "font-reset", "spawn-terminal", "minimize", "maximize", "fullscreen", "pipe-visible", "pipe-scrollback",
    "pipe-selected", "show-urls-launch", "show-urls-copy", "show-urls-persistent", "scrollback-up-page",
    "scrollback-up-half-page", "scrollback-up-line", "scrollback-down-page", "scrollback-down-half-page",
    "scrollback-down-line", "prompt-prev", "prompt-next", "unicode-input",
)  # fmt: skip
FOOT_MOUSE = (
    "selection-override-modifiers", "primary-paste", "select-begin", "select-begin-block", "select-extend",
    "select-extend-character-wise", "select-word", "select-word-whitespace", "select-row", "font-increase",
    "font-decrease",
)  # fmt: skip
ALACRITTY_KEYS = {
    "Control|Shift": ("V", "C", "F", "B", "Space"),
    "Control": ("0", "=", "+", "-", "NumpadAdd", "NumpadSubtract"),
    "Shift": ("Insert", "PageUp", "PageDown", "Home", "End"),
    "": ("Copy", "Paste"),
}
ALACRITTY_BUTTONS = ("Middle", "Right")


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file to write, or a link if ``target`` is given. One that is ``for_editing`` is never replaced."""

    path: Path
    text: str = ""
    mode: int = 0o644
    target: str = ""
    for_editing: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be installed, and how. ``config`` is a settings file that exists already."""

    program: Program
    settings: Settings
    for_user: bool = False
    terminal: Terminal = Terminal.CAGE_FOOT
    config: Path | None = None
    font: str = "DejaVu Sans Mono"
    font_size: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The files that make one program start."""

    program: Program
    unit: str
    files: tuple[PlannedFile, ...]
    settings_file: Path | None


def make_plan(request: Request) -> Plan:
    """Plan the files of a program.

    Raises: ValueError with a message for the user.
    """
    program, emulator = request.program, request.terminal.emulator if request.program.has_screen else None
    if not re.fullmatch(r"[A-Za-z0-9 ._-]+", request.font):
        msg = f'"{request.font}" is not the name of a font'
        raise ValueError(msg)
    if request.for_user and program.has_screen and emulator is None:
        msg = "The console belongs to the machine: leave out --user, or choose a terminal of the desktop."
        raise ValueError(msg)
    unit = f"walkin-{program}.service"
    folder, units = _find_folders(for_user=request.for_user)
    own_settings = None if request.for_user or request.config else folder / f"{program}.toml"
    terminal_file = folder / f"{program}.{emulator.config_name}" if emulator else None
    settings_file = own_settings or request.config
    uses_homes = any(_is_in_home(path) for path in _list_needed_paths(settings_file))
    values = {
        "program": program,
        "has_screen": program.has_screen,
        "for_user": request.for_user,
        "emulator": emulator,
        "command": _build_command(request, settings_file, terminal_file),
        "owned": quote_argument(str(own_settings)) if own_settings else "",
        "writable": " ".join(quote_value(f"-{path}") for path in _list_writable(request.settings)),
        "uses_homes": uses_homes,
        "capabilities": "CAP_NET_BIND_SERVICE" if not program.has_screen and request.settings.port < 1024 else "",
        "wanted_by": _find_target(request),
        "groups": _list_groups(request),
        "settings": _list_settings(request.settings),
        "font": request.font,
        "font_size": request.font_size or program.font_size,
        "foot_keys": FOOT_KEYS,
        "foot_mouse": FOOT_MOUSE,
        "alacritty_keys": ALACRITTY_KEYS,
        "alacritty_buttons": ALACRITTY_BUTTONS,
    }
    files = [PlannedFile(units / unit, _render("unit", values))]
    files.append(PlannedFile(units / f"{values['wanted_by']}.wants" / unit, target=str(units / unit)))
    if terminal_file and emulator:
        files.append(PlannedFile(terminal_file, _render(emulator.config_name, values)))
    if own_settings:
        files.append(PlannedFile(own_settings, _render("settings.toml", values), 0o600, for_editing=True))
    if not request.for_user:
        files.append(PlannedFile(Path(f"/etc/sysusers.d/walkin-{program}.conf"), _render("sysusers.conf", values)))
        if program.has_screen:
            files.append(PlannedFile(Path(f"/etc/pam.d/walkin-{program}"), _render("pam", values)))
            logind = Path(f"/etc/systemd/logind.conf.d/walkin-{program}.conf")
            files.append(PlannedFile(logind, _render("logind.conf", values)))
            # These keys would restart the machine.
            files.append(PlannedFile(UNITS / "ctrl-alt-del.target", target="/dev/null"))
    return Plan(program, unit, tuple(files), settings_file)


def find_record_folder(*, for_user: bool) -> Path:
    """The folder that holds the records of what was written."""
    return _find_folders(for_user=for_user)[0]


def _find_folders(*, for_user: bool) -> tuple[Path, Path]:
    """The folder for settings and records, and that of units."""
    if not for_user:
        return Path("/etc/walkin"), UNITS
    import platformdirs

    configuration = platformdirs.user_config_path("walkin", appauthor=False)
    return configuration, configuration.parent / "systemd" / "user"


def _find_target(request: Request) -> str:
    if not request.for_user:
        return "multi-user.target"
    return "graphical-session.target" if request.program.has_screen else "default.target"


def _build_command(request: Request, settings_file: Path | None, terminal_file: Path | None) -> str:
    """The command line of the unit."""
    program, emulator = request.program, request.terminal.emulator
    words = [*_find_walkin(), program.command]
    if settings_file:
        words += ["--config", str(settings_file)]
    if terminal_file and emulator:
        arguments = [argument.format(config=terminal_file) for argument in emulator.arguments.split()]
        # In the compositor of a desktop the terminal asks for the whole screen; cage gives it.
        full_screen = [emulator.full_screen_argument] if request.for_user and emulator.full_screen_argument else []
        words = [find_executable(emulator.name), *full_screen, *arguments, *words]
        if not request.for_user:
            words = [find_executable("cage"), "-d", "--", *words]
    if set(words[0]) & set("\"'\\"):
        msg = f"systemd starts no program whose path has quotes or backslashes: {words[0]}"
        raise ValueError(msg)
    # The name of the program itself takes no variables.
    return " ".join([quote_value(words[0]), *map(quote_argument, words[1:])])


def find_executable(name: str) -> str:
    """The path of a system's program, where distributions put it if it is not there yet."""
    return shutil.which(name, path="/usr/local/bin:/usr/bin:/bin") or f"/usr/bin/{name}"


def _find_walkin() -> list[str]:
    """The command ``walkin`` of this installation."""
    script = Path(sys.executable).parent / "walkin"
    return [str(script)] if script.exists() else [sys.executable, "-P", "-m", "walkin"]


def _list_needed_paths(settings_file: Path | None) -> list[Path]:
    """What the program reads: the interpreter, the libraries, Walkin itself and its settings."""
    paths = [Path(sys.executable), Path(sys.prefix), Path(sys.base_prefix), Path(__file__)]
    return [*paths, *([settings_file] if settings_file else [])]


def describe_obstacles() -> list[str]:
    """A warning for each folder above this installation that other users may not enter."""
    ways = dict.fromkeys(folder for path in _list_needed_paths(None) for folder in path.resolve().parents)
    closed = [folder for folder in reversed(list(ways)) if not folder.stat().st_mode & 0o001]
    return [f"other users may not enter {folder}: install Walkin elsewhere, such as /opt/walkin." for folder in closed]


def _is_in_home(path: Path) -> bool:
    return any(path.is_relative_to(home) or path.resolve().is_relative_to(home) for home in HOMES)


def _list_writable(settings: Settings) -> list[Path]:
    """The folders outside its own one that the program writes to."""
    folders = [settings.log.parent if settings.log else None]
    if settings.api == "embedded":
        folders += [settings.files, settings.lists, None if settings.database else settings.data.parent]
    return list(dict.fromkeys(path for path in folders if path and not path.is_relative_to(STATE_FOLDER)))


def _list_groups(request: Request) -> Sequence[str]:
    """The groups whose devices the program uses: screen and sound, and a printer without a network."""
    kind = request.settings.printer.partition(":")[0]
    groups = {"usb": ["lp"], "serial": ["dialout"], "file": ["lp"]}.get(kind, [])
    if request.program.has_screen:
        groups = [*(["video", "render"] if request.terminal.emulator else []), "audio", *groups]
    return groups


def _list_settings(settings: Settings) -> dict[str, str]:
    """The first settings of a new settings file, with their values as TOML."""
    if settings.api != "embedded":
        return {"api": _quote_toml(settings.api)}
    return {"data": _quote_toml(str(settings.data))}


def _quote_toml(text: str) -> str:
    return json.dumps(check_value(text), ensure_ascii=False)


def _render(name: str, values: dict[str, object]) -> str:
    import jinja2

    environment = jinja2.Environment(  # noqa: S701 - the files are no HTML; values are quoted for what they stand in
        loader=jinja2.PackageLoader("walkin.machine", "templates"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(f"{name}.j2").render(values)


def describe_steps(plan: Plan, *, for_user: bool) -> list[str]:
    """The commands that start it now; a restart of the machine needs the first one only."""
    unit = plan.unit.removesuffix(".service")
    if not for_user:
        return ["systemd-sysusers", "systemctl daemon-reload", f"systemctl restart {unit}"]
    # Without lingering, a user's services end when the user logs out.
    linger = [] if plan.program.has_screen else ["loginctl enable-linger"]
    return [*linger, "systemctl --user daemon-reload", f"systemctl --user restart {unit}"]
