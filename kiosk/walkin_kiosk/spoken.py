"""Texts that the kiosk reads aloud: of a whole screen, of the focused widget, and of what is typed.

A widget may describe itself by a method `describe_for_speech`; the others are described by their type. Typed answers
are said only if nobody else can hear them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol, runtime_checkable

from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Static, TextArea

from walkin.languages import Words
from walkin.ui.fields import Question
from walkin.ui.fields.email import EmailField
from walkin.ui.fields.list import RowList
from walkin.ui.fields.option import Option, OptionsField
from walkin.ui.fields.rating import RatingStep
from walkin.ui.keybar import KeyBar
from walkin.ui.letters import BigText
from walkin.ui.qr import QrCode
from walkin.ui.signs import ANY_OF_MANY
from walkin.ui.size_guard import TooSmallNotice
from walkin_kiosk.keyboard import Keyboard
from walkin_kiosk.screens.languages import LanguageTile
from walkin_kiosk.screens.page import VisitorBar
from walkin_kiosk.screens.start import ServiceButton

NOT_READ = (Button, Input, TextArea, Option, RowList, KeyBar, QrCode, Label, TooSmallNotice, Keyboard, VisitorBar)
"""Widgets whose text is read only when they have the focus, or never."""

CHANGING = frozenset({"clock", "countdown"})
"""Ids of widgets whose text changes with time: the changes are not read."""

SUMMARY = frozenset({"summary-title", "summary-text"})
"""Ids of the widgets that summarise the problems of a page."""

MAX_VALUE_CHARACTERS = 200
"""Maximum length of a typed answer that is read aloud."""


@runtime_checkable
class Describable(Protocol):
    def describe_for_speech(self, *, in_private: bool) -> list[str]:
        """Sentences to read aloud instead of the texts of the widget; ``in_private``: nobody else can hear them."""


class Part(NamedTuple):
    """A text of a screen, and how it is read aloud."""

    text: str
    is_head: bool
    """Whether it is in the head of the page; it is not read again if the next page has the same."""
    changes: bool
    """Whether it changes with time, without the client."""
    is_problem: bool
    """Whether it is the problem of an answer."""


def simplify(text: str) -> str:
    """Remove symbols that are not read aloud, such as ✗ and ▼, and extra spaces."""
    plain = "".join(" " if unicodedata.category(c) == "So" or c in "·…" else c for c in text)
    return "\n".join(" ".join(line.split()) for line in plain.split("\n")).strip()


def read_screen(screen: Widget, *, in_private: bool) -> list[Part]:
    """All texts of a screen from top to bottom, each once."""
    parts = {part.text: part for part in reversed(list(_read(screen, in_private, is_head=False)))}
    return [part for part in reversed(parts.values()) if part.text]


def _read(node: Widget, in_private: bool, *, is_head: bool) -> Iterator[Part]:
    flags = is_head, node.id in CHANGING, node.id in SUMMARY or node.has_class("question-error")
    if isinstance(node, Describable):
        yield from (Part(simplify(text), *flags) for text in node.describe_for_speech(in_private=in_private))
        return
    if isinstance(node, Static):
        yield Part(simplify(get_text(node)), *flags)
        return
    for child in node.children:
        if child.display and not isinstance(child, NOT_READ) and not isinstance(child, ServiceButton | LanguageTile):
            yield from _read(child, in_private, is_head=is_head or child.id == "head")


def get_text(widget: Static) -> str:
    """The text of a widget, without its styles."""
    if isinstance(widget, BigText):
        return widget.text
    content = widget.content
    return content.plain if isinstance(content, Content) else str(content)


def describe_focus(widget: Widget, words: Words, *, in_private: bool) -> list[str]:
    """Describe the focused widget: its label, kind, state, and position in a list."""
    return [text for text in map(simplify, _describe(widget, words, in_private)) if text]


def _describe(widget: Widget, words: Words, in_private: bool) -> Iterator[str]:
    if isinstance(widget, Input | TextArea):
        yield find_name(widget, words)
        yield words("kiosk-say-entry")
        yield describe_value(widget, words, in_private=in_private)
    elif isinstance(widget, Option):
        yield f"{widget.number} {widget.label.plain}" if isinstance(widget, RatingStep) else widget.label.plain
        if widget.chosen or widget.sign is ANY_OF_MANY:
            yield words("kiosk-say-chosen" if widget.chosen else "kiosk-say-not-chosen")
        field = next((node for node in widget.ancestors if isinstance(node, OptionsField)), None)
        yield _describe_place(widget, field.options if field is not None else [], words)
    elif isinstance(widget, RowList):
        if widget.rows:
            key, name, sign = widget.rows[widget.cursor]
            yield name
            if key in widget.chosen_keys or sign is ANY_OF_MANY:
                yield words("kiosk-say-chosen" if key in widget.chosen_keys else "kiosk-say-not-chosen")
            yield words("kiosk-say-place", number=widget.cursor + 1, count=len(widget.rows))
    elif isinstance(widget, ServiceButton | LanguageTile):
        yield widget.label if isinstance(widget, ServiceButton) else get_text(widget)
        tiles = [tile for tile in widget.screen.query(type(widget)) if not tile.disabled]
        yield _describe_place(widget, tiles, words)
    elif isinstance(widget, Button):
        yield from _describe_button(widget, in_private)
        yield words("kiosk-say-button")
    else:
        yield from (part.text for part in read_screen(widget, in_private=in_private))
    question = next((node for node in widget.ancestors if isinstance(node, Question)), None)
    if question is not None and question.has_class("-wrong"):
        yield get_text(question.query_children(".question-error").only_one(Static))


def _describe_button(button: Button, in_private: bool) -> Iterator[str]:
    label = button.label.plain if isinstance(button.label, Content) else str(button.label)
    if isinstance(button.parent, EmailField) and not in_private:
        # Of the address only where it was mistyped.
        label = re.sub(r"[^\s@]+@", "@", label)
    for node in button.ancestors:
        if isinstance(node, Widget) and not isinstance(node, Screen) and isinstance(node, Describable):
            yield from node.describe_for_speech(in_private=in_private)
    yield label


def _describe_place(widget: Widget, among: Iterable[Widget], words: Words) -> str:
    widgets = list(among)
    return words("kiosk-say-place", number=widgets.index(widget) + 1, count=len(widgets)) if widget in widgets else ""


def find_name(entry: Input | TextArea, words: Words) -> str:
    """The label of a text field: its own, such as "Month", else the title of its question."""
    if entry.has_class("search"):
        return str(entry.placeholder)
    if entry.has_class("other"):
        return words("field-other")
    labels = list(entry.parent.query_children(Label)) if isinstance(entry.parent, Widget) else []
    if labels:
        return get_text(labels[0])
    question = next((node for node in entry.ancestors if isinstance(node, Question)), None)
    return question.format_title().plain if question is not None else ""


def describe_value(entry: Input | TextArea, words: Words, *, in_private: bool) -> str:
    """The typed answer, or only that there is one where others may hear it."""
    value = entry.value if isinstance(entry, Input) else entry.text
    if not value:
        return words("kiosk-say-empty")
    return value[:MAX_VALUE_CHARACTERS] if in_private or entry.has_class("search") else words("kiosk-say-filled")


def describe_typing(entry: Input | TextArea, before: str, words: Words, *, in_private: bool) -> list[str]:
    """The characters typed or deleted since the value was ``before``; the whole value if there are many."""
    value = entry.value if isinstance(entry, Input) else entry.text
    start = next((i for i, (old, new) in enumerate(zip(before, value, strict=False)) if old != new), None)
    start = min(len(before), len(value)) if start is None else start
    same_end = 0
    while same_end < min(len(before), len(value)) - start and before[-1 - same_end] == value[-1 - same_end]:
        same_end += 1
    removed, added = before[start : len(before) - same_end], value[start : len(value) - same_end]
    is_answer = any(isinstance(node, Question) for node in entry.ancestors)
    # A PIN of staff is not for the client.
    is_secret = isinstance(entry, Input) and entry.password and not (in_private and is_answer)
    names = [_name_character(c, words, is_secret=is_secret) for c in (added or removed)]
    if len(names) > 3 or (added and len(removed) > 1):
        return [describe_value(entry, words, in_private=in_private and not is_secret)]
    return names if added else [words("kiosk-say-deleted", letter=" ".join(names))] if removed else []


def _name_character(character: str, words: Words, *, is_secret: bool) -> str:
    if is_secret:
        return words("kiosk-say-star")
    return words({" ": "kiosk-board-space", "\n": "kiosk-board-line"}[character]) if character in " \n" else character
