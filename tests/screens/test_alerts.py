"""Alerts about wrong PINs at a kiosk reach the counters, also after a time without the server."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.screens.test_counter import counter, desk_screen, see, shown
from tests.support.helpers import BIDI_CONTROLS, bundle_hostile_texts, screen_text, wait_for
from tests.support.kiosk import make_settings, run_kiosk, type_text, wait_for_texts
from walkin.client import ServerUnreachable
from walkin.languages import Words
from walkin.model.alert import Alert
from walkin.model.registration import Ref
from walkin.model.time import ZonedTime
from walkin_counter.desk.alert_notice import AlertNotice
from walkin_kiosk import service_catalog
from walkin_kiosk.exit_pin import ExitPin


@pytest.fixture(autouse=True)
def _strict_and_short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Words, "strict", True)
    monkeypatch.setattr(service_catalog, "ALERT_RETRY_SECONDS", 0.05)
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))


async def test_counters_show_wrong_pins_until_they_are_seen(office_file: Path) -> None:
    settings = make_settings(office_file.parent, exit_pin="2468")
    async with counter(office_file) as staff, run_kiosk(settings) as (app, pilot):
        await pilot.press("ctrl+q")
        await wait_for_texts(pilot, "Leave the kiosk?")
        for _ in range(2):
            await type_text(pilot, "1\n")
        # The typing errors of staff are nobody's business.
        assert app.exit_pin.unreported_count == 0
        await type_text(pilot, "1\n")
        await see(staff, "3 wrong PINs were entered at the kiosk, the last at", "F3: seen.")
        await wait_for(pilot, lambda: app.exit_pin.unreported_count == 0, "the kiosk to know that it is told")
        await staff.press("space", "l")
        await see(staff, "3 codes erronés")
        await staff.press("f3")
        await wait_for(staff, lambda: not shown(staff, "wrong PINs"), "the answer")


async def test_hostile_names_of_kiosks_are_only_text(office_file: Path) -> None:
    async with counter(office_file) as staff:
        notice = desk_screen(staff).query_one(AlertNotice)
        at = ZonedTime(date_time="2026-03-04T09:05:00", time_zone="UTC")
        for name in bundle_hostile_texts(8):
            for alert in (
                Alert(kind="exitPin", count=3, at=at, source=name),
                Alert(kind="help", at=at, place=name, queue=Ref.model_construct(id="1", name=name), page=name),
                Alert(kind="printer", at=at, place=name, trouble=name),
            ):
                notice.show_alert(alert, at.to_datetime())
                await staff.pause()
                shown_text = screen_text(staff.app)
                assert sum(text in shown_text for text in ("3 wrong PINs", "asks for help", "Ticket printer,")) == 1
                assert not {*BIDI_CONTROLS, "\x1b", "\x07"} & set(shown_text)


async def test_what_could_not_be_told_is_told_later_also_by_the_next_start(
    office_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_settings(office_file.parent, exit_pin="2468")
    tries = 0
    reported = asyncio.Event()

    async def lose_or_report(_catalog: object, kind: str, *, count: int) -> None:
        nonlocal tries
        tries += 1
        if tries < 4:
            raise ServerUnreachable
        assert (kind, count) == ("exitPin", 3)
        reported.set()

    monkeypatch.setattr("walkin_kiosk.service_catalog.ServiceCatalog.report_alert", lose_or_report)
    pin = ExitPin("2468", file=office_file.with_name("office.db-exit-pin"))
    for _ in range(3):
        pin.verify("1")
    async with run_kiosk(settings) as (app, _):
        async with asyncio.timeout(30):
            await reported.wait()
            while app.exit_pin.unreported_count:
                await asyncio.sleep(0.01)
    assert ExitPin("2468", file=office_file.with_name("office.db-exit-pin")).wrong_tries.reported == 3
