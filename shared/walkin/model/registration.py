"""The Registration resource (reference: registration resource table) and the rules of its life."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.alias_generators import to_camel

from walkin.model.etag import build_etag
from walkin.model.form.definition import FormItem
from walkin.model.text import MultiLine, Name, SingleLine
from walkin.model.time import ZonedTime


class Status(StrEnum):
    """Where a registration stands (reference: ``status``)."""

    REGISTERED = "registered"
    IN_PROGRESS = "inProgress"
    FINISHED = "finished"
    NO_SHOW = "noShow"
    DELETED = "deleted"


ACTIVE_STATUSES = (Status.REGISTERED, Status.IN_PROGRESS)
"""What a list shows when it is not asked for anything else."""

TRANSITIONS: Mapping[Status, frozenset[Status]] = {
    Status.REGISTERED: frozenset({Status.IN_PROGRESS, Status.NO_SHOW, Status.DELETED}),
    Status.IN_PROGRESS: frozenset({Status.FINISHED, Status.NO_SHOW, Status.REGISTERED, Status.DELETED}),
    Status.NO_SHOW: frozenset({Status.REGISTERED, Status.IN_PROGRESS, Status.DELETED}),
    Status.FINISHED: frozenset({Status.REGISTERED, Status.IN_PROGRESS, Status.DELETED}),
    Status.DELETED: frozenset(),
}
"""From each status, the statuses it may change to; staying is always allowed."""


def parse_id(text: str) -> int | None:
    """The number in an id of the wire (decimal digits), None when nothing can have that id."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


def _number_to_text(value: Any) -> Any:
    """Ids are strings; old clients of this contract send the number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Id = Annotated[str, BeforeValidator(_number_to_text, json_schema_input_type=str | int)]
ReadOnlyId = Annotated[Id, WithJsonSchema({"type": "string"})]
"""The id of a resource that is given, never read from people."""


class Resource(BaseModel):
    """What travels: camelCase on the wire, absent instead of null, unknown members kept out of the way."""

    model_config = ConfigDict(
        hide_input_in_errors=True, alias_generator=to_camel, populate_by_name=True, extra="ignore"
    )

    def to_wire(self) -> dict[str, Any]:
        """The JSON object of the contract, without absent members."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class Ref(Resource):
    """A reference to another resource."""

    id: Id
    name: SingleLine | None = None


class Counter(Resource):
    """The desk a client is called to."""

    id: Name | None = None
    name: Name


class Owner(Resource):
    """The account a queue belongs to."""

    id: Id
    user_name: str


class ClientPart(Resource):
    """The client as a registration carries it. Each text at most 127 code points."""

    id: Id | None = None
    first_name: Name | None = None
    last_name: Name | None = None
    email_address: Name | None = None
    phone_number: Name | None = None
    self_link: str | None = None

    @property
    def full_name(self) -> str:
        """First and last name as one line, empty when neither is known."""
        return " ".join(part for part in (self.first_name, self.last_name) if part)


class WaitRange(Resource):
    """The wait that is told: from ``from`` to ``to`` minutes; without ``to`` it is "over ``from`` minutes"."""

    from_: int = Field(alias="from")
    to: int | None = None


def _as_list(value: Any) -> Any:
    """The reference calls ``form`` an object and shows an array: either is taken."""
    return [value] if isinstance(value, dict) else value


Form = Annotated[list[FormItem], BeforeValidator(_as_list)]


class Registration(Resource):
    """A registration as the API gives it. Waits are whole minutes; ``rank`` counts from 1 among the waiting."""

    id: ReadOnlyId
    queue: Ref
    status: Status | str
    registered: ZonedTime
    client: ClientPart = Field(default_factory=ClientPart)
    waiting_time: int = 0
    average_waiting_time: int = 0
    owner: Owner | None = None
    rank: int | None = None
    number_of_people_ahead: int | None = None
    form: Form = Field(default_factory=list)
    started: ZonedTime | None = None
    finished: ZonedTime | None = None

    ticket: str = ""
    counter: Counter | None = None
    called: ZonedTime | None = None
    calls: int = 0
    language: str | None = None
    priority: int = 0
    note: str | None = None
    estimated_waiting_time: WaitRange | None = None
    told_waiting_time: WaitRange | None = None
    """The wait that was told when it was registered; a transfer before the call takes it away."""
    wait_unknown: str | None = None
    """Why no wait is told: ``noDeskOpen``."""
    position: int = 0
    """The place in the order of arrival, comparable between queues: milliseconds."""
    token: str | None = None
    """Names the ticket's page, ``/t/{token}``: whoever has it sees the ticket. Never part of an event."""
    parked: bool = False
    """On hold: registered, but neither called by "next" nor counted among those who wait."""
    reserved: Counter | None = None
    """The only desk that may call it; it is not counted among those who wait."""
    missed: ZonedTime | None = None
    """When it became a no-show."""
    follows: str | None = None
    """The registration of the service before it in the same visit; the ticket is the same."""
    outcome: str | None = None
    """What came of the visit, in the office's own words. For staff."""
    revision: int = 0

    @property
    def is_waiting(self) -> bool:
        """Whether it has a rank: parked and reserved ones have none."""
        return self.status == Status.REGISTERED and not self.parked and self.reserved is None

    @property
    def call_order_key(self) -> tuple[int, float, int]:
        """Sorts the waiting as they are called: priority, then arrival."""
        place = float(self.position) or self.registered.to_datetime().timestamp() * 1000
        return (-self.priority, place, parse_id(self.id) or 0)

    def to_public(self) -> Registration:
        """This registration as everybody may see it: without the person, the form, what staff noted and the token."""
        nothing = {"client": ClientPart(), "form": [], "note": None, "outcome": None, "token": None}
        return self.model_copy(update=nothing)

    @property
    def etag(self) -> str:
        """The entity tag of this state, for ``If-Match``."""
        return build_etag(self.queue.id, self.revision)


def _check_writable_status(value: Status) -> Status:
    if value is Status.DELETED:
        raise ValueError("deleted is reached by DELETE only")
    return value


WritableStatus = Annotated[
    Status,
    AfterValidator(_check_writable_status),
    WithJsonSchema({"type": "string", "enum": [status for status in Status if status is not Status.DELETED]}),
]


Place = Annotated[int, Field(strict=True, ge=1, le=100_000)] | Literal["first", "last", "original", "return"]
"""Where among those who wait: the n-th, by the time of arrival, or where late-comers return to.

Nobody gets before people with a higher priority.
"""

RETURN_PLACE = 2
RETURN_MINUTES = 30
"""A no-show who returns within so many minutes gets that place, later the last one."""


class RegistrationInput(Resource):
    """What insert and update read (reference: writable members). Everything else in the body is ignored.

    Insert ignores ``parked``, ``reserved``, ``place`` and ``outcome``.
    """

    id: Id | None = None
    queue: Ref | None = None
    status: WritableStatus | None = None
    client: ClientPart | None = None
    form: Form | None = None
    counter: Counter | None = None
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$")] | None = None
    priority: Annotated[int, Field(strict=True, ge=0, le=9)] | None = None
    note: MultiLine | None = None
    parked: Annotated[bool, Field(strict=True)] | None = None
    reserved: Counter | None = None
    """The desk to reserve it for; an empty name lets everybody call it again."""
    place: Place | None = None
    outcome: Name | None = None
