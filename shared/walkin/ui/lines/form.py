"""The questions of a form one line at a time: each is said with its hint and choices, and answered by a typed line."""

from __future__ import annotations

import asyncio
import re
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from walkin.languages.answers import describe_answer, describe_hint, describe_title
from walkin.languages.dates import order_boxes, read_boxes
from walkin.model.country import find_country_code, list_countries
from walkin.model.country import list_other_names as list_other_names_of_countries
from walkin.model.form.asked import next_entry_id
from walkin.model.form.definition import OTHER_CHOICE_ID, Choice, FormItem
from walkin.model.form.parsers.rating import get_ends, list_steps
from walkin.model.form.prefill import get_shown_answer
from walkin.model.form.presentation import Control, get_presentation, is_secret
from walkin.model.search import Finder
from walkin.model.text import to_ascii_digits
from walkin.ui.fields.choices import (
    build_choice_answer,
    index_choices,
    label_choice,
    list_categories,
    list_other_names,
    toggle_choice,
)
from walkin.ui.fields.email import suggest_address
from walkin.ui.fields.file import keep_files, list_file_texts
from walkin.ui.fields.option import number_options
from walkin.ui.fields.repeat import is_unused, summarise_entry
from walkin.ui.markdown import draw_markdown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from walkin.languages import Words
    from walkin.model.errors import FieldProblem
    from walkin.ui.lines.terminal import LineTerminal

MASK = "●●●●●●"

CLEAR, MORE = "-", "+"
"""What clears an answer, and what shows more of a long list or text."""

LINES_AT_ONCE = 20
"""Lines of a long text, and choices of a long list, that are shown before the reader asks for more."""

Path = tuple[str, ...]
"""The ids that lead to a question: of the question itself, its entry, its parts."""


class StepBack(Exception):
    """The reader goes back."""


class AskAgain(Exception):
    """What is asked has to be said anew from its beginning: the language has changed."""


class LineProgram(ABC):
    """A program that asks one line at a time, and has tasks that run beside."""

    words: Words

    def __init__(self, terminal: LineTerminal) -> None:
        self.terminal = terminal
        self._tasks: set[asyncio.Task[None]] = set()

    def start_task(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def cancel_tasks(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def say(self, *texts: str, indent: str = "") -> None:
        """Write texts, each on lines of its own; empty ones are left out."""
        self.terminal.say_all(*texts, indent=indent)

    @abstractmethod
    async def ask(self, describe: Callable[[], None], *, secret: bool = False) -> str:
        """Describe what is asked, and read the answer; the program's own signs are no answers.

        Raises StepBack and AskAgain.
        """

    @abstractmethod
    async def read_line(self) -> str:
        """Read a further line of an answer, in which signs are plain text."""


class FormSource(Protocol):
    """The questions that are asked now, in the reader's language, and their answers."""

    def list_items(self) -> Sequence[FormItem]: ...

    def get_answer(self, question_id: str) -> FormItem | None: ...

    def set_answer(self, answer: FormItem) -> None:
        """Store an answer; those to parts that it does not have stay."""

    def find_problems(self, question_id: str) -> Sequence[FieldProblem]: ...


@dataclass(frozen=True)
class LineChoice:
    """A row of a numbered list; it is chosen by its number, or by its name or the beginning of it."""

    key: str
    """What `choose` returns for it."""
    name: str
    number: int
    detail: str = ""
    other_names: Sequence[str] = field(default=())
    disabled: bool = False


def number_choices(names: Mapping[str, str]) -> list[LineChoice]:
    """Choices by their keys, numbered from 1."""
    return [LineChoice(key, name, number) for number, (key, name) in enumerate(names.items(), 1)]


class ChoiceList:
    """The choices of a question, of which a long list shows a part: a typed text searches, ``+`` goes on."""

    def __init__(self, choices: Sequence[LineChoice], at_once: int = LINES_AT_ONCE) -> None:
        self.choices = choices
        self._at_once = at_once
        self._shown: Sequence[LineChoice] = choices
        self._first = 0
        self.is_searched = False

    @property
    def is_long(self) -> bool:
        return len(self.choices) > self._at_once

    def describe(self, program: LineProgram, chosen: Sequence[str] = ()) -> None:
        words = program.words
        visible = self._shown[self._first : self._first + self._at_once]
        for choice in visible:
            sign = "* " if choice.key in chosen else ""
            program.say(f"{choice.number} {sign}{choice.name}", indent="  ")
            if choice.detail:
                program.say(choice.detail)
        if self.is_long:
            key = "field-matches" if self.is_searched else "field-all"
            program.say(words(key, count=len(self._shown)), words("field-search"))
            if self._first + self._at_once < len(self._shown):
                program.say(f"{MORE} {words('kiosk-key-next')}")

    def read(self, typed: str) -> list[LineChoice]:
        """The choices that were named by numbers, or by a text that only one matches; else none, but a search."""
        text = to_ascii_digits(typed)
        numbers = [int(number) for number in re.findall(r"\d{1,6}", text)] if not re.search(r"[^\W\d_]", text) else []
        by_number = {choice.number: choice for choice in self.choices if not choice.disabled}
        if numbers and all(number in by_number for number in numbers):
            return [by_number[number] for number in numbers]
        if typed == MORE:
            following = self._first + self._at_once
            self._first = following if following < len(self._shown) else 0
            return []
        open_choices = [choice for choice in self.choices if not choice.disabled]
        finder = Finder((choice.name for choice in open_choices), (choice.other_names for choice in open_choices))
        found = [open_choices[index] for index in finder.find(typed)] if typed.strip() else []
        if len(found) == 1:
            return found
        if self.is_long:
            self._shown, self._first, self.is_searched = (found or self.choices), 0, bool(found)
        return []


async def choose(
    program: LineProgram,
    choices: Sequence[LineChoice],
    describe: Callable[[], None],
    *,
    may_skip: bool = False,
    at_once: int = LINES_AT_ONCE,
    describe_end: Callable[[], None] = lambda: None,
) -> str:
    """Ask for one of the choices; returns its key, or with ``may_skip`` an empty text for an empty line."""
    rows, problem = ChoiceList(choices, at_once), ""
    while True:

        def say(problem: str = problem) -> None:
            program.say(*([f"! {problem}"] if problem else ()))
            describe()
            rows.describe(program)
            describe_end()

        typed = await program.ask(say)
        if not typed and may_skip:
            return ""
        if len(found := rows.read(typed)) == 1:
            return found[0].key
        problem = program.words("form-unknownChoice") if typed and not rows.is_long else ""


class _ChoiceQuestion:
    """What is chosen of one or several values, which may be in categories: numbers choose, an empty line goes on."""

    def __init__(self, definition: FormItem, answer: FormItem | None, program: LineProgram) -> None:
        self._definition, self._program = definition, program
        self._values = index_choices(definition)
        given = {choice.id: choice for choice in answer.iter_chosen()} if answer else {}
        self._chosen = [key for key in self._values if key in given]
        self.other_text = (given[OTHER_CHOICE_ID].value or "") if OTHER_CHOICE_ID in given else ""
        self.asks_other = self.is_done = False
        self._category: Choice | None = None
        self._rows = self._list_rows()

    @property
    def answer(self) -> FormItem:
        return build_choice_answer(self._definition, self._values, self._chosen, self.other_text)

    def _list_rows(self) -> ChoiceList:
        """The values of the open category; without one the categories, and the values outside of them."""
        definition, words = self._definition, self._program.words
        if self._category is not None:
            values = self._category.values or ()
            named = [(value.id, value.name or value.id, list_other_names(value)) for value in values]
        else:
            groups = list_categories(definition)
            grouped = {value.id for group in groups for value in group.values or ()}
            named = [(f"\0{group.id}", f"{group.name or group.id} …", []) for group in groups]
            named += [
                (key, label_choice(definition, value, words), list_other_names(value))
                for key, value in self._values.items()
                if key not in grouped
            ]
        numbers = number_options([name for _, name, _ in named])
        return ChoiceList(
            [
                LineChoice(key, name, number, other_names=others)
                for number, (key, name, others) in zip(numbers, named, strict=True)
            ]
        )

    def describe(self, shown: FormItem) -> None:
        """Say the values and those that are chosen; ``shown`` is the definition in the reader's language."""
        say, words = self._program.say, self._program.words
        if self._category is not None:
            say(self._category.name or self._category.id)
        self._rows.describe(self._program, self._chosen)
        names = [label_choice(shown, self._values[key], words) for key in self._chosen]
        if shown.is_multiple:
            say(words("kiosk-line-several"), words("field-chosen", count=len(names), names=", ".join(names)))
        elif names:
            say(words("field-chosen-one", name=names[0]))

    def leave_category(self) -> bool:
        """Go back to the categories. Returns whether one was open."""
        if self._category is None:
            return False
        self._category = None
        self._rows = self._list_rows()
        return True

    def read(self, typed: str) -> list[str]:
        """Take a typed line; returns what is wrong with it."""
        self.asks_other = False
        if not typed or typed == CLEAR:
            self._chosen = [] if typed else self._chosen
            self.is_done = not typed
            return []
        found = self._rows.read(typed)
        if not found or (len(found) > 1 and not self._definition.is_multiple):
            return [] if self._rows.is_long else [self._program.words("form-unknownChoice")]
        groups = {f"\0{group.id}": group for group in list_categories(self._definition)}
        if (category := groups.get(found[0].key)) is not None:
            self._category = category
            self._rows = self._list_rows()
            return []
        for choice in found:
            if choice.key in self._values and (self._definition.is_multiple or choice.key not in self._chosen):
                self._chosen = toggle_choice(self._definition, self._values, self._chosen, choice.key)
        is_other = any(choice.key == OTHER_CHOICE_ID for choice in found)
        self.asks_other = is_other and bool(self._definition.other_value) and OTHER_CHOICE_ID in self._chosen
        self.is_done = not self._definition.is_multiple
        return []


class LineForm:
    """Asks the questions of a screen, one after the other."""

    def __init__(self, program: LineProgram, *, by_phone: bool, get_today: Callable[[], date]) -> None:
        """``by_phone`` if tickets have a page for the phone, where files can be sent."""
        self._program = program
        self._by_phone = by_phone
        self._get_today = get_today
        self._controls: Mapping[str, Callable[[FormSource, Path], Awaitable[FormItem | None]]] = {
            "area": self._ask_area,
            "choice": self._ask_choice,
            "country": self._ask_country,
            "rating": self._ask_rating,
            "date": self._ask_date,
            "file": self._ask_file,
            "text": self._read_text,
            "consent": self._ask_consent,
        }
        self.describe_head: Callable[[], None] = lambda: None
        """Says what stands above each question, such as its number."""
        self.open_entry = ""
        """The id of the entry that is asked first when its question comes."""
        self._messages: list[str] = []

    def show_problems(self, problems: Sequence[FieldProblem]) -> None:
        """Say the problems above the next question."""
        self._messages = list(dict.fromkeys(map(self._program.words.format_problem, problems)))

    async def ask_all(self, source: FormSource) -> None:
        """Ask each question that is asked now. Raises StepBack when the reader goes back from the first."""
        asked: list[Path] = []
        while True:
            following = next((path for path in _list_paths(source.list_items()) if path not in asked), None)
            if following is None:
                return
            try:
                await self._ask(source, following)
            except StepBack:
                if not asked:
                    raise
                asked.pop()
            else:
                asked.append(following)

    async def _ask(self, source: FormSource, path: Path) -> None:
        """Ask one question until its answer is valid."""
        while (definition := _find(source.list_items(), path)) is not None:
            try:
                if _get_control(definition) == "repeat":
                    await self._ask_entries(source, path)
                    return
                answer = await self._controls.get(_get_control(definition), self._ask_line)(source, path)
            except AskAgain:
                continue
            if answer is None:
                return
            source.set_answer(_nest(source, path, answer))
            self._messages = self._find_messages(source, path)
            if not self._messages:
                return

    def _find_messages(self, source: FormSource, path: Path) -> list[str]:
        definition = _find(source.list_items(), path[:1])
        has_entries = definition is not None and _get_control(definition) == "repeat"
        own_id = f"{path[0]}.{path[1]}.{path[-1]}" if has_entries and len(path) > 2 else path[-1]
        problems = [p for p in source.find_problems(path[0]) if p.id == own_id or p.id.startswith(f"{own_id}.")]
        return [self._program.words.format_problem(problem) for problem in problems]

    # What is said of every question

    def _describe(self, source: FormSource, path: Path, *, has_help: bool = True) -> FormItem:
        """Say the problems, the title and the hint of a question; returns its definition in the reader's language."""
        say, words = self._program.say, self._program.words
        self._program.say(*(f"! {message}" for message in self._messages), indent="  ")
        self.describe_head()
        items = source.list_items()
        for depth in range(1, len(path)):
            parent = _find(items, path[:depth])
            say((parent.title or "") if parent is not None else "")
        definition = _find(items, path) or FormItem.model_construct(id=path[-1])
        say(describe_title(definition, words))
        if has_help and definition.help:
            say(definition.help)
        say(describe_hint(definition, words), definition.placeholder or "")
        return definition

    def _get_current(self, source: FormSource, path: Path) -> FormItem | None:
        definition = _find(source.list_items(), path)
        answer = _get_answer(source, path)
        return get_shown_answer(definition, answer) if definition is not None else answer

    def _show_current(self, definition: FormItem, answer: FormItem | None) -> None:
        """Say the answer so far, which an empty line keeps."""
        if answer is None:
            return
        text = describe_answer(definition, answer, self._program.words, choice_separator=", ", is_typed=True)
        if text:
            self._program.say(f"[{MASK if is_secret(definition) else text}]")

    # The controls

    async def _ask_line(self, source: FormSource, path: Path) -> FormItem:
        """A line of text, also the name of a country, and an e-mail address, which may be mistyped."""
        current = self._get_current(source, path)
        definition = _find(source.list_items(), path) or FormItem.model_construct(id=path[-1])

        def describe() -> None:
            self._show_current(self._describe(source, path), current)

        typed = await self._program.ask(describe, secret=definition.type == "password")
        if _get_control(definition) == "email" and (meant := suggest_address(typed)):
            words = self._program.words
            choices = number_choices({"yes": words("answer-yes"), "no": words("answer-no")})
            is_meant = await choose(
                self._program, choices, lambda: self._program.say(self._program.words("field-meant", address=meant))
            )
            typed = meant if is_meant == "yes" else typed
        return _make_answer(definition, _choose_text(typed, current))

    async def _ask_country(self, source: FormSource, path: Path) -> FormItem:
        """The name of a country; what was typed where it names none."""
        current = self._get_current(source, path)
        definition = _find(source.list_items(), path) or FormItem.model_construct(id=path[-1])
        language, other_names = self._program.words.language, list_other_names_of_countries()
        names = list_countries(language)
        rows = ChoiceList(
            [
                LineChoice(code, name, number, other_names=other_names.get(code, ()))
                for number, (code, name) in enumerate(names.items(), 1)
            ]
        )
        while True:

            def describe() -> None:
                self._show_current(self._describe(source, path), current)
                if rows.is_searched:
                    rows.describe(self._program)

            typed = await self._program.ask(describe)
            if typed in ("", CLEAR):
                return _make_answer(definition, _choose_text(typed, current))
            found = [choice.key for choice in rows.read(typed)]
            code = find_country_code(typed, language, "en", "fr") or (found[0] if len(found) == 1 else "")
            if code or not rows.is_searched:
                return _make_answer(definition, names.get(code, typed))

    async def _ask_area(self, source: FormSource, path: Path) -> FormItem:
        current = self._get_current(source, path)
        definition = _find(source.list_items(), path) or FormItem.model_construct(id=path[-1])

        def describe() -> None:
            self._show_current(self._describe(source, path), current)
            self._program.say(self._program.words("kiosk-line-area"))

        lines = [await self._program.ask(describe)]
        while lines[-1] and lines != [CLEAR]:
            lines.append(await self._program.read_line())
        return _make_answer(definition, _choose_text("\n".join(lines).strip(), current))

    async def _ask_date(self, source: FormSource, path: Path) -> FormItem:
        current = self._get_current(source, path)
        definition = _find(source.list_items(), path) or FormItem.model_construct(id=path[-1])

        def describe() -> None:
            self._show_current(self._describe(source, path), current)

        typed = await self._program.ask(describe)
        if typed in ("", CLEAR):
            return _make_answer(definition, _choose_text(typed, current))
        return _make_answer(definition, read_date(typed, self._program.words, self._get_today()))

    async def _ask_choice(self, source: FormSource, path: Path) -> FormItem:
        definition = _find(source.list_items(), path) or FormItem.model_construct(id=path[-1])
        question = _ChoiceQuestion(definition, self._get_current(source, path), self._program)

        def describe() -> None:
            question.describe(self._describe(source, path))

        while not question.is_done:
            try:
                typed = await self._program.ask(describe)
            except StepBack:
                if not question.leave_category():
                    raise
                continue
            self._messages = question.read(typed)
            if question.asks_other:
                question.other_text = await self._ask_other(question.other_text)
        return question.answer

    async def _ask_other(self, text: str) -> str:
        """The text of one's own that stands for a value."""

        def describe() -> None:
            self._program.say(self._program.words("field-other"), f"[{text}]" if text else "")

        return await self._program.ask(describe) or text

    async def _ask_rating(self, source: FormSource, path: Path) -> FormItem:
        current = self._get_current(source, path)
        definition = _find(source.list_items(), path) or FormItem.model_construct(id=path[-1])
        problem = ""
        while True:

            def describe(problem: str = problem) -> None:
                self._program.say(*([f"! {problem}"] if problem else ()))
                shown = self._describe(source, path)
                steps = list_steps(shown)
                for step, label in zip((steps[0], steps[-1]), get_ends(shown), strict=True):
                    self._program.say(f"{step.name or step.id} = {label}" if label else "")
                self._list_steps(shown).describe(self._program, [current.value or ""] if current else [])

            typed = await self._program.ask(describe)
            if typed in ("", CLEAR):
                return _make_answer(definition, _choose_text(typed, current))
            if len(found := self._list_steps(definition).read(typed)) == 1:
                return _make_answer(definition, found[0].key)
            problem = self._program.words("form-unknownChoice")

    def _list_steps(self, definition: FormItem) -> ChoiceList:
        steps, words = list_steps(definition), self._program.words
        numbers = number_options([step.id for step in steps])
        names = [step.name if definition.values else words(f"field-rating-{step.id}") for step in steps]
        return ChoiceList(
            [
                LineChoice(step.id, "" if name == str(number) else name or step.id, number)
                for step, name, number in zip(steps, names, numbers, strict=True)
            ]
        )

    async def _ask_consent(self, source: FormSource, path: Path) -> FormItem:
        definition = _find(source.list_items(), path) or FormItem.model_construct(id=path[-1])
        current = self._get_current(source, path)
        await self._read_long(definition.help or "")
        agrees = LineChoice("true", self._program.words("field-consent"), 1)

        def describe() -> None:
            shown = self._describe(source, path, has_help=False)
            ChoiceList([agrees]).describe(self._program)
            self._show_current(shown, current)

        while (typed := await self._program.ask(describe)) not in ("", CLEAR):
            if ChoiceList([agrees]).read(typed):
                return _make_answer(definition, "true")
            self._messages = [self._program.words("form-unknownChoice")]
        return _make_answer(definition, _choose_text(typed, current))

    async def _ask_file(self, source: FormSource, path: Path) -> FormItem:
        """How to hand a file in: a terminal cannot take one."""
        definition = _find(source.list_items(), path) or FormItem.model_construct(id=path[-1])
        current = _get_answer(source, path)

        def describe() -> None:
            shown = self._describe(source, path)
            self._program.say(*list_file_texts(shown, current, self._program.words, by_phone=self._by_phone))
            self._describe_enter()

        await self._program.ask(describe)
        return keep_files(definition, current)

    async def _read_text(self, source: FormSource, path: Path) -> None:
        """A text; a page without a question waits until it was read."""
        definition = _find(source.list_items(), path) or FormItem.model_construct(id=path[-1])
        self.describe_head()
        self._program.say(definition.title or "")
        await self._read_long(definition.help or "")
        if all(item.type == "text" for item in source.list_items()):
            await self._program.ask(self._describe_enter)

    async def _read_long(self, markdown: str) -> None:
        """Say a text of any length, with a stop after each page."""
        lines = self._program.terminal.wrap(str(draw_markdown(markdown).content.plain)) if markdown else []
        while lines:
            self._program.say(*(line or " " for line in lines[:LINES_AT_ONCE]))
            if lines := lines[LINES_AT_ONCE:]:
                await self._program.ask(lambda: self._describe_enter("kiosk-key-next"))

    def _describe_enter(self, key: str = "kiosk-continue") -> None:
        words = self._program.words
        self._program.say(f"{words('app-keyname-enter')}: {words(key)}")

    # Entries of repeated questions

    async def _ask_entries(self, source: FormSource, path: Path) -> None:
        """Ask the entries that have to be there, then offer to change, add and remove some until an empty line."""
        opened, self.open_entry = self.open_entry, ""
        visited = {entry.id for entry in _list_entries(source, path[0]) if entry.has_answer}
        while True:
            definition = _find(source.list_items(), path)
            if definition is None:
                return
            shown = list(definition.sub_item or ())
            entry_id = opened or next((entry.id for entry in shown if entry.id not in visited), "")
            opened = ""
            if not entry_id:
                self._messages = self._messages or self._find_messages(source, path)
                entry_id = await self._choose_entry(source, path)
                if not entry_id:
                    if not self._find_messages(source, path):
                        return
                    continue
            visited.add(entry_id)
            await self._ask_entry(source, (*path, entry_id))

    async def _ask_entry(self, source: FormSource, path: Path) -> None:
        """Ask the questions of one entry, and drop it when it is left empty."""
        asked: list[Path] = []
        while True:
            entry = _find(source.list_items(), path)
            paths = list(_list_paths(entry.sub_item or (), path)) if entry is not None else []
            following = next((part for part in paths if part not in asked), None)
            if following is None:
                break
            try:
                await self._ask(source, following)
            except StepBack:
                if not asked:
                    break
                asked.pop()
            else:
                asked.append(following)
        self._messages = []
        entries = _list_entries(source, path[0])
        kept = [e for e in entries if e.id != path[1] or not is_unused(e, _find(source.list_items(), path))]
        if len(kept) != len(entries):
            source.set_answer(FormItem.model_construct(id=path[0], sub_item=kept))

    async def _choose_entry(self, source: FormSource, path: Path) -> str:
        """The id of the entry to ask, empty when the reader goes on."""
        while True:
            definition = _find(source.list_items(), path)
            assert definition is not None  # noqa: S101
            entries, words = list(definition.sub_item or ()), self._program.words
            given = {entry.id: entry for entry in _list_entries(source, path[0])}
            name = definition.entry_title or words("field-entry-default")
            choices = []
            for number, entry in enumerate(entries, 1):
                answers = {part.id: part for part in (given[entry.id].sub_item or ())} if entry.id in given else {}
                summary = summarise_entry(entry, answers, words) or words("kiosk-not-provided")
                choices.append(LineChoice(entry.id, entry.title or name, number, summary))
            if len(entries) < definition.most_entries:
                key = "field-entry-another" if entries else "field-entry-add"
                choices.append(LineChoice("", words(key, title=name), len(entries) + 1))
            rows = ChoiceList(choices)

            def describe(rows: ChoiceList = rows, is_empty: bool = not entries) -> None:
                self._describe(source, path)
                self._program.say(self._program.words("field-entry-none") if is_empty else "")
                rows.describe(self._program)
                self._describe_enter()

            typed = await self._program.ask(describe)
            self._messages = []
            if not typed:
                return ""
            found = rows.read(typed)
            if len(found) != 1:
                self._messages = [words("form-unknownChoice")]
                continue
            if not found[0].key:
                return self._add_entry(source, path, [entry.id for entry in entries])
            if await self._chooses_change(found[0]):
                return found[0].key
            # An entry that has to be there stays in the list, but empty.
            kept = [entry for entry in _list_entries(source, path[0]) if entry.id != found[0].key]
            source.set_answer(FormItem.model_construct(id=path[0], sub_item=kept))

    def _add_entry(self, source: FormSource, path: Path, shown_ids: Sequence[str]) -> str:
        entries = _list_entries(source, path[0])
        entry_id = next_entry_id({*shown_ids, *(entry.id for entry in entries)})
        new = FormItem.model_construct(id=entry_id, sub_item=[])
        source.set_answer(FormItem.model_construct(id=path[0], sub_item=[*entries, new]))
        return entry_id

    async def _chooses_change(self, entry: LineChoice) -> bool:
        """Whether an entry is to be changed; False if it is to be removed, which is asked twice."""
        words = self._program.words
        actions = number_choices({"change": words("field-entry-change"), "remove": words("field-entry-remove")})

        def describe() -> None:
            self._program.say(entry.name, entry.detail)

        try:
            if await choose(self._program, actions, describe) == "change":
                return True
            sure = number_choices({"yes": words("answer-yes"), "no": words("answer-no")})
            really = lambda: self._program.say(entry.name, self._program.words("field-entry-really"))  # noqa: E731
            return await choose(self._program, sure, really) == "no"
        except StepBack:
            return True


def read_date(typed: str, words: Words, today: date) -> str:
    """The value of a date typed on one line, in the order of the region, and its time behind it."""
    text = to_ascii_digits(typed)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?", text):
        return text
    boxes = order_boxes(words.language)
    parts = re.split(r"[\s./,\-年月日]+", text.strip(), maxsplit=len(boxes) - 1)
    return read_boxes(dict(zip(boxes, parts, strict=False)), words, today)


def _get_control(definition: FormItem) -> Control:
    if definition.repeat is not None and definition.type != "file":
        return "repeat"
    return get_presentation(definition).control


def _list_paths(items: Sequence[FormItem], parent: Path = ()) -> Iterator[Path]:
    """The paths of the questions and texts that are asked by themselves."""
    for item in items:
        if not item.visible:
            continue
        if _get_control(item) == "parts":
            yield from _list_paths(item.sub_item or (), (*parent, item.id))
        else:
            yield (*parent, item.id)


def _find(items: Sequence[FormItem], path: Path) -> FormItem | None:
    found: FormItem | None = None
    for item_id in path:
        found = next((item for item in items if item.id == item_id), None)
        if found is None:
            return None
        items = found.sub_item or ()
    return found


def _get_answer(source: FormSource, path: Path) -> FormItem | None:
    answer = source.get_answer(path[0])
    for item_id in path[1:]:
        answer = next((part for part in (answer.sub_item if answer else None) or () if part.id == item_id), None)
    return answer


def _list_entries(source: FormSource, question_id: str) -> list[FormItem]:
    answer = source.get_answer(question_id)
    return list((answer.sub_item if answer else None) or ())


def _nest(source: FormSource, path: Path, answer: FormItem) -> FormItem:
    """The answer to the whole question of which ``answer`` is a part."""
    definition = _find(source.list_items(), path[:1])
    has_entries = definition is not None and _get_control(definition) == "repeat"
    for depth in range(len(path) - 1, 0, -1):
        parts = [answer]
        if depth == 1 and has_entries:
            entries = {entry.id: entry for entry in _list_entries(source, path[0])}
            parts = list({**entries, answer.id: answer}.values())
        answer = FormItem.model_construct(id=path[depth - 1], sub_item=parts)
    return answer


def _make_answer(definition: FormItem, value: str) -> FormItem:
    return FormItem.model_construct(id=definition.id, type=definition.type, value=value)


def _choose_text(typed: str, current: FormItem | None) -> str:
    """What was typed; the answer so far for an empty line, and nothing for the sign that clears it."""
    if typed == CLEAR:
        return ""
    return typed or ((current.value or "") if current else "")
