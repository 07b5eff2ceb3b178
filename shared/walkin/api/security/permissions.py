"""Who may do what: one table of operations and roles, looked at before every route. What is not in it is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request

from walkin.api.security.authentication import Access
from walkin.model.caller import Acting, Caller, Role, acting
from walkin.model.errors import Refused
from walkin.model.queue import QueueInput
from walkin.model.registration import RegistrationInput, Status, row_id
from walkin.store import Store
from walkin.store.registrations import queries as entries

DAY = 24 * 3_600_000
"""A kiosk can come back to a ticket for so long."""

VISITOR = Caller(0, Role.KIOSK, frozenset(), "visitor")
"""Whoever has a public address, like that of a ticket's page."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

_EVERYBODY = frozenset(Role)
_STAFF = frozenset({Role.COUNTER, Role.ADMIN})
_ADMIN = frozenset({Role.ADMIN})
_TICKETS = _STAFF | {Role.KIOSK}

PUBLIC: Final = frozenset(
    {
        *("health", "docs", "public_keys", "issue_token", "consent_page", "decide_consent"),
        *("ticket_page", "ticket_stream", "send_file", "cancel_page", "cancel_ticket", "join_page", "join_queue"),
    }
)
"""Operations without a credential: they hold nothing, or ask for a secret themselves."""

RULES: Mapping[str, frozenset[Role]] = {
    "list_queues": _EVERYBODY,
    "get_queue": _EVERYBODY,
    "told_waits": _STAFF,
    "all_statistics": _STAFF,
    "queue_statistics": _STAFF,
    "create_queue": _ADMIN,
    "update_queue": _STAFF,
    "delete_queue": _ADMIN,
    "list_clients": _STAFF,
    "get_client": _STAFF,
    "create_client": _ADMIN,
    "update_client": _ADMIN,
    "erase_client": _ADMIN,
    "list_registrations": _EVERYBODY,
    "insert_registration": _TICKETS,
    "show_next": _STAFF | {Role.DISPLAY},
    "call_next": _STAFF,
    "stream": _EVERYBODY,
    "get_registration": _EVERYBODY,
    "update_registration": _STAFF,
    "delete_registration": _TICKETS,
    "recall": _STAFF,
    "follow_visit": _STAFF,
    "list_visits": _STAFF,
    "list_desks": _STAFF | {Role.DISPLAY},
    "update_desk": _STAFF,
    "desk_next": _STAFF,
    "list_actions": _STAFF,
    "undo": _STAFF,
    "get_file": _STAFF,
    **dict.fromkeys(
        (
            "create_watch",
            "list_watches",
            "get_watch",
            "update_watch",
            "delete_watch",
            "try_watch",
            "list_requests",
            "get_request",
            "replay_request",
            "replay_requests",
            "list_errors",
            "delete_error",
            "create_key",
            "list_keys",
            "get_key",
            "rotate_key",
            "delete_key",
        ),
        _ADMIN,
    ),
}
"""The roles that may carry out each operation, by the name of its route's function.

Beyond this table: a queue has to be of the caller's account and among its queues; a desk changes the status of a queue
and nothing else of it; a kiosk gets, and deletes, only what it has made itself; who the people are is shown to the
staff's roles only.
"""

KIOSK_WRITES = frozenset({"client", "form", "language", "id", "queue"})
"""The members that a kiosk may send; `id` and `queue` of a new registration are ignored."""


async def guard(request: Request) -> None:
    """Let the request go on to its route, or refuse it. Notes who asks, for the route and for the audit log."""
    access: Access = request.app.state.access
    operation = request.scope["endpoint"].__name__
    if operation in PUBLIC:
        access.anybody(request)
        caller = VISITOR
    else:
        caller = await access.caller(request)
        if caller.role not in RULES.get(operation, ()):
            raise Refused("forbidden")
        _check_query(request.scope["query_string"])
        await _in_reach(request, access, caller)
        if operation == "insert_registration":
            access.insert(caller)
    request.scope["walkin.caller"] = caller
    if request.method not in SAFE:
        acting.set(Acting(caller, operation, _object(request.scope["path"]), access.clock()))


def _check_query(query: bytes) -> None:
    """Refuse ``badRequest`` for a parameter that is given twice: of two values one would be ignored in silence."""
    if b"&" not in query:
        return
    times = Counter(name for name, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True))
    if twice := [name for name, count in times.items() if count > 1]:
        raise Refused("badRequest", f"The parameter {twice[0][:100]} is given more than once.")


async def _in_reach(request: Request, access: Access, caller: Caller) -> None:
    """Another account's things are not there; queues that the credential is not for are forbidden."""
    parameters = request.path_params
    if (queue := row_id(parameters.get("queueId", ""))) is not None:
        account = await access.account_of(queue)
        if account is not None:
            if account != caller.account:
                raise Refused("queueNotFound")
            check_queue(caller, queue)
    if caller.role is Role.KIOSK and (registration := row_id(parameters.get("registrationId", ""))) is not None:
        store: Store = request.app.state.office.store
        made = await store.read(entries.made, registration)
        if made is not None and (made[0] != caller.key or made[1] < access.clock() - DAY):
            raise Refused("registrationNotFound")


def check_queue(caller: Caller, queue_id: int | None) -> None:
    """Refuse ``forbidden`` for a queue that the caller's credential is not for."""
    if queue_id is not None and not caller.may_use(queue_id):
        raise Refused("forbidden")


def check_members(caller: Caller, given: RegistrationInput) -> None:
    """Refuse ``forbidden`` when the caller may not write one of the members: a kiosk does not say who is first."""
    if caller.role is not Role.KIOSK:
        return
    named = {name for name in given.model_fields_set if getattr(given, name) is not None}
    if given.status is Status.REGISTERED:
        named.discard("status")
    if named - KIOSK_WRITES or (given.client is not None and given.client.id):
        raise Refused("forbidden")


def check_queue_members(caller: Caller, given: QueueInput) -> None:
    """Refuse ``forbidden`` for a member the caller may not write: a desk opens and closes its queues, no more."""
    if caller.role is not Role.ADMIN and given.model_fields_set - {"id", "status"}:
        raise Refused("forbidden")


def _object(path: str) -> str:
    """What the audit log calls the thing at that path; the address of a ticket's page is a secret."""
    parts = path.split("/", 3)
    return parts[3] if parts[1] == "api" and len(parts) == 4 else ""
