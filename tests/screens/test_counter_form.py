"""The filled form at the counter: shown as text, edited by key, read back by a second client."""

from __future__ import annotations

import base64
import contextlib
import itertools
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Button, Input

from tests.support.helpers import bundle_hostile_texts, screen_text, wait_for
from tests.support.pictures import build_data_uri, build_pdf
from walkin.client import connect
from walkin.languages import Words
from walkin.model.errors import Refused
from walkin.model.form.definition import Choice, Consent, FormItem, Repeat
from walkin.settings import Settings
from walkin.ui.fields import Entry, MultilineEntry
from walkin.ui.scrolling import Body
from walkin_counter.app import CounterApp
from walkin_counter.client.attachments import AttachmentLine
from walkin_counter.client.details import DetailsScreen
from walkin_counter.client.edit import QUESTIONS_PER_PART, EditScreen, QuestionRow
from walkin_counter.client.requests import EditRequests
from walkin_counter.desk.current_client import CurrentClientPanel
from walkin_counter.desk.screens.desk import DeskScreen
from walkin_counter.dialogs import DiscardScreen, SaveScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

    from walkin.client import QueueClient
    from walkin.model.registration import Registration

KEYS = itertools.count()
PNG = b"\x89PNG\r\n\x1a\n" + b"pixels" * 2_000
PDF = b"%PDF-1.7\n" + b"page" * 20


def uri(content: bytes, media: str) -> str:
    return f"data:{media};base64,{base64.b64encode(content).decode()}"


FORM: list[dict[str, Any]] = [
    {"id": "line", "type": "input", "title": "Line?"},
    {"id": "area", "type": "textarea", "title": "Area?"},
    {"id": "count", "type": "number", "title": "Number?"},
    {"id": "cost", "type": "price", "title": "Price?"},
    {"id": "mail", "type": "email", "title": "E-mail?"},
    {"id": "ring", "type": "phone", "title": "Phone?"},
    {"id": "site", "type": "website", "title": "Website?"},
    {"id": "day", "type": "date", "title": "Day?"},
    {"id": "moment", "type": "date", "title": "Moment?", "valueFormat": {"valueFormat": "dateTime"}},
    {"id": "one", "type": "radio", "title": "Radio?", "values": [
        {"id": "p", "name": "Passport"}, {"id": "c", "name": "Card"}]},
    {"id": "some", "type": "checkbox", "title": "Checkbox?", "otherValue": True, "values": [
        {"id": "a", "name": "Copy"}, {"id": "b", "name": "Stamp"}]},
    {"id": "pick", "type": "select", "title": "Select?", "values": [
        {"id": "x", "name": "Xylophone"}, {"id": "y", "name": "Yacht"}]},
    {"id": "group", "type": "select", "title": "Category?", "category": True, "values": [
        {"id": "f", "name": "Family", "values": [{"id": "birth", "name": "Birth"}]},
        {"id": "h", "name": "Home", "values": [{"id": "noise", "name": "Noise"}]}]},
    {"id": "scale", "type": "scalerating", "title": "Scale?", "values": [
        {"id": str(n), "name": name} for n, name in enumerate(("awful", "bad", "fair", "good", "great"), 1)]},
    {"id": "stars", "type": "start", "title": "Stars?"},
    {"id": "who", "type": "name", "title": "Name?", "subItem": [
        {"id": "who-first", "type": "input", "title": "First"}, {"id": "who-last", "type": "input", "title": "Last"}]},
    {"id": "where", "type": "address", "title": "Address?", "subItem": [
        {"id": "street", "type": "input", "title": "Street"}, {"id": "city", "type": "input", "title": "City"},
        {"id": "land", "type": "input", "title": "Country", "bind": "crm-country"}]},
    {"id": "proof", "type": "file", "title": "Proof?"},
    {"id": "later", "type": "file", "title": "Later?"},
    {"id": "odd", "type": "hologram", "title": "Odd?", "depth": 3},
]  # fmt: skip

ANSWERS: list[dict[str, Any]] = [
    {"id": "line", "value": "a line"},
    {"id": "area", "value": "first\nsecond"},
    {"id": "count", "value": "12345.678"},
    {"id": "cost", "value": "1250.5"},
    {"id": "mail", "value": "anna@example.com"},
    {"id": "ring", "value": "+33199001234"},
    {"id": "site", "value": "https://example.com/x"},
    {"id": "day", "value": "2026-03-04"},
    {"id": "moment", "value": "2026-03-04T14:30:00"},
    {"id": "one", "values": [{"id": "p"}]},
    {"id": "some", "values": [{"id": "a"}, {"id": "other", "value": "a seal"}]},
    {"id": "pick", "values": [{"id": "x"}]},
    {"id": "group", "values": [{"id": "birth"}]},
    {"id": "scale", "value": "4"},
    {"id": "stars", "value": "2"},
    {"id": "who", "subItem": [{"id": "who-first", "value": "Anna"}, {"id": "who-last", "value": "Bee"}]},
    {"id": "where", "subItem": [{"id": "street", "value": "1 High St"}, {"id": "city", "value": "Leeds"},
                                {"id": "land", "value": "GB"}]},
    {"id": "proof", "value": uri(PNG, "image/png"), "fileName": "../../my id.png"},
    {"id": "later", "deferred": True},
    {"id": "odd", "value": "glow"},
    {"id": "extra", "type": "sonar", "title": "Extra?", "value": "ping", "echo": "pong"},
]  # fmt: skip


@pytest.fixture(autouse=True)
def _strict(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Words, "strict", True)
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DOWNLOAD_DIR", str(tmp_path / "Downloads"))
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
async def office(data: Path) -> AsyncIterator[QueueClient]:
    client = await connect(Settings(data=data))
    yield client
    await client.aclose()


async def queue_with(office: QueueClient, form: list[dict[str, Any]], **more: Any) -> str:
    return (await office.add_queue({"name": "Everything", "ticketPrefix": "X", "form": form} | more)).id


async def arrive(office: QueueClient, queue: str, **members: Any) -> Registration:
    return await office.register(queue, {"client": {"firstName": "Anna"}, **members}, f"key-{next(KEYS)}")


@contextlib.asynccontextmanager
async def counter(data: Path, queue: str, size: tuple[int, int] = (100, 40), **more: Any) -> AsyncIterator[Pilot[int]]:
    app = CounterApp(Settings(data=data, desk="Desk 3", queue=(queue,), **more))
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await wait_for(pilot, lambda: isinstance(app.screen, DeskScreen) and app.screen.board.is_connected, "the link")
        await wait_for(pilot, lambda: app.screen.board.list_waiting(), "somebody waiting")
        yield pilot


async def see(pilot: Pilot[int], *texts: str) -> None:
    await wait_for(pilot, lambda: all(text in screen_text(pilot.app) for text in texts), f"{texts} on the screen")


async def details(pilot: Pilot[int]) -> DetailsScreen:
    await pilot.press("enter", "d")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, DetailsScreen), "the details")
    screen = pilot.app.screen
    assert isinstance(screen, DetailsScreen)
    await wait_for(pilot, lambda: screen.query(".heading"), "the form")
    return screen


async def edit(pilot: Pilot[int]) -> EditScreen:
    if not isinstance(pilot.app.screen, DetailsScreen):
        await details(pilot)
    await pilot.press("e")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, EditScreen), "the edit screen")
    screen = pilot.app.screen
    assert isinstance(screen, EditScreen)
    await wait_for(pilot, lambda: screen.rows and screen.focused, "the questions")
    return screen


def row(screen: EditScreen, key: str) -> QuestionRow:
    return next(row for row in screen.rows if row.question.definition.id == key)


async def typed(pilot: Pilot[int], screen: EditScreen, key: str, text: str, nth: int = 0) -> None:
    """Focus a field, as a click or Tab would, empty it and type."""
    box = list(row(screen, key).query("Entry, MultilineEntry, Input"))[nth]
    box.focus()
    await wait_for(pilot, lambda: box.has_focus, f"{key} to have the focus")
    if isinstance(box, MultilineEntry):
        box.select_all()
        await pilot.press("delete")
    else:
        await pilot.press("end", "ctrl+u")
    await pilot.press(*("space" if c == " " else "enter" if c == "\n" else c for c in text))


async def save(pilot: Pilot[int]) -> None:
    await pilot.press("ctrl+s")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, DetailsScreen), "the details after saving")
    await see(pilot, "is saved.")


async def kept(office: QueueClient, registration: Registration) -> dict[str, FormItem]:
    return {item.id: item for item in (await office.get_registration(registration.queue.id, registration.id)).form}


async def test_every_type_is_shown_in_words(data: Path, office: QueueClient) -> None:
    queue = await queue_with(office, FORM)
    await arrive(office, queue, form=ANSWERS)
    async with counter(data, queue, size=(120, 70)) as pilot:
        await details(pilot)
        await see(
            pilot, "a line", "first", "second", "12,345.678", "1,250.50", "anna@example.com", "+33 1 99 00 12 34",
            "https://example.com/x", "4 March 2026, 14:30", "Passport", "Copy", "other: a seal", "Xylophone", "Birth",
            "good", "2 of 5 (Bad)", "Anna Bee", "1 High St", "Leeds", "United Kingdom", "my id.png · 12 kB",
            "to be brought to the desk or sent by phone", "glow", "Extra?", "ping", "echo: pong",
        )  # fmt: skip
        text = screen_text(pilot.app)
        assert "Stamp" not in text
        assert "depth" not in text
        await pilot.press("l")
        await see(pilot, "12 345,678", "4 mars 2026", "autre : a seal", "Royaume-Uni", "12 ko")


async def test_a_file_that_could_not_be_checked_says_so(data: Path, office: QueueClient) -> None:
    questions = [{"id": name, "type": "file", "title": name} for name in ("open", "sealed")]
    queue = await queue_with(office, questions)
    contents = (build_pdf(), build_pdf(catalog=b"/Encrypt 4 0 R"))
    files = [
        {"id": question["id"], "value": build_data_uri("application/pdf", content), "fileName": f"{question['id']}.pdf"}
        for question, content in zip(questions, contents, strict=True)
    ]
    await arrive(office, queue, form=files)
    async with counter(data, queue, size=(120, 50)) as pilot:
        await details(pilot)
        await see(pilot, "sealed.pdf · ", "NOT CHECKED", "open.pdf · ")
        checked = next(line for line in screen_text(pilot.app).splitlines() if "open.pdf" in line)
        assert "NOT CHECKED" not in checked


async def test_labels_and_names_are_in_the_agents_language(data: Path, office: QueueClient) -> None:
    french = {"form": {"one": {"title": "Quel document ?", "values": {"p": "Passeport"}}}}
    queue = await queue_with(office, FORM, i18n={"fr": french})
    await arrive(office, queue, form=ANSWERS)
    async with counter(data, queue, size=(120, 70), language="fr") as pilot:
        screen = await details(pilot)
        await see(pilot, "Quel document ?", "Passeport", "Line?")
        await pilot.press("l")
        await see(pilot, "Radio?", "Passport")
        # Without the queue, the labels are those of the registration. Private: a queue is lost in a race only.
        screen._queue = None
        await screen._rebuild()
        await see(pilot, "Radio?", "Passport", "a line")


POWERS: list[dict[str, Any]] = [
    {"id": "kind", "type": "radio", "title": "Kind", "section": "Your visit", "values": [
        {"id": "new", "name": "New"}, {"id": "old", "name": "Old"}]},
    {"id": "why", "title": "Why new?", "section": "Your visit", "mandatory": True,
     "visibleIf": {"id": "kind", "in": ["new"]}},
    {"id": "weight", "type": "number", "title": "Weight", "section": "Your visit",
     "valueFormat": {"unit": "kg", "max": 100}},
    {"id": "hour", "type": "time", "title": "Hour", "section": "[b]Your[/] family"},
    {"id": "note", "type": "text", "title": "Please read", "help": "All of it"},
    {"id": "persons", "title": "Who comes?", "section": "[b]Your[/] family",
     "repeat": {"max": 3, "title": "Person"}, "subItem": [
        {"id": "name", "title": "Name", "mandatory": True},
        {"id": "age", "type": "number", "title": "Age", "valueFormat": {"integer": True, "max": 120}},
        {"id": "school", "title": "School", "visibleIf": {"id": "age", "lt": 18}},
        {"id": "photo", "type": "file", "title": "Photo", "capture": "photo"}]},
    {"id": "proofs", "type": "file", "title": "Proofs", "multiple": True},
    {"id": "privacy", "type": "consent", "title": "Privacy", "help": "You **may** keep [red]it[/]"},
]  # fmt: skip
"""Conditions, limits, sections, texts, repeats and consents."""


def person(entry: str, name: str, age: str, *more: dict[str, Any]) -> dict[str, Any]:
    return {"id": entry, "subItem": [{"id": "name", "value": name}, {"id": "age", "value": age}, *more]}


POWER_ANSWERS: list[dict[str, Any]] = [
    {"id": "kind", "values": [{"id": "old"}]},
    {"id": "weight", "value": "71.5"},
    {"id": "hour", "value": "14:30"},
    {"id": "persons", "subItem": [
        person("1", "Ana", "40", {"id": "photo", "value": uri(PNG, "image/png"), "fileName": "ana.png"}),
        person("3", "Ben", "7", {"id": "school", "value": "North"})]},
    {"id": "proofs", "subItem": [
        {"id": "1", "value": uri(PNG + b"1", "image/png"), "fileName": "one.png"},
        {"id": "2", "value": uri(PNG + b"2", "image/png"), "fileName": "two.png"}]},
    {"id": "privacy", "value": "true"},
]  # fmt: skip


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 40), marks=pytest.mark.long)])
async def test_sections_repeats_and_consents_are_shown(data: Path, office: QueueClient, size: tuple[int, int]) -> None:
    french = {"form": {"kind": {"section": "Votre visite"}, "persons": {"repeat": "Personne"}}}
    queue = await queue_with(office, POWERS, i18n={"fr": french})
    await arrive(office, queue, form=POWER_ANSWERS)
    async with counter(data, queue, size=size) as pilot:
        screen = await details(pilot)
        screen.query_one("#facts").scroll_end(animate=False)
        await see(pilot, "Person 2", "Ben", "North", "one.png", "two.png", "Agreed · ", "You may keep [red]it[/]")
        assert screen_text(pilot.app).count("Proofs") == 1
        screen.query_one("#facts").scroll_to_widget(screen.query(".section").first(), top=True, animate=False)
        await see(pilot, "Your visit", "71.5 kg", "[b]Your[/] family", "14:30", "Who comes?", "ana.png", "40")
        lines = screen_text(pilot.app).splitlines()
        who, first, name = (next(i for i, line in enumerate(lines) if text in line)
                            for text in ("Who comes?", "Person 1", "Ana"))  # fmt: skip
        assert who < first < name
        assert "Why new?" not in screen_text(pilot.app)
        assert len(screen.query(AttachmentLine)) == 3
        await pilot.press("l")
        screen.query_one("#facts").scroll_to_widget(screen.query(".section").first(), top=True, animate=False)
        await see(pilot, "Votre visite", "Personne 1")


async def test_a_wide_desk_shows_a_question_a_line_and_titles_over_their_questions(
    data: Path, office: QueueClient
) -> None:
    queue = await queue_with(office, POWERS)
    await arrive(office, queue, form=POWER_ANSWERS)
    async with counter(data, queue, size=(160, 50)) as pilot:
        await pilot.press("f5")
        await see(pilot, "here < 1 min")
        await pilot.click(CurrentClientPanel)
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, DetailsScreen), "the details")
        await edit(pilot)
        await see(pilot, "Your visit")
        lines = screen_text(pilot.app).splitlines()
        title = next(index for index, line in enumerate(lines) if "Your visit" in line)
        # Both columns begin below the title, and nothing is beside it.
        assert lines[title].split() == ["Your", "visit"]
        assert lines[title + 1].split() == ["Kind", "(optional)", "Weight", "(optional)"]


@pytest.mark.long
async def test_questions_come_and_go_while_a_client_is_edited(data: Path, office: QueueClient) -> None:
    queue = await queue_with(office, POWERS)
    registration = await arrive(office, queue, form=POWER_ANSWERS)
    async with counter(data, queue, size=(120, 60)) as pilot:
        screen = await edit(pilot)
        assert "Why new?" not in screen_text(pilot.app)
        option = row(screen, "kind").query("Option").first()
        option.focus()
        await pilot.press("space")
        await see(pilot, "Why new?")
        assert screen.focused is option
        await typed(pilot, screen, "why", "[b]because[/]")
        # What is not asked for a while is kept until it is saved.
        for key, is_there in (("2", False), ("1", True)):
            option.focus()
            await pilot.press(key)
            await wait_for(pilot, lambda is_there=is_there: ("Why new?" in screen_text(pilot.app)) is is_there, "it")
        await see(pilot, "[b]because[/]")
        await typed(pilot, screen, "weight", "120")
        await pilot.press("ctrl+s")
        await see(pilot, "Your visit", "“Weight”: enter 100 kg or less")
        await typed(pilot, screen, "weight", "72,25")
        await save(pilot)
        items = await kept(office, registration)
        assert (items["why"].value, items["weight"].value) == ("[b]because[/]", "72.25")
        first_consent = items["privacy"].consent

        screen = await edit(pilot)
        row(screen, "kind").query("Option").first().focus()
        await pilot.press("2")
        await wait_for(pilot, lambda: "Why new?" not in screen_text(pilot.app), "the question to go")
        # A field of a file within an entry takes a path, and a list of files another one.
        (data.parent / "three.png").write_bytes(PNG + b"3")
        await typed(pilot, screen, "proofs", str(data.parent / "three.png"))
        await pilot.press("enter")
        await wait_for(pilot, lambda: len(row(screen, "proofs").query("RemoveButton")) == 3, "the third file")
        row(screen, "proofs").query("RemoveButton").first().press()
        await wait_for(pilot, lambda: len(row(screen, "proofs").query("RemoveButton")) == 2, "the first file to go")
        await save(pilot)
    items = await kept(office, registration)
    assert "why" not in items
    assert [file.file_name for file in items["proofs"].sub_item or []] == ["two.png", "three.png"]
    assert [entry.id for entry in items["persons"].sub_item or []] == ["1", "3"]
    assert items["privacy"].consent == first_consent


@pytest.mark.long
async def test_entries_are_added_changed_and_removed(data: Path, office: QueueClient) -> None:
    queue = await queue_with(office, POWERS)
    registration = await arrive(office, queue, form=POWER_ANSWERS)
    async with counter(data, queue, size=(120, 100)) as pilot:
        screen = await edit(pilot)
        row(screen, "persons").query(".add").first(Button).focus()
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(screen.focused, Entry), "the first question of the entry")
        await typed(pilot, screen, "persons", "[b]Cleo[/]")
        await typed(pilot, screen, "persons", "200", nth=1)
        await pilot.press("ctrl+s")
        # The problem is in the list of entries, and its button to change the entry has the focus.
        await see(pilot, "Not saved yet: 1 answer needs correcting.", "✗ “Age”: enter 120 or less", "[b]Cleo[/]")
        await pilot.press("enter")
        await wait_for(pilot, lambda: row(screen, "persons").query("Entry"), "the entry with the problem")
        await see(pilot, "“Age”: enter 120 or less")
        await typed(pilot, screen, "persons", "9", nth=1)
        await see(pilot, "School")
        await typed(pilot, screen, "persons", "South", nth=2)
        await pilot.press("escape")
        await see(pilot, "Ana · 40", "Ben · 7 · North", "[b]Cleo[/] · 9 · South")
        remove = row(screen, "persons").query(".remove-entry").first(Button)
        remove.focus()
        await pilot.press("enter")
        await see(pilot, "Really remove?")
        await wait_for(pilot, lambda: not remove.has_class("-active"), "the button to take another key")
        await pilot.press("enter")
        await wait_for(pilot, lambda: "Ana · 40" not in screen_text(pilot.app), "the first entry to go")
        await save(pilot)
    entries = (await kept(office, registration))["persons"].sub_item or []
    names = {entry.id: (entry.sub_item or [])[0].value for entry in entries}
    assert names == {"3": "Ben", "4": "[b]Cleo[/]"}


@pytest.mark.long
async def test_answers_that_the_server_drops_are_named(data: Path, office: QueueClient) -> None:
    title = "[b]Pourquoi ?[/]"
    form: list[dict[str, Any]] = [POWERS[0], {"id": "why", "title": "Why?"}]
    changed_form = [POWERS[0], form[1] | {"visibleIf": {"id": "kind", "in": ["new"]}}]
    queue = await queue_with(office, form, i18n={"fr": {"form": {"why": {"title": title}}}})
    await arrive(office, queue, form=[POWER_ANSWERS[0]])
    words = Words("fr")
    async with counter(data, queue, size=(200, 40), language="fr") as pilot:
        screen = await edit(pilot)
        await office.update_queue(queue, {"form": changed_form})
        await typed(pilot, screen, "why", "because")
        await pilot.press("ctrl+s")
        dropped = words("counter-edit-dropped", number="X001 Anna", titles=title)
        await see(pilot, dropped.replace("\u00a0", " "))
        await pilot.press("escape")
        await office.update_queue(queue, {"form": form})
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, DeskScreen), "the desk")
        await pilot.press("space", "a")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, EditScreen) and pilot.app.screen.rows, "the form")
        assert isinstance(pilot.app.screen, EditScreen)
        await office.update_queue(queue, {"form": changed_form})
        await typed(pilot, pilot.app.screen, "why", "because")
        await pilot.press("ctrl+s")
        dropped = words("counter-register-dropped", number="X002", service="Everything", titles=title)
        await see(pilot, dropped.replace("\u00a0", " "))


async def test_a_very_long_answer_can_be_read_to_its_end(data: Path, office: QueueClient) -> None:
    queue = await queue_with(office, FORM)
    await arrive(office, queue, form=[{"id": "area", "value": "word " * 1_500 + "END"}])
    async with counter(data, queue, size=(80, 24)) as pilot:
        await details(pilot)
        await see(pilot, "word word")
        for _ in range(30):
            await pilot.press("pagedown")
            if "END" in screen_text(pilot.app):
                break
        await see(pilot, "END")


async def test_phone_and_mail_can_be_marked_and_copied(data: Path, office: QueueClient) -> None:
    queue = await queue_with(office, FORM)
    await arrive(office, queue, form=ANSWERS)
    async with counter(data, queue) as pilot:
        screen = await details(pilot)
        mail = next(value for value in screen.query(".value") if "anna@" in str(value.render()))
        await pilot.click(mail, times=2)
        await pilot.press("ctrl+c")
        await wait_for(pilot, lambda: pilot.app.clipboard == "anna@example.com", "the address in the clipboard")


async def test_a_file_is_saved_with_its_bytes_and_never_over_another(
    data: Path, office: QueueClient, tmp_path: Path
) -> None:
    queue = await queue_with(office, FORM)
    await arrive(office, queue, form=ANSWERS)
    folder = tmp_path / "Downloads"
    folder.mkdir()
    (folder / "my id.png").write_bytes(b"somebody else's")
    async with counter(data, queue) as pilot:
        await details(pilot)
        await pilot.press("s")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, SaveScreen), "the question where to")
        assert pilot.app.screen.query_one(Input).value == str(folder / "my id.png")
        await pilot.press("enter")
        await see(pilot, "Saved as")
        saved = folder / "my id (1).png"
        assert saved.read_bytes() == PNG
        assert stat.S_IMODE(saved.stat().st_mode) == 0o600
        assert (folder / "my id.png").read_bytes() == b"somebody else's"

        await pilot.press("o")
        await see(pilot, "Nothing here can show it")
        assert sorted(path.name for path in folder.iterdir()) == ["my id (1).png", "my id.png"]

        await pilot.press("s")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, SaveScreen), "the question where to")
        paths = {str(tmp_path / "office.db" / "x.png"): "", "~nobody.here/x.png": "home directory"}
        for path, reason in paths.items():
            pilot.app.screen.query_one(Input).value = path
            await pilot.press("enter")
            await see(pilot, "The file could not be saved", reason)
            await pilot.press("s")
            await wait_for(pilot, lambda: isinstance(pilot.app.screen, SaveScreen), "the question where to")
        pilot.app.screen.query_one(Input).value = "~/scans/"
        await pilot.press("enter")
        await see(pilot, "Saved as", "id.png")
        await wait_for(pilot, (tmp_path / "scans" / "my id.png").exists, "the file")
        assert (tmp_path / "scans" / "my id.png").read_bytes() == PNG


async def test_a_file_is_opened_where_there_is_a_desktop(
    data: Path, office: QueueClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs, opened_path = tmp_path / "bin", tmp_path / "opened"
    programs.mkdir()
    opener = programs / "xdg-open"
    opener.write_text(f'#!/bin/sh\nprintf %s "$1" > "{opened_path}.part" && mv "{opened_path}.part" "{opened_path}"\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":9")
    queue = await queue_with(office, FORM)
    await arrive(office, queue, form=[ANSWERS[17] | {"fileName": "-rf ~;$(x).html"}])
    async with counter(data, queue) as pilot:
        await details(pilot)
        await pilot.press("o")
        await see(pilot, "and opened")
        await wait_for(pilot, opened_path.exists, "the opener")
        opened = Path(opened_path.read_text())
        assert opened.parent == tmp_path / "Downloads"
        assert opened.suffix == ".png"
        assert opened.read_bytes() == PNG


async def test_only_this_server_is_asked_for_files(data: Path, office: QueueClient) -> None:
    queue = await queue_with(office, FORM)
    registration = await arrive(office, queue, form=[ANSWERS[17]])
    link = registration.form[17].value or ""
    assert (await office.download_file(link))[0] == PNG
    assert await office.download_file(link.replace("walkin", "public.example")) == (PNG, "image/png")
    assert (await office.download_file(link[link.index("/api") :]))[0] == PNG
    for foreign in ("https://elsewhere.example/id.png", "https://elsewhere.example/files/../queues", "/files/nothing"):
        with pytest.raises(Refused):
            await office.download_file(foreign)


@pytest.mark.long
async def test_every_type_is_edited_by_key(
    data: Path, office: QueueClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = await queue_with(office, FORM, timeZone="Europe/London")
    registration = await arrive(office, queue, form=ANSWERS, note="old")
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(PDF)
    monkeypatch.chdir(tmp_path)
    async with counter(data, queue, size=(100, 50)) as pilot:
        screen = await edit(pilot)
        assert len(screen.rows) <= QUESTIONS_PER_PART
        await typed(pilot, screen, "firstName", "Cleo")
        await typed(pilot, screen, "phoneNumber", "020 7946 0018")
        await typed(pilot, screen, "note", "new\nnote")
        await typed(pilot, screen, "line", "another")
        await typed(pilot, screen, "area", "one\ntwo")
        await typed(pilot, screen, "count", "7.5")
        await typed(pilot, screen, "cost", "12.50")
        await typed(pilot, screen, "mail", "cleo@example.com")
        await typed(pilot, screen, "ring", "+33 1 99 00 56 78")
        await typed(pilot, screen, "site", "example.org")
        await typed(pilot, screen, "day", "5")
        await typed(pilot, screen, "moment", "9:15", nth=3)
        for key, number in (("one", "2"), ("some", "2"), ("pick", "2")):
            start = row(screen, key).field.find_first_focus()
            assert start is not None
            start.focus()
            await wait_for(pilot, lambda start=start: start.has_focus, f"{key} to have the focus")
            await pilot.press(number)
        start = row(screen, "group").field.find_first_focus()
        assert start is not None
        start.focus()
        await wait_for(pilot, lambda: start.has_focus, "the group to have the focus")
        await pilot.press("escape", "2")
        await see(pilot, "Noise")
        await pilot.press("1")
        for key, number in (("scale", "2"), ("stars", "5")):
            start = row(screen, key).field.find_first_focus()
            assert start is not None
            start.focus()
            await wait_for(pilot, lambda start=start: start.has_focus, f"{key} to have the focus")
            await pilot.press(number)
        await pilot.press("f4")
        await see(pilot, "Part 2 of 2")
        await typed(pilot, screen, "who", "Dee", nth=1)
        await typed(pilot, screen, "where", "York", nth=1)
        await typed(pilot, screen, "later", scan.name)
        await typed(pilot, screen, "odd", "dim")
        await save(pilot)
        await see(pilot, "X001  Cleo", "+442079460018")
    now = await office.get_registration(queue, registration.id)
    items = await kept(office, registration)
    assert (now.client.first_name, now.client.phone_number, now.note) == ("Cleo", "+442079460018", "new\nnote")
    values = {key: item.value for key, item in items.items() if item.value and item.type != "file"}
    assert values == {
        "line": "another", "area": "one\ntwo", "count": "7.5", "cost": "12.50", "mail": "cleo@example.com",
        "ring": "+33199005678", "site": "https://example.org", "day": "2026-03-05", "moment": "2026-03-04T09:15:00",
        "scale": "2", "stars": "5", "odd": "dim", "extra": "ping",
    }  # fmt: skip
    chosen = {key: [choice.id for choice in item.iter_chosen()] for key, item in items.items() if item.values}
    assert chosen == {"one": ["c"], "some": ["a", "b", "other"], "pick": ["y"], "group": ["noise"]}
    parts = {part.id: part.value for key in ("who", "where") for part in items[key].sub_item or ()}
    assert parts["who-first"] == "Anna"
    assert parts["who-last"] == "Dee"
    assert parts["city"] == "York"
    assert items["proof"].file_name == "my id.png"
    assert (await office.download_file(items["proof"].value or ""))[0] == PNG
    assert await office.download_file(items["later"].value or "") == (PDF, "application/pdf")
    assert items["later"].file_name == "scan.pdf"
    assert items["extra"].model_extra == {"echo": "pong"}
    assert items["odd"].type == "hologram"


async def test_problems_stand_beside_their_fields_and_the_first_is_gone_to(data: Path, office: QueueClient) -> None:
    form = [{"id": f"q{n}", "title": f"Question {n}?", "mandatory": n in (25, 30)} for n in range(40)]
    queue = await queue_with(office, [*form, FORM[16]])
    registration = await arrive(office, queue, form=[{"id": f"q{n}", "value": "x"} for n in range(40)])
    async with counter(data, queue, size=(80, 24)) as pilot:
        screen = await edit(pilot)
        await pilot.press("f4")
        await see(pilot, "Part 2 of 3")
        await typed(pilot, screen, "q25", "")
        await typed(pilot, screen, "q30", "")
        await pilot.press("f3")
        await see(pilot, "Part 1 of 3")
        await pilot.press("ctrl+s")
        await see(pilot, "Part 2 of 3", "2 answers need correcting", ": enter an answer", "Question 25?")
        await wait_for(pilot, lambda: row(screen, "q25").has_focus_within, "the focus in the first")
        await pilot.press(*"back")
        await typed(pilot, screen, "q30", "again")
        await save(pilot)
    items = await kept(office, registration)
    assert (items["q25"].value, items["q30"].value, items["q0"].value) == ("back", "again", "x")


async def test_a_lost_race_keeps_what_was_typed(data: Path, office: QueueClient) -> None:
    queue = await queue_with(office, FORM[:2])
    registration = await arrive(office, queue, form=ANSWERS[:2])
    async with counter(data, queue, size=(100, 50)) as pilot:
        screen = await edit(pilot)
        await typed(pilot, screen, "line", "typed here")
        changed = [{"id": "line", "value": "typed elsewhere"}, {"id": "area", "value": "also elsewhere"}]
        await office.update_registration(queue, registration.id, {"form": changed})
        await pilot.press("ctrl+s")
        await see(pilot, "Somebody else has just changed this client", "typed here", "also elsewhere")
        assert (await kept(office, registration))["line"].value == "typed elsewhere"
        await save(pilot)
    items = await kept(office, registration)
    assert (items["line"].value, items["area"].value) == ("typed here", "also elsewhere")


async def test_saving_nothing_sends_nothing_and_leaving_asks_only_when_something_was_changed(
    data: Path, office: QueueClient
) -> None:
    queue = await queue_with(office, FORM)
    registration = await arrive(office, queue, form=ANSWERS)
    async with counter(data, queue) as pilot:
        await edit(pilot)
        await pilot.press("ctrl+s")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, DetailsScreen), "the details")
        assert (await office.get_registration(queue, registration.id)).revision == registration.revision
        screen = await edit(pilot)
        await pilot.press("f4")
        await see(pilot, "Part 2")
        await pilot.press("f3", "escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, DetailsScreen), "the details")
        screen = await edit(pilot)
        await typed(pilot, screen, "line", "lost")
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, DiscardScreen), "the question")
        await pilot.press("escape")
        await wait_for(pilot, lambda: pilot.app.screen is screen, "staying")
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, DiscardScreen), "the question")
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, DetailsScreen), "the details")
    assert (await kept(office, registration))["line"].value == "a line"


async def test_a_key_while_a_question_is_being_added_is_no_mistake(data: Path, office: QueueClient) -> None:
    queue = await queue_with(office, FORM)
    await arrive(office, queue, form=ANSWERS)
    async with counter(data, queue) as pilot:
        screen = await edit(pilot)
        screen.query_one(Body).mount(QuestionRow(screen.rows[0].question, None))
        screen.action_leave()
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, DetailsScreen), "the details")


async def test_a_client_who_was_asked_nothing(data: Path, office: QueueClient) -> None:
    form = [
        {"id": "last", "title": "Last name?", "bind": "crm-last-name", "mandatory": True},
        {"id": "why", "title": "Why?", "mandatory": True},
    ]
    queue = await queue_with(office, form)
    registration = await arrive(office, queue, client={"firstName": "Anna", "lastName": "Bee"})
    async with counter(data, queue) as pilot:
        await details(pilot)
        await see(pilot, "This client was asked no questions.")
        screen = await edit(pilot)
        await typed(pilot, screen, "last", "Cee")
        await save(pilot)
        assert (await office.get_registration(queue, registration.id)).client.full_name == "Anna Cee"
        assert (await office.get_registration(queue, registration.id)).form == []
        screen = await edit(pilot)
        await typed(pilot, screen, "why", "to ask")
        await save(pilot)
        await see(pilot, "Why?", "to ask")
    now = await office.get_registration(queue, registration.id)
    assert [(item.id, item.value) for item in now.form] == [("last", "Cee"), ("why", "to ask")]
    assert now.client.full_name == "Anna Cee"


async def test_numbers_that_were_not_touched_stay_what_they_are(data: Path, office: QueueClient) -> None:
    queue = await queue_with(office, FORM[:4])
    registration = await arrive(
        office, queue, form=[{"id": "count", "value": "1.234"}, {"id": "cost", "value": "12.50"}]
    )
    async with counter(data, queue, language="fr") as pilot:
        screen = await edit(pilot)
        assert row(screen, "count").query_one(Entry).value == "1,234"
        await typed(pilot, screen, "line", "x")
        await typed(pilot, screen, "cost", "13,75")
        await pilot.press("ctrl+s")
        await see(pilot, ": enregistré.")
    items = await kept(office, registration)
    assert (items["count"].value, items["cost"].value) == ("1.234", "13.75")


@pytest.mark.long
async def test_a_file_that_is_not_there_or_not_right_is_said(
    data: Path, office: QueueClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each character of a path is one key.
    monkeypatch.chdir(tmp_path)
    queue = await queue_with(office, [FORM[17]])
    await arrive(office, queue, form=[])
    (tmp_path / "program.png").write_bytes(b"MZ program")
    (tmp_path / "big.png").write_bytes(PNG + b"x" * 5 * 1024 * 1024)
    async with counter(data, queue) as pilot:
        screen = await edit(pilot)
        for path, text in (("none.png", "could not be read"), ("~nobody.here/x.png", "could not be read"),
                           ("program.png", "has to be one of these"),
                           ("big.png", "5 MB or smaller"), ("/dev/zero", "could not be read")):  # fmt: skip
            await typed(pilot, screen, "proof", path)
            await pilot.press("ctrl+s")
            await see(pilot, text)


@pytest.mark.long
async def test_hostile_strings_through_details_and_edit(data: Path, office: QueueClient) -> None:
    queue = await queue_with(office, [{"id": "x", "title": "X?"}])
    registration = await arrive(office, queue)
    stored_queue = await office.get_queue(queue)
    async with counter(data, queue, size=(80, 50)) as pilot:
        screen = await details(pilot)

        # Private members, since Walkin's own server refuses such texts.
        async def show(texts: list[str]) -> None:
            form = hostile_form(texts)
            person = registration.client.model_construct(first_name=texts[0], last_name=None)
            screen._registration = registration.model_copy(update={"form": form, "client": person, "note": texts[0]})
            screen._queue = stored_queue.model_copy(update={"form": form, "name": texts[0]})
            screen._is_complete = True
            await screen._rebuild()
            await pilot.pause()

        for nasty in bundle_hostile_texts(12):
            await show([nasty])
        assert screen.query(AttachmentLine)
        # Building the fields is slow: each round tests several texts, each in another field.
        for start in range(0, 12, 4):
            await show(bundle_hostile_texts(12)[start:] + bundle_hostile_texts(12)[:start])
            editing = EditScreen(EditRequests(screen._client, screen._registration), screen._board)
            await pilot.app.push_screen(editing)
            await wait_for(pilot, lambda editing=editing: editing.draft is not None and editing.rows, "the form")
            editing.draft = type(editing.draft)(screen._registration, screen._queue, "en", editing.draft.titles)
            await editing._build_part()
            await pilot.pause()
            await pilot.press("ctrl+s")
            await wait_for(pilot, lambda: pilot.app.screen is screen, "the details")
        assert pilot.app.is_running


def hostile_form(texts: list[str]) -> list[FormItem]:
    """Build an item of every type, filled with the texts in turn."""
    nasty = itertools.cycle(texts)
    types = ("input", "date", "number", "price", "phone", "scalerating", "file", "hologram", "textarea")
    wire: list[dict[str, Any]] = [{"id": f"i{place}", "type": kind} for place, kind in enumerate(types)]
    for kind in ("radio", "checkbox", "select"):
        text = next(nasty)
        choice = {"id": "other", "name": text, "value": text}
        wire.append({"id": f"c{kind}", "type": kind, "otherValue": True, "values": [choice]})
    wire.append({"id": "sub", "type": "address", "subItem": [{"id": "s", "title": next(nasty), "value": next(nasty)}]})
    wire.append({"id": "ok", "type": "consent", "value": "true", "consent": next(nasty)})
    part = {"id": "p", "title": next(nasty), "value": next(nasty)}
    wire.append({"id": "all", "type": "input", "repeat": next(nasty), "subItem": [{"id": "1", "subItem": [part]}]})
    members = ("title", "help", "placeholder", "fileName", "value", "section", "path")
    return [_built({**dict(zip(members, nasty, strict=False)), **wire_members}) for wire_members in wire]


def _built(wire: dict[str, Any]) -> FormItem:
    """Build an item as read from another server, without validation."""
    names = {"fileName": "file_name", "otherValue": "other_value", "subItem": "sub_item"}
    members = {names.get(key, key): value for key, value in wire.items()}
    if "values" in members:
        members["values"] = [Choice.model_construct(values=None, **choice) for choice in members["values"]]
    if "sub_item" in members:
        members["sub_item"] = [_built(part) for part in members["sub_item"]]
    if "consent" in members:
        members["consent"] = Consent.model_construct(wording=members["consent"], version=members["consent"])
    if "repeat" in members:
        members["repeat"] = Repeat.model_construct(title=members["repeat"])
    return FormItem.model_construct(**members)


@pytest.mark.long
async def test_a_form_of_sixty_stays_usable(data: Path, office: QueueClient) -> None:
    form = [{"id": f"q{n}", "title": f"Question {n}?"} for n in range(60)]
    queue = await queue_with(office, form)
    registration = await arrive(office, queue, form=[{"id": f"q{n}", "value": f"answer {n}"} for n in range(60)])
    async with counter(data, queue, size=(80, 24)) as pilot:
        screen = await edit(pilot)
        for part in range(2, 5):
            assert len(screen.rows) <= QUESTIONS_PER_PART
            await pilot.press("f4")
            await see(pilot, f"Part {part} of 4")
        await typed(pilot, screen, "q59", "the last")
        await save(pilot)
    assert (await kept(office, registration))["q59"].value == "the last"
