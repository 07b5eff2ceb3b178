"""What can be refused, by whom and with which HTTP status: the one table of reasons."""

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
    "preconditionFailed": 412,
    "tooLarge": 413,
    "unsupportedMediaType": 415,
    "invalid": 422,
    "idempotencyMismatch": 422,
    "tooManyRequests": 429,
    "internalError": 500,
    "secretsLost": 500,
    "busy": 503,
    "databaseAway": 503,
    "storageFull": 507,
}
"""HTTP status of each ``reason`` of the error envelope."""


class TextRefused(ValueError):
    """A text that is not kept: ``code`` says why, in the vocabulary of FieldProblem."""

    def __init__(self, code: str, **values: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class FieldProblem:
    """One thing to mend in an entry.

    ``id`` is the FormItem's id, or the member's path ("client.emailAddress"). ``code`` names the rule; the words
    for people are the text ``form-<code>`` of the language files, filled with ``values``; ``message`` is set when a
    server has already said it in the reader's language.
    """

    id: str
    code: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)
    message: str = ""


class Refused(Exception):
    """A request that is not carried out. ``reason`` is a key of STATUS; ``values`` fill the text ``error-<reason>``.

    ``status`` is the HTTP status: the reason's own, or the one another server gave.
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
