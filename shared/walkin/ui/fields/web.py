"""Addresses of the net: websites, and e-mail with a hint when its domain looks mistyped."""

from __future__ import annotations

from difflib import get_close_matches
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Input

from walkin.ui.fields.base import register_field
from walkin.ui.fields.entry import Entry, KeyboardPage
from walkin.ui.fields.text import TextField
from walkin.ui.safe import to_content

COMMON_DOMAINS = (
    *(
        "gmail.com",
        "googlemail.com",
        "ymail.com",
        "email.com",
        "mail.com",
        "aol.com",
        "icloud.com",
        "me.com",
        "mac.com",
    ),
    *("yahoo.com", "yahoo.co.uk", "yahoo.fr", "yahoo.de", "hotmail.com", "hotmail.co.uk", "hotmail.fr", "hotmail.de"),
    *("outlook.com", "outlook.fr", "outlook.de", "live.com", "live.co.uk", "live.fr", "msn.com", "protonmail.com"),
    *("proton.me", "gmx.com", "gmx.de", "gmx.net", "gmx.fr", "web.de", "t-online.de", "orange.fr", "wanadoo.fr"),
    *("free.fr", "sfr.fr", "laposte.net", "btinternet.com", "sky.com", "virginmedia.com", "libero.it", "yandex.ru"),
    *(
        "mail.ru",
        "wp.pl",
        "o2.pl",
        "seznam.cz",
        "fastmail.com",
        "tutanota.com",
        "comcast.net",
        "verizon.net",
        "att.net",
    ),
)
"""Domains that many people have. What is close to one of them, but none of them, may be a slip."""

PROVIDERS = frozenset(domain.partition(".")[0] for domain in COMMON_DOMAINS)
COM_MISSPELLINGS = frozenset({"co", "cm", "om", "con", "cmo", "ocm", "comm", "coom", "vom", "xom", "clm"})


def suggest_address(address: str) -> str:
    """The address that was probably meant, empty when nothing looks wrong."""
    local, at, domain = address.strip().rpartition("@")
    name, _, ending = domain.casefold().partition(".")
    known = domain.casefold() in COMMON_DOMAINS or (name in PROVIDERS and ending not in COM_MISSPELLINGS)
    if not (local and at and ending) or known or len(domain) > 40:
        return ""
    found = get_close_matches(domain.casefold(), COMMON_DOMAINS, 1, 0.82)
    return f"{local}@{found[0]}" if found else ""


@register_field("website")
class WebsiteField(TextField):
    """A web address."""

    keyboard_page: ClassVar[KeyboardPage] = "email"

    def get_format_hint(self) -> str:
        return self.app.words("field-expected-website")


@register_field("email")
class EmailField(TextField):
    """An e-mail address. The hint can be ignored."""

    DEFAULT_CSS = """
    EmailField Button { display: none; width: auto; max-width: 64; }
    EmailField Button.-meant { display: block; }
    """

    keyboard_page: ClassVar[KeyboardPage] = "email"

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield Button("", classes="meant")

    def on_mount(self) -> None:
        self._update_suggestion(self.initial_text)

    @on(Input.Changed)
    def _handle_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._update_suggestion(event.value)

    def _update_suggestion(self, text: str) -> None:
        address = suggest_address(text)
        button = self.query_one(Button)
        button.set_class(bool(address), "-meant")
        button.label = to_content(self.app.words("field-meant", address=address)) if address else ""

    @on(Button.Pressed)
    def _accept_suggestion(self, event: Button.Pressed) -> None:
        event.stop()
        entry = self.query_one(Entry)
        entry.value = suggest_address(entry.value) or entry.value
        entry.cursor_position = len(entry.value)
        entry.focus()
