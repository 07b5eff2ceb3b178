"""Every type of question at the kiosk, by keys and by taps, until it is stored; failures; hostile texts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import pytest
from textual.widgets import Button, Input, TextArea

from tests.support.helpers import bundle_hostile_texts, screen_text, wait_for
from tests.support.kiosk import (
    make_settings,
    open_client,
    run_kiosk,
    tap_key,
    type_text,
    wait_for_question,
    wait_for_texts,
)
from walkin.model.errors import FieldProblem
from walkin.model.form.definition import FormItem
from walkin.model.queue import Queue
from walkin.ui.fields import Entry, MultilineEntry
from walkin.ui.fields.choices import ChoiceField
from walkin.ui.fields.list import RowList, SearchList
from walkin.ui.fields.option import Option
from walkin_kiosk.app import KioskApp
from walkin_kiosk.checked_answers import MASK
from walkin_kiosk.screens.check import AnswerLine, CheckPage
from walkin_kiosk.screens.question import QuestionPage
from walkin_kiosk.screens.ticket import TicketPage
from walkin_kiosk.session import KioskSession

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from textual.app import App
    from textual.pilot import Pilot


NAMES = ["Éwé", "Łódź", "Arabic", "Bengali", "Czech", "Danish", "Estonian", "Finnish", "Greek", "Hindi", "Irish"]
LONG = [{"id": f"v{place}", "name": name} for place, name in enumerate(NAMES)]
GROUPS = [
    {"id": "eu", "name": "Europe", "values": [{"id": "de", "name": "German"}, {"id": "pl", "name": "Polish"}]},
    {"id": "as", "name": "Asia", "values": [{"id": "vi", "name": "Vietnamese"}]},
]
PARTS = [
    {"id": "street", "title": "Street", "mandatory": True},
    {"id": "land", "title": "Country", "bind": "crm-country", "mandatory": True},
]
NAME = [{"id": "first", "title": "First name", "bind": "crm-first-name"}, {"id": "last", "title": "Last name"}]

TYPES: dict[str, dict[str, Any]] = {
    "input": {"type": "input"},
    "unknown": {"type": "hologram"},
    "password": {"type": "password"},
    "textarea": {"type": "textarea"},
    "number": {"type": "number"},
    "price": {"type": "price"},
    "email": {"type": "email"},
    "phone": {"type": "phone"},
    "website": {"type": "website"},
    "date": {"type": "date"},
    "moment": {"type": "date", "valueFormat": {"valueFormat": "dateTime"}},
    "radio": {"type": "radio", "values": LONG[:3], "otherValue": True},
    "checkbox": {"type": "checkbox", "values": LONG[:4]},
    "select": {"type": "select", "values": LONG[:2]},
    "long": {"type": "select", "values": LONG},
    "many": {"type": "select", "multiple": True, "values": LONG},
    "groups": {"type": "select", "category": True, "values": GROUPS},
    "scalerating": {"type": "scalerating"},
    "star": {"type": "star"},
    "start": {"type": "start", "values": [{"id": "a", "name": "No", "value": "n"}, {"id": "b", "name": "Yes"}]},
    "nps": {"type": "scalerating", "values": [{"id": str(step)} for step in range(11)]},
    "name": {"type": "name", "subItem": NAME},
    "address": {"type": "address", "subItem": PARTS},
    "free": {"type": "address"},
    "time": {"type": "time"},
    "month": {"type": "month"},
    "consent": {"type": "consent", "help": "We keep **it**."},
}

KEYS: dict[str, tuple[list[str], Any]] = {
    "input": (["=李 Łukasz", "enter"], "李 Łukasz"),
    "unknown": (["=beam", "enter"], "beam"),
    "password": (["=pass", "enter"], "pass"),
    "textarea": (["=one", "enter", "=two", "CONTINUE"], "one\ntwo"),
    "number": (["=1 234.5", "enter"], "1234.5"),
    "price": (["=12,5", "enter"], "12.50"),
    "email": (["=Ann@EXAMPLE.org", "enter"], "Ann@example.org"),
    "phone": (["=020 7946 0018", "enter"], "+442079460018"),
    "website": (["=example.org", "enter"], "https://example.org"),
    "date": (["=27", "tab", "=mar", "tab", "=1985", "enter"], "1985-03-27"),
    "moment": (["=27", "tab", "=3", "tab", "=1985", "tab", "=2.30 pm", "enter"], "1985-03-27T14:30:00"),
    "radio": (["4", "=mine", "enter"], ["other=mine"]),
    "checkbox": (["1", "down", "down", "space", "enter"], ["v0", "v2"]),
    "select": (["2"], ["v1"]),
    "long": (["=lodz", "enter"], ["v1"]),
    "many": (["down", "space", "down", "down", "space", "enter"], ["v0", "v2"]),
    "groups": (["2", "?Vietnamese", "escape", "?Asia", "1", "?Polish", "2"], ["pl"]),
    "scalerating": (["4"], "4"),
    "star": (["right", "right", "right", "enter"], "4"),
    "start": (["1"], "n"),
    "nps": (["9"], "9"),
    "name": (["=Ann", "enter", "=Lee", "enter"], {"first": "Ann", "last": "Lee"}),
    "address": (["=High St 1", "enter", "=iceland", "enter"], {"street": "High St 1", "land": "Iceland"}),
    "free": (["=1 A", "enter", "=B", "CONTINUE"], "1 A\nB"),
    "time": (["=2.30 pm", "enter"], "14:30"),
    "month": (["=mar 2026", "enter"], "2026-03"),
    "consent": (["1", "enter"], "true"),
}

TAPS: dict[str, tuple[list[str], Any]] = {
    **{kind: (["Entry", "^ab"], "ab") for kind in ("input", "unknown", "password")},
    "textarea": (["MultilineEntry", "^ab"], "ab"),
    "number": (["Entry", "^12"], "12"),
    "price": (["Entry", "^3.5"], "3.50"),
    "email": (["Entry", "^a@gmial.com", ".meant"], "a@gmail.com"),
    "phone": (["Entry", "^+442079460018"], "+442079460018"),
    "website": (["Entry", "^a.org"], "https://a.org"),
    "date": (["#day", "^27", "#month", "^3", "#year", "^1985"], "1985-03-27"),
    "moment": (["#day", "^1", "#month", "^2", "#year", "^2027", "#time", "^9"], "2027-02-01T09:00:00"),
    "radio": (["OPTION 1"], ["v1"]),
    "checkbox": (["OPTION 1", "OPTION 3"], ["v1", "v3"]),
    "select": (["OPTION 0"], ["v0"]),
    "long": (["ROW 1"], ["v1"]),
    "many": (["ROW 0", "PAGE", "ROW -1"], ["v0", "v10"]),
    "groups": (["OPTION 0", ".up", "OPTION 1", "OPTION 0"], ["vi"]),
    "scalerating": (["OPTION 4"], "5"),
    "star": (["OPTION 0"], "1"),
    "start": (["OPTION 1"], "b"),
    "nps": (["OPTION 10"], "10"),
    "name": (["Entry", "^ab"], {"first": "Ab", "last": None}),
    "address": (["Entry", "^ab", "HIDE", "ROW 0"], {"street": "ab", "land": "Afghanistan"}),
    "free": (["MultilineEntry", "^ab"], "ab"),
    "time": (["Entry", "^14:30"], "14:30"),
    "month": (["Entry", "^3/2026"], "2026-03"),
    "consent": (["OPTION 0"], "true"),
}


def form(kind: str, **members: Any) -> list[dict[str, Any]]:
    return [{"id": "q", "title": "The question", "mandatory": True, **TYPES[kind], **members}]


def queue(kind: str, **members: Any) -> dict[str, Any]:
    return {"name": "Permits", "timeZone": "Europe/London", "form": form(kind, **members)}


def stored(item: FormItem) -> Any:
    """Return the value, choices or parts of a stored item, shortened."""
    if item.sub_item:
        return {part.id: part.value for part in item.sub_item}
    if item.values is not None:
        return [f"{choice.id}={choice.value}" if choice.id == "other" else choice.id for choice in item.iter_chosen()]
    return item.value


def is_drawn(app: App[Any], entry: Entry) -> bool:
    """Whether the screen shows the end of what an entry holds."""
    rows = screen_text(app).split("\n")[entry.region.y : entry.region.bottom]
    return entry.value[-12:].strip() in "\n".join(rows)


async def press(pilot: Pilot[Any], keys: list[str]) -> None:
    """Press keys; "=text" types a text into an entry, "?text" waits for one on the screen, CONTINUE clicks Continue, as
    Enter is a new line in a multi-line field."""
    for key in keys:
        if key == "CONTINUE":
            await pilot.click("#continue")
        elif key.startswith("?"):
            await wait_for_texts(pilot, key[1:])
        elif key.startswith("="):
            # A digit that leads to the entry is held until it is sure that no scanner sent it.
            await wait_for(pilot, lambda: isinstance(pilot.app.screen.focused, Input | TextArea), "an entry")
            await type_text(pilot, key[1:])
            entry = pilot.app.screen.focused
            assert not isinstance(entry, Entry) or entry.password or is_drawn(pilot.app, entry), key
        else:
            await pilot.press(key)
        await pilot.pause()


async def tap(pilot: Pilot[Any], target: str) -> None:
    """Tap a target of ``TAPS``; "^text" taps a text on the on-screen keyboard."""
    screen = pilot.app.screen
    if target.startswith("^"):
        for sign in target[1:]:
            await tap_key(pilot, sign)
        return
    kind, _, number = target.partition(" ")
    if kind == "OPTION":
        await wait_for(pilot, lambda: len(screen.query(Option)) > int(number), "the options")
        await pilot.click(list(screen.query(Option))[int(number)])
    elif kind == "ROW":
        rows = screen.query_one(RowList)
        place = int(number) if int(number) >= 0 else rows.size.height // 2 - 1
        await pilot.click(rows, offset=(5, 1 + place * 2))
    elif kind == "PAGE":
        for _ in range(4):
            await pilot.click(list(screen.query("SearchList ScrollButton"))[1])
    elif kind == "HIDE":
        await pilot.click("#toggle-keyboard")
        await pilot.pause()
        screen.query_one(SearchList).scroll_visible(animate=False)
    else:
        await wait_for(pilot, lambda: screen.query(target), target)
        await pilot.pause()
        assert await pilot.click(target)
    await pilot.pause()


SINGLE_CHOICES = {"radio", "select", "long", "groups", "scalerating", "star", "start", "nps"}
"""Types whose answer is one tap: the page goes on by itself."""

EVERY_CONTROL = {"input", "textarea", "phone", "moment", "radio", "checkbox", "groups", "long", "star", "address"}
"""Types that between them have every control: in one form among the usual tests, each alone among the soaks."""


def mark_others_long(kinds: Iterable[str]) -> list[Any]:
    """Types whose control is in the one form are soaked, the others long."""
    return [
        pytest.param(kind, marks=getattr(pytest.mark, "soak" if kind in EVERY_CONTROL else "long")) for kind in kinds
    ]


async def to_check(pilot: Pilot[Any]) -> None:
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, CheckPage), "the check page")
    await wait_for_texts(pilot, "Check your answers")


@pytest.mark.parametrize("kind", mark_others_long(KEYS))
async def test_by_keyboard_alone(tmp_path: Path, kind: str) -> None:
    async with (
        open_client(tmp_path, queue(kind)) as (client, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.press("1")
        await wait_for_question(pilot, "q")
        keys, expected = KEYS[kind]
        await press(pilot, keys)
        await to_check(pilot)
        # Back keeps the answers.
        await pilot.press("escape")
        await wait_for_question(pilot, "q")
        app.screen.query_one("#continue").focus()
        await pilot.press("enter")
        await to_check(pilot)
        await pilot.press("enter")
        await wait_for_texts(pilot, "Your number")
        page = app.screen
        assert isinstance(page, TicketPage)
        (item,) = (await client.get_registration(ids[0], page.registration.id)).form
        assert stored(item) == expected


@pytest.mark.parametrize("kind", mark_others_long(TAPS))
async def test_by_taps_alone(tmp_path: Path, kind: str) -> None:
    async with (
        open_client(tmp_path, queue(kind)) as (client, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (_, pilot),
    ):
        await pilot.click("ServiceButton")
        await wait_for_question(pilot, "q")
        taps, expected = TAPS[kind]
        for target in taps:
            await tap(pilot, target)
        if kind not in SINGLE_CHOICES | {"date"}:
            await pilot.click("#continue")
        await to_check(pilot)
        await pilot.click("#take")
        await wait_for_texts(pilot, "Your number")
        page = pilot.app.screen
        assert isinstance(page, TicketPage)
        (item,) = (await client.get_registration(ids[0], page.registration.id)).form
        assert stored(item) == expected


async def answer_every_control(app: KioskApp, pilot: Pilot[Any], by_taps: bool) -> None:
    """Answer a form with each control, and look at what is drawn of it."""
    page: QuestionPage
    for kind in sorted(EVERY_CONTROL):
        await wait_for_question(pilot, kind)
        page = cast("QuestionPage", app.screen)
        steps = TAPS[kind][0] if by_taps else KEYS[kind][0]
        if not by_taps:
            app.is_touch = False
            # A digit behind the one that went on would be a scanner's.
            app.scanner.last_key_at = 0
            await press(pilot, steps)
        for step in steps if by_taps else ():
            await tap(pilot, step)
            if app.screen is page:
                look_at_fields(app, page, kind)
        if by_taps and kind not in SINGLE_CHOICES:
            await pilot.click("#continue")
    await to_check(pilot)


def look_at_fields(app: KioskApp, page: QuestionPage, kind: str) -> None:
    """What was typed is drawn in each entry, and what is to be tapped is large enough and within reach."""
    body, (width, height) = page.query_one("#body"), app.size
    for entry in page.query(Entry):
        is_shown = entry.value and not entry.password and body.region.contains_region(entry.region)
        assert not is_shown or is_drawn(app, entry), (kind, entry.value)
    for button in page.query("#actions Button, Option"):
        if button.display and height >= 40 and body.region.height > 20:
            assert button.region.height >= 3, (kind, button)
            assert button.region.width >= 7, (kind, button)
            assert height <= width or button.region.y >= height * 0.4 or len(page.query(Option)) > 6, (kind, button)


@pytest.mark.parametrize(
    ("size", "by_taps"),
    [
        ((80, 24), False),
        *(pytest.param(size, taps, marks=pytest.mark.long) for size, taps in (((120, 40), True), ((60, 80), True))),
        *(pytest.param(size, False, marks=pytest.mark.soak) for size in ((120, 40), (60, 80), (160, 50))),
    ],
)
async def test_every_control_in_one_form(tmp_path: Path, size: tuple[int, int], by_taps: bool) -> None:
    definitions = [{**form(kind)[0], "id": kind} for kind in sorted(EVERY_CONTROL)]
    async with (
        open_client(tmp_path, {"name": "All", "timeZone": "Europe/London", "form": definitions}) as (client, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids)), size=size) as (app, pilot),
    ):
        if by_taps:
            await pilot.click("ServiceButton")
        else:
            await pilot.press("1")
        await answer_every_control(app, pilot, by_taps)
        await (pilot.click("#take") if by_taps else pilot.press("enter"))
        await wait_for_texts(pilot, "Your number")
        page = cast("TicketPage", app.screen)
        items = (await client.get_registration(ids[0], page.registration.id)).form
        expected = TAPS if by_taps else KEYS
        assert {item.id: stored(item) for item in items} == {kind: expected[kind][1] for kind in EVERY_CONTROL}


@pytest.mark.long
async def test_change_keeps_every_answer(tmp_path: Path) -> None:
    # One of each kind of field.
    kinds = ["input", "textarea", "phone", "moment", "radio", "checkbox", "long", "groups", "star", "name"]
    definitions = [{**form(kind)[0], "id": kind} for kind in kinds]
    for item in definitions:
        item.pop("bindGroup", None)
    async with (
        open_client(tmp_path, {"name": "All", "timeZone": "Europe/London", "form": definitions}) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.press("1")
        for kind in kinds:
            await wait_for_question(pilot, kind)
            await press(pilot, KEYS[kind][0])
        await to_check(pilot)
        assert app.session is not None
        before = app.session.build_request()[0]
        for place, kind in enumerate(kinds):
            app.screen.query_one(f"#change-{place}", Button).press()
            await wait_for_question(pilot, kind)
            # Not by its place on the screen: a long list moves it once more.
            app.screen.query_one("#continue", Button).press()
            await to_check(pilot)
        assert app.session.build_request()[0] == before


async def test_defaults_are_filled_in_and_can_be_changed(tmp_path: Path) -> None:
    definitions = [
        {"id": "count", "type": "number", "title": "How many?", "mandatory": True, "value": "1"},
        {"id": "kind", "title": "Which kind?", **TYPES["checkbox"], "value": "v1,v3"},
        {"id": "town", "title": "Which town?", "type": "input", "value": "Ulm"},
    ]
    async with (
        open_client(tmp_path, {"name": "All", "timeZone": "Europe/London", "form": definitions}) as (client, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.press("1")
        for question_id, keys in (
            ("count", ["enter"]),
            ("kind", ["1", "enter"]),
            ("town", ["backspace", "=f", "enter"]),
        ):
            await wait_for_question(pilot, question_id)
            await press(pilot, keys)
        await to_check(pilot)
        await pilot.press("enter")
        await wait_for_texts(pilot, "Your number")
        page = app.screen
        assert isinstance(page, TicketPage)
        items = (await client.get_registration(ids[0], page.registration.id)).form
        assert [stored(item) for item in items] == ["1", ["v0", "v1", "v3"], "Ulf"]


async def test_today_is_the_office_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = datetime(2031, 12, 31, 23, 30, tzinfo=UTC)
    place = {**queue("date"), "timeZone": "Asia/Tokyo"}
    async with (
        open_client(tmp_path, place) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        monkeypatch.setattr(app.catalog, "now", lambda: there)
        await pilot.press("1")
        await wait_for_question(pilot, "q")
        boxes = {name: app.screen.query_one(f"#{name}", Entry) for name in ("day", "month", "year")}
        await press(pilot, ["=t", "tab"])
        await wait_for(pilot, lambda: [box.value for box in boxes.values()] == ["1", "1", "2032"], "the date")
        for box in boxes.values():
            box.value = ""
        button = app.screen.query_one(".today", Button)
        assert app.screen.region.contains_region(button.region)
        await pilot.click(button)
        await wait_for(pilot, lambda: [box.value for box in boxes.values()] == ["1", "1", "2032"], "the date")
        boxes["day"].value = "Today"
        boxes["year"].value = "1999"
        await press(pilot, ["CONTINUE"])
        await to_check(pilot)
        await wait_for_texts(pilot, "1 January 2032")
        monkeypatch.undo()
        monkeypatch.setattr(app.catalog, "client", None)
        assert abs(app.get_office_time() - datetime.now(UTC)) < timedelta(minutes=1)


MANY = [
    {"id": f"q{n}", "title": f"Title {n + 1}", "type": "input", **({"sensitive": True} if n == 31 else {})}
    for n in range(60)
]


def lines(app: KioskApp) -> list[int]:
    """The positions of the answers on the check page."""
    return [line.index for line in app.screen.query(AnswerLine)]


@pytest.mark.long
async def test_many_answers_are_checked_in_parts(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, {"name": "Big", "form": MANY}) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        visit = app.session = KioskSession(app.catalog.queues[0], "en")
        for item in visit.questions:
            visit.set_answer(item.model_copy(update={"value": f"said {item.id}"}))
        visit.screen_index = 60
        await app.show_session()
        await to_check(pilot)
        await wait_for_texts(pilot, "Answers 1–15 of 60", "Take my ticket")
        assert lines(app) == list(range(15))
        # From the end of one part Page Down leads to the next.
        for _ in range(20):
            await pilot.press("pagedown")
            if lines(app) != list(range(15)):
                break
        await wait_for_texts(pilot, "Answers 16–30 of 60", "Take my ticket")
        assert app.screen.focused is app.screen.query_one("#take")
        app.screen.query(".turn").last(Button).focus()
        await pilot.press("enter")
        await wait_for(pilot, lambda: lines(app) == list(range(30, 45)), "the third part")
        assert app.screen.focused is app.screen.query_one("#change-30")
        await pilot.pause()
        assert "said q31" not in screen_text(app)
        await wait_for_texts(pilot, "Answers 31–45 of 60", MASK)
        # Change comes back to the answer that was changed, in another language too.
        await pilot.click("#language-fr")
        await wait_for_texts(pilot, "Réponses 31 à 45 sur 60")
        app.screen.query_one("#change-40", Button).press()
        await wait_for_question(pilot, "q40")
        await type_text(pilot, "x")
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
        await wait_for_texts(pilot, "said q40x")
        assert lines(app) == list(range(30, 45))
        for _ in range(18):
            await pilot.press("pageup")
        await wait_for(pilot, lambda: lines(app)[0] < 30, "the part before")
        # There is nothing before the first part or after the last.
        page = app.screen
        assert isinstance(page, CheckPage)
        for direction, end in ((-1, 0), (1, 59)):
            for _ in range(5):
                await page.show_part(direction)
            assert end in lines(app)
        assert len(lines(app)) == 15
        await pilot.click("#take")
        await wait_for(pilot, lambda: isinstance(app.screen, TicketPage), "the ticket")


async def test_two_dozen_answers_are_one_page(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, {"name": "Small", "form": MANY[:24]}) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        app.session = KioskSession(app.catalog.queues[0], "en", screen_index=24)
        await app.show_session()
        await to_check(pilot)
        assert lines(app) == list(range(24))
        assert not app.screen.query(".turn, #part")


FAILURES = [
    ("number", ["=many"], "Enter a number in figures"),
    ("price", ["=much"], "Enter an amount in figures"),
    ("website", ["=no"], "Enter a web address"),
    ("date", ["=31", "tab", "=2", "tab", "=2024"], "Enter a real date"),
    ("moment", ["=1", "tab", "=2", "tab", "=2024"], "Enter a real date and a time"),
    ("scalerating", [], "“The question”: select one option"),
    ("long", [], "“The question”: select one option"),
    ("many", [], "“The question”: select one or more options"),
    ("groups", [], "“The question”: select one option"),
    ("address", ["=High St"], "Choose a country"),
    ("name", [], "Enter a name"),
]


@pytest.mark.parametrize(("kind", "keys", "message"), FAILURES)
@pytest.mark.long
async def test_failure_stands_beside_its_field(tmp_path: Path, kind: str, keys: list[str], message: str) -> None:
    async with (
        open_client(tmp_path, queue(kind)) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.press("1")
        await wait_for_question(pilot, "q")
        await press(pilot, keys)
        await pilot.click("#continue")
        await wait_for_texts(pilot, f"✗ {message}")
        assert app.session is not None
        assert app.session.screen_index == 0


def is_fitted(page: QuestionPage) -> bool:
    """Whether the page has given up its margins if its content needs the room, and all its buttons are laid out."""
    is_laid_out = all(button.region.width for button in page.query("#actions Button") if button.display)
    return is_laid_out and (page.query_one("#body").max_scroll_y == 0 or page.has_class("-dense"))


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "fr"])
async def test_nothing_is_clipped_at_80_by_24(tmp_path: Path, language: str) -> None:
    definitions = [{**form(kind, help="A hint that says what this is for.")[0], "id": kind} for kind in TYPES]
    definitions.append({"id": "file", "type": "file", "title": "Proof"})
    async with (
        open_client(tmp_path, {"name": "All", "form": definitions}) as (_, ids),
        run_kiosk(make_settings(tmp_path, language=language, queue=tuple(ids), public_url="https://q.example")) as (
            app,
            pilot,
        ),
    ):
        assert ids
        app.session = visit = KioskSession(app.catalog.queues[0], language)
        for place, item in enumerate(visit.questions):
            visit.screen_index = place
            await app.show_session()
            await wait_for_question(pilot, item.id)
            page = app.screen
            assert isinstance(page, QuestionPage)
            await wait_for(pilot, partial(is_fitted, page), f"{item.id} to be fitted to the window")
            for button in page.query("#actions Button"):
                if button.display:
                    assert page.region.contains_region(button.region), (item.id, button)
                    assert button.region.width >= len(str(button.render()).strip()), (item.id, button)
            body = page.query_one("#body")
            for widget in page.query("Option, Entry, SearchList, ScrollButton, .up"):
                if widget.display:
                    assert widget.region.x >= 0, (item.id, widget)
                    assert widget.region.right <= body.region.right, (item.id, widget)
            if not item.sub_item:
                assert all(
                    body.region.contains_region(widget.region)
                    for widget in page.query("SearchList, SearchList ScrollButton")
                ), item.id
                assert body.max_scroll_y == 0 or len(page.query(Option)) > 3, item.id


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.long
async def test_hostile_texts_everywhere(tmp_path: Path, kind: str) -> None:
    async with (
        open_client(tmp_path, {"name": "Lost"}) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        several = bundle_hostile_texts(8)
        for texts in (several[:4], several[4:]):
            item = hostile(FormItem.model_validate(form(kind)[0]), texts)
            served = Queue.model_construct(id=ids[0], name=texts[0], form=[item])
            app.session = KioskSession(served, "en")
            await app.show_session()
            await wait_for(pilot, lambda: isinstance(app.screen, QuestionPage) and app.screen.focused, "the question")
            page = app.screen
            assert isinstance(page, QuestionPage)
            page.show_problems([FieldProblem("q", "any", message=texts[1])])
            for entry in page.query(Entry):
                entry.value = texts[2]
            for area in page.query(MultilineEntry):
                area.text = texts[2]
            for option in list(page.query(Option))[:2]:
                option.action_pick()
            await pilot.pause()
            assert not {"\x1b", "\x07", "\u202e"} & set(screen_text(app))
            page.save_answers()
            app.session.screen_index = 1
            await app.show_session()
            await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
            for button in app.screen.query(".show"):
                assert isinstance(button, Button)
                button.press()
            await pilot.pause()
            assert not {"\x1b", "\x07", "\u202e"} & set(screen_text(app))
            await app.end_session()


def hostile(item: FormItem, texts: list[str]) -> FormItem:
    """Return the definition with texts as another server may send them."""
    update: dict[str, Any] = {"title": texts[0], "help": texts[1], "placeholder": texts[2]}
    if item.values:
        update["values"] = [
            choice.model_copy(update={"name": texts[n % 4], "values": choice.values and [choice.values[0]]})
            for n, choice in enumerate(item.values)
        ]
    if item.sub_item:
        update["sub_item"] = [hostile(part, texts) for part in item.sub_item]
    return item.model_copy(update=update)


async def test_a_quick_second_digit_chooses_within_the_category_that_the_first_opens(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, queue("groups")) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.press("1")
        await wait_for_question(pilot, "q")
        field = app.screen.query_one(ChoiceField)
        for digit in (2, 1):
            field.action_pick(digit)
        await wait_for(pilot, lambda: field.chosen_ids == ["vi"], "Vietnamese to be chosen")


async def test_a_day_has_two_digits_and_a_date_is_cleared_at_once(tmp_path: Path) -> None:
    async with (
        open_client(tmp_path, queue("date")) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.press("1")
        await wait_for_question(pilot, "q")
        day = app.screen.query_one("#day", Entry)
        await press(pilot, ["=31"])
        await wait_for(pilot, lambda: day.value == "31", "the day")
        await pilot.click(day)
        await wait_for(pilot, lambda: day.selected_text == "31", "the whole day to be selected")
        await press(pilot, ["=151"])
        await wait_for(pilot, lambda: day.value == "15", "two digits")
        button = app.screen.query_one(".today", Button)
        await wait_for(pilot, lambda: str(button.label) == "Clear", "Clear")
        await pilot.click(button)
        await wait_for(pilot, lambda: day.value == "" and day.has_focus, "an empty day")
        await wait_for(pilot, lambda: str(button.label) == "Today", "Today")
