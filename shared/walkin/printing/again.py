"""Print the ticket of a registration that is there already, for desks and commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from walkin.languages import Words, choose_language
from walkin.printing.ticket import layout_ticket

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from walkin.client import QueueClient
    from walkin.model.registration import Registration
    from walkin.printing.printer import PrintResult
    from walkin.printing.ticket import Paper
    from walkin.settings import OfficeSettings


async def print_again(
    client: QueueClient,
    registration: Registration,
    settings: OfficeSettings,
    send: Callable[[Paper], Awaitable[PrintResult]],
) -> PrintResult:
    """Print a ticket in its own language, marked as a copy if it was printed before, and record how that ended.

    Raises: ServerUnreachable, Refused.
    """
    queue_id, registration_id = registration.queue.id, registration.id
    registration = await client.get_registration(queue_id, registration_id)
    paper = layout_ticket(
        registration,
        await client.get_queue(queue_id),
        Words(choose_language(registration.language or settings.language)),
        settings.printer_columns,
        public_url=settings.public_url,
        is_copy=registration.print_count > 0,
    )
    await client.record_print(queue_id, registration_id, "unknown")
    result = await send(paper)
    if result.printed != "unknown":
        await client.record_print(queue_id, registration_id, result.printed)
    return result
