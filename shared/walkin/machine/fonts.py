"""Which languages the fonts of this machine can show."""

from __future__ import annotations

import array
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from walkin.settings import Settings

FONTCONFIG_NAMES = {"zh-Hans": "zh-cn", "zh-Hant": "zh-tw"}
FONT_PACKAGES = {"zh": "fonts-noto-cjk", "ja": "fonts-noto-cjk", "ko": "fonts-noto-cjk"}
OTHER_FONT_PACKAGE = "fonts-noto-core"
GET_UNICODE_MAP = 0x4B66
"""The ioctl GIO_UNIMAP of a Linux console: the characters of its font."""


def check_languages(
    settings: Settings, *, is_console: bool
) -> Iterator[tuple[Literal["ok", "warning", "unknown"], str, str]]:
    """State, text and advice for languages whose letters the fonts have, do not have, or may have."""
    from walkin.languages import name_languages

    names = name_languages(settings.languages)
    found = {code: _has_characters(code) if is_console else _has_font(code) for code in settings.languages}
    shown = [names[code] for code, has in found.items() if has]
    if shown:
        yield "ok", f"fonts for {', '.join(shown)}", ""
    if missing := [code for code, has in found.items() if has is False]:
        text = f"no letters for {', '.join(names[code] for code in missing)}"
        packages = sorted({FONT_PACKAGES.get(code.partition("-")[0], OTHER_FONT_PACKAGE) for code in missing})
        advice = (
            "a Linux console has 512 characters: use foot in cage"
            if is_console
            else f"apt install {' '.join(packages)}"
        )
        yield "warning", text, f"{advice}, or leave them out of languages"
    if unknown := [names[code] for code, has in found.items() if has is None]:
        why = "the console does not tell its font" if is_console else "fc-list is not installed"
        yield "unknown", f"{why}: {', '.join(unknown)}", "" if is_console else "apt install fontconfig"


def _has_font(code: str) -> bool | None:
    """Whether a font of this machine has the letters of a language, which its terminal then finds."""
    if shutil.which("fc-list") is None:
        return None
    # A region has the letters of its language, a script has its own.
    name = FONTCONFIG_NAMES.get(code) or code.partition("-")[0]
    words = ["fc-list", f":lang={name.lower()}", "family"]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return bool(done.stdout.strip()) if done.returncode == 0 else None


def _has_characters(code: str) -> bool | None:
    """Whether the font of this Linux console has every letter of a language's texts."""
    characters = read_console_characters()
    return None if characters is None else _list_letters(code) <= characters


def _list_letters(code: str) -> set[str]:
    """The letters of a language's texts, without comments."""
    from walkin.languages import list_files

    lines = (line for file in list_files().get(code, ()) for line in file.read_text(encoding="utf-8").splitlines())
    return {letter for line in lines if not line.startswith("#") for letter in line if letter.isalpha()}


def read_console_characters(descriptor: int | None = None) -> set[str] | None:
    """The characters of the console's font; None if it does not tell them."""
    import ctypes
    import fcntl

    class Description(ctypes.Structure):
        _fields_ = (("count", ctypes.c_ushort), ("pairs", ctypes.c_void_p))

    pairs = array.array("H", bytes(4 * 0xFFFF))
    description = Description(0xFFFF, pairs.buffer_info()[0])
    try:
        fcntl.ioctl(sys.stdin.fileno() if descriptor is None else descriptor, GET_UNICODE_MAP, description)
    except (OSError, ValueError):
        return None
    return {chr(pairs[2 * index]) for index in range(description.count)}
