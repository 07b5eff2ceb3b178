"""A client's call for help: sends the alert to the counters, and polls for its acknowledgement."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Literal

from walkin.client import ServerUnreachable
from walkin.model.alert import AlertPage
from walkin.model.errors import Refused
from walkin.ui.error_log import log_error
from walkin_kiosk.service_catalog import ServiceCatalog

POLL_SECONDS = 1.0
"""Seconds between two requests for the answer."""

HelpState = Literal["none", "calling", "called", "coming", "away", "lost"]
"""``coming``: a desk acknowledged it. ``away``: the server was not reached. ``lost``: it no longer replies."""


class HelpCall:
    """At most one call for help at a time, and its state."""

    def __init__(self, catalog: ServiceCatalog) -> None:
        self._catalog = catalog
        self.state: HelpState = "none"

    async def run(self, queue_id: str | None, page: AlertPage, on_change: Callable[[], None]) -> None:
        """Send the alert, then poll until it is acknowledged; ``on_change`` is called after each change of `state`."""

        def show(state: HelpState) -> None:
            if state != self.state:
                self.state = state
                on_change()

        show("calling")
        try:
            alert = await self._catalog.report_alert(
                "help", queue=None if queue_id is None else {"id": queue_id}, page=page
            )
        except (ServerUnreachable, Refused) as error:
            if isinstance(error, Refused):
                log_error("kiosk: the server takes no calls for help", error)
            show("away")
            return
        state: HelpState = "called"
        while alert.acknowledged is None:
            show(state)
            await asyncio.sleep(POLL_SECONDS)
            try:
                alert, state = await self._catalog.get_alert(alert.id), "called"
            except ServerUnreachable:
                state = "lost"
            except Refused as refusal:
                state = "lost"
                if refusal.status < 500:
                    # Such as a key that was withdrawn: the next request would be refused as well.
                    log_error("kiosk: the server does not tell about a call for help", refusal)
                    show(state)
                    return
        show("coming")
