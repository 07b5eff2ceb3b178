"""What can be installed, and the terminals that its screen can run in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Program(StrEnum):
    """A program that `walkin install` starts with the machine."""

    KIOSK = "kiosk"
    DISPLAY = "display"
    COUNTER = "counter"
    SERVER = "server"

    @property
    def command(self) -> str:
        """The subcommand of walkin, such as ``serve``."""
        return "serve" if self is Program.SERVER else self.value

    @property
    def has_screen(self) -> bool:
        return self is not Program.SERVER

    @property
    def font_size(self) -> int:
        """Points, of which 20 give 120 × 32 cells on a screen of 1920 × 1080."""
        return {Program.DISPLAY: 24, Program.COUNTER: 14}.get(self, 20)


class Terminal(StrEnum):
    """What draws the screen: a terminal that fills it, in the compositor cage, or the Linux console."""

    CAGE_FOOT = "cage-foot"
    CAGE_KITTY = "cage-kitty"
    CAGE_ALACRITTY = "cage-alacritty"
    CONSOLE = "console"

    @property
    def emulator(self) -> Emulator | None:
        return EMULATORS.get(self)


@dataclass(frozen=True)
class Emulator:
    """A terminal emulator; ``touch_since`` is its first version that passes on taps and reads our file, if any does."""

    name: str
    config_name: str
    arguments: str
    full_screen_argument: str
    touch_since: tuple[int, int] | None


EMULATORS = {
    Terminal.CAGE_FOOT: Emulator("foot", "foot.ini", "--config={config}", "--fullscreen", (1, 15)),
    Terminal.CAGE_KITTY: Emulator("kitty", "kitty.conf", "--config={config}", "--start-as=fullscreen", None),
    Terminal.CAGE_ALACRITTY: Emulator("alacritty", "alacritty.toml", "--config-file={config} -e", "", (0, 13)),
}
