"""E-mail addresses, with a suggestion when the domain looks mistyped."""

from __future__ import annotations

from difflib import get_close_matches

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Input

from walkin.ui.fields.base import register_field
from walkin.ui.fields.entry import Entry
from walkin.ui.fields.text import TextField
from walkin.ui.safe import to_content

# fmt: off
COMMON_DOMAINS = frozenset({
    "gmail.com", "googlemail.com", "ymail.com", "email.com", "mail.com", "aol.com", "icloud.com", "me.com", "mac.com",
    "yahoo.com", "yahoo.co.uk", "yahoo.fr", "yahoo.de", "hotmail.com", "hotmail.co.uk", "hotmail.fr", "hotmail.de",
    "outlook.com", "outlook.fr", "outlook.de", "live.com", "live.co.uk", "live.fr", "msn.com", "protonmail.com",
    "proton.me", "gmx.com", "gmx.de", "gmx.net", "gmx.fr", "web.de", "t-online.de", "orange.fr", "wanadoo.fr",
    "free.fr", "sfr.fr", "laposte.net", "btinternet.com", "sky.com", "virginmedia.com", "libero.it", "yandex.ru",
    "mail.ru", "wp.pl", "o2.pl", "seznam.cz", "fastmail.com", "tutanota.com", "comcast.net", "verizon.net", "att.net",
})
# fmt: on
"""A domain that is close to one of these, but none of them, may be a slip."""

PROVIDERS = frozenset(domain.partition(".")[0] for domain in COMMON_DOMAINS)
COM_MISSPELLINGS = frozenset({"co", "cm", "om", "con", "cmo", "ocm", "comm", "coom", "vom", "xom", "clm"})


def suggest_address(address: str) -> str:
    """The address that was probably meant, or an empty string when nothing looks wrong."""
    local_part, at_sign, domain = address.strip().rpartition("@")
    domain = domain.casefold()
    provider, _, ending = domain.partition(".")
    is_plausible = domain in COMMON_DOMAINS or (provider in PROVIDERS and ending not in COM_MISSPELLINGS)
    if not (local_part and at_sign and ending) or is_plausible or len(domain) > 40:
        return ""
    matches = get_close_matches(domain, COMMON_DOMAINS, 1, 0.82)
    return f"{local_part}@{matches[0]}" if matches else ""


@register_field("email")
class EmailField(TextField):
    """An e-mail address. The suggestion below it can be ignored."""

    DEFAULT_CSS = """
    EmailField Button { display: none; width: auto; max-width: 64; }
    EmailField Button.-meant { display: block; }
    """

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
