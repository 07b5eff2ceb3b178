"""Repeated questions: a list of entries, such as the persons of a family."""

from __future__ import annotations

from collections.abc import Mapping

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from walkin.languages import Words
from walkin.languages.answers import describe_answer
from walkin.model.form.asked import next_entry_id
from walkin.model.form.definition import FormItem, iter_with_parts
from walkin.model.form.presentation import is_secret
from walkin.ui.app import WalkinApp
from walkin.ui.fields.base import Field, register_field
from walkin.ui.fields.question import Question, find_first_focus, follow_questions
from walkin.ui.safe import to_content

MAX_SUMMARY_CHARACTERS = 150


class EntryRow(Horizontal):
    """The summary of an entry, with buttons to change and to remove it."""

    DEFAULT_CSS = """
    EntryRow {
        height: auto;
        min-height: 3;
        margin-bottom: 1;

        Static { width: 1fr; height: auto; }
        Button { width: auto; margin-left: 1; }
        &.-wrong Static { color: $error; }
    }
    """

    app = getters.app(WalkinApp)

    def __init__(self, entry_id: str) -> None:
        super().__init__()
        self.entry_id = entry_id

    def describe_for_speech(self, *, in_private: bool) -> list[str]:
        """The summary; only its title if others may hear it."""
        title, *lines = str(self.query_one(Static).content).split("\n")
        return [title, *lines] if in_private else [f"{title}: {self.app.words('kiosk-say-filled')}"]


@register_field("repeat")
class RepeatField(Field):
    """A list of the entries, or the questions of the open entry.

    Its definition is that of a form as it is asked: ``subItem`` holds the entries. A new entry gets its questions when
    the page asks the field to follow its answer.
    """

    DEFAULT_CSS = """
    RepeatField {
        .entry-title { text-style: bold; height: auto; color: $primary; }
        .none { color: $text-muted; height: 1; margin-bottom: 1; }
        .add { width: auto; max-width: 100%; }
    }
    """

    def __init__(self, definition: FormItem, answer: FormItem | None = None) -> None:
        super().__init__(definition, answer)
        self.entries: dict[str, FormItem] = {entry.id: entry for entry in (answer.sub_item if answer else None) or ()}
        self.visited_ids = {entry.id for entry in self.entries.values() if entry.has_answer}
        self.messages: dict[str, str] = {}
        self.open_id = self._find_unvisited()
        self._removing_id = ""

    @property
    def hides_hint(self) -> bool:
        return bool(self.open_id)

    @property
    def shown_entries(self) -> list[FormItem]:
        """The definitions of the entries, each with its title and questions."""
        return list(self.definition.sub_item or ())

    def _find_unvisited(self) -> str:
        """The id of the first required entry that was not opened yet, or empty."""
        return next((entry.id for entry in self.shown_entries if entry.id not in self.visited_ids), "")

    def _find_shown(self, entry_id: str) -> FormItem | None:
        return next((entry for entry in self.shown_entries if entry.id == entry_id), None)

    def compose(self) -> ComposeResult:
        shown = self._find_shown(self.open_id) if self.open_id else None
        if shown is not None:
            yield Static(to_content(shown.title or self.entry_name), classes="entry-title")
            answers = self._index_answers(self.open_id)
            for part in shown.sub_item or ():
                yield Question(part, answers.get(part.id))
            return
        if self.open_id:
            # Its questions are not known yet.
            return
        words = self.app.words
        entries = self.shown_entries
        if not entries:
            yield Static(to_content(words("field-entry-none")), classes="none")
        for entry in entries:
            with EntryRow(entry.id) as row:
                row.set_class(self._is_wrong(entry.id), "-wrong")
                yield Static(self._summarise(entry))
                yield Button(to_content(words("field-entry-change")), classes="change-entry")
                key = "field-entry-really" if entry.id == self._removing_id else "field-entry-remove"
                yield Button(to_content(words(key)), classes="remove-entry")
        if len(entries) < self.definition.most_entries:
            key = "field-entry-another" if entries else "field-entry-add"
            yield Button(to_content(words(key, title=self.entry_name)), classes="add")

    @property
    def entry_name(self) -> str:
        return self.definition.entry_title or self.app.words("field-entry-default")

    def _index_answers(self, entry_id: str) -> dict[str, FormItem]:
        entry = self.entries.get(entry_id)
        return {part.id: part for part in (entry.sub_item if entry else None) or ()}

    def _is_wrong(self, entry_id: str) -> bool:
        return any(problem_id.startswith(f"{entry_id}.") for problem_id in self.messages)

    def _summarise(self, entry: FormItem) -> Content:
        words = self.app.words
        summary = summarise_entry(entry, self._index_answers(entry.id), words)
        title = to_content(entry.title or self.entry_name, "$text-muted")
        lines = [title, to_content(summary or words("kiosk-not-provided"))]
        return Content("\n").join([*lines, *self._format_problems(entry)])

    def _format_problems(self, entry: FormItem) -> list[Content]:
        return [
            to_content(f"✗ {message}")
            for problem_id, message in self.messages.items()
            if problem_id.startswith(f"{entry.id}.")
        ]

    @property
    def questions(self) -> list[Question]:
        return list(self.query_children(Question))

    def _store_open(self) -> None:
        """Store the answers of the open entry; keep those to parts that are hidden now."""
        if self.open_id and self.query_children(".entry-title"):
            answers = self._index_answers(self.open_id)
            answers |= {question.definition.id: question.field.answer for question in self.questions}
            self.entries[self.open_id] = FormItem.model_construct(id=self.open_id, sub_item=list(answers.values()))

    @property
    def answer(self) -> FormItem:
        self._store_open()
        asked_ids = [entry.id for entry in self.shown_entries]
        ordered = [self.entries[entry_id] for entry_id in asked_ids if entry_id in self.entries]
        ordered += [entry for entry_id, entry in self.entries.items() if entry_id not in asked_ids]
        return FormItem.model_construct(id=self.definition.id, type=self.definition.type, sub_item=ordered)

    async def follow(self, definition: FormItem, answer: FormItem | None) -> None:
        before, self.definition = self.definition, definition
        for entry in (answer.sub_item if answer else None) or ():
            self.entries.setdefault(entry.id, entry)
        shown = self._find_shown(self.open_id) if self.open_id else None
        if shown is not None and self.query_children(".entry-title"):
            await follow_questions(self, shown.sub_item or (), self._index_answers(self.open_id))
        elif self.open_id or [entry.id for entry in before.sub_item or ()] != [e.id for e in self.shown_entries]:
            await self._rebuild()

    async def _rebuild(self) -> None:
        await self.recompose()
        if isinstance(self.parent, Question):
            self.parent.show_hint()
            self.post_message(self.Rebuilt(self))

    async def open_entry(self, entry_id: str) -> None:
        self._store_open()
        self.open_id, self._removing_id = entry_id, ""
        self.visited_ids.add(entry_id)
        if self._find_shown(entry_id) is not None:
            await self._rebuild()
            self.show_problems({f"{self.definition.id}.{key}": text for key, text in self.messages.items()})
        else:
            self.post_message(self.Changed())

    async def close_entry(self) -> None:
        """Go on to the next required entry, or back to the list; drop the entry if it is empty."""
        self._store_open()
        self.visited_ids.add(self.open_id)
        entry, shown = self.entries.get(self.open_id), self._find_shown(self.open_id)
        if entry is not None and is_unused(entry, shown):
            del self.entries[self.open_id]
        self.open_id = ""
        if following := self._find_unvisited():
            await self.open_entry(following)
        else:
            await self._rebuild()
            self.post_message(self.Changed())

    def show_problems(self, problems: Mapping[str, str]) -> None:
        prefix = f"{self.definition.id}."
        self.messages = {key.removeprefix(prefix): text for key, text in problems.items() if key.startswith(prefix)}
        if self.open_id:
            own = {
                key.removeprefix(f"{self.open_id}."): text
                for key, text in self.messages.items()
                if key.startswith(f"{self.open_id}.")
            }
            for question in self.questions:
                question.show_problems(own)
        else:
            for row, entry in zip(self.query_children(EntryRow), self.shown_entries, strict=True):
                row.set_class(self._is_wrong(entry.id), "-wrong")
                row.query_one(Static).update(self._summarise(entry))

    def find_first_focus(self) -> Widget | None:
        if self.open_id:
            return find_first_focus(self.questions)
        wrong_row = next(iter(self.query("EntryRow.-wrong .change-entry").results(Button)), None)
        if wrong_row is not None or self.shown_entries:
            return wrong_row
        return next(iter(self.query(".add").results(Button)), None)

    def step_back(self) -> bool:
        if not self.open_id:
            return False
        if not any(question.field.step_back() for question in self.questions if question.has_focus_within):
            self.visited_ids.update(entry.id for entry in self.shown_entries)
            self.call_next(self.close_entry)
        return True

    @on(Button.Pressed, ".add")
    async def _add_entry(self, event: Button.Pressed) -> None:
        event.stop()
        entry_id = next_entry_id({*self.entries, *(entry.id for entry in self.shown_entries)})
        self.entries[entry_id] = FormItem.model_construct(id=entry_id, sub_item=[])
        await self.open_entry(entry_id)

    @on(Button.Pressed, ".change-entry")
    async def _change_entry(self, event: Button.Pressed) -> None:
        event.stop()
        if isinstance(row := event.button.parent, EntryRow):
            await self.open_entry(row.entry_id)

    @on(Button.Pressed, ".remove-entry")
    async def _remove_entry(self, event: Button.Pressed) -> None:
        """Remove the entry at the second press; the first changes the button to a question."""
        event.stop()
        if not isinstance(row := event.button.parent, EntryRow):
            return
        if row.entry_id != self._removing_id:
            self._removing_id = row.entry_id
            for button in self.query(".remove-entry").results(Button):
                is_asked = button is event.button
                button.label = to_content(self.app.words("field-entry-really" if is_asked else "field-entry-remove"))
                button.refresh(layout=True)
            return
        self._removing_id = ""
        # An entry that has to be there stays in the list, but empty.
        self.entries = {key: entry for key, entry in self.entries.items() if key != row.entry_id}
        self.messages = {key: text for key, text in self.messages.items() if not key.startswith(f"{row.entry_id}.")}
        await self._rebuild()
        self.post_message(self.Changed())


def is_unused(entry: FormItem, definition: FormItem | None) -> bool:
    """Whether an entry is dropped when it is left: nothing was entered, though it asks for more than files."""
    return not _has_text(entry) and not (definition is not None and _asks_only_files(definition))


def summarise_entry(definition: FormItem, answers: Mapping[str, FormItem], words: Words) -> str:
    """The answers of an entry in one line, empty without any; ``answers`` are those to its parts by id."""
    texts = []
    for part in definition.sub_item or ():
        answer = answers.get(part.id)
        text = describe_answer(part, answer, words, choice_separator=", ", is_typed=True) if answer else ""
        if text and is_secret(part):
            text = "●●●"
        texts.append(text.replace("\n", ", "))
    summary = " · ".join(filter(None, texts))
    return f"{summary[:MAX_SUMMARY_CHARACTERS]} …" if len(summary) > MAX_SUMMARY_CHARACTERS else summary


def _has_text(entry: FormItem) -> bool:
    """Whether anything was typed or chosen in an entry."""
    return any(
        bool((part.value or "").strip() or part.values) or (part.sub_item is not None and _has_text(part))
        for part in entry.sub_item or ()
    )


def _asks_only_files(entry: FormItem) -> bool:
    """Whether an entry asks only for files, which are handed in later."""
    types = {part.type for part in iter_with_parts(entry.sub_item or ()) if not part.sub_item}
    return "file" in types <= {"file", "text"}
