"""The kiosk one line at a time: every type of question until the ticket, real forms, failures, hostile texts."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Any

import pytest

from tests.screens.test_kiosk_types import KEYS, TYPES
from tests.support import real_forms
from tests.support.helpers import bundle_hostile_texts
from tests.support.kiosk import make_settings, open_client
from tests.support.lines import LineReader, running
from tests.support.offices import run_server
from tests.support.printer import FakePrinter
from walkin.client import ServerUnreachable
from walkin.languages import Words
from walkin.model.form.definition import FormItem
from walkin.model.form.presentation import get_presentation
from walkin.model.queue import Queue
from walkin.ui.fields.choices import list_categories
from walkin.ui.fields.option import number_options
from walkin.ui.lines.form import LineForm
from walkin_kiosk.linear import LineKiosk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from walkin.client import QueueClient
    from walkin.model.registration import Registration

LINES: dict[str, list[str]] = {
    "input": ["李 Łukasz"],
    "unknown": ["beam"],
    "password": ["pass"],
    "textarea": ["one", "two", ""],
    "number": ["1 234.5"],
    "price": ["12,5"],
    "email": ["Ann@EXAMPLE.org"],
    "phone": ["020 7946 0018"],
    "website": ["example.org"],
    "date": ["27 mar 1985"],
    "moment": ["27/3/1985 2.30 pm"],
    "radio": ["4", "mine"],
    "checkbox": ["1 3", ""],
    "select": ["2"],
    "long": ["lodz"],
    "many": ["1", "3", ""],
    "groups": ["2", "<", "1", "2"],
    "scalerating": ["4"],
    "star": ["4"],
    "start": ["1"],
    "nps": ["9"],
    "name": ["Ann", "Lee"],
    "address": ["High St 1", "iceland"],
    "free": ["1 A", "B", ""],
    "time": ["2.30 pm"],
    "month": ["mar 2026"],
    "consent": ["1"],
}
"""What is typed at each type of question, for the same answers as at the kiosk's screen."""


@pytest.fixture(autouse=True)
def _strict(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Words, "strict", True)
    monkeypatch.setenv("WALKIN_OFFICE__LOG", str(tmp_path / "walkin.log"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


class Clock:
    """A clock that the test advances."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def line_kiosk(
    folder: Path, clock: Callable[[], float] = monotonic, **values: Any
) -> AsyncIterator[tuple[LineReader, LineKiosk]]:
    reader = LineReader()
    kiosk = LineKiosk(make_settings(folder, **values), reader.terminal, clock=clock)
    async with running(reader, kiosk.run()):
        yield reader, kiosk


@asynccontextmanager
async def served(
    folder: Path, *queues: dict[str, Any], **values: Any
) -> AsyncIterator[tuple[LineReader, QueueClient, list[str]]]:
    """A kiosk of these services alone."""
    async with open_client(folder, *queues) as (client, ids), line_kiosk(folder, queue=ids, **values) as (reader, _):
        yield reader, client, ids


async def get_only(client: QueueClient, queue_id: str) -> Registration:
    registrations = await client.list_registrations(queue_id)
    assert len(registrations) == 1
    return registrations[0]


def read_values(registration: Registration, kind: str) -> Any:
    """The stored answer in the form of the expected values of `KEYS`."""
    item = next(item for item in registration.form or () if item.id == kind)
    if item.sub_item:
        return {part.id: part.value for part in item.sub_item}
    if item.values:
        return [f"{choice.id}={choice.value}" if choice.id == "other" else choice.id for choice in item.iter_chosen()]
    return item.value


async def test_every_type_of_question_until_the_ticket(tmp_path: Path) -> None:
    form = [
        {"id": kind, "title": f"Question {kind}", "mandatory": True, **definition} for kind, definition in TYPES.items()
    ]
    async with served(tmp_path, {"name": "All", "form": form}) as (reader, client, ids):
        await reader.see("1 All", "Nobody waiting")
        reader.type("1")
        for kind in TYPES:
            text = await reader.see(f"Question {kind}")
            assert "! " not in text, text
            await reader.answer(*LINES[kind])
        check = await reader.see("Check your answers", "Enter: Take my ticket")
        assert "●●●●●●" in check
        reader.type("")
        ticket = await reader.see("Your number", "Nobody before you", "Enter: Done")
        registration = await get_only(client, ids[0])
        assert registration.number in ticket.split()
        for kind, (_, expected) in KEYS.items():
            assert read_values(registration, kind) == expected, kind
        reader.type("")
        after = await reader.see("Welcome. What can we do for you?")
        assert after.startswith("\n" * 20)
        assert "Łukasz" not in after


FORMS = [
    ("patient-relatives", "many"),
    *(
        pytest.param(name, visitor, marks=pytest.mark.long)
        for name in real_forms.NAMES
        for visitor in real_forms.VISITORS
        if (name, visitor) != ("patient-relatives", "many")
    ),
]


@pytest.mark.parametrize(("name", "visitor"), FORMS)
async def test_a_real_form_is_kept_as_it_was_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, visitor: str
) -> None:
    shutil.copytree(real_forms.LISTS, tmp_path / "lists")
    form = [item.to_wire() for item in real_forms.load(name)]
    answers = real_forms.answer_everything(name, visitor, datetime.now(UTC).date())
    asked = real_forms.ask(name, answers)
    questions = watch_questions(monkeypatch)
    async with served(tmp_path, {"name": "Visit", "timeZone": "UTC", "form": form}) as (reader, client, ids):
        await reader.answer("1")
        await reader.wait(lambda: reader.is_awaited, "asks nothing")
        while "Enter: Take my ticket" not in reader.output:
            await reader.answer(*questions.build_lines(answers))
            await reader.wait(lambda: reader.is_awaited, "goes no further")
            assert "\n! " not in reader.output, reader.output[-2000:]
        await reader.answer("")
        await reader.see("Your number")
        kept, expected = (await get_only(client, ids[0])).form or [], asked.validate().items
        assert real_forms.list_texts(kept) == real_forms.list_texts(expected)
        assert {item.id for item in kept} == {item.id for item in expected}


class Questions:
    """Which question is asked at the moment."""

    definition: FormItem = FormItem.model_construct(id="")
    path: tuple[str, ...] = ()

    def build_lines(self, answers: list[real_forms.Answer]) -> list[str]:
        """What a visitor types at this question."""
        answer: real_forms.Answer = {}
        for item_id in self.path:
            answer = next((one for one in answers if one["id"] == item_id), {})
            answers = answer.get("subItem") or []
        value = str(answer.get("value") or "")
        match get_presentation(self.definition).control:
            case _ if self.definition.repeat is not None and self.definition.type != "file":
                shown = len(self.definition.sub_item or ())
                return [str(shown + 1)] if shown < len(answers) else [""]
            case "choice":
                return self._choose(answer)
            case "consent":
                return ["1" if value == "true" else ""]
            case "date" if value:
                return [value.replace("T", " ")] if "T" in value else [" ".join(reversed(value.split("-")))]
            case "area":
                return [*value.split("\n"), ""] if value else [""]
            case "file" | "text":
                return [""]
            case _:
                return [value]

    def _choose(self, answer: real_forms.Answer) -> list[str]:
        choices = {choice.id: choice for choice in self.definition.iter_choices()}
        chosen = answer.get("values") or []
        if list_categories(self.definition):
            return [choices[choice["id"]].name for choice in chosen] or [""]
        names = [choice.name or choice.id for choice in choices.values()] + ["other"] * ("other" not in choices)
        numbers = dict(zip([*choices, "other"], number_options(names), strict=False))
        lines = [" ".join(str(numbers[choice["id"]]) for choice in chosen)]
        lines += [choice["value"] for choice in chosen if "value" in choice]
        # Those that are chosen already are cleared first.
        return ["-", *lines, ""] if self.definition.is_multiple and chosen else lines


def watch_questions(monkeypatch: pytest.MonkeyPatch) -> Questions:
    questions = Questions()
    describe = LineForm._describe

    def watch(self: LineForm, source: Any, path: tuple[str, ...], **options: Any) -> FormItem:
        questions.path, questions.definition = path, describe(self, source, path, **options)
        return questions.definition

    monkeypatch.setattr(LineForm, "_describe", watch)
    return questions


SHORT: dict[str, Any] = {
    "name": "Permits",
    "form": [
        {"id": "name", "title": "Full name", "mandatory": True},
        {"id": "people", "type": "number", "title": "How many?", "valueFormat": {"max": 3}},
    ],
}


async def test_signs_go_back_repeat_change_and_start_over(tmp_path: Path) -> None:
    async with served(tmp_path, SHORT) as (reader, client, ids):
        await reader.answer("?")
        assert "<: Back" in await reader.see("*: Start over", "!: Help from staff", "=: Repeat")
        reader.type("")
        await reader.see("1 Permits")
        reader.type("7")
        await reader.see("! Select one of the options that are offered")
        await reader.answer("permits")
        await reader.see("Question 1 of 2", "Full name")
        reader.type("")
        await reader.see("! “Full name”: enter an answer")
        reader.type("=")
        await reader.see("Full name")
        await reader.answer("Ann Lee", "9")
        await reader.see("3 or less", "[9]")
        reader.type("<")
        await reader.see("Full name", "[Ann Lee]")
        await reader.answer("", "2")
        await reader.see("1 Full name", "Ann Lee", "2 How many?")
        reader.type("2")
        await reader.see("How many?", "[2]")
        reader.type("-")
        await reader.see("Check your answers", "Not provided")
        reader.type("*")
        await reader.see("Start over?", "What you have entered will be deleted", "2 Keep going")
        reader.type("2")
        await reader.see("Check your answers")
        await reader.answer("*", "1")
        assert "Ann" not in await reader.see("Welcome")
        assert not await client.list_registrations(ids[0])
        # A sign typed twice is the sign itself.
        await reader.answer("1", "??", "")
        await reader.see("1 Full name", "?")


async def test_the_language_changes_within_a_question(tmp_path: Path) -> None:
    translated = {"fr": {"name": "Permis", "form": {"name": {"title": "Nom complet"}}}}
    async with served(tmp_path, {**SHORT, "i18n": translated}) as (reader, client, ids):
        await reader.answer("1", "@")
        await reader.see("1 English", "2 Français")
        reader.type("français")
        await reader.see("Nom complet")
        await reader.answer("Zoë", "")
        await reader.see("Vérifiez vos réponses", "Zoë")
        reader.type("")
        await reader.see("Votre numéro")
        assert (await get_only(client, ids[0])).language == "fr"
        reader.type("")
        await reader.see("Welcome", "1 Permits")


async def test_an_idle_visit_is_warned_and_forgotten(tmp_path: Path) -> None:
    clock = Clock()
    async with open_client(tmp_path, SHORT) as (_, ids), line_kiosk(tmp_path, clock, queue=ids) as (reader, _kiosk):
        await reader.answer("1", "Ann Lee")
        await reader.see("How many?")
        clock.now += 181
        await reader.see("Are you still there?", "In 89 seconds", "Enter: I need more time")
        reader.type("")
        await reader.see("How many?")
        clock.now += 181
        await reader.see("Are you still there?")
        clock.now += 91
        assert "Ann" not in await reader.see("Welcome")


async def test_staff_leave_with_the_pin_alone(tmp_path: Path) -> None:
    reader = LineReader()
    kiosk = LineKiosk(make_settings(tmp_path, exit_pin="2468"), reader.terminal)
    async with running(reader, kiosk.run()) as task:
        await reader.answer("#", "1111")
        await reader.see("That is not the PIN.", "Welcome")
        await reader.answer("#")
        await reader.see("Staff PIN:", "1 wrong try")
        reader.type("2468")
        async with asyncio.timeout(20):
            assert await task == 0


async def test_a_call_for_help_is_answered_between_the_lines(tmp_path: Path) -> None:
    async with served(tmp_path, SHORT) as (reader, client, _):
        await reader.answer("1", "!")
        await reader.see("Staff have been called. Wait here.")
        alert = (await client.list_alerts())[0]
        await client.acknowledge_alert(alert.id, "Desk 1")
        await reader.see("Somebody is coming to you.")
        await reader.answer("Ann")
        await reader.see("How many?")


async def test_a_lost_server_keeps_the_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_client(tmp_path, SHORT) as (client, ids), line_kiosk(tmp_path, queue=ids) as (reader, kiosk):
        await reader.answer("1", "Ann Lee", "")
        await reader.see("Enter: Take my ticket")
        assert kiosk.catalog.client is not None
        register = kiosk.catalog.client.register

        async def fail(*_: object) -> Registration:
            raise ServerUnreachable

        monkeypatch.setattr(kiosk.catalog.client, "register", fail)
        reader.type("")
        await reader.see("The ticket could not be taken yet", "Nothing you typed is lost", "Enter: Try again")
        reader.type("<")
        await reader.see("Check your answers", "Ann Lee")
        reader.type("")
        await reader.see("Nothing you typed is lost")
        monkeypatch.setattr(kiosk.catalog.client, "register", register)
        reader.type("")
        await reader.see("Your number")
        assert (await get_only(client, ids[0])).client.first_name in (None, "Ann", "Ann Lee")


async def test_a_scanned_code_fills_in_answers(tmp_path: Path) -> None:
    clock = Clock()
    service = {"name": "Permits", "form": [
        {"id": "name", "title": "Full name", "externalId": "n", "mandatory": True},
        {"id": "story", "title": "What happened?", "type": "textarea"},
        {"id": "people", "title": "How many?", "type": "number", "externalId": "p"},
    ]}  # fmt: skip
    async with open_client(tmp_path, service) as (client, ids), line_kiosk(tmp_path, clock, queue=ids) as (reader, _):
        await reader.answer("WQ:n=Ann+Lee")
        await reader.see("The code was read. Choose the service you came for.", "1 Permits")
        reader.type("1")
        await reader.see("Full name", "[Ann Lee]")
        reader.type("WQ:?")
        await reader.see("This code is not for this kiosk", "Full name")
        # With the identifier of its symbology, and CR and LF at its end: the second is no answer.
        reader.type(']Q1WQ:{"n": "Ben Lee", "p": 2, "x": "]A2"}', "")
        await reader.see("2 answers", "Full name", "[Ben Lee]")
        clock.now += 1
        await reader.wait(lambda: reader.is_awaited, "asks nothing")
        reader.type("")
        await reader.see("What happened?")
        # A code between the lines of a text is none of them.
        await reader.answer("It fell", "WQ:p=3", "down")
        clock.now += 1
        await reader.answer("")
        await reader.see("How many?", "[3]")
        await reader.answer("", "")
        await reader.see("Your number")
        form = (await get_only(client, ids[0])).form or []
        assert {item.id: item.value for item in form} == {"name": "Ben Lee", "story": "It fell\ndown", "people": "3"}


@pytest.mark.parametrize("numbers", [3, pytest.param(0, marks=pytest.mark.long)])
async def test_a_server_that_is_killed_within_a_visit(tmp_path: Path, numbers: int) -> None:
    async with open_client(tmp_path, SHORT) as (client, ids):
        with run_server(make_settings(tmp_path).data) as server:
            settings = {"api": server.url, "queue": ids, "offline_numbers": numbers}
            async with line_kiosk(tmp_path, **settings) as (reader, kiosk):
                await reader.answer("1", "Ann Lee")
                await reader.see("How many?")
                offline = kiosk.catalog.offline
                await reader.wait(lambda: offline is None or offline.takes_answers, "has no numbers")
                server.kill()
                await reader.answer("2")
                await reader.see("Check your answers", "Ann Lee")
                reader.type("")
                if numbers:
                    await reader.see("Your number", "No connection: nobody can say how long you wait")
                    reader.type("")
                    await reader.see("Welcome", "You can take a ticket all the same")
                    server.start()
                else:
                    await reader.see("The ticket could not be taken yet", "Nothing you typed is lost")
                    server.start()
                    reader.type("")
                    await reader.see("Your number")
                    reader.type("")
                async with asyncio.timeout(60):
                    while not (taken := await client.list_registrations(ids[0])):
                        await asyncio.sleep(0.02)
    assert [item.value for item in taken[0].form or ()] == ["Ann Lee", "2"]


async def test_a_ticket_on_paper_and_a_copy(tmp_path: Path) -> None:
    with FakePrinter() as printer:
        async with served(tmp_path, SHORT, printer=printer.address) as (reader, client, ids):
            await reader.answer("1", "Ann", "", "")
            await reader.see("Your number", "2 Print again")
            number = (await get_only(client, ids[0])).number
            reader.type("2")
            await reader.wait(lambda: len(printer.sheets) == 2, "prints no copy")
            first, copy = (sheet.lines for sheet in printer.sheets)
            assert number in first
            assert "COPY" not in first
            assert {"COPY", number} <= set(copy)
            await reader.see("Your number", "1 Keep on screen")
            assert "Print again" not in reader.output[reader.output.rindex("Your number") :]


async def test_a_closed_service_and_a_lost_connection_are_said(tmp_path: Path) -> None:
    async with served(tmp_path, SHORT) as (reader, client, ids):
        await reader.see("1 Permits", "Nobody waiting")
        await client.update_queue(ids[0], {"status": "closed"})
        await reader.see("All services are closed at the moment.", "1 Permits", "Closed")
        reader.type("1")
        await reader.see("Select one of the options")


async def test_hostile_texts_are_plain_lines(tmp_path: Path) -> None:
    texts = bundle_hostile_texts(4)
    # As a server without checks would send it.
    question = FormItem.model_construct(id="name", type="input", title=texts[3], help=texts[0], mandatory=True)
    queue = Queue.model_validate({"id": "1", "name": "All", "status": "open", "form": WIDE})
    queue.name, queue.welcome_message, queue.form = texts[0], texts[1], [question, *queue.form]
    reader = LineReader()
    kiosk = LineKiosk(make_settings(tmp_path), reader.terminal)
    kiosk.catalog.queues, kiosk.catalog.connected = [queue], True
    kiosk._has_office.set()
    kiosk.catalog.run = lambda _: asyncio.sleep(3600)  # type: ignore[method-assign, assignment]
    async with running(reader, kiosk.run()):
        typed = texts[3].encode("utf-8", "ignore").decode().replace("\n", " ")
        await reader.answer("1", typed, "1", "漢字" * 30)
        await reader.see("Enter: Take my ticket")


ARABIC = "محمد الأمين بن علي " * 5
WIDE: list[dict[str, Any]] = [
    {
        "id": "wide",
        "type": "radio",
        "title": "漢字かな" * 20,
        "values": [{"id": "a", "name": "محمد الأمين بن علي " * 5}],
    },
    {"id": "more", "title": "e\u0301" * 90},
]


@pytest.mark.parametrize(
    "encoding", ["iso-8859-1", *(pytest.param(name, marks=pytest.mark.long) for name in ("ascii", "euc_jp"))]
)
async def test_other_encodings_show_what_they_have(tmp_path: Path, encoding: str) -> None:
    async with open_client(tmp_path, {"name": "Zoë ¥ “李” 😀", "form": SHORT["form"]}) as (_, ids):
        reader = LineReader(encoding=encoding)
        kiosk = LineKiosk(make_settings(tmp_path, queue=ids), reader.terminal)
        async with running(reader, kiosk.run()):
            await reader.answer("1", "Ann", "")
            await reader.see("Enter: Take my ticket")


async def test_the_end_of_input_ends_the_program(tmp_path: Path) -> None:
    reader = LineReader()
    async with running(reader, LineKiosk(make_settings(tmp_path), reader.terminal).run()) as task:
        await reader.answer("1")
        reader.end()
        async with asyncio.timeout(20):
            assert await task == 0
