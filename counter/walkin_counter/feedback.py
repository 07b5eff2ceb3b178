"""Feedback: the sentence that tells an agent how an action ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from walkin.client import KEY_STATUSES, NotSupported, ServerUnreachable
from walkin.model.errors import Refused
from walkin.model.form.definition import iter_with_parts
from walkin_counter.formatting import format_person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from walkin.languages import Words
    from walkin.model.queue import Queue
    from walkin.model.registration import Registration


def is_about_key(refusal: Refused | None) -> bool:
    """Whether the server wants a key, or another one."""
    return refusal is not None and refusal.status in KEY_STATUSES


@dataclass(frozen=True)
class Feedback:
    """The key of a Fluent text and its arguments, texts or Feedback; ``done`` if the action succeeded."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    done: bool = False

    def format(self, words: Words) -> str:
        """The sentence in the language of ``words``."""
        values = {
            name: value.format(words) if isinstance(value, Feedback) else value for name, value in self.values.items()
        }
        return words(self.key, **values)


def name_client(registration: Registration) -> str:
    """The ticket number and the client's name: "A002 Ann Bee", so that nobody is taken for somebody else."""
    return format_person(registration.number, registration.client)


def describe_action(kind: str, clients: Sequence[str]) -> Feedback:
    """What a desk did, and with whom: "recall of A002 Ann Bee". In a call the last client is the called one."""
    *ended, last = dict.fromkeys(clients)
    if kind == "called" and ended:
        return Feedback("counter-action-next", {"client": last, "ended": ", ".join(ended)})
    return Feedback("counter-action", {"kind": kind, "clients": ", ".join([*ended, last])})


def describe_error(error: Exception) -> Feedback:
    """Feedback about a request that failed, or about a file that could not be saved."""
    if isinstance(error, ServerUnreachable):
        return Feedback("counter-away")
    if isinstance(error, NotSupported):
        return Feedback("counter-not-supported")
    if isinstance(error, Refused):
        key = "counter-key-refused" if is_about_key(error) else "counter-refused"
        return Feedback(key, {"reason": error.message or error.reason})
    return Feedback("counter-file-unsaved", {"reason": getattr(error, "strerror", None) or str(error)})


def describe_saved(saved: Registration, queue: Queue | None) -> Feedback:
    """Confirm a saved registration, naming the answers that the server dropped."""
    if dropped := list_dropped(saved, queue):
        return Feedback("counter-edit-dropped", {"number": name_client(saved), "titles": dropped}, done=True)
    return Feedback("counter-edit-saved", {"number": name_client(saved)}, done=True)


def list_dropped(saved: Registration, queue: Queue | None) -> str:
    """Titles of the questions whose answers the server dropped; ``queue`` is in the reader's language."""
    titles = {item.id: item.title or item.id for item in iter_with_parts(queue.form if queue else ())}
    # A part within an entry is named "children.1.school".
    dropped = [
        titles.get(notice.id) or titles.get(notice.id.rpartition(".")[2], notice.id) for notice in saved.notices or ()
    ]
    return ", ".join(dict.fromkeys(dropped))
