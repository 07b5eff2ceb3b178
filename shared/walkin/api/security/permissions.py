"""Authorize requests: the roles of an operation, the caller's account and queues, and the members a role may write."""

from __future__ import annotations

from typing import Final, Literal

from starlette.requests import Request

from walkin.api.middleware.paths import ENCODED_SLASH
from walkin.api.security.authentication import Authenticator, get_authenticator
from walkin.api.state import get_app_state
from walkin.model.caller import (
    AuditContext,
    Caller,
    Role,
    answer_seconds,
    audit_context,
    match_phone,
    queue_limit,
)
from walkin.model.errors import Refused
from walkin.model.queue import QueueInput
from walkin.model.registration import RegistrationInput, Status, parse_id
from walkin.model.time import DAY_MS
from walkin.store.registrations import queries

Roles = frozenset[Role] | Literal["public"]
"""The roles that may use an operation, or ``PUBLIC``."""

PUBLIC: Final = "public"
"""No credential is needed: the operation shows nothing personal, or its address holds a secret."""

ALL_ROLES = frozenset(Role)
STAFF = frozenset({Role.COUNTER, Role.ADMIN})
ADMIN = frozenset({Role.ADMIN})
STAFF_AND_KIOSK = STAFF | {Role.KIOSK}
STAFF_AND_DISPLAY = STAFF | {Role.DISPLAY}

ANSWER_SECONDS = 8.0
"""Maximum seconds that a request waits for the database, less than the timeout of Walkin's own apps."""

KIOSK_ACCESS_MS = DAY_MS
"""How long a kiosk can get and delete a registration that it made."""

VISITOR = Caller(0, Role.KIOSK, frozenset(), "visitor")
"""The caller of a public operation, for example of a ticket page."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

KIOSK_WRITABLE_MEMBERS = frozenset({"client", "form", "language", "id", "queue"})
"""The members that a kiosk may send; the `id` of a new registration is ignored, its `queue` is that of the path."""


LimitedKeys = Literal["refused", "restricted"]
"""What an operation without a queue in its path does with a key that is limited to some queues: refuse it, or hide what
belongs to other queues."""


async def authorize(request: Request, operation: str, roles: Roles, limited_keys: LimitedKeys | None = None) -> None:
    """Authorize the request for an operation, and set its caller, the audit context and the limits of queues and time.

    Besides the role: the queue in the path has to be of the caller's account and among the caller's queues, and a kiosk
    has access only to the registrations that it made. Members of a body are checked by the endpoints
    (``check_registration_members``, ``check_queue_members``). Raises Refused (unauthorized, forbidden, queueNotFound,
    registrationNotFound, tooManyRequests).
    """
    authenticator = get_authenticator(request)
    answer_seconds.set(ANSWER_SECONDS)
    if roles == PUBLIC:
        authenticator.count_anonymous(request)
        caller = VISITOR
    else:
        caller = await authenticator.authenticate(request)
        if caller.role not in roles:
            raise Refused("forbidden")
        if caller.is_limited and limited_keys == "refused":
            raise Refused("forbidden")
        await _check_access(request, authenticator, caller)
    request.scope["walkin.caller"] = caller
    queue_limit.set(None if roles == PUBLIC else caller.queue_ids)
    match_phone.set(request.app.state.match_phone)
    if request.method not in SAFE_METHODS:
        target = _get_audit_target(request.scope["path"])
        audit_context.set(AuditContext(caller, operation, target, authenticator.clock()))


async def _check_access(request: Request, authenticator: Authenticator, caller: Caller) -> None:
    """Check the ids in the path. A queue of another account is not found; another queue of the account is forbidden."""
    parameters = request.path_params
    if (queue_id := parse_id(parameters.get("queueId", ""))) is not None:
        account_id = await authenticator.find_account_id(queue_id)
        if account_id is not None:
            if account_id != caller.account_id:
                raise Refused("queueNotFound")
            check_queue_allowed(caller, queue_id)
    if caller.role is Role.KIOSK and (registration_id := parse_id(parameters.get("registrationId", ""))) is not None:
        creator = await get_app_state(request).store.read(queries.get_creator, registration_id)
        if creator is not None:
            credential_prefix, created_at = creator
            if credential_prefix != caller.credential_prefix or created_at < authenticator.clock() - KIOSK_ACCESS_MS:
                raise Refused("registrationNotFound")


def check_queue_allowed(caller: Caller, queue_id: int | None) -> None:
    """Raise Refused (forbidden) for a queue that is not among the caller's queues."""
    if queue_id is not None and not caller.can_use_queue(queue_id):
        raise Refused("forbidden")


def check_registration_members(caller: Caller, registration_input: RegistrationInput) -> None:
    """Raise Refused (forbidden) for a member that a kiosk may not write, such as ``priority``."""
    if caller.role is not Role.KIOSK:
        return
    members = {name for name in registration_input.model_fields_set if getattr(registration_input, name) is not None}
    if registration_input.status is Status.REGISTERED:
        members.discard("status")
    if members - KIOSK_WRITABLE_MEMBERS or (registration_input.client is not None and registration_input.client.id):
        raise Refused("forbidden")


def check_queue_members(caller: Caller, queue_input: QueueInput) -> None:
    """Raise Refused (forbidden) for a member other than ``status`` unless the caller is an admin."""
    if caller.role is not Role.ADMIN and queue_input.model_fields_set - {"id", "status"}:
        raise Refused("forbidden")


def _get_audit_target(path: str) -> str:
    """The path below the API's prefix, empty for other paths: the address of a ticket page is a secret."""
    parts = path.replace(ENCODED_SLASH, "/").split("/", 3)
    return parts[3] if parts[1] == "api" and len(parts) == 4 else ""
