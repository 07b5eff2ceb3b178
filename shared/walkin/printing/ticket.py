"""The layout of a ticket on paper: what is said, in which order and size. Nothing here knows a printer."""

from __future__ import annotations

import unicodedata
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from walkin.languages.wait import describe_ticket_wait
from walkin.model.printable import strip_unprintable
from walkin.model.printer import COLUMN_DOTS
from walkin.model.qr_code import fits_code
from walkin.model.wrapping import JOINERS, break_lines, measure

if TYPE_CHECKING:
    from walkin.languages import Words
    from walkin.model.queue import Queue
    from walkin.model.registration import Registration

MAX_SIZE = 8
"""How many times larger than its plain letters a printer can print."""

CODE_BYTES = {32: 504, 42: 997, 48: 1264}
"""The longest text of a code whose modules are large enough to be read, on paper with so many columns."""

MAX_OWN_LINES = 24
"""Lines of the office's own text."""


@dataclass(frozen=True)
class Block:
    """A line of text in the columns of the paper, a rule, an empty line, the code of an address, or the logo."""

    kind: Literal["line", "rule", "space", "code", "logo"]
    text: str = ""
    size: int = 1
    """How many columns a letter is wide, and how many lines high."""
    bold: bool = False
    centred: bool = True


@dataclass(frozen=True)
class Paper:
    """What is printed on one piece of paper."""

    blocks: tuple[Block, ...]
    columns: int
    missing: str = ""
    """The words that stand for letters which no font has."""

    @property
    def dots(self) -> int:
        return COLUMN_DOTS[self.columns]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, members: dict[str, Any]) -> Paper:
        blocks = tuple(Block(**block) for block in members["blocks"])
        return cls(blocks, members["columns"], members["missing"])


def layout_ticket(
    registration: Registration,
    queue: Queue,
    words: Words,
    columns: int,
    *,
    public_url: str | None = None,
    is_copy: bool = False,
) -> Paper:
    """Lay out a ticket. Of the person it has nothing but the number, and the address of the ticket's own page."""
    queue = queue.translate(words.language)
    issued = registration.registered.to_datetime()
    number = clean(registration.number)
    blocks = [
        Block("logo"),
        Block("line", clean(words("kiosk-your-number"))),
        *_wrap(number, columns, size=max(1, min(MAX_SIZE, columns // (measure(number) + 1))), bold=True),
    ]
    if is_copy:
        blocks.append(Block("line", clean(words("paper-copy")), size=2, bold=True))
    blocks += _wrap(queue.name, columns, size=2 if columns >= 42 else 1, bold=True)
    if (desk := registration.counter or registration.reserved) is not None:
        blocks += _wrap(words("paper-desk", desk=desk.name), columns, bold=True)
    blocks.append(Block("rule"))
    if (ahead := registration.number_of_people_ahead) is not None:
        blocks += _wrap(words("kiosk-ahead", count=ahead), columns)
    wait = describe_ticket_wait(words, registration.estimated_waiting_time, registration.wait_unknown)
    blocks += _wrap(wait, columns)
    blocks.append(Block("space"))
    own_text = queue.paper_message or queue.thank_message or words("kiosk-sit")
    own_lines = [line for text in own_text.splitlines() for line in _wrap_left(text, columns) or [Block("space")]]
    blocks += own_lines[:MAX_OWN_LINES]
    if public_url and registration.token:
        address = get_code_text(registration, queue, words, public_url)
        if fits_code(address, CODE_BYTES[columns]):
            blocks.append(Block("code", address))
            blocks += _wrap(words("kiosk-scan"), columns)
    blocks.append(Block("rule"))
    if queue.company is not None and queue.company.name:
        blocks += _wrap(queue.company.name, columns, bold=True)
    blocks += _wrap(f"{words.format_date(issued, 'full')}, {words.format_time(issued)}", columns)
    return Paper(tuple(blocks), columns, clean(words("paper-missing")))


def layout_test(words: Words, columns: int, place: str) -> Paper:
    """Lay out a page that shows what the printer can do: its width, the letters of scripts, sizes and a code."""
    ruler = "".join(str(column % 10) for column in range(1, columns + 1))
    samples = (
        "ÄÖÜ äöü ß éèçñ ãõ ł ź ş ğ €",
        "Прийом Приём",
        "Ελλάδα",
        "مرحبا",
        "שלום",
        "受付 접수 受付番号",
        "Tiếp nhận",
    )
    blocks = (
        Block("logo"),
        Block("line", "Walkin", size=4, bold=True),
        *_wrap(place, columns),
        Block("line", ruler, centred=False),
        Block("rule"),
        *(Block("line", sample) for sample in samples),
        Block("code", "WALKIN-PRINTER-TEST"),
        Block("rule"),
    )
    return Paper(blocks, columns, clean(words("paper-missing")))


def get_code_text(registration: Registration, queue: Queue, words: Words, public_url: str | None) -> str:
    """The address of the ticket's public page where there is one, else the ticket, the service and the time."""
    ticket, issued = registration.number, registration.registered.to_datetime()
    if public_url and registration.token:
        return f"{public_url}/t/{quote(registration.token)}"
    day = words.format_date(issued, "medium").replace(f", {issued.year}", "").replace(f" {issued.year}", "")
    return f"{ticket} · {queue.name[:24].strip()} · {day} {words.format_time(issued)}"


def clean(text: str) -> str:
    """The text on one line, without what a printer acts on."""
    kept = "".join(character if character in JOINERS else strip_unprintable(character) for character in text)
    return unicodedata.normalize("NFC", kept).strip()


def _wrap(text: str, columns: int, *, size: int = 1, bold: bool = False) -> list[Block]:
    return [Block("line", line, size, bold) for line in break_lines(clean(text), columns // size)]


def _wrap_left(text: str, columns: int) -> list[Block]:
    return [Block("line", line, centred=False) for line in break_lines(clean(text), columns)]
