"""The Alert resource: a device's message to staff, such as a visitor's call for help, or that paper is used up."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from walkin.model.printer import PrinterTrouble
from walkin.model.registration import ReadOnlyId, Ref, Resource
from walkin.model.text import Name
from walkin.model.time import ZonedTime

AlertKind = Literal["exitPin", "help", "printer"]
"""``exitPin``: wrong PINs were entered to leave a kiosk. ``help``: somebody at a kiosk asks for a member of staff.
``printer``: a kiosk's ticket printer needs somebody."""

AlertPage = Literal["start", "question", "check", "ticket", "problem"]
"""The page of the kiosk that the visitor is at."""


class AlertInput(Resource):
    """The members of a new alert; ``count`` is the number of wrong PINs since the last right one."""

    kind: AlertKind
    count: Annotated[int, Field(ge=1, le=1_000_000_000)] = 1
    place: Name = ""
    """Where the device is, as people say it."""
    queue: Ref | None = None
    """The service that the visitor has chosen."""
    page: AlertPage | None = None
    trouble: PrinterTrouble | None = None
    """What is wrong with the printer."""


class AlertUpdate(Resource):
    """The members that updating an alert accepts: which desk takes care of it."""

    acknowledged_by: Annotated[Name, Field(min_length=1)]


class Alert(Resource):
    """An alert; ``source`` is the name of the device's key, empty for an embedded kiosk."""

    id: ReadOnlyId = ""
    kind: AlertKind | str
    count: int = 1
    source: str = ""
    place: str = ""
    queue: Ref | None = None
    page: AlertPage | str | None = None
    trouble: PrinterTrouble | str | None = None
    at: ZonedTime
    acknowledged: ZonedTime | None = None
    """When a desk answered that it takes care of it."""
    acknowledged_by: str = ""
