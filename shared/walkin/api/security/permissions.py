"""Who may do what: one table of operations and roles, looked at before every route. What is not in it is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request

from walkin.api.security.authentication import Authenticator
from walkin.model.caller import AuditContext, Caller, Role, audit_context
from walkin.model.errors import Refused
from walkin.model.queue import QueueInput
from walkin.model.registration import RegistrationInput, Status, parse_id
from walkin.store import Store
from walkin.store.registrations import queries

KIOSK_ACCESS_MS = 24 * 3_600_000
"""A kiosk can come back to a ticket for so long."""

VISITOR = Caller(0, Role.KIOSK, frozenset(), "visitor")
"""Whoever has a public address, like that of a ticket's page."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_ALL_ROLES = frozenset(Role)
_STAFF = frozenset({Role.COUNTER, Role.ADMIN})
_ADMIN = frozenset({Role.ADMIN})
_TICKET_ROLES = _STAFF | {Role.KIOSK}

PUBLIC_OPERATIONS: Final = frozenset(
    {
        *("health", "docs", "public_keys", "issue_token", "consent_page", "decide_consent"),
        *("ticket_page", "ticket_stream", "send_file", "cancel_page", "cancel_ticket", "join_page", "join_queue"),
    }
)
"""Operations without a credential: they hold nothing, or ask for a secret themselves."""

ROLES_BY_OPERATION: Mapping[str, frozenset[Role]] = {
    "list_queues": _ALL_ROLES,
    "get_queue": _ALL_ROLES,
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
    "list_registrations": _ALL_ROLES,
    "insert_registration": _TICKET_ROLES,
    "show_next": _STAFF | {Role.DISPLAY},
    "call_next": _STAFF,
    "stream": _ALL_ROLES,
    "get_registration": _ALL_ROLES,
    "update_registration": _STAFF,
    "delete_registration": _TICKET_ROLES,
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

KIOSK_WRITABLE_MEMBERS = frozenset({"client", "form", "language", "id", "queue"})
"""The members that a kiosk may send; `id` and `queue` of a new registration are ignored."""


async def authorize(request: Request) -> None:
    """Let the request go on to its route, or refuse it. Notes who asks, for the route and for the audit log."""
    access: Authenticator = request.app.state.access
    operation = request.scope["endpoint"].__name__
    if operation in PUBLIC_OPERATIONS:
        access.count_anonymous(request)
        caller = VISITOR
    else:
        caller = await access.authenticate(request)
        if caller.role not in ROLES_BY_OPERATION.get(operation, ()):
            raise Refused("forbidden")
        _check_duplicate_parameters(request.scope["query_string"])
        await _check_reach(request, access, caller)
        if operation == "insert_registration":
            access.count_insert(caller)
    request.scope["walkin.caller"] = caller
    if request.method not in SAFE_METHODS:
        audit_context.set(AuditContext(caller, operation, _build_audit_object(request.scope["path"]), access.clock()))


def _check_duplicate_parameters(query: bytes) -> None:
    """Refuse ``badRequest`` for a parameter that is given twice: of two values one would be ignored in silence."""
    if b"&" not in query:
        return
    times = Counter(name for name, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True))
    if twice := [name for name, count in times.items() if count > 1]:
        raise Refused("badRequest", f"The parameter {twice[0][:100]} is given more than once.")


async def _check_reach(request: Request, authenticator: Authenticator, caller: Caller) -> None:
    """Another account's things are not there; queues that the credential is not for are forbidden."""
    parameters = request.path_params
    if (queue := parse_id(parameters.get("queueId", ""))) is not None:
        account = await authenticator.find_account_id(queue)
        if account is not None:
            if account != caller.account_id:
                raise Refused("queueNotFound")
            check_queue_allowed(caller, queue)
    if caller.role is Role.KIOSK and (registration := parse_id(parameters.get("registrationId", ""))) is not None:
        store: Store = request.app.state.office.store
        made = await store.read(queries.get_creator, registration)
        if made is not None and (
            made[0] != caller.credential_prefix or made[1] < authenticator.clock() - KIOSK_ACCESS_MS
        ):
            raise Refused("registrationNotFound")


def check_queue_allowed(caller: Caller, queue_id: int | None) -> None:
    """Refuse ``forbidden`` for a queue that the caller's credential is not for."""
    if queue_id is not None and not caller.can_use_queue(queue_id):
        raise Refused("forbidden")


def check_registration_members(caller: Caller, registration_input: RegistrationInput) -> None:
    """Refuse ``forbidden`` when the caller may not write one of the members: a kiosk does not say who is first."""
    if caller.role is not Role.KIOSK:
        return
    named = {name for name in registration_input.model_fields_set if getattr(registration_input, name) is not None}
    if registration_input.status is Status.REGISTERED:
        named.discard("status")
    if named - KIOSK_WRITABLE_MEMBERS or (registration_input.client is not None and registration_input.client.id):
        raise Refused("forbidden")


def check_queue_members(caller: Caller, queue_input: QueueInput) -> None:
    """Refuse ``forbidden`` for a member the caller may not write: a desk opens and closes its queues, no more."""
    if caller.role is not Role.ADMIN and queue_input.model_fields_set - {"id", "status"}:
        raise Refused("forbidden")


def _build_audit_object(path: str) -> str:
    """What the audit log calls the thing at that path; the address of a ticket's page is a secret."""
    parts = path.split("/", 3)
    return parts[3] if parts[1] == "api" and len(parts) == 4 else ""
