"""The Registration resource (reference: registration resource table), its statuses and inputs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic.alias_generators import to_camel

from walkin.model.etag import build_etag
from walkin.model.form.definition import Flag, FormItem, Integer
from walkin.model.text import EmailAddress, MultiLine, Name, PhoneNumber, SingleLine
from walkin.model.time import ZonedTime


class Status(StrEnum):
    """The status of a registration (reference: ``status``)."""

    REGISTERED = "registered"
    IN_PROGRESS = "inProgress"
    FINISHED = "finished"
    NO_SHOW = "noShow"
    DELETED = "deleted"


ACTIVE_STATUSES = (Status.REGISTERED, Status.IN_PROGRESS)
"""The default statuses of a list."""


def parse_id(text: str) -> int | None:
    """Parse an id of the API (decimal digits), None when no resource can have it."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


def _number_to_text(value: object) -> object:
    """Ids are strings; older clients of the contract send numbers."""
    value = int(value) if isinstance(value, float) and value.is_integer() else value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Id = Annotated[str, BeforeValidator(_number_to_text, json_schema_input_type=str | int)]
ReadOnlyId = Annotated[Id, WithJsonSchema({"type": "string"})]
"""The id in a response, which is always a string."""


class Resource(BaseModel):
    """Base of API resources: camelCase in JSON, absent members instead of null, unknown members ignored."""

    model_config = ConfigDict(
        hide_input_in_errors=True, alias_generator=to_camel, populate_by_name=True, extra="ignore", defer_build=True
    )

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON object of the contract, without absent members."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class Ref(Resource):
    """A reference to another resource."""

    id: Id
    name: SingleLine | None = None

    @model_validator(mode="before")
    @classmethod
    def _accept_id(cls, data: object) -> object:
        """Accept an id alone: the reference's table for insert names ``queue`` "Id of the queue"."""
        return {"id": data} if isinstance(data, str | int | float) else data


class Counter(Resource):
    """The desk a client is called to."""

    id: Name | None = None
    name: Name


class Owner(Resource):
    """The account a queue belongs to."""

    id: ReadOnlyId
    user_name: str


class ClientPart(Resource):
    """The client within a registration. Each text has at most 127 code points."""

    id: Id | None = None
    first_name: Name | None = None
    last_name: Name | None = None
    email_address: EmailAddress | None = None
    phone_number: PhoneNumber | None = None
    self_link: str | None = None

    @property
    def full_name(self) -> str:
        """First and last name as one line, empty when neither is known."""
        return " ".join(part for part in (self.first_name, self.last_name) if part)


class PossibleClient(Resource):
    """The known client that a visitor may be; an empty id means none."""

    id: Id
    self_link: str | None = None


class Notice(Resource):
    """An answer that was dropped from an accepted request."""

    id: str
    """The FormItem's id; ``children.1.name`` for a part of an entry."""
    code: str
    """``notAsked``: the condition of the question does not hold."""
    message: str = ""


class Offline(Resource):
    """What is known of a registration that a kiosk took while the server was away."""

    taken: ZonedTime
    """When it was taken by the kiosk's own clock, which may have been wrong: ``registered`` is the corrected time."""
    received: ZonedTime
    """When it reached the server."""
    ticket: str = ""
    """The number that the client was given, if somebody else has it now: the member ``ticket`` is another one."""
    unchecked: bool = False
    """Whether the answers do not fit the form of today, or the service was deleted: they are kept as they are."""


class WaitRange(Resource):
    """An estimated wait of ``from`` to ``to`` minutes; without ``to``, "over ``from`` minutes"."""

    from_: int = Field(alias="from")
    to: int | None = None


def _as_list(value: object) -> object:
    """Accept an object or an array for ``form``: the reference names one and shows the other."""
    return [value] if isinstance(value, dict) else value


Form = Annotated[list[FormItem], BeforeValidator(_as_list)]


def _read_answers(value: object) -> object:
    """Accept what clients send in answers beyond ``FormItem``; a read-only member has no effect, whatever it holds."""
    items = _as_list(value)
    return [_read_answer(item) for item in items] if isinstance(items, list) else items


def _read_answer(item: object) -> object:
    if not isinstance(item, dict):
        return item
    members = {name: value for name, value in item.items() if name != "zonedDateTime"}
    for name, read in (("values", _read_choice), ("subItem", _read_answer)):
        if isinstance(members.get(name), list):
            members[name] = [read(part) for part in members[name]]
    return members


def _read_choice(choice: object) -> object:
    """A value may be named by its id, its ``value`` or its name alone."""
    if isinstance(choice, str | int | float) and not isinstance(choice, bool):
        return {"id": choice}
    if not isinstance(choice, dict):
        return choice
    name = next((choice[key] for key in ("id", "value", "name") if choice.get(key) is not None), None)
    members = choice if name is None else choice | {"id": name}
    inner = members.get("values")
    return members | {"values": [_read_choice(part) for part in inner]} if isinstance(inner, list) else members


FormAnswers = Annotated[list[FormItem], BeforeValidator(_read_answers)]


class Registration(Resource):
    """A registration. Waits are whole minutes; ``rank`` counts from 1 among the waiting."""

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
    """The estimate given at registration; removed by a transfer before the call."""
    wait_unknown: str | None = None
    """Why there is no estimate: ``noDeskOpen``."""
    position: int = 0
    """The position in the order of arrival, in milliseconds; comparable between queues."""
    token: str | None = None
    """The secret in the ticket page's address, ``/t/{token}``. Never part of an event."""
    parked: bool = False
    """On hold: registered, but not called by ``next`` and not counted as waiting."""
    reserved: Counter | None = None
    """The only desk that may call it; a reserved registration is not counted as waiting."""
    missed: ZonedTime | None = None
    """When it became a no-show."""
    follows: str | None = None
    """The registration of the previous service in the same visit, with the same ticket."""
    outcome: str | None = None
    """The outcome of the visit in the office's own terms. For staff only."""
    possible_client: PossibleClient | None = None
    """A known client with the same e-mail address or phone number as one who came by kiosk or phone. For staff only,
    who confirm that it is the same person with ``client.id``, or that it is not with an empty ``possibleClient.id``."""
    printed: str | None = None
    """Whether the last print of the ticket came out on paper: ``yes``, ``no`` or ``unknown``."""
    printed_at: ZonedTime | None = None
    """When that was reported."""
    print_count: int = 0
    """How many papers have, or may have, come out. The second and further ones are copies."""
    offline: Offline | None = None
    """Set if a kiosk took it while the server was away."""
    notices: list[Notice] | None = None
    """Answers dropped from the request; only in the reply to it."""
    revision: int = 0
    epoch: str = ""
    """The epoch of the office in which ``revision`` counts; not in events."""

    @property
    def number(self) -> str:
        """The ticket, or the id from a server without tickets."""
        return self.ticket or self.id

    @property
    def is_waiting(self) -> bool:
        """Whether it has a rank: registrations on hold or reserved have none."""
        return self.status == Status.REGISTERED and not self.parked and self.reserved is None

    @property
    def call_order_key(self) -> tuple[int, float, int]:
        """The sort key of the order of calling: priority, then arrival."""
        if self.position:
            return (-self.priority, self.position, parse_id(self.id) or 0)
        registered_ms = self.registered.to_datetime().timestamp() * 1000
        if self.rank is not None:
            # A server without positions: its own order.
            return (-self.priority, self.rank, int(registered_ms))
        return (-self.priority, registered_ms, parse_id(self.id) or 0)

    def to_public(self) -> Registration:
        """Return the registration with the members of an event: nothing personal, and no token."""
        removed: dict[str, object] = {
            "client": ClientPart(),
            "form": [],
            "epoch": "",
            **dict.fromkeys(("possible_client", "note", "outcome", "token", "notices")),
        }
        return self.model_copy(update=removed)

    @property
    def etag(self) -> str:
        """The entity tag of this state, for ``If-Match``."""
        return build_etag(self.queue.id, self.revision, self.epoch)


def _check_writable_status(value: Status) -> Status:
    if value is Status.DELETED:
        raise ValueError("deleted is reached by DELETE only")
    return value


WritableStatus = Annotated[
    Status,
    AfterValidator(_check_writable_status),
    WithJsonSchema({"type": "string", "enum": [status for status in Status if status is not Status.DELETED]}),
]


Place = Annotated[Integer, Field(ge=1, le=100_000)] | Literal["first", "last", "original", "return"]
"""A place among the waiting with the same priority: a number from 1, first, last, by arrival (``original``), or the
place for returning no-shows (``return``)."""

RETURN_PLACE = 2
RETURN_MINUTES = 30
"""A no-show who returns within RETURN_MINUTES gets RETURN_PLACE, later the last place."""


Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$")]


class RegistrationInput(Resource):
    """The members that insert and update accept (reference: writable members). Others are ignored."""

    id: Id | None = None
    queue: Ref | None = None
    status: WritableStatus | None = None
    client: ClientPart | None = None
    form: FormAnswers | None = None
    counter: Counter | None = None
    language: Language | None = None
    priority: Annotated[Integer, Field(ge=0, le=9)] | None = None
    note: MultiLine | None = None
    parked: Flag | None = None
    reserved: Counter | None = None
    """The desk to reserve it for; an empty name ends the reservation."""
    place: Place | None = None
    outcome: Name | None = None
    possible_client: PossibleClient | None = None
    """With an empty id: it is another person. Other ids are ignored."""


class FollowInput(Resource):
    """The input of a registration's ``next``: queue and place of the next service, outcome and note of this one."""

    queue: Ref
    place: Place | None = None
    outcome: Name | None = None
    note: MultiLine | None = None
