"""Paper tickets: prints them, records the results, and reports printer trouble to the counters."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Literal

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused
from walkin.printing.spooler import Spooler
from walkin.printing.ticket import layout_ticket
from walkin.ui.error_log import log_error
from walkin_kiosk.outbox import DISK_ERRORS

if TYPE_CHECKING:
    from collections.abc import Callable

    from walkin.languages import Words
    from walkin.model.printer import Printed, PrinterTrouble
    from walkin.model.queue import Queue
    from walkin.model.registration import Registration
    from walkin.settings import KioskSettings
    from walkin_kiosk.service_catalog import ServiceCatalog

LATE_SECONDS = 2.8
"""Seconds after which the client is told to keep the number; the paper may still come."""

RECORD_SECONDS = 1.0
"""Timeout of a request to record a print; without a reply the ticket is printed all the same."""

RETRY_SECONDS = (0.0, 2.0, 10.0)
"""Seconds of the pause before each attempt to record the result of a print."""

PaperState = Literal["printing", "yes", "no", "unknown"]


class TicketPrinter:
    """The kiosk's printer."""

    def __init__(self, settings: KioskSettings, catalog: ServiceCatalog) -> None:
        self._settings, self._catalog = settings, catalog
        self._spooler = Spooler(settings)
        self._reported: PrinterTrouble | None = None
        """The last trouble reported to the counters; None after a ticket without trouble."""

    async def start(self) -> None:
        await self._spooler.start()

    async def aclose(self) -> None:
        await self._spooler.aclose()

    async def print(
        self,
        registration: Registration,
        queue: Queue,
        words: Words,
        show: Callable[[PaperState], None],
        *,
        is_copy: bool,
    ) -> None:
        """Print a ticket; ``show`` is called with each new state."""
        show("printing")
        printing = asyncio.create_task(self._print(registration, queue, words, is_copy=is_copy))
        done, _ = await asyncio.wait([printing], timeout=LATE_SECONDS)
        if not done:
            show("no")
            await self._report("noAnswer")
        try:
            show(await printing)
        except Exception as error:  # noqa: BLE001 - a ticket without paper is valid, and the client has to know
            log_error("kiosk: a ticket was not printed", error)
            show("unknown")

    async def _print(self, registration: Registration, queue: Queue, words: Words, *, is_copy: bool) -> Printed:
        paper = layout_ticket(
            registration,
            queue,
            words,
            self._settings.printer_columns,
            public_url=self._settings.public_url,
            is_copy=is_copy,
        )
        await self._record(registration, "unknown")
        result = await self._spooler.print(paper)
        if result.trouble is None:
            self._reported = None
        else:
            await self._report(result.trouble)
        if result.printed != "unknown":
            for pause in RETRY_SECONDS:
                await asyncio.sleep(pause)
                if await self._record(registration, result.printed):
                    break
        return result.printed

    async def _record(self, registration: Registration, printed: Printed) -> bool:
        """Record the result of a print, ``unknown`` before it begins. Returns whether no other attempt is needed."""
        client = self._catalog.client
        if client is None:
            return False
        offline = self._catalog.offline
        try:
            if not registration.id:
                # Given without the server, and kept on the disk until it is sent.
                if offline is not None and registration.token:
                    await offline.record_print(client, registration.token, printed)
                return True
            async with asyncio.timeout(RECORD_SECONDS):
                await client.record_print(registration.queue.id, registration.id, printed)
        except (ServerUnreachable, TimeoutError):
            return False
        except Refused as refused:
            # A server of the bare contract keeps no prints.
            log_error("kiosk: the server takes no record of a print", refused)
        except DISK_ERRORS as error:
            log_error("kiosk: a print could not be recorded on the disk", error)
        return True

    async def _report(self, trouble: PrinterTrouble) -> None:
        """Report trouble to the counters; low paper only once in a row."""
        if trouble == self._reported == "paperLow":
            return
        self._reported = trouble
        try:
            await self._catalog.report_alert("printer", trouble=trouble)
        except (ServerUnreachable, Refused) as error:
            log_error("kiosk: the counters were not told of the printer", error)
