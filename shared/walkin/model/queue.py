"""The Queue resource."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from walkin.model.errors import TextRefused
from walkin.model.form.definition import Flag, FormItem, Integer
from walkin.model.language import match_language
from walkin.model.registration import Id, ReadOnlyId, Ref, Resource, WaitRange
from walkin.model.text import NAME_LENGTH, MultiLine, Name, SingleLine
from walkin.model.time import ZoneName

T = TypeVar("T")

PREFIX_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
"""Letters of ticket prefixes; I, O and Q are easily read as 1 and 0."""


def _check_prefix(text: str) -> str:
    if not re.fullmatch(f"[{PREFIX_LETTERS}]{{1,2}}", text):
        raise ValueError("a ticket prefix is one or two letters of A to Z without I, O and Q")
    return text


def _check_not_empty(text: str) -> str:
    if not text:
        raise TextRefused("empty", type="name")
    return text


_PREFIX_PATTERN = f"^[{PREFIX_LETTERS}]{{1,2}}$"
TicketPrefix = Annotated[str, AfterValidator(_check_prefix), Field(json_schema_extra={"pattern": _PREFIX_PATTERN})]
QueueName = Annotated[
    Name, AfterValidator(_check_not_empty), Field(json_schema_extra={"minLength": 1, "maxLength": NAME_LENGTH})
]
Outcome = Annotated[
    Name, AfterValidator(_check_not_empty), Field(json_schema_extra={"minLength": 1, "maxLength": NAME_LENGTH})
]


def _check_form(form: list[FormItem]) -> list[FormItem]:
    # Imported here: readers of queues check no form.
    from walkin.model.form.check import validate_definition

    return validate_definition(form)


FormDefinition = Annotated[list[FormItem], AfterValidator(_check_form)]


def format_ticket(prefix: str, number: int) -> str:
    """Return the ticket as it is printed and announced: ``A042``."""
    return f"{prefix}{number:03d}"


class Translation(Resource):
    """A queue's texts in another language; ``form`` maps the id of a FormItem to its translated members."""

    name: SingleLine | None = None
    welcome_message: MultiLine | None = None
    thank_message: MultiLine | None = None
    paper_message: MultiLine | None = None
    form: dict[str, dict[str, object]] = Field(default_factory=dict)


def find_texts(i18n: Mapping[str, T], language: str) -> T | None:
    """Find the translation into a language: for ``fr-CA`` also that for ``fr``, for ``zh`` that for ``zh-Hans``."""
    code = match_language(language, i18n)
    return None if code is None else i18n[code]


class QueueInput(Resource):
    """The members that updating a queue accepts."""

    id: Id | None = None
    name: QueueName | None = None
    ticket_prefix: TicketPrefix | None = None
    status: Literal["open", "closed"] | None = None
    time_zone: ZoneName | None = None
    welcome_message: MultiLine | None = None
    thank_message: MultiLine | None = None
    paper_message: MultiLine | None = None
    """What tickets on paper say, such as what to bring and where to wait, in place of ``thankMessage``."""
    company: Ref | None = None
    form: FormDefinition | None = None
    i18n: Annotated[dict[str, Translation] | None, Field(alias="i18n")] = None
    service_time: Annotated[Integer, Field(ge=1, le=480)] | None = None
    service_level: Annotated[Integer, Field(ge=1, le=480)] | None = None
    join_by_phone: Flag | None = None
    keep_personal: Annotated[Integer, Field(ge=0, le=3650)] | None = None
    """Days after a visit for which its personal data is kept, in place of the office's setting; 0: until it ends."""
    join_code_minutes: Annotated[Integer, Field(ge=0, le=1440)] | None = None
    """Minutes for which the display shows the same join code, which phones have to enter; 0: no code."""
    outcomes: Annotated[list[Outcome], Field(max_length=100)] | None = None
    """The outcomes that are offered when a visit is finished, in the office's own words."""


class QueueCreation(QueueInput):
    """The members that creating a queue accepts; the name is required."""

    name: QueueName


def _read_form(value: object) -> object:
    """Take a reference to a form, ``{"id", "name"}``, for a form without questions."""
    return [] if isinstance(value, dict) and "type" not in value else value


ReadForm = Annotated[list[FormItem], BeforeValidator(_read_form)]


class Queue(Resource):
    """A queue for one service. Times are minutes; ``waiting`` counts registrations with status registered."""

    id: ReadOnlyId
    name: str
    status: str = "open"
    ticket_prefix: str = ""
    time_zone: str = "UTC"
    welcome_message: str = ""
    thank_message: str = ""
    paper_message: str = ""
    company: Ref | None = None
    form: ReadForm = Field(default_factory=list)
    i18n: dict[str, Translation] = Field(default_factory=dict, alias="i18n")
    service_time: int = 5
    service_level: int = 15
    join_by_phone: bool = False
    """Whether tickets can be taken without a credential at ``/q/{queue}``, the address on the poster."""
    keep_personal: int | None = None
    join_code_minutes: int = 0
    join_code: str | None = None
    """The present join code. For displays and staff only."""
    outcomes: list[str] = Field(default_factory=list)
    """The outcomes that are offered when a visit is finished. For staff only."""
    waiting: int = 0
    average_waiting_time: int = 0
    estimated_waiting_time: WaitRange | None = None
    wait_unknown: str | None = None
    """Why there is no estimate: ``noDeskOpen``."""
    visits: int = 0
    """The number of recent visits the estimate is based on."""
    revision: int = 0
    warnings: list[str] | None = None
    """Warnings about the form that was just saved."""

    @property
    def known_waiting(self) -> int | None:
        """``waiting``, or None from a server that does not say it: absent is not zero."""
        return self.waiting if "waiting" in self.model_fields_set else None

    def translate(self, language: str) -> Queue:
        """Return the queue with name, messages and form in another language, as far as they are translated."""
        from walkin.model.form.value_lists import localize_values

        texts = find_texts(self.i18n, language)
        form = [localize_values(item, language) for item in self.form]
        if texts is None:
            return self.model_copy(update={"form": form}) if self.form != form else self
        return self.model_copy(
            update={
                "name": texts.name or self.name,
                "welcome_message": texts.welcome_message or self.welcome_message,
                "thank_message": texts.thank_message or self.thank_message,
                "paper_message": texts.paper_message or self.paper_message,
                "form": [item.translate(texts.form.get(item.id, {})) for item in form],
            }
        )

    def translate_item(self, item: FormItem, language: str) -> FormItem:
        """Translate a question of the form."""
        from walkin.model.form.value_lists import localize_values

        return localize_values(item, language).translate(self.get_form_texts(language).get(item.id, {}))

    def get_form_texts(self, language: str) -> dict[str, dict[str, object]]:
        """Return the translated members of the form's questions, by question id."""
        texts = find_texts(self.i18n, language)
        return texts.form if texts else {}


def find_office_name(queues: Iterable[Queue]) -> str:
    """The name of the company the queues belong to, empty without one."""
    return next((queue.company.name for queue in queues if queue.company and queue.company.name), "")
