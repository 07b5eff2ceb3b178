"""Errors of the API: the table of reasons and HTTP statuses, and the exceptions that carry them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

STATUS_BY_REASON: Mapping[str, int] = {
    "badRequest": 400,
    "unauthorized": 401,
    "forbidden": 403,
    "notFound": 404,
    "queueNotFound": 404,
    "registrationNotFound": 404,
    "clientNotFound": 404,
    "watchNotFound": 404,
    "requestNotFound": 404,
    "errorNotFound": 404,
    "keyNotFound": 404,
    "queueEmpty": 404,
    "nothingToUndo": 404,
    "methodNotAllowed": 405,
    "notAcceptable": 406,
    "conflict": 409,
    "transition": 409,
    "reserved": 409,
    "undoChanged": 409,
    "queueClosed": 409,
    "prefixTaken": 409,
    "queueInUse": 409,
    "keyInUse": 409,
    "clientHeld": 409,
    "deliveryErased": 409,
    "preconditionFailed": 412,
    "tooLarge": 413,
    "unsupportedMediaType": 415,
    "expectationFailed": 417,
    "invalid": 422,
    "idempotencyMismatch": 422,
    "tooManyRequests": 429,
    "tooManyTickets": 429,
    "internalError": 500,
    "secretsLost": 500,
    "busy": 503,
    "databaseAway": 503,
    "readOnly": 503,
    "notConfirmed": 503,
    "dataGone": 503,
    "damaged": 503,
    "upgraded": 503,
    "storageFull": 507,
}
"""HTTP status of each ``reason`` of the error envelope."""

TEMPORARY_REASONS = frozenset({"busy", "databaseAway", "readOnly", "notConfirmed"})
"""Reasons of the database that the same request may not meet a moment later."""


class TextRefused(ValueError):
    """A text that is not accepted; ``code`` says why, as in FieldProblem."""

    def __init__(self, code: str, **values: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class FieldProblem:
    """A problem with one field of an input.

    ``id`` is the FormItem's id, or the member's path ("client.emailAddress"). ``code`` names the rule; its message is
    the text ``form-<code>`` of the language files, filled with ``values``. ``message`` is set instead when the server
    has sent the message. ``noun`` (an HTML autocomplete token, of a question bound to the client) and ``title`` name
    what was asked, for messages that do not.
    """

    id: str
    code: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)
    message: str = ""
    title: str = field(default="", compare=False)
    noun: str = field(default="", compare=False)

    def concerns(self, item_id: str) -> bool:
        """Whether it is a problem of that item, of one of its entries or of one of its files (``papers.2``)."""
        return f"{self.id}.".startswith(f"{item_id}.")


class Refused(Exception):
    """A refused request. ``reason`` is a key of STATUS_BY_REASON; ``values`` fill the text ``error-<reason>``.

    ``status`` is the HTTP status of the reason, or the one a server sent.
    """

    def __init__(
        self,
        reason: str,
        message: str = "",
        *,
        status: int | None = None,
        fields: Sequence[FieldProblem] = (),
        **values: str | int,
    ) -> None:
        super().__init__(message or reason)
        self.reason = reason
        self.message = message
        self.status = status or STATUS_BY_REASON.get(reason, 400)
        self.fields = tuple(fields)
        self.values = values
