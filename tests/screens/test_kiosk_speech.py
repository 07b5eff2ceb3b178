"""The kiosk read aloud: what is said, starting it without sight, and whole visits by ear with six keys."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Button

from tests.screens.test_kiosk_types import TYPES, stored
from tests.support.helpers import screen_text, wait_for
from tests.support.kiosk import (
    make_settings,
    open_client,
    run_kiosk,
    wait_for_question,
    wait_for_start_page,
    wait_for_texts,
)
from tests.support.listening import WrittenSpeaker, listen_to_kiosk
from walkin.languages import Words, list_languages
from walkin.ui.fields import Entry
from walkin_kiosk.keyboard import Keyboard
from walkin_kiosk.screens.check import CheckPage
from walkin_kiosk.screens.dialogs import StillThereDialog
from walkin_kiosk.screens.question import QuestionPage
from walkin_kiosk.screens.start import StartPage
from walkin_kiosk.screens.ticket import TicketPage
from walkin_kiosk.speech import KioskSpeech

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.listening import Listener

FURTHER_LANGUAGES = [
    pytest.param("ar", marks=pytest.mark.long),
    *(pytest.param(code, marks=pytest.mark.soak) for code in ("fr", "de")),
]

FORM: list[dict[str, Any]] = [
    {"id": "name", "type": "input", "title": "Full name", "mandatory": True},
    {"id": "code", "type": "password", "title": "Case code"},
    {"id": "bring", "type": "checkbox", "title": "What do you have with you?", "values": [
        {"id": "a", "name": "Passport"}, {"id": "b", "name": "Photo"}, {"id": "c", "name": "Letter"}]},
]  # fmt: skip


async def go_to(listener: Listener, text: str, key: str = "down") -> None:
    """Press an arrow until that is heard."""
    for _ in range(40):
        if listener.speaker.texts and text in listener.speaker.texts[-1]:
            return
        await listener.press(key)
    raise AssertionError(f"{text} is not heard:\n{listener.heard}")


async def type_by_arrows(listener: Listener, text: str) -> None:
    """Move to each key of the on-screen keyboard, hear its name, and press it."""
    keyboard = listener.app.screen.query_one(Keyboard)
    if keyboard.cursor is None:
        await go_to(listener, listener.app.words("kiosk-keyboard"))
        await listener.press("enter")
    for letter in text:
        signs = [[key.sign for key in row] for row in keyboard.rows]
        wanted = next(sign for row in signs for sign in row if sign.casefold() == letter)
        while (key := keyboard.key_at_cursor) is not None and key.sign != wanted:
            assert keyboard.cursor is not None
            row = signs[keyboard.cursor[0]]
            await listener.press("right" if wanted in row else "down")
            assert keyboard.describe_cursor() == listener.speaker.texts[-1]
        await listener.press("enter")


@pytest.mark.parametrize("language", ["en", *FURTHER_LANGUAGES])
async def test_a_visit_by_ear_with_six_keys(tmp_path: Path, language: str) -> None:
    words = Words(language)
    settings = make_settings(tmp_path, language=language, languages=(language, "en"))
    async with (
        open_client(tmp_path, {"name": "Passports", "form": FORM}) as (client, ids),
        listen_to_kiosk(settings.model_copy(update={"queue": (ids[0],)})) as listener,
    ):
        await listener.hears(words("kiosk-say-on"), words("kiosk-welcome"), "Passports")
        assert f"F2 {words('kiosk-read-end')}" in screen_text(listener.app) or words.direction == "rtl"
        await listener.press("enter")
        about = words("kiosk-progress", number=1, count=3, about="no")
        await listener.hears(about, "Full name", words("kiosk-say-entry"), words("kiosk-say-empty"))
        await listener.press("enter")
        missing = words.format_problem(next(iter(listener.app.session.problems.values())))  # type: ignore[union-attr]
        await listener.hears(words("kiosk-problem-title"), missing)
        # Letters, with a keyboard and by arrows.
        await listener.press("A", "backspace")
        assert listener.speaker.texts == ["A", words("kiosk-say-deleted", letter="A")]
        await go_to(listener, words("kiosk-keyboard"))
        assert listener.speaker.texts[-1] == f"{words('kiosk-keyboard')}, {words('kiosk-say-button')}"
        listener.speaker.said.clear()
        await listener.press("enter")
        first, second = listener.app.screen.query_one(Keyboard).rows[0][:2]
        await listener.hears(first.sign)
        await listener.press("enter", "right", "enter", "escape")
        assert listener.speaker.texts == [first.sign, second.sign, second.sign]
        listener.speaker.said.clear()
        await listener.press("enter")
        # A secret one: the keyboard offers itself again.
        await listener.hears("Case code", words("kiosk-say-entry"))
        await listener.press("enter", "enter")
        await listener.hears(words("kiosk-say-star"), words("kiosk-say-star"))
        await listener.press("escape", "enter")
        # Choices: Enter chooses several.
        await listener.hears("What do you have", words("kiosk-say-place", number=1, count=3))
        await listener.press("enter", "down", "down")
        texts = listener.speaker.texts
        assert words("kiosk-say-chosen") in texts
        assert f"Letter, {words('kiosk-say-not-chosen')}, {words('kiosk-say-place', number=3, count=3)}" == texts[-1]
        await go_to(listener, words("kiosk-continue"))
        listener.speaker.said.clear()
        await listener.press("enter")
        # The check page; typed answers stay private.
        filled = words("kiosk-say-filled")
        await listener.hears(words("kiosk-check-title"), f"Full name: {filled}", f"Case code: {filled}", "Passport")
        await listener.press("down", "up")
        listener.speaker.said.clear()
        await listener.press("enter")
        await wait_for(listener.pilot, lambda: isinstance(listener.app.screen, TicketPage), "the ticket")
        await listener.listen()
        (waiting,) = await client.list_registrations(ids[0])
        spelt = ", ".join(waiting.number)
        assert listener.speaker.slow.count(spelt) == 2, "slowly and twice"
        assert listener.speaker.slow.count("Passports") == 2
        await listener.hears(f"{words('kiosk-your-number')}:", words("kiosk-ahead", count=0))
        assert {code for code, _ in listener.speaker.said} <= {language}
        await listener.press("enter")
        await wait_for_start_page(listener.pilot)
        assert not listener.app.is_spoken
        assert listener.app.uses_keypad is False
        await wait_for_texts(listener.pilot, f"F2 {words('kiosk-read-aloud')}" if words.direction == "ltr" else "F2")
        kept = repr(vars(listener.app.speech)) + repr(listener.speaker._sentences)
        assert "Full name" not in kept, "nothing of the client is kept"
        assert "Passport" not in kept
    assert waiting.form is not None
    assert {item.id: item.value for item in waiting.form}["name"] == f"{first.sign}{second.sign}"


async def test_a_key_cuts_what_is_read_but_a_late_enter_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("walkin_kiosk.app.LATE_ENTER_SECONDS", 60.0)
    choice = {"id": "one", "type": "radio", "title": "One?", "values": [{"id": "yes", "name": "Yes"}]}
    async with (
        open_client(
            tmp_path, {"name": "Passports", "form": [choice, {"id": "two", "type": "input", "title": "Two?"}]}
        ) as (
            _client,
            ids,
        ),
        listen_to_kiosk(make_settings(tmp_path, queue=(ids[0],))) as listener,
    ):
        await listener.press("enter")
        await listener.hears("One?")
        await listener.press("enter")
        await listener.hears("Two?")
        cuts = listener.speaker.cuts
        await listener.press("enter")
        await wait_for_question(listener.pilot, "two")
        assert listener.speaker.cuts == cuts
        await listener.press("enter")
        assert listener.speaker.cuts > cuts
        await listener.hears(listener.app.words("kiosk-check-title"))


@pytest.mark.long
async def test_it_is_started_without_sight_and_forgets_the_client(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr("walkin_kiosk.speech.MIN_GAP_SECONDS", 0.0)
    monkeypatch.setattr("walkin_kiosk.speech.MAX_GAP_SECONDS", 60.0)
    settings = make_settings(tmp_path, idle_seconds=60, idle_warning_seconds=10)
    async with (
        open_client(tmp_path, {"name": "Passports", "form": FORM}) as (_client, ids),
        listen_to_kiosk(settings.model_copy(update={"queue": (ids[0],)}), starts=False, clock=lambda: now) as listener,
    ):
        app, speech = listener.app, listener.app.speech
        assert speech is not None
        # Any key that does nothing else, twice.
        await listener.press("x", "z")
        assert not app.is_spoken
        await listener.press("z")
        assert app.is_spoken
        await listener.press("f2")
        await listener.hears(Words("en")("kiosk-say-off"))
        assert not app.is_spoken
        # Keys that mean something, and letters, do not start it.
        await listener.press("down", "down", "1")
        await wait_for(listener.pilot, lambda: isinstance(app.screen.focused, Entry), "the entry")
        await listener.press("o", "o")
        assert not app.is_spoken
        assert listener.speaker.said == []
        # Louder, for this client only; time for two minutes of silence.
        await listener.press("f2", "f7")
        await listener.hears("Speech is on", "Volume 90")
        assert (app.idle_timer.timeout_seconds, app.idle_timer.warning_seconds) == (120, 30)
        now += 119
        await app.check_inactivity()
        assert isinstance(app.screen, QuestionPage)
        for _extension in range(3):
            now += 2 if _extension == 0 else 121
            await app.check_inactivity()
            await listener.listen()
            await wait_for(listener.pilot, lambda: isinstance(app.screen, StillThereDialog), "the warning")
            await listener.listen()
            await listener.hears("Are you still there?", "I need more time, button")
            await listener.press("enter")
            await wait_for(listener.pilot, lambda: isinstance(app.screen, QuestionPage), "the question")
        cuts = listener.speaker.cuts
        await listener.press("f4")
        await listener.hears("Full name", "filled in")
        assert listener.speaker.cuts > cuts
        now += 151
        await app.check_inactivity()
        await wait_for_start_page(listener.pilot)
        assert (app.is_spoken, app.uses_keypad, listener.speaker.volume) == (False, False, settings.volume)
        assert app.idle_timer.timeout_seconds == 60


@pytest.mark.long
async def test_typed_answers_are_heard_by_headphones_only(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, headphones="ask")
    async with (
        open_client(tmp_path, {"name": "Passports", "form": [*FORM[:2], {"id": "mail", "type": "email"}]}) as (_, ids),
        listen_to_kiosk(settings.model_copy(update={"queue": (ids[0],)})) as listener,
    ):
        await listener.listen()
        await listener.hears("Are you using headphones?", "No, button")
        await listener.press("down", "enter")
        await wait_for_start_page(listener.pilot)
        await listener.press("enter", "A", "n", "n", "enter")
        await wait_for(listener.pilot, lambda: isinstance(listener.app.screen.focused, Entry), "the secret")
        await listener.hears("Case code")
        await listener.press("q")
        await listener.hears("q")
        await listener.press("escape")
        await listener.hears("text field, Ann")
        await listener.press("enter", "enter", "enter")
        await wait_for(listener.pilot, lambda: isinstance(listener.app.screen, CheckPage), "the check page")
        await listener.listen()
        await listener.hears("Full name: Ann", "Case code: q")
        # Somebody else follows.
        await listener.app.end_session()
        await listener.press("f2")
        await listener.hears("Are you using headphones?")
        await listener.press("escape")
        await wait_for_start_page(listener.pilot)
        assert listener.app.speech is not None
        assert not listener.app.speech.in_private


@pytest.mark.long
async def test_plugged_headphones_start_it(tmp_path: Path) -> None:
    plug = tmp_path / "plugged"
    code = f"import os, sys; sys.exit(not os.path.exists({str(plug)!r}))"
    settings = make_settings(tmp_path, headphones=shlex.join([sys.executable, "-I", "-S", "-c", code]))
    async with listen_to_kiosk(settings, starts=False) as listener:
        app, speech = listener.app, listener.app.speech
        assert speech is not None
        app.run_worker(speech.watch_headphones(), group="headphones")
        await listener.listen()
        assert not app.is_spoken
        plug.touch()
        await wait_for(listener.pilot, lambda: app.is_spoken, "the speech")
        assert speech.in_private
        plug.unlink()
        await wait_for(listener.pilot, lambda: not speech.in_private, "the end of private listening")
        assert app.is_spoken


@pytest.mark.long
async def test_without_an_engine_the_kiosk_runs_and_says_so_in_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "walkin.log"
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(log))
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("importlib.util.find_spec", lambda *_: None)
    async with run_kiosk(make_settings(tmp_path, read_aloud=True)) as (app, pilot):
        await wait_for(pilot, log.exists, "the line in the log")
        assert app.speech is None
        await pilot.press("f2", "x", "x")
        assert isinstance(app.screen, StartPage)
    assert log.read_text(encoding="utf-8").count("kiosk: no program here makes speech") == 1


@pytest.mark.long
async def test_a_screen_that_cannot_be_read_aloud_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "walkin.log"
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(log))
    async with listen_to_kiosk(make_settings(tmp_path), services=2) as listener:

        def fail(*_: object, **__: object) -> None:
            raise ValueError("broken")

        monkeypatch.setattr("walkin_kiosk.speech.read_screen", fail)
        await listener.press("enter")
        await wait_for(listener.pilot, lambda: isinstance(listener.app.screen, QuestionPage), "the question")
        await wait_for(listener.pilot, lambda: not listener.app.is_spoken, "the end of the speech")
    assert log.read_text(encoding="utf-8").count("the screen could not be read aloud") == 1


BY_SIX_KEYS: dict[str, tuple[list[str], Any]] = {
    **{kind: (["^qa", "escape", "enter"], "qa") for kind in ("input", "unknown", "password")},
    "textarea": (["^qa", "escape", "!"], "qa"),
    "free": (["^qa", "escape", "!"], "qa"),
    "number": (["^12", "escape", "enter"], "12"),
    "price": (["^3.5", "escape", "enter"], "3.50"),
    "email": (["^a@qa.de", "escape", "enter"], "a@qa.de"),
    "phone": (["^+442079460018", "escape", "enter"], "+442079460018"),
    "website": (["^qa.de", "escape", "enter"], "https://qa.de"),
    "date": (["^2731985"], "1985-03-27"),
    "moment": (["^2731985", "^9", "escape", "enter"], "1985-03-27T09:00:00"),
    "time": (["^14:30", "escape", "enter"], "14:30"),
    "month": (["^3/2026", "escape", "enter"], "2026-03"),
    "radio": (["down", "enter"], ["v1"]),
    "checkbox": (["enter", "down", "down", "enter", "!"], ["v0", "v2"]),
    "select": (["enter"], ["v0"]),
    "long": (["down", "down", "enter"], ["v1"]),
    "many": (["down", "enter", "down", "down", "enter", "!"], ["v0", "v2"]),
    "groups": (["enter", "enter"], ["de"]),
    "scalerating": (["right", "right", "enter"], "3"),
    "star": (["right", "enter"], "2"),
    "start": (["enter"], "n"),
    "nps": (["right", "enter"], "1"),
    "name": (["^qa", "escape", "enter", "enter"], {"first": "Qa", "last": None}),
    "address": (["^qa", "escape", "enter", "down", "enter"], {"street": "qa", "land": "Afghanistan"}),
    "consent": (["enter", "!"], "true"),
}
"""Keys for each type; "^text" types on the keyboard of the screen, and "!" finds and presses Continue."""


@pytest.mark.soak
@pytest.mark.parametrize("start", range(5))
async def test_every_type_is_answered_by_ear_with_six_keys(
    tmp_path: Path, start: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # These keys come sooner after a choice than anybody can listen to the next question.
    monkeypatch.setattr("walkin_kiosk.app.LATE_ENTER_SECONDS", 0.0)
    assert set(BY_SIX_KEYS) == set(TYPES)
    kinds = list(BY_SIX_KEYS)[start::5]
    form = [{"id": kind, "title": f"Question {kind}", "mandatory": True, **TYPES[kind]} for kind in kinds]
    async with (
        open_client(tmp_path, {"name": "Passports", "timeZone": "Europe/London", "form": form}) as (client, ids),
        listen_to_kiosk(make_settings(tmp_path, queue=(ids[0],))) as listener,
    ):
        await listener.press("enter")
        for kind in kinds:
            await wait_for_question(listener.pilot, kind)
            await listener.listen()
            await listener.hears(f"Question {kind}")
            for step in BY_SIX_KEYS[kind][0]:
                if step.startswith("^"):
                    await type_by_arrows(listener, step[1:])
                elif step == "!":
                    await go_to(listener, "Continue, button")
                    await listener.press("enter")
                else:
                    await listener.press(step)
        await wait_for(listener.pilot, lambda: isinstance(listener.app.screen, CheckPage), "the check page")
        await listener.listen()
        await listener.hears(*(f"Question {kind}: " for kind in kinds))
        for text in ("Change, button", "Français, button"):
            await go_to(listener, text, "up")
        await listener.press("enter")
        await wait_for(listener.pilot, lambda: listener.app.language == "fr", "French")
        await listener.listen()
        await listener.hears(listener.app.words("kiosk-check-title"))
        await go_to(listener, listener.app.words("kiosk-take"))
        await listener.press("enter")
        await wait_for(listener.pilot, lambda: isinstance(listener.app.screen, TicketPage), "the ticket")
        page = listener.app.screen
        assert isinstance(page, TicketPage)
        answers = (await client.get_registration(ids[0], page.registration.id)).form
        assert {item.id: stored(item) for item in answers} == {kind: BY_SIX_KEYS[kind][1] for kind in kinds}


LONG = pytest.mark.long


@pytest.mark.parametrize(
    ("language", "size"),
    [
        *((code, (80, 24)) for code in ("en", "ar", "ja")),
        *(pytest.param(code, (80, 24), marks=LONG) for code in list_languages() if code not in ("en", "ar", "ja")),
        *(pytest.param(code, size, marks=LONG) for code in ("en", "de") for size in ((160, 50), (60, 80))),
    ],
)
async def test_the_start_page_offers_to_read_aloud_and_a_tap_starts_and_ends_it(
    tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    words = Words(language)
    settings = make_settings(tmp_path, language=language, languages=list_languages(), read_aloud=False)
    async with (
        open_client(tmp_path, {"name": "Passports", "form": FORM}) as (_client, ids),
        run_kiosk(settings.model_copy(update={"queue": (ids[0],)}), size=size) as (app, pilot),
    ):
        await wait_for_start_page(pilot)
        help_region = app.screen.query_one("#help").region
        assert words("kiosk-read-aloud") not in screen_text(app)
        speaker = WrittenSpeaker()
        app.use_speech(KioskSpeech(app, speaker, settings))
        button = app.screen.query_one("#read-aloud", Button)
        await wait_for(pilot, lambda: button.region.width > 0, "the button")
        assert words.direction == "rtl" or words("kiosk-read-aloud") in screen_text(app)
        # Nothing else has moved, and all of the row is on the screen.
        assert app.screen.query_one("#help").region == help_region
        await pilot.click("#read-aloud")
        await wait_for(pilot, lambda: app.is_spoken, "the speech")
        assert words("kiosk-say-on") in speaker.texts
        assert app.focused is None or app.focused.id != "read-aloud"
        await wait_for(pilot, lambda: words("kiosk-read-end") in button.label.plain, "the other label")
        await pilot.pause()
        assert app.screen.query_one("#help").region == help_region
        await pilot.click("#read-aloud")
        await wait_for(pilot, lambda: not app.is_spoken, "silence")
        assert speaker.texts[-1] == words("kiosk-say-off")
