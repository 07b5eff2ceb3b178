"""Themes: TOML files a site may edit. A mistake in one is reported in one sentence; the theme is used if possible."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from textual.color import Color, ColorParseError
from textual.theme import Theme

from walkin.languages import Words
from walkin.settings import find_shipped_themes

COLOUR_KEYS = (
    "primary",
    "secondary",
    "accent",
    "success",
    "warning",
    "error",
    "foreground",
    "background",
    "surface",
    "panel",
)
REQUIRED_COLOURS = ("primary", "foreground", "background")

MIN_TEXT_CONTRAST = 4.5
MIN_LINE_CONTRAST = 3.0
MUTED_CONTRAST = 4.6
"""The least contrast of muted text on any background."""

_STYLE_WORDS = {"none", "bold", "b", "italic", "i", "underline", "u", "reverse", "r", "dim", "strike", "not"}
_AUTO_COLOUR = re.compile(r"auto(?: (\d{1,3})%)?")


class ContrastMeasurement(NamedTuple):
    """The contrast of a foreground variable on a background variable."""

    foreground: str
    background: str
    kind: str
    """"text", "muted" or "line"."""
    ratio: float


def load_themes(*folders: Path, words: Words | None = None) -> tuple[dict[str, Theme], list[str]]:
    """The shipped themes and those in `folders`, by name (the file's without `.toml`); a later one wins.

    The list has one sentence for each file with a mistake. Missing folders are ignored.
    """
    words = words or Words("en")
    themes: dict[str, Theme] = {}
    problems = []
    for folder in (find_shipped_themes(), *folders):
        for file in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            theme, problem = _load_theme(file, words)
            if theme is not None:
                themes[theme.name] = theme
            if problem:
                problems.append(problem)
    return themes, problems


class _ThemeError(Exception):
    """A mistake in a theme file: the suffix of its text's key, and the text's values."""

    def __init__(self, kind: str, **values: str) -> None:
        super().__init__(kind)
        self.kind, self.values = kind, values


def _load_theme(file: Path, words: Words) -> tuple[Theme | None, str]:
    theme: Theme | None = None
    try:
        data = _read_toml(file)
        theme, unknown = _parse_theme(file.stem, data)
        if unknown:
            raise _ThemeError("unknown", key=unknown[0])
        _check_contrast(theme, words)
    except _ThemeError as error:
        return theme, words(f"app-theme-problem-{error.kind}", file=file.name, **error.values)
    return theme, ""


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise _ThemeError("unreadable") from error
    except (ValueError, RecursionError) as error:
        raise _ThemeError("format", reason=str(error).splitlines()[0]) from error


def _parse_theme(name: str, data: dict[str, Any]) -> tuple[Theme, list[str]]:
    """The theme and the unknown keys."""
    colours, variables, dark = data.pop("colours", {}), data.pop("variables", {}), data.pop("dark", True)
    for key, value, kind in (("colours", colours, dict), ("variables", variables, dict), ("dark", dark, bool)):
        if not isinstance(value, kind):
            raise _ThemeError("format", reason=key)
    if missing := [key for key in REQUIRED_COLOURS if key not in colours]:
        raise _ThemeError("missing", key=missing[0])

    unknown = [*data, *(key for key in colours if key not in COLOUR_KEYS)]
    colours = {key: value for key, value in colours.items() if key in COLOUR_KEYS}
    _check_values(_is_colour, colours)
    theme = Theme(name, dark=dark, **colours)
    derived = derive_variables(theme)
    css_variables = {**derived, **theme.to_color_system().generate()}
    unknown += [key for key in variables if key not in css_variables]
    variables = {key: value for key, value in variables.items() if key in css_variables}
    _check_values(_is_colour_or_auto, {key: value for key, value in variables.items() if not _is_style(key)})
    _check_values(_is_text_style, {key: value for key, value in variables.items() if _is_style(key)})
    background = Color.parse(css_variables["background"])
    solid = {key: _draw_on(background, value).hex6 for key, value in variables.items() if _AUTO_COLOUR.fullmatch(value)}
    theme.variables = {**derived, **variables, **solid}
    return theme, unknown


def _check_values(is_valid: Callable[[object], bool], values: Mapping[str, object]) -> None:
    for key, value in values.items():
        if not is_valid(value):
            raise _ThemeError("colour", key=key, value=str(value))


def _check_contrast(theme: Theme, words: Words) -> None:
    """Report the text that is hardest to read, or else the line that is hardest to see."""
    required = {"text": MIN_TEXT_CONTRAST, "muted": MIN_TEXT_CONTRAST, "line": MIN_LINE_CONTRAST}
    worst = min(measure_contrasts(theme), key=lambda m: (m.ratio >= required[m.kind], m.kind == "line", m.ratio))
    if worst.ratio < required[worst.kind]:
        ratio, least = words.format_number(round(worst.ratio, 1)), words.format_number(required[worst.kind])
        raise _ThemeError("contrast", text=worst.foreground, ground=worst.background, ratio=ratio, least=least)


def _is_colour(value: object) -> bool:
    try:
        return isinstance(value, str) and Color.parse(value).ansi is None
    except ColorParseError:
        return False


def _is_colour_or_auto(value: object) -> bool:
    return _is_colour(value) or (isinstance(value, str) and bool(_AUTO_COLOUR.fullmatch(value)))


def _is_style(variable: str) -> bool:
    return variable.endswith("-style") or "-style-" in variable


def _is_text_style(value: object) -> bool:
    return isinstance(value, str) and bool(value.split()) and set(value.split()) <= _STYLE_WORDS


def derive_variables(theme: Theme) -> dict[str, str]:
    """The variables that follow from the colours of `theme`: Walkin's own, and Textual's as solid colours.

    Textual's "auto 60%" is a share of black or white that is lost inside a `Content`: muted text would shine there.
    """
    colours = theme.to_color_system().generate()
    background, foreground = Color.parse(colours["background"]), Color.parse(colours["foreground"])
    primary, warning = colours["primary"], colours["warning"]
    on_primary = _pick_text_colour(primary)
    muted = _mute(foreground, [Color.parse(colours[name]) for name in BACKGROUNDS])
    return {
        "text": foreground.hex6,
        "text-muted": muted,
        "text-disabled": muted,
        # Text on a coloured button or a chosen tile.
        "button-color-foreground": on_primary,
        "button-foreground": foreground.hex6,
        "block-cursor-foreground": on_primary,
        # The frame of what has the focus; edges of fields, tracks and scroll bars.
        "focus": colours["accent"],
        "line": background.blend(foreground, 0.6).hex6,
        # A quiet button under the mouse.
        "hover": Color.parse(colours["panel"]).blend(foreground, 0.08).hex6,
        # A ticket number that was just called.
        "called": primary,
        "called-text": on_primary,
        # Rows of a list.
        "row-stripe": background.blend(foreground, 0.04).hex6,
        "row-cursor": primary,
        "row-cursor-text": on_primary,
        # A line across the screen, such as "not connected".
        "banner": warning,
        "banner-text": _pick_text_colour(warning),
    }


def _mute(foreground: Color, backgrounds: Sequence[Color]) -> str:
    """Blend the text's colour into the background as far as `MUTED_CONTRAST` on each of `backgrounds` permits."""
    for percent in range(70, 0, -2):
        mixture = foreground.blend(backgrounds[0], percent / 100)
        if all(compute_contrast(mixture, background) >= MUTED_CONTRAST for background in backgrounds):
            return mixture.hex6
    return foreground.hex6


def _pick_text_colour(background: str) -> str:
    """Black or white, whichever is easier to read on `background`."""
    return max(("#000000", "#ffffff"), key=lambda text: compute_contrast(text, background))


def resolve_css_variables(theme: Theme) -> dict[str, str]:
    """All CSS variables under `theme`."""
    return {**derive_variables(theme), **theme.to_color_system().generate(), **theme.variables}


def compute_contrast(a: Color | str, b: Color | str) -> float:
    """The WCAG 2.2 contrast ratio of two opaque colours: 1 (none) to 21 (black on white)."""
    light, dark = sorted((_compute_luminance(a), _compute_luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _compute_luminance(colour: Color | str) -> float:
    colour = Color.parse(colour) if isinstance(colour, str) else colour
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


BACKGROUNDS = ("background", "surface", "panel")
TEXT_COLOURS = ("foreground", "text", "primary", "success", "warning", "error")
FILL_COLOURS = ("primary", "success", "warning", "error")
COLOUR_PAIRS = (
    ("called-text", "called"),
    ("row-cursor-text", "row-cursor"),
    ("banner-text", "banner"),
    ("text", "row-stripe"),
)


def measure_contrasts(theme: Theme) -> Iterator[ContrastMeasurement]:
    """The contrast of every pair of colours that the screens combine under `theme`."""
    variables = resolve_css_variables(theme)

    def measure(name: str, background: str, kind: str) -> ContrastMeasurement:
        colour = Color.parse(variables[background])
        ratio = compute_contrast(_draw_on(colour, variables[name]), colour)
        return ContrastMeasurement(name, background, kind, ratio)

    for background in BACKGROUNDS:
        yield from (measure(name, background, "text") for name in TEXT_COLOURS)
        yield measure("text-muted", background, "muted")
        yield from (measure(name, background, "line") for name in ("line", "focus", *FILL_COLOURS))
    yield from (measure("button-color-foreground", fill, "text") for fill in FILL_COLOURS)
    yield from (measure(name, background, "text") for name, background in COLOUR_PAIRS)


def _draw_on(background: Color, value: str) -> Color:
    """The colour Textual draws on `background`: "auto 87%" is black or white at 87 %, whichever contrasts more."""
    if auto := _AUTO_COLOUR.fullmatch(value):
        return background + background.get_contrast_text(int(auto[1] or 100) / 100)
    return background + Color.parse(value)
