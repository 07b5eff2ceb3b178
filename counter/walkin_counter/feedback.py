"""Feedback: the sentence that tells an agent how an action ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from walkin.languages import Words


@dataclass(frozen=True)
class Feedback:
    """The key of a Fluent text and its arguments; ``done`` if the action succeeded."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    done: bool = False

    def format(self, words: Words) -> str:
        """The sentence in the language of ``words``."""
        return words(self.key, **self.values)


def describe_error(error: Exception) -> Feedback:
    """Feedback about a request that failed, or about a file that could not be saved."""
    if isinstance(error, ServerUnreachable):
        return Feedback("counter-away")
    if isinstance(error, Refused):
        return Feedback("counter-refused", {"reason": error.message or error.reason})
    return Feedback("counter-file-unsaved", {"reason": getattr(error, "strerror", None) or str(error)})
