"""Ticket numbers that a kiosk gives while the server is away, and the registrations that it sends afterwards."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field

from walkin.model.form.definition import Integer
from walkin.model.printer import Printed
from walkin.model.registration import (
    ClientPart,
    Counter,
    FormAnswers,
    Language,
    Ref,
    Resource,
    Status,
    WritableStatus,
)
from walkin.model.time import ZonedTime

KIOSK_ID_PATTERN = r"^[0-9a-f]{32}$"
TOKEN_PATTERN = r"^[A-Za-z0-9_-]{11,22}$"  # noqa: S105
TICKET_PATTERN = r"^[A-Z]{1,2}[0-9]{3,9}$"

MAX_NUMBERS = 1_000
"""How many numbers of a queue and day one kiosk can lease."""

MAX_PRINTS = 1_000
"""How many papers of one ticket a kiosk can report."""

MAX_DAYS_AHEAD = 7
"""How many days before their day numbers can be leased."""


def _check_day(text: str) -> str:
    date.fromisoformat(text)
    return text


Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_check_day)]


def _check_time(value: ZonedTime) -> ZonedTime:
    try:
        moment = value.to_datetime().astimezone(UTC)
        # Every time zone can show it.
        moment - timedelta(1), moment + timedelta(1)
    except OverflowError:
        raise ValueError("the time is out of range") from None
    return value


_Time = Annotated[ZonedTime, AfterValidator(_check_time)]


class NumbersInput(Resource):
    """How many numbers of a queue a kiosk wants in all on a local day, those that it has used among them."""

    queue: Ref
    day: Day
    count: Annotated[Integer, Field(ge=1, le=MAX_NUMBERS)]


class LeaseInput(Resource):
    """The numbers that a kiosk wants."""

    numbers: Annotated[list[NumbersInput], Field(max_length=500)]


class LeasedNumbers(Resource):
    """The numbers ``first`` to ``last`` of a queue's day, for one kiosk."""

    queue: Ref
    day: str
    ticket_prefix: str
    first: int
    last: int


class Lease(Resource):
    """The key and the ticket numbers with which a kiosk registers clients offline."""

    sealing_key: str
    """The AES-GCM key (256 bits, base64) with which this kiosk encrypts what it keeps on its disk. Always the same."""
    numbers: list[LeasedNumbers] = Field(default_factory=list)
    """All numbers that the kiosk has for the queues and days that it named."""


class OfflineInput(Resource):
    """A registration that a kiosk took while the server was away."""

    kiosk: Annotated[str, Field(pattern=KIOSK_ID_PATTERN)]
    ticket: Annotated[str, Field(pattern=TICKET_PATTERN)]
    day: Day
    """The day of the ticket's lease."""
    token: Annotated[str, Field(pattern=TOKEN_PATTERN)]
    """The secret in the address of the ticket's page, chosen by the kiosk at random. A token is registered once."""
    taken: _Time
    """When it was taken, by the kiosk's clock, which anybody may have set."""
    registered: _Time
    """The same moment by the server's clock, as far as the kiosk has measured it; with a fraction of a second."""
    form: FormAnswers | None = None
    client: ClientPart | None = None
    language: Language | None = None
    status: WritableStatus = Status.REGISTERED
    """Its status at a desk that went on from this kiosk."""
    counter: Counter | None = None
    called: _Time | None = None
    """When it was called to that desk, by the server's clock."""
    ended: _Time | None = None
    """When that visit ended, or the client was taken for a no-show."""
    printed: Printed | None = None
    """How the last print of the paper ended; ``unknown`` also while it goes on."""
    print_count: Annotated[Integer, Field(ge=0, le=MAX_PRINTS)] | None = None
    """The papers that have, or may have, come out."""
    replaces: Annotated[str, Field(min_length=1, max_length=255)] | None = None
    """The ``Idempotency-Key`` of a request whose response the kiosk never got: what it registered is deleted."""
