"""The three screens on a server that requires a key: with a key, without, and after it is revoked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from tests.support.access import create_key, write_to_store
from tests.support.helpers import screen_text, wait_for
from tests.support.letters import find_letters
from tests.support.offices import WalkinServer, run_server
from walkin.client import connect
from walkin.languages import Words
from walkin.model.caller import Role
from walkin.model.time import now_ms
from walkin.settings import Settings, load_settings
from walkin.store.access import credentials
from walkin_counter.app import CounterApp
from walkin_counter.desk.screens.desk import DeskScreen
from walkin_counter.display.app import DisplayApp
from walkin_kiosk.app import KioskApp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from walkin.store.access.credentials import NewCredential

REFUSED = "This needs a valid key."
SCREENS = {Role.KIOSK: KioskApp, Role.COUNTER: CounterApp, Role.DISPLAY: DisplayApp}


@pytest.fixture(autouse=True)
def _strict(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Words, "strict", True)
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))


@pytest.fixture
async def office(data: Path) -> AsyncIterator[WalkinServer]:
    admin = await create_key(data, Role.ADMIN)
    with run_server(data) as server:
        async with await connect(make_settings(server, admin)) as client:
            await client.register("1", {"client": {"lastName": "Bee"}}, "visit")
        yield server


def make_settings(server: WalkinServer, key: NewCredential | None, **more: Any) -> Settings:
    members = {"api_key": key.api_key, "api_token": key.token} if key else {}
    return Settings(api=server.url, desk="Desk 3", queue=("1",), **members, **more)


@pytest.mark.parametrize("role", list(SCREENS))
async def test_a_screen_without_a_key_says_so_and_lives(office: WalkinServer, role: Role) -> None:
    app = SCREENS[role](make_settings(office, None))
    async with app.run_test(size=(110, 32)) as pilot:
        await wait_for(pilot, lambda: REFUSED in screen_text(app), "the reason")
        if role is not Role.KIOSK:
            assert f"walkin key add --role {role}" in screen_text(app), "what to do next"
        await asyncio.sleep(0.5)
        assert REFUSED in screen_text(app)
        assert app.is_running


@pytest.mark.parametrize(
    ("role", "expected"), [(Role.COUNTER, "A001"), (Role.DISPLAY, "Waiting: 1"), (Role.KIOSK, "Identity")]
)
@pytest.mark.long
async def test_a_screen_works_with_the_key_of_its_role_until_that_is_revoked(
    office: WalkinServer, data: Path, role: Role, expected: str
) -> None:
    key = await create_key(data, role)
    app = SCREENS[role](make_settings(office, key))
    async with app.run_test(size=(110, 32)) as pilot:
        await wait_for(
            pilot, lambda: expected in screen_text(app) or bool(find_letters(expected, screen_text(app))), expected
        )
        if role is not Role.COUNTER:
            assert "Bee" not in screen_text(app)
        await write_to_store(data, credentials.revoke, key.credential.prefix, now_ms())
        await wait_for(pilot, lambda: REFUSED in screen_text(app), "the reason")
        assert app.is_running


async def test_the_counter_calls_with_its_own_key(office: WalkinServer, data: Path) -> None:
    app = CounterApp(make_settings(office, await create_key(data, Role.COUNTER)))
    async with app.run_test(size=(110, 32)) as pilot:
        await wait_for(pilot, lambda: "A001" in screen_text(app), "the queue")
        await pilot.press("f5")
        await wait_for(pilot, lambda: "here < 1 min" in screen_text(app), "the client called")
        assert "Bee" in screen_text(app)


def enter_key(file: Path, office: WalkinServer, key: NewCredential) -> None:
    file.write_text(
        f'[office]\napi = "{office.url}"\napi_key = "{key.api_key}"\napi_token = "{key.token}"\n', encoding="utf-8"
    )


async def test_a_counter_whose_key_is_of_too_small_a_role_says_so_and_takes_the_new_key(
    office: WalkinServer, data: Path, tmp_path: Path
) -> None:
    file = tmp_path / "walkin.toml"
    enter_key(file, office, await create_key(data, Role.DISPLAY))
    app = CounterApp(load_settings({"desk": "Desk 3"}, file).settings)
    async with app.run_test(size=(110, 32)) as pilot:
        await wait_for(pilot, lambda: "A001" in screen_text(app), "the queue")
        await pilot.press("f5")
        await wait_for(pilot, lambda: "This key may not do that." in screen_text(app), "the reason")
        assert "walkin key add --role counter" in screen_text(app)
        enter_key(file, office, await create_key(data, Role.COUNTER))
        await asyncio.sleep(DeskScreen.REPEAT_SECONDS)
        await pilot.press("f5")
        await wait_for(pilot, lambda: "A001 Bee called to Desk 3." in screen_text(app), "the new key to be taken")


@pytest.mark.long
async def test_a_desk_whose_key_is_revoked_says_what_to_do_and_goes_on_with_the_new_key(
    office: WalkinServer, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "walkin.toml"
    key = await create_key(data, Role.COUNTER)
    enter_key(file, office, key)
    app = CounterApp(load_settings({"desk": "Desk 3"}, file).settings)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(pilot, lambda: "A001" in screen_text(app), "the queue")
        await pilot.press("f5")
        await wait_for(pilot, lambda: "A001 Bee called to Desk 3." in screen_text(app), "the client called")
        await pilot.press("space", "n")
        await wait_for(pilot, lambda: isinstance(app.focused, Input), "the note")
        await pilot.press(*"dog")
        await write_to_store(data, credentials.revoke, key.credential.prefix, now_ms())
        desk = app.screen_stack[1]
        await wait_for(pilot, lambda: desk.query_one("#needs-key").display, "the loss to be noticed")
        await pilot.press("enter")
        await wait_for(pilot, lambda: REFUSED in screen_text(app) and "dog" in screen_text(app), "the note to stay")
        await pilot.press("escape")
        await wait_for(pilot, lambda: "A001  Bee" in screen_text(app), "the desk")
        text = screen_text(app)
        assert text.splitlines()[0].startswith(f" {REFUSED}")
        assert 'walkin key add --role counter --name "this screen"' in text
        assert "enter api_key and api_token under [office] in walkin.toml" in text
        file.write_text("[office]\napi_key = ", encoding="utf-8")
        enter_key(file, office, await create_key(data, Role.COUNTER))
        await wait_for(pilot, lambda: "Connected" in screen_text(app), "the new key to be taken")
        assert "walkin key add" not in screen_text(app)
        await pilot.press("f8")
        await wait_for(pilot, lambda: "A001 Bee is finished." in screen_text(app), "the desk to work")
