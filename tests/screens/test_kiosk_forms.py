"""Forms at the kiosk that ask each visitor other questions: conditions, limits, sections, texts, consents, repeats."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from textual import events

from tests.support.helpers import bundle_hostile_texts, screen_text, wait_for
from tests.support.kiosk import make_settings, open_client, run_kiosk, type_text, wait_for_question, wait_for_texts
from walkin.model.form.definition import FormItem, Repeat, ValueFormat
from walkin.model.queue import Queue
from walkin.ui.fields.reading import CodeScreen, LinkButton
from walkin.ui.fields.repeat import RepeatField
from walkin_kiosk.screens.check import CheckPage
from walkin_kiosk.screens.question import QuestionPage
from walkin_kiosk.session import KioskSession

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

    from walkin_kiosk.app import KioskApp

HOSTILE_CHARACTERS = {"\x1b", "\x07", "\u202e"}
YES_NO = [{"id": "yes", "name": "Yes"}, {"id": "no", "name": "No"}]
PERSONS = {
    "id": "persons",
    "title": "Who moves in?",
    "repeat": {"min": 1, "max": 3, "title": "Person"},
    "subItem": [
        {"id": "first", "title": "Name", "mandatory": True},
        {"id": "age", "type": "number", "title": "Age", "mandatory": True, "valueFormat": {"min": 0, "max": 120}},
        {"id": "school", "title": "School", "mandatory": True, "visibleIf": {"id": "age", "lt": 18}},
    ],
}


@asynccontextmanager
async def ask(
    tmp_path: Path, *form: dict[str, Any], size: tuple[int, int] = (80, 24), **members: Any
) -> AsyncIterator[tuple[KioskApp, Pilot[int]]]:
    """A kiosk that asks a form."""
    async with (
        open_client(tmp_path, {"name": "Permits", "timeZone": "Europe/London", "form": list(form), **members}) as (
            _,
            ids,
        ),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids)), size=size) as (app, pilot),
    ):
        await pilot.press("1")
        await wait_for(pilot, lambda: isinstance(app.screen, QuestionPage), "the first question")
        await pilot.pause()
        yield app, pilot


async def test_questions_come_and_go_and_the_progress_never_runs_backwards(tmp_path: Path) -> None:
    condition = {"id": "work", "in": ["yes"]}
    form = [
        {"id": "work", "type": "radio", "title": "Do you work?", "mandatory": True, "values": YES_NO},
        {"id": "where", "title": "Where?", "mandatory": True, "visibleIf": condition, "section": "Your work"},
        {"id": "since", "title": "Since when?", "visibleIf": condition, "section": "Your work"},
        {"id": "note", "title": "Anything else?", "section": "The rest"},
    ]
    async with ask(tmp_path, *form) as (_, pilot):
        await wait_for_texts(pilot, "Question 1 of about 2")
        await pilot.press("1")
        await wait_for_question(pilot, "where")
        await wait_for_texts(pilot, "Part 1 of about 2 · Question 2 of about 4", "Your work")
        await type_text(pilot, "Home\n")
        await wait_for_question(pilot, "since")
        await pilot.press("escape", "escape")
        await wait_for_question(pilot, "work")
        await pilot.press("2")
        await wait_for_question(pilot, "note")
        await wait_for_texts(pilot, "Question 2 of about 2", "The rest")
        await pilot.press("escape")
        await wait_for_question(pilot, "work")
        await pilot.press("1")
        # What was typed is still there.
        await wait_for_texts(pilot, "Where?", "Home")


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 40), marks=pytest.mark.long)])
async def test_a_group_shows_what_its_own_answers_ask(tmp_path: Path, size: tuple[int, int]) -> None:
    form = [
        {"id": "pet", "type": "radio", "title": "A pet?", "mandatory": True, "values": YES_NO, "bindGroup": "g"},
        {"id": "kind", "title": "Which?", "bindGroup": "g", "visibleIf": {"id": "pet", "in": ["yes"]}},
        {"id": "last", "title": "Your name", "bindGroup": "g"},
    ]
    async with ask(tmp_path, *form, size=size) as (app, pilot):
        assert "Which?" not in screen_text(app)
        await pilot.press("1")
        await wait_for_texts(pilot, "Which?")
        titles = [question.definition.id for question in app.screen.questions]  # type: ignore[attr-defined]
        assert titles == ["pet", "kind", "last"]
        await pilot.press("enter")
        await type_text(pilot, "cat")
        await pilot.press("shift+tab", "2")
        await wait_for(pilot, lambda: "Which?" not in screen_text(app), "the question to go")
        await pilot.press("1")
        await wait_for_texts(pilot, "Which?", "cat")


async def test_persons_are_added_changed_and_removed(tmp_path: Path) -> None:
    async with ask(tmp_path, PERSONS) as (app, pilot):
        await wait_for_texts(pilot, "Who moves in?", "Person 1", "Name", "Age")
        await type_text(pilot, "Ana\n")
        await type_text(pilot, "200\n")
        await wait_for_texts(pilot, "“Age”: enter 120 or less")
        await pilot.press("backspace", "backspace", "backspace", "4")
        await wait_for(pilot, lambda: len(app.screen.query("Question Question")) == 3, "the school")
        await pilot.press("enter")
        await type_text(pilot, "North\n")
        await wait_for_texts(pilot, "Ana · 4 · North", "Add another: Person", "Remove")
        assert await pilot.click(".add")
        await wait_for_texts(pilot, "Person 2")
        await type_text(pilot, "Ben\n")
        await type_text(pilot, "40\n")
        await wait_for_texts(pilot, "Ana · 4", "Ben · 40")
        await pilot.click(next(iter(app.screen.query(".remove-entry"))))
        await wait_for_texts(pilot, "Really remove?", "Ana")
        # A double tap does not confirm.
        await wait_for(pilot, lambda: not app.screen.query("Button.-active"), "the button to be free")
        await pilot.click(next(iter(app.screen.query(".remove-entry"))))
        await wait_for(pilot, lambda: "Ana" not in screen_text(app), "Ana to go")
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
        assert app.session is not None
        (item,) = app.session.build_request()[0]["form"]
        assert [(entry["id"], entry["subItem"][0]["value"]) for entry in item["subItem"]] == [("2", "Ben")]  # type: ignore[index]


async def test_entries_of_files_alone_are_handed_in_later_and_what_asks_nothing_is_passed_over(tmp_path: Path) -> None:
    hidden = {"id": "hidden", "title": "Hidden", "visibleIf": {"id": "name", "in": ["nobody"]}}
    form = [
        {"id": "name", "title": "Your name"},
        {"id": "none", "title": "Nothing", "mandatory": True, "repeat": {"min": 1}, "subItem": [hidden]},
        {"id": "papers", "title": "Papers", "repeat": {"min": 2, "title": "Paper"},
         "subItem": [{"id": "scan", "type": "file", "title": "Scan", "mandatory": True}]},
    ]  # fmt: skip
    async with ask(tmp_path, *form) as (app, pilot):
        await type_text(pilot, "Ana\n")
        await wait_for_texts(pilot, "Papers", "Paper 1", "Scan", "Bring it to the desk")
        # Each Enter counts, however fast they follow: Paper 2, the list, the check page.
        await type_text(pilot, "\n\n\n")
        await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
        assert app.session is not None
        _, papers = app.session.build_request()[0]["form"]
        files = {entry["id"]: entry["subItem"][0] for entry in papers["subItem"]}  # type: ignore[index]
        assert {entry_id: file["deferred"] for entry_id, file in files.items()} == {"1": True, "2": True}


async def test_an_enter_while_an_entry_closes_reaches_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = {"id": "name", "title": "Name", "mandatory": True}
    form = {"id": "persons", "title": "Persons", "repeat": {"min": 1, "title": "Person"}, "subItem": [part]}
    recompose = RepeatField.recompose

    async def recompose_slowly(field: RepeatField) -> None:
        await recompose(field)
        field.app.post_message(events.Key("enter", "\r"))
        await asyncio.sleep(0.2)

    async with ask(tmp_path, form) as (app, pilot):
        await wait_for_texts(pilot, "Person 1", "Name")
        monkeypatch.setattr(RepeatField, "recompose", recompose_slowly)
        await type_text(pilot, "Ana\n")
        await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")


async def test_a_text_shows_the_code_of_its_link_and_a_consent_is_ticked(tmp_path: Path) -> None:
    wording = "\n\n".join(f"Paragraph **{number}** of the wording." for number in range(1, 40))
    form = [
        {"id": "info", "type": "text", "title": "Good to know", "help": "Read [our page](https://a.example/x)."},
        {"id": "ok", "type": "consent", "title": "Your data", "help": wording},
    ]
    async with ask(tmp_path, *form) as (app, pilot):
        await wait_for_texts(pilot, "Good to know", "Read our page (https://a.example/x).", "Open on your phone")
        assert await pilot.click(".link")
        await wait_for(pilot, lambda: isinstance(app.screen, CodeScreen), "the code")
        await wait_for_texts(pilot, "▀", "https://a.example/x")
        await pilot.press("escape")
        await wait_for_question(pilot, "info")
        await pilot.press("enter")
        await wait_for_question(pilot, "ok")
        await wait_for_texts(pilot, "Paragraph 1 of", "□ I agree")
        assert "39" not in screen_text(app)
        for _ in range(12):
            await pilot.press("pagedown")
        await wait_for_texts(pilot, "Paragraph 39 of", "□ I agree")
        await pilot.press("enter")
        await wait_for_texts(pilot, "“Your data”: agree to this to go on")
        await pilot.press("1", "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
        await wait_for_texts(pilot, "Your data", "Agreed")
        assert "Good to know" not in screen_text(app)


async def test_limits_units_masks_ends_of_scales_and_what_excludes_the_others(tmp_path: Path) -> None:
    form = [
        {"id": "kg", "type": "number", "title": "Weight", "valueFormat": {"min": 1, "max": 90, "unit": "kg"}},
        {"id": "plate", "title": "Plate", "valueFormat": {"mask": "AA-99", "case": "upper"}, "section": "Your car"},
        {"id": "none", "type": "checkbox", "title": "Needs", "values": [
            {"id": "a", "name": "Lift"}, {"id": "b", "name": "Chair"},
            {"id": "n", "name": "Nothing", "exclusive": True},
        ]},
        {"id": "nps", "type": "scalerating", "title": "Score", "minLabel": "Never", "maxLabel": "Surely",
         "values": [{"id": str(step)} for step in range(10, -1, -1)]},
        {"id": "count", "type": "radio", "title": "Count",
         "values": [{"id": f"v{n}", "name": str(n)} for n in range(4)]},
    ]  # fmt: skip
    async with ask(tmp_path, *form) as (app, pilot):
        await wait_for_texts(pilot, "From 1 to 90 kg", "█ kg")
        await type_text(pilot, "12\n")
        await wait_for_texts(pilot, "Your car", "Like AB-12")
        await type_text(pilot, "ab")
        await wait_for_texts(pilot, "AB-")
        await type_text(pilot, "34\n")
        await wait_for_question(pilot, "none")
        await pilot.press("1", "2", "3")
        await wait_for_texts(pilot, "1 selected: Nothing")
        await pilot.press("2")
        await wait_for_texts(pilot, "1 selected: Chair")
        await pilot.press("enter")
        await wait_for_question(pilot, "nps")
        text = screen_text(app)
        assert text.index("10 = Surely") < text.index("0 = Never")
        await pilot.press("0")
        await wait_for_question(pilot, "count")
        await pilot.press("3")
        await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
        assert app.session is not None
        kg, plate, _, nps, count = app.session.build_request()[0]["form"]
        assert (kg["value"], plate["value"], nps["value"]) == ("12", "AB-34", "0")
        assert count["values"][0]["name"] == "3"  # type: ignore[index]
        await wait_for_texts(pilot, "12 kg", "Your car", "AB-34")


async def test_the_check_page_shows_entries_and_changes_one(tmp_path: Path) -> None:
    async with ask(tmp_path, {**PERSONS, "section": "Household"}) as (app, pilot):
        await type_text(pilot, "Ana\n")
        await type_text(pilot, "40\n")
        await wait_for_texts(pilot, "Ana · 40")
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
        await wait_for_texts(pilot, "Household", "Who moves in?", "Name: Ana", "Age: 40")
        assert await pilot.click("#change-1")
        await wait_for_question(pilot, "persons")
        await wait_for(pilot, lambda: app.screen.query(".entry-title"), "the entry")
        await pilot.pause()
        await type_text(pilot, "bel\n")
        await pilot.press("enter")
        await wait_for_texts(pilot, "Anabel · 40")
        await pilot.press("enter")
        await wait_for_texts(pilot, "Check your answers", "Name: Anabel")


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 40), marks=pytest.mark.long)])
async def test_a_long_help_leaves_the_field_in_sight_and_a_list_gets_the_room(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    help_text = "What you should know. " * 90
    values = [{"id": f"v{number}", "name": f"Place {number:03}"} for number in range(436)]
    form = [
        {"id": "name", "title": "Your name", "help": help_text},
        {"id": "nine", "type": "radio", "title": "Nine", "values": values[:9]},
        {"id": "place", "type": "select", "title": "Where?", "values": values},
    ]
    async with ask(tmp_path, *form, size=size) as (app, pilot):
        await wait_for_texts(pilot, "What you should know.", "█▀")
        await type_text(pilot, "Ann\n")
        await wait_for_question(pilot, "nine")
        # Each has three rows for a finger; margins go first.
        shown = 8 if size[1] == 24 else 9
        await wait_for(pilot, lambda: screen_text(app).count("Place") >= shown, "the options")
        await pilot.press("enter")
        await wait_for_question(pilot, "place")
        await wait_for(pilot, lambda: screen_text(app).count("○ Place") >= (5 if size[1] == 24 else 7), "the rows")
        await type_text(pilot, "435\n")
        await wait_for(pilot, lambda: isinstance(app.screen, CheckPage), "the check page")
        await wait_for_texts(pilot, "Place 435")


async def test_a_link_that_no_code_holds_has_only_its_address(tmp_path: Path) -> None:
    address = f"https://a.example/{'x' * 2400}"
    form = [
        {"id": "info", "type": "text", "title": "Page", "help": f"Read [it]({address}), or [this](https://b.example)."}
    ]
    async with ask(tmp_path, *form) as (app, pilot):
        await wait_for_texts(pilot, "(https://a.example/xxx")
        assert [str(button.label) for button in app.screen.query(LinkButton)] == [
            "Open on your phone: https://b.example"
        ]


@pytest.mark.parametrize("bundles", [1, pytest.param(3, marks=pytest.mark.long)])
async def test_hostile_texts_in_what_a_form_says(tmp_path: Path, bundles: int) -> None:
    async with (
        open_client(tmp_path, {"name": "Lost"}) as (_, ids),
        run_kiosk(make_settings(tmp_path, queue=tuple(ids))) as (app, pilot),
    ):
        for text in bundle_hostile_texts(bundles):
            words = {"title": text, "section": text, "help": f"{text} [{text}](https://a.example/{text})"}
            rating = {"min_label": text, "max_label": text}
            persons = FormItem.model_validate(PERSONS)
            form = [
                FormItem.model_construct(id="text", type="text", **words),
                FormItem.model_construct(id="consent", type="consent", **words),
                FormItem.model_construct(id="rating", type="star", **words, **rating),
                FormItem.model_construct(id="kg", type="number", value_format=ValueFormat.model_construct(unit=text)),
                persons.model_copy(update={"title": text, "repeat": Repeat.model_construct(min=1, title=text)}),
            ]
            app.session = KioskSession(Queue.model_construct(id=ids[0], name=text, form=form), "en")
            entry = FormItem.model_construct(id="1", sub_item=[FormItem.model_construct(id="first", value=text)])
            app.session.set_answer(FormItem.model_construct(id="persons", sub_item=[entry]))
            for index in range(len(form) + 1):
                app.session.screen_index = index
                await app.show_session()
                await pilot.pause()
                assert not HOSTILE_CHARACTERS & set(screen_text(app))
                for link in app.screen.query(LinkButton):
                    link.press()
                    await wait_for(pilot, lambda: isinstance(app.screen, CodeScreen), "the code")
                    assert not HOSTILE_CHARACTERS & set(screen_text(app))
                    await pilot.press("escape")
                for field in app.screen.query(RepeatField):
                    await field.open_entry("1")
                    await pilot.pause()
                    assert not HOSTILE_CHARACTERS & set(screen_text(app))
            await app.end_session()


async def test_a_second_key_does_not_close_the_page_below_a_code(tmp_path: Path) -> None:
    form = [{"id": "info", "type": "text", "title": "Page", "help": "Read [it](https://a.example/x)."}]
    async with ask(tmp_path, *form) as (app, pilot):
        page = app.screen
        await pilot.click(".link")
        await wait_for(pilot, lambda: isinstance(app.screen, CodeScreen), "the code")
        code = app.screen
        for _ in range(2):
            code.dismiss()
        await wait_for(pilot, lambda: app.screen is page, "the page again")
        await wait_for_texts(pilot, "Read it")
