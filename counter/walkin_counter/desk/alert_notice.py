"""The counter's line about a kiosk: somebody asks for help there, its printer needs paper, or PINs were wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual import getters
from textual.widgets import Static

from walkin.client import ServerUnreachable
from walkin.model.errors import Refused
from walkin.model.time import load_zone
from walkin.ui.app import WalkinApp
from walkin.ui.safe import to_content

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from walkin.client import QueueClient
    from walkin.languages import Words
    from walkin.model.alert import Alert

CALL_SECONDS = 15 * 60.0
"""How long a call without an answer is shown."""


class AlertNotice(Static):
    """Shows the alert that nobody has answered yet: the newest call for help, else of a printer, else wrong PINs."""

    DEFAULT_CSS = """
    AlertNotice {
        display: none;
        height: auto;
        max-height: 3;
        padding: 0 1;
    }
    """

    app = getters.app(WalkinApp)

    def __init__(self, client: QueueClient, format_key: Callable[[], str]) -> None:
        """``format_key`` names the key that answers."""
        super().__init__(id="alert", classes="banner")
        self._client = client
        self._format_key = format_key
        self._rung: set[str] = set()
        """Ids of the calls for help that this counter has rung for."""
        self.alert: Alert | None = None

    async def refresh_alert(self) -> None:
        """Fetch the alerts and ring for a new call; the previous alert stays if the request fails."""
        now = self._client.now()
        if (found := await fetch_alerts(self._client, now)) is None:
            return
        self.show_alert(next(iter([*found.calls, *found.others]), None), now)
        if new := {call.id for call in found.calls} - self._rung:
            self._rung |= new
            self.app.bell()
            if not self.screen.is_current:
                self.app.notify(str(self.content), severity="warning")

    async def answer(self, desk: str) -> str:
        """Answer the alert for a desk; returns the kiosk's name, empty if there was nothing to answer.

        Raises: ServerUnreachable, Refused.
        """
        if (alert := self.alert) is None:
            return ""
        await self._client.acknowledge_alert(alert.id, desk)
        await self.refresh_alert()
        return name_kiosk(alert, self.app.words)

    def show_alert(self, alert: Alert | None, now: datetime) -> None:
        self.alert = alert
        self.display = alert is not None
        self.screen.set_class(alert is not None, "-alert")
        self.update(to_content(format_alert(alert, self._format_key(), self.app.words, now) if alert else ""))


class UnansweredAlerts(NamedTuple):
    """In the order in which they are to be answered."""

    calls: list[Alert]
    """Calls for help, then of printers."""
    others: list[Alert]
    """Wrong PINs."""


async def fetch_alerts(client: QueueClient, now: datetime) -> UnansweredAlerts | None:
    """The alerts that nobody has answered; None if the request fails."""
    try:
        alerts = await client.list_alerts()
    except (ServerUnreachable, Refused):
        return None
    unanswered = [alert for alert in alerts if alert.acknowledged is None]
    calls = [alert for kind in ("help", "printer") for alert in unanswered if alert.kind == kind]
    calls = [call for call in calls if (now - call.at.to_datetime()).total_seconds() < CALL_SECONDS]
    return UnansweredAlerts(calls, [alert for alert in unanswered if alert.kind == "exitPin"])


def name_kiosk(alert: Alert, words: Words) -> str:
    return alert.place or alert.source or words("counter-alert-kiosk")


def format_alert(alert: Alert, key: str, words: Words, now: datetime) -> str:
    """Who and where: the kiosk, and the service and page of the visitor."""
    zone = load_zone(alert.at.time_zone)
    moment = alert.at.to_datetime().astimezone(zone)
    time = words.format_time(moment)
    if moment.date() != now.astimezone(zone).date():
        time = f"{words.format_date(moment, 'short')} {time}"
    kiosk = name_kiosk(alert, words)
    if alert.kind == "exitPin":
        return words("counter-alert-exit-pin", count=alert.count, kiosk=kiosk, time=time, key=key)
    if alert.kind == "printer":
        trouble = words("paper-trouble", trouble=alert.trouble or "error")
        return words("counter-alert-printer", kiosk=kiosk, time=time, trouble=trouble, key=key)
    service = alert.queue.name if alert.queue else ""
    page_key = f"counter-alert-page-{alert.page}"
    page = words(page_key) if alert.page and words.has_text(page_key) else ""
    where = " · ".join(part for part in (kiosk, service, page, time) if part)
    return words("counter-alert-help", where=where, key=key)
