"""Names of desks such as "Desk 2", said in another language: "guichet 2". Other names stay as they are."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from walkin.languages import Words, list_files

if TYPE_CHECKING:
    from collections.abc import Sequence

_KINDS = ("desk", "counter", "window", "room", "office")
"""The words `desk-name-…`; where a language has one word for several, the first is meant."""

_WORD_AND_NUMBER = re.compile(r"(\D+?)\s*(\d{1,4}[A-Za-z]?)")


def translate_desk(words: Words, name: str) -> str:
    """The desk's name in the language of `words`, if it is a desk's word in one of our languages and a number."""
    word, number = split_desk(words, name)
    return f"{word} {number}" if word else name


def split_desk(words: Words, name: str) -> tuple[str, str]:
    """The translated word and the number of a desk's name; "" and the whole name of any other."""
    found = _WORD_AND_NUMBER.fullmatch(name.strip())
    word = found[1].casefold() if found else ""
    # A word of the language itself stays: a Brazilian "balcão" is no "guichê", which is what Portugal calls one.
    kind = _list_kinds((words.language,)).get(word) or _list_kinds(tuple(list_files())).get(word)
    return (_get_word(words, kind), found[2]) if found and kind else ("", name)


@lru_cache(maxsize=64)
def _list_kinds(languages: Sequence[str]) -> dict[str, str]:
    """The kind that each word of the languages means."""
    kinds: dict[str, str] = {}
    for kind in _KINDS:
        for code in languages:
            kinds.setdefault(_get_word(Words(code), kind).casefold(), kind)
    return kinds


def _get_word(words: Words, kind: str) -> str:
    return words(f"desk-name-{kind}")
