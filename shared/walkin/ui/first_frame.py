"""The first frame of a screen: a line in the colours of its theme, while Textual and the program are imported."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from walkin.languages import Words, choose_language
from walkin.settings import find_shipped_themes
from walkin.ui.signals import block_stop_signals, disable_signal_keys

if TYPE_CHECKING:
    from walkin.settings import OfficeSettings

COLOUR = re.compile("#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)


@contextmanager
def show_first_frame(settings: OfficeSettings) -> Iterator[None]:
    """Draw the first frame, then run the block, whose app draws over it and restores the terminal.

    Keys pressed meanwhile reach the app. Nothing is drawn unless COLORTERM announces true colour.
    """
    # Textual writes to this stream, too.
    terminal = sys.__stderr__
    colours = _find_colours(settings)
    if terminal is None or colours is None or not _shows_all_colours(terminal):
        yield
        return
    with block_stop_signals(), disable_signal_keys():
        _write(terminal, _draw(colours, Words(choose_language(settings.language))("app-loading"), terminal))
        try:
            yield
        except BaseException:
            _write(terminal, "\x1b[?1049l\x1b[?25h")
            raise


def _shows_all_colours(terminal: IO[str]) -> bool:
    return (
        sys.platform != "win32"
        and terminal.isatty()
        and os.environ.get("COLORTERM") in ("truecolor", "24bit")
        and not os.environ.keys() & {"NO_COLOR", "TEXTUAL_DRIVER", "TEXTUAL_COLOR_SYSTEM"}
    )


def _find_colours(settings: OfficeSettings) -> tuple[str, str] | None:
    """The background and the colour of text as parameters of SGR; None if the theme is missing or broken."""
    folders = [folder for folder in (settings.themes, find_shipped_themes()) if folder]
    try:
        file = next((file for folder in folders if (file := folder / f"{settings.theme}.toml").is_file()), None)
        colours = tomllib.loads(file.read_text(encoding="utf-8-sig"))["colours"] if file else {}
        return _to_sgr(colours["background"]), _to_sgr(colours["foreground"])
    except (OSError, ValueError, RecursionError, LookupError, TypeError):
        return None


def _to_sgr(colour: str) -> str:
    match = COLOUR.fullmatch(colour)
    if match is None:
        raise ValueError(colour)
    return ";".join(str(int(part, 16)) for part in match.groups())


def _draw(colours: tuple[str, str], text: str, terminal: IO[str]) -> str:
    background, foreground = colours
    # Not `walkin.ui.safe`, which imports Textual.
    text = "".join(filter(str.isprintable, text))
    columns, rows = os.get_terminal_size(terminal.fileno())
    lines = [text.center(columns)[:columns] if row == rows // 2 else " " * columns for row in range(rows)]
    # The alternate screen, without a cursor and without a line feed after the last line.
    drawn = "".join(f"\x1b[{row};1H{line}" for row, line in enumerate(lines, 1))
    return f"\x1b[?1049h\x1b[?25l\x1b[48;2;{background}m\x1b[38;2;{foreground}m{drawn}\x1b[0m"


def _write(terminal: IO[str], text: str) -> None:
    os.write(terminal.fileno(), text.encode())
