"""Incremental search that ignores case, accents and signs, and finds names that are spelled a little wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from itertools import zip_longest

LATIN_LETTERS = dict(zip("øæœđðþıłħŋŧ", ["o", "ae", "oe", "d", "d", "th", "i", "l", "h", "n", "t"], strict=True))
"""Small letters that NFKD does not decompose, and what replaces them."""

_LETTERS = str.maketrans(
    LATIN_LETTERS
    # Letters of other scripts that are written in two ways.
    | {"ة": "ه", "ى": "ي"}
    | dict.fromkeys("'’‘‛ʼʻʹʾʿ`´′＇", None)
)
"""What replaces letters that NFKD does not decompose, and apostrophes, which are dropped."""

_JOINING_WORDS = frozenset({"&", "and", "et", "und", "y", "e", "och", "og", "en"})
"""Words for "and", which are ignored in a name of several words."""

_SHORT_WORDS = {"st": "saint", "ste": "sainte", "sta": "santa"}

_WORD = re.compile(r"\w+|&")

MIN_NEAR_LENGTH = 4
"""Words of this length match with one wrong letter, words twice as long with two."""


MIN_SOUNDS = 2
"""The fewest sounds of a word that is searched by them."""

_WITHIN_WORDS = 4
"""The rank of names that have the typed text only within their words."""


def fold_text(text: str) -> str:
    """The text without accents, apostrophes and case: "Łódź Île" becomes "lodz ile"."""
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(_LETTERS)


SOUNDS = (
    ("ph", "f"),
    ("t?s?ch|sh|cz|c(?=[eiy])|z", "s"),
    ("c?kh?|qu?|c", "k"),
    ("x", "ks"),
    ("dj|dg|gu(?=[ei])|gh|j", "g"),
    ("w", "v"),
    ("th", "t"),
    (r"(.)(?=\1)", ""),
    ("^[aeiouyh]+", "a"),
    ("(?<=.)[aeiouyh]", ""),
)
"""What replaces spellings of one sound, in this order; a page's script reads the patterns as well."""


@lru_cache(maxsize=4096)
def fold_sound(word: str) -> str:
    """What is heard of a folded word, without its vowels: "flpns" of philippines and of filipines."""
    for pattern, sound in SOUNDS:
        word = re.sub(pattern, sound, word)
    return word


def is_near_start(typed: str, word: str, mistakes: int) -> bool:
    """Whether a word starts with what was typed, with at most so many wrong, missing, extra or swapped letters."""
    same = next(
        (i for i, (left, right) in enumerate(zip(typed, word, strict=False)) if left != right),
        min(len(typed), len(word)),
    )
    typed, word = typed[same:], word[same:]
    if len(typed) <= mistakes:
        return True
    if not mistakes:
        return False
    return (
        is_near_start(typed[1:], word[1:], mistakes - 1)
        or is_near_start(typed[1:], word, mistakes - 1)
        or is_near_start(typed, word[1:], mistakes - 1)
        or (typed[:2] == word[1::-1] and is_near_start(typed[2:], word[2:], mistakes - 1))
    )


def _split_words(text: str) -> list[str]:
    """The words of a folded text, with "saint" for "st" and without "and"."""
    words = _WORD.findall(text)
    return [_SHORT_WORDS.get(word, word) for word in words if word not in _JOINING_WORDS] or words


def list_words(names: Iterable[str]) -> set[str]:
    """The folded words of names, each name as one word, and every word for "and" where there is one."""
    words: set[str] = set()
    for name in map(fold_text, names):
        plain = _split_words(name)
        words |= {*plain, "".join(plain), *(_JOINING_WORDS if _JOINING_WORDS.intersection(_WORD.findall(name)) else ())}
    return words


def _count_letters(word: str) -> frozenset[str]:
    """The letters of a word with their count so far ("a0", "a1"): the difference of two sets is at most the edits."""
    return frozenset(f"{letter}{word.count(letter, 0, place)}" for place, letter in enumerate(word))


class _Name:
    """A folded name, its words, and its other names."""

    def __init__(self, name: str, other_names: Sequence[str]) -> None:
        name = fold_text(name)
        self.plain = " ".join(_split_words(name))
        self.text = f" {self.plain} {name}"
        """The words, each after a blank, then the name with its signs."""
        self.other_names = [" ".join(_split_words(fold_text(other))) for other in other_names]
        self.all_words = list_words([name, *other_names])

    def rank(self, words: Sequence[str], starts: tuple[str, str]) -> int | None:
        """How well the name matches the words, 0 best; `starts` are the words in short and long forms."""
        if starts[1] == self.plain or starts[0] in self.other_names:
            return 0
        if self.text.startswith((f" {starts[0]}", f" {starts[1]}")):
            return 1
        if all(_contains(self.text, word) for word in words):
            return 2 if all(_contains(self.text, f" {word}") for word in words) else _WITHIN_WORDS
        return 3 if any(f" {starts[0]}" in f" {other}" for other in self.other_names) else None


class Finder:
    """Searches a list of names while a text is typed."""

    def __init__(self, names: Iterable[str], other_names: Iterable[Sequence[str]] = ()) -> None:
        """`other_names` are searched for each name, too, by the start of their words: ids and the like."""
        self._names = [_Name(name, others) for name, others in zip_longest(names, other_names, fillvalue="")]

    def find(self, typed: str) -> list[int]:
        """The indexes of the names that contain every typed word; if none does, of those with a wrong letter, or else
        of those that sound like it.

        The order: equal names, names that start with the text, names with words that start with the typed ones,
        other names that do, those with a wrong letter, the rest.
        """
        text = fold_text(typed).strip()
        words = _WORD.findall(text)
        if not words:
            return [index for index, name in enumerate(self._names) if text in name.text]
        # "and" alone, or at the end, may be the start of another word.
        plain_words = [word for word in words if word not in _JOINING_WORDS]
        ranks = self._rank(words) or self._rank(plain_words)
        exact = sorted((index for index, rank in ranks.items() if rank < _WITHIN_WORDS), key=lambda index: ranks[index])
        # "inida" is within Trinidad, but India is meant.
        near = [] if exact else self._find_near(plain_words)
        return list(dict.fromkeys([*exact, *near, *ranks])) or self._find_sounding(plain_words)

    def _rank(self, words: Sequence[str]) -> dict[int, int]:
        starts = " ".join(words), " ".join(_SHORT_WORDS.get(word, word) for word in words)
        ranks = {index: name.rank(words, starts) for index, name in enumerate(self._names)} if words else {}
        return {index: rank for index, rank in ranks.items() if rank is not None}

    def _find_near(self, words: Sequence[str]) -> list[int]:
        """The names with a word that starts like each typed one, with one wrong letter; if there are none, with two."""
        is_long = any(len(word) >= MIN_NEAR_LENGTH for word in words)
        for mistakes in (1, 2) if is_long else ():
            # Beside a longer word, a short one may be wrong as well.
            allowed = [min(mistakes, len(word) // MIN_NEAR_LENGTH or len(words) - 1) for word in words]
            near = [self._list_near_words(word, count) for word, count in zip(words, allowed, strict=True)]
            if found := self._list_names_with(near, words):
                return found
        return []

    def _list_near_words(self, typed: str, mistakes: int) -> list[str]:
        """The words that start like what was typed, with at most so many mistakes."""
        typed = _SHORT_WORDS.get(typed, typed)
        letters = _count_letters(typed)
        mistakes = mistakes if typed.isalpha() else 0
        near = [word for word, known in self._words if mistakes and len(letters - known) <= mistakes]
        return [word for word, _ in self._words if word.startswith(typed)] + [
            word for word in near if is_near_start(typed, word, mistakes)
        ]

    def _find_sounding(self, words: Sequence[str]) -> list[int]:
        """The names with a word that starts with the sound of each typed one."""
        sounds = [fold_sound(word) for word in words]
        if max(map(len, sounds), default=0) < MIN_SOUNDS:
            return []
        sounding = [[word for word, _ in self._words if fold_sound(word).startswith(sound)] for sound in sounds]
        return self._list_names_with(sounding, words)

    def _list_names_with(self, wanted: Sequence[Sequence[str]], typed: Sequence[str]) -> list[int]:
        """The names that have a word of each list, those most like the typed words first."""
        found = [i for i, name in enumerate(self._names) if all(map(name.all_words.intersection, wanted))]
        matcher = SequenceMatcher(b=" ".join(typed), autojunk=False)
        likeness = {}
        for index in found:
            matcher.set_seq1(self._names[index].plain)
            likeness[index] = matcher.ratio()
        return sorted(found, key=lambda index: -likeness[index])

    @cached_property
    def _words(self) -> list[tuple[str, frozenset[str]]]:
        return [(word, _count_letters(word)) for word in set().union(*(name.all_words for name in self._names))]


def _contains(text: str, word: str) -> bool:
    short = word.lstrip()
    return word in text or (short in _SHORT_WORDS and word.replace(short, _SHORT_WORDS[short]) in text)
