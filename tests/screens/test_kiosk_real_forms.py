"""The longest forms of offices at a kiosk of 80×24, by keyboard alone: what is drawn on each page, until the ticket."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from textual.widget import Widget
from textual.widgets import Button, Input, TextArea

from tests.support import real_forms
from tests.support.helpers import screen_text, wait_for
from tests.support.kiosk import make_settings, open_client, run_kiosk, type_text, wait_for_texts
from walkin.model.form.presentation import get_presentation
from walkin.ui.fields import Question
from walkin.ui.fields.list import RowList, SearchList
from walkin.ui.fields.option import Option
from walkin.ui.fields.reading import ReadingBox
from walkin.ui.fields.repeat import RepeatField
from walkin_kiosk.screens.check import CheckPage
from walkin_kiosk.screens.question import QuestionPage
from walkin_kiosk.screens.ticket import TicketPage

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot
    from textual.screen import Screen

    from walkin_kiosk.app import KioskApp

FRAMES = str.maketrans(dict.fromkeys("║═╔╗╚╝─█▀▄", " "))


def join(text: str) -> str:
    """A text without blanks and frames, which differ where it is wrapped."""
    return "".join(text.translate(FRAMES).split())


class Observer:
    """Records which texts a kiosk has drawn in full, and checks its progress."""

    def __init__(self, app: KioskApp) -> None:
        self.app = app
        self.seen: dict[Widget, bool] = {}
        self.texts: set[str] = set()
        self.places = [0, 0]

    def open_page(self) -> None:
        """Check the head of a page of questions that was just opened."""
        self.seen.clear()
        self.look()
        page, text = self.app.screen, screen_text(self.app)
        if page.has_class("-section"):
            section, title = page.query_one("#section"), page.query(".question-title").first()
            assert self.seen[section], text
            assert section.region.bottom <= title.region.y, text
        for index, word in enumerate(("Part", "Question")):
            if found := re.search(rf"{word} (\d+) of (?:about )?(\d+)", text):
                assert self.places[index] <= int(found[1]) <= int(found[2]), (self.places, text)
                self.places[index] = int(found[1])

    def look(self) -> None:
        """Note which texts are drawn whole; a text that is cut fails."""
        screen = self.app.screen
        strips = screen._compositor.render_strips()
        assert not screen.query("#body").first().max_scroll_x, screen_text(self.app)
        for widget in self.list_texts():
            region, visible = widget.region, screen.find_widget(widget).visible_region
            self.seen.setdefault(widget, False)
            if region.area and region == visible:
                lines = [strip.crop(region.x, region.right) for strip in strips[region.y : region.bottom]]
                drawn = "".join(segment.text for line in lines for segment in line)
                assert join(get_text(widget)) in join(drawn), f"cut: {get_text(widget)}\n{screen_text(self.app)}"
                self.seen[widget] = True
                self.texts.add(get_text(widget).removesuffix(" (facultatif)"))

    def list_texts(self) -> Iterable[Widget]:
        """The texts that are shown, without the rows of lists and the long texts, which scroll by themselves."""
        for widget in self.app.screen.query("Static, Label, Button"):
            nodes = [node for node in widget.ancestors_with_self if isinstance(node, Widget)]
            is_shown = all(node.display for node in nodes) and join(get_text(widget))
            if is_shown and not any(isinstance(node, ReadingBox | SearchList) for node in nodes):
                yield widget

    def close_page(self) -> None:
        assert not self.list_unseen()

    def list_unseen(self) -> list[str]:
        return [get_text(widget) for widget, is_seen in self.seen.items() if not is_seen]


def get_text(widget: Widget) -> str:
    return str(widget.label if isinstance(widget, Button) else widget.render())


def find_leaf(app: KioskApp) -> Question | None:
    """The innermost question that has the focus."""
    focused = app.screen.focused
    leaf = next((node for node in focused.ancestors if isinstance(node, Question)), None) if focused else None
    return leaf if leaf is not None and leaf.is_leaf and not isinstance(leaf.field, RepeatField) else None


def find_answer(leaf: Question, answers: Iterable[real_forms.Answer]) -> real_forms.Answer:
    """The answer to a question, also within the parts and entries of others; empty without one."""
    path = [leaf.definition.id]
    for node in leaf.ancestors:
        if isinstance(node, RepeatField):
            path.append(node.open_id)
        elif isinstance(node, Question):
            path.append(node.definition.id)
    found: real_forms.Answer = {}
    for item_id in reversed(path):
        found = next((answer for answer in answers if answer["id"] == item_id), {})
        answers = found.get("subItem") or ()
    return found


async def answer_leaf(pilot: Pilot[Any], leaf: Question, answer: real_forms.Answer) -> None:
    """Type or choose the answer to the question that has the focus."""
    value = str(answer.get("value") or "")
    match get_presentation(leaf.definition).control:
        case "choice":
            for choice in answer.get("values") or ():
                await choose(pilot, leaf, choice)
        case "rating":
            await type_text(pilot, value)
        case "consent":
            await type_text(pilot, "1" if value == "true" else "")
        case "date" if value:
            day, _, time = value.partition("T")
            for index, text in enumerate([*reversed(day.split("-")), *([time] if time else [])]):
                await pilot.press(*(["tab"] if index else []))
                await type_text(pilot, text)
        case "country" if value:
            await type_text(pilot, value)
            await pilot.press("down", "space")
        case "line" | "email" | "area":
            await type_text(pilot, value)
    await pilot.pause()


@pytest.fixture(autouse=True)
def no_late_enter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys of these tests come sooner after a choice than anybody can read the next question."""
    monkeypatch.setattr("walkin_kiosk.app.LATE_ENTER_SECONDS", 0.0)


async def choose(pilot: Pilot[Any], leaf: Question, choice: dict[str, Any]) -> None:
    """Press the digit of a choice; in a long list type its name, and press Space on the first row."""
    if leaf.query(SearchList):
        name = next(known.name for known in leaf.definition.iter_choices() if known.id == choice["id"])
        search = leaf.query_one("SearchList Input", Input)
        while pilot.app.screen.focused is not search:
            await pilot.press("up")
        await pilot.press(*["backspace"] * len(search.value))
        await type_text(pilot, name)
        # Keys that are typed fast arrive a moment later, and in their order.
        await pilot.press("down")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen.focused, RowList), "the rows")
        await pilot.press("space")
        return
    option = next(option for option in leaf.query(Option) if option.key == choice["id"])
    await type_text(pilot, str(option.number))
    await wait_for(pilot, lambda: option.chosen, "the choice")
    if "value" in choice:
        await wait_for(pilot, lambda: isinstance(pilot.app.screen.focused, Input), "the free text")
        await type_text(pilot, choice["value"])


async def tab_to(pilot: Pilot[Any], widget: Widget) -> None:
    for _ in range(60):
        if pilot.app.screen.focused is widget:
            return
        await pilot.press("tab")
    raise AssertionError(f"no way to {widget} by Tab:\n{screen_text(pilot.app)}")


def count_leaves(page: Screen[Any]) -> int:
    return sum(question.is_leaf for question in page.query(Question))


def goes_on_by_itself(page: Screen[Any], leaf: Question, answer: real_forms.Answer) -> bool:
    """Whether the answer is the one choice of a page that asks nothing else."""
    if count_leaves(page) != 1:
        return False
    if get_presentation(leaf.definition).control == "rating":
        return bool(answer.get("value"))
    is_free = any("value" in choice for choice in answer.get("values") or ())
    return bool(answer.get("values")) and not leaf.definition.is_multiple and not is_free


async def answer_page(pilot: Pilot[Any], observer: Observer, answers: list[real_forms.Answer]) -> None:
    """Answer everything on a page, and leave it."""
    app, page = observer.app, pilot.app.screen
    answered: set[Question] = set()
    while app.screen is page:
        leaf = find_leaf(app)
        repeat = next((field for field in page.query(RepeatField) if not field.open_id), None)
        if leaf is not None and leaf not in answered:
            answered.add(leaf)
            observer.look()
            answer = find_answer(leaf, answers)
            goes_on = goes_on_by_itself(page, leaf, answer)
            if goes_on:
                for _ in list(leaf.query(Option))[1:]:
                    if observer.list_unseen():
                        await pilot.press("down")
                        observer.look()
                observer.close_page()
            await answer_leaf(pilot, leaf, answer)
            if goes_on:
                await wait_for(pilot, lambda: app.screen is not page or count_leaves(page) > 1, "the next page")
            if app.screen is not page:
                return
            observer.look()
            key = "tab" if isinstance(page.focused, TextArea) else "enter"
        else:
            wanted = next((a for a in answers if repeat and a["id"] == repeat.definition.id), {}).get("subItem") or ()
            is_complete = repeat is None or len(repeat.shown_entries) >= len(wanted)
            observer.look()
            await tab_to(pilot, page.query("#continue" if is_complete else ".add").first())
            observer.look()
            key = "enter"
        if page.focused is not None and page.focused.id == "continue":
            observer.close_page()
        left = find_leaf(app) or page.focused
        await pilot.press(key)
        await wait_for(
            pilot,
            lambda left=left: app.screen is not page or (page.focused and left not in (find_leaf(app), page.focused)),  # type: ignore[misc]
            "the next field",
        )
        await pilot.pause()
        assert not page.has_class("-problem"), screen_text(app)


async def answer_form(pilot: Pilot[Any], observer: Observer, answers: list[real_forms.Answer]) -> list[str]:
    """Answer each page until the check page. Returns the ids of the questions in their order."""
    app, shown = observer.app, list[str]()
    while True:
        await wait_for(
            pilot, lambda: isinstance(app.screen, QuestionPage | CheckPage) and app.screen.focused, "a question"
        )
        page = app.screen
        if not isinstance(page, QuestionPage):
            return shown
        await pilot.pause()
        observer.open_page()
        await answer_page(pilot, observer, answers)
        shown += [item.id for item in page.definitions]


CASES = [
    pytest.param("infection-test", "many"),
    *(pytest.param(name, "few", marks=pytest.mark.long) for name in real_forms.LONGEST[4:]),
    *(pytest.param(name, "few", marks=pytest.mark.soak) for name in real_forms.LONGEST[:4]),
    *(pytest.param(name, "many", marks=pytest.mark.soak) for name in real_forms.LONGEST),
]


@pytest.mark.parametrize(("name", "visitor"), CASES)
async def test_a_form_is_answered_by_keyboard(tmp_path: Path, name: str, visitor: str) -> None:
    shutil.copytree(real_forms.LISTS, tmp_path / "lists")
    form = [item.to_wire() for item in real_forms.load(name)]
    answers = real_forms.answer_everything(name, visitor, datetime.now(UTC).date())
    asked = real_forms.ask(name, answers)
    queue = {"name": "Visit", "timeZone": "UTC", "form": form}
    async with (
        open_client(tmp_path, queue) as (client, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.press("1")
        assert await answer_form(pilot, Observer(app), answers) == [item.id for item in asked.items]
        await pilot.press("enter")
        await wait_for_texts(pilot, "Your number")
        page = app.screen
        assert isinstance(page, TicketPage)
        kept, expected = (await client.get_registration(ids[0], page.registration.id)).form, asked.validate().items
        assert real_forms.list_texts(kept) == real_forms.list_texts(expected)
        assert {item.id for item in kept} == {item.id for item in expected}


@pytest.mark.long
async def test_a_translated_form_is_drawn_whole(tmp_path: Path) -> None:
    form = [item.to_wire() for item in real_forms.load("school-enrolment")]
    answers = real_forms.answer_everything("school-enrolment", "many", datetime.now(UTC).date())
    queue = {"name": "School", "timeZone": "UTC", "form": form, "i18n": real_forms.TRANSLATIONS}
    async with (
        open_client(tmp_path, queue) as (client, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        await pilot.click("#language-fr")
        await wait_for_texts(pilot, real_forms.TRANSLATIONS["fr"]["name"])
        await pilot.press("1")
        observer = Observer(app)
        shown = await answer_form(pilot, observer, answers)
        titles = real_forms.TRANSLATIONS["fr"]["form"]
        assert [title for key in shown if (title := titles[key].get("title")) and title not in observer.texts] == []
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, TicketPage), "the ticket")
        registration = await client.get_registration(ids[0], app.screen.registration.id)  # type: ignore[attr-defined]
        assert registration.language == "fr"
