"""Hostile strings, and functions that wait for a condition on a screen."""

from __future__ import annotations

import asyncio
import time
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App
    from textual.pilot import Pilot

BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

HOSTILE_TEXTS = [
    "Anna [/x]",
    "[/]",
    "[b]bold",
    "[@click=app.quit]Smith[/]",
    "[@click=app.bell]x",
    "[link=https://evil.example]x[/link]",
    "ends with a bracket [",
    "back\\slash \\[b]",
    "$primary {not a format} %s %(x)s {0}",
    "\x1b]0;PWNED\x07title",
    "\x1b]52;c;UFdORUQ=\x07clipboard",
    "\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\",
    "\x1b[?1049lout of the alternate screen",
    "\x1b[2J\x1b[31mred\x1b[0m",
    "C1 \x9b31m \x9d0;PWNED\x9c \x90q\x9c",
    "bell \x07 backspace \x08\x08\x08 delete \x7f",
    "nul \x00 inside",
    "two\r\nlines\nand\ttab\x0bvt\x0cff",
    "line\u2028and\u2029paragraph separators",
    "\u202eevil.exe\u202c \u2066isolated\u2069 \u200emark\u200f",
    "zero\u200bwidth\u2060 and \ufeffmark and soft\u00adhyphen",
    "Z" + "\u0301\u0327\u0334" * 42 + "algo",
    "\u0301starts with a mark",
    "lone \ud800 surrogate \udfff",
    "private \ue000 unassigned \u0378 \U000e0041tag",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 family \U0001f1eb\U0001f1f7 flag",
    "\u0645\u062d\u0645\u062f \u0627\u0644\u0623\u0645\u064a\u0646 \u0628\u0646 \u0639\u0644\u064a",
    "\u6f22\u5b57\u304b\u306a\ud55c\uae00 wide",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch" * 5,
    "   spaces   around   ",
    "",
    '<BODY onload!#$%&()*~+-_.,:;?@[/|\\]^`=alert("XSS")>',
    "'; DROP TABLE registrations; --",
    '=HYPERLINK("https://evil.example")',
]
"""Texts as clients, old databases and other servers might send them. None may crash or control a screen."""


def bundle_hostile_texts(count: int) -> list[str]:
    """All hostile texts, joined to ``count`` texts, for tests that are slow per text."""
    return [" ".join(HOSTILE_TEXTS[start::count]) for start in range(count)]


def _generate_hostile_texts() -> list[str]:
    """Each control and invisible character, each way to write a markup tag, and each kind of escape sequence."""
    controls = [*range(0x20), *range(0x7F, 0xA0)]
    # The planes between have ideographs alone, or nothing.
    written = (*range(0xA0, 0x20000), *range(0xE0000, 0xE1000))
    invisible = [code for code in written if unicodedata.category(chr(code)) in ("Cf", "Zl", "Zp")]
    edges = [0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xE000, 0xF8FF, 0x378, 0xFDD0, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF]
    signs = [f"Ann{chr(code)}a" for code in (*controls, *invisible, *edges)] + [f"{chr(code)}Ann" for code in controls]
    tags = ("b", "/b", "/", "@click=app.quit", "@click=screen.dismiss", "link=https://x.example", "red on blue")
    shapes = ("[{}]x", "x[{}]", "[{}", "{}]", "\\[{}]", "[[{}]]", "[{}]x[/{}]", "[/{}]", "[{}]\n[{}]")
    marked = [shape.format(*[tag] * 2) for shape in shapes for tag in tags]
    begins = ("\x1b[", "\x1b]", "\x1bP", "\x1b_", "\x1b^", "\x1bX", "\x9b", "\x9d", "\x90")
    ends = ("2J", "31m", "6n", "?1049h", "8;2;2t", "0;PWNED\x07", "52;c;UFdORUQ=\x1b\\", "5i", "!p", "20t")
    escapes = [f"Anna {begin}{end} Lee" for begin in begins for end in ends]
    names = ["=1+1", "+1", "-1", "@SUM(1)", "%n%s", "${jndi:x}", "{{7*7}}", "<script>x</script>", "../../x", "NaN"]
    long = [sign * count for sign in ("a", "é", "\U0001f600", "e\u0301", "\u202e") for count in (127, 128, 2_001)]
    return list(dict.fromkeys([*HOSTILE_TEXTS, *signs, *marked, *escapes, *names, *long]))


MANY_HOSTILE_TEXTS = _generate_hostile_texts()


async def wait_for(pilot: Pilot[Any], predicate: Callable[[], Any], description: str, timeout: float = 30) -> None:
    """Let the app run until ``predicate()`` is true; fails with the screen's text after ``timeout`` seconds."""
    end = time.monotonic() + timeout
    while not predicate():
        if time.monotonic() > end:
            raise AssertionError(f"waited {timeout} s in vain for {description}; the screen:\n{screen_text(pilot.app)}")
        await pilot.pause()
        await asyncio.sleep(0.005)


def screen_text(app: App[Any]) -> str:
    """The text of the screen, line by line, with plain spaces for no-break ones."""
    width, height = app.size
    # Textual has no public way to read what a screen shows.
    lines = app.screen._compositor.render_strips()
    text = "\n".join("".join(s.text for s in strip).rstrip() for strip in lines[:height])
    return text.replace("\u00a0", " ") or f"(empty {width}×{height})"


def keep_sent_members(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Drop the members of answers that the server adds (zoned times, consents, versions) or replaces (files)."""
    kept = []
    for item in items:
        left = {key: value for key, value in item.items() if key not in ("zonedDateTime", "consent", "valuesVersion")}
        if left.get("type") == "file" and "value" in left:
            left["value"] = "a file"
            left.pop("fileName", None)
        if "subItem" in left:
            left["subItem"] = keep_sent_members(left["subItem"])
        kept.append(left)
    return kept
