"""The exception of an answer that breaks a rule."""

from __future__ import annotations


class InvalidAnswer(Exception):
    """The answer breaks a rule. ``code`` and ``values`` are those of a FieldProblem."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
