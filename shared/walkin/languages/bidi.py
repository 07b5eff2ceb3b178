"""Right-to-left text in the order and the letter forms in which a terminal or a printer draws it from left to right.

The Unicode Bidirectional Algorithm (UAX #9) by python-bidi, the joined forms of Arabic letters by arabic-reshaper. Each
character stays as many cells wide as it was: lam and alef are joined, but never drawn as one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal, TypedDict

Direction = Literal["L", "R"]

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u05ff\u0600-\u06ff\u0700-\u074f\u0750-\u077f\u0780-\u07bf\u07c0-\u07ff\u0860-\u08ff"
    "\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


# Numbers in groups, such as of a telephone or a date, stand as they are typed: UAX #9 would reverse the groups.
_GROUPED_NUMBER = re.compile(r"\+?\d+(?: \d+)+|\+\d+")

_JOINED_EMOJI = re.compile("\u200d[\u2190-\u2bff\U0001f000-\U0001faff]|[\U0001f3fb-\U0001f3ff]")
"""The continuation of an emoji: another one behind a joiner, or a skin tone."""

_KNOWN_TYPES = {"LRI": "BN", "RLI": "BN", "FSI": "BN", "PDI": "BN", "": "L"}
"""Types that python-bidi fails on, and what stands for them: isolates, and characters newer than Python's tables."""


class _Character(TypedDict, total=False):
    """A character in python-bidi's storage; ``index`` is ours."""

    ch: str
    type: str
    index: int


def has_right_to_left(text: str) -> bool:
    return _RIGHT_TO_LEFT.search(text) is not None


def arrange_text(text: str, base: Direction | None = None) -> str:
    """Return a line of text as it is drawn from left to right; see `arrange`."""
    return "".join(drawn for _, drawn in arrange(text, base)) if has_right_to_left(text) else text


@lru_cache(1024)
def arrange(text: str, base: Direction | None = None) -> tuple[tuple[int, str], ...]:
    """Arrange a line of text for drawing: from left to right, each character's place in ``text`` and what is drawn.

    ``base`` is the direction of the paragraph; without it the first letter decides. Combining marks and the
    parts of an emoji are drawn with their character; control characters of the algorithm are dropped.
    """
    # Imported when the first such text is drawn: most offices never need them.
    from bidi import algorithm

    continued = {place for emoji in _JOINED_EMOJI.finditer(text) for place in range(*emoji.span())}
    continued |= {place for place, character in enumerate(text) if unicodedata.bidirectional(character) == "NSM"}
    places = [place for place in range(len(text)) if not place or place not in continued]
    ends = [*places[1:], len(text)]
    shaped = _join_letters("".join(text[place] for place in places))
    storage = algorithm.get_empty_storage()
    storage["base_level"] = algorithm.PARAGRAPH_LEVELS[base] if base else algorithm.get_base_level(shaped)
    storage["base_dir"] = "LR"[storage["base_level"]]
    algorithm.get_embedding_levels(shaped, storage, False, False)
    characters: list[_Character] = storage["chars"]
    for index, character in enumerate(characters):
        character["index"] = index
        character["type"] = _KNOWN_TYPES.get(character["type"], character["type"])
    for number in _GROUPED_NUMBER.finditer(shaped):
        for character in characters[slice(*number.span())]:
            character["type"] = "L"
    for step in (
        algorithm.explicit_embed_and_overrides,
        algorithm.resolve_weak_types,
        algorithm.resolve_neutral_types,
        algorithm.resolve_implicit_levels,
        algorithm.reorder_resolved_levels,
        algorithm.apply_mirroring,
    ):
        step(storage, False)
    return tuple(
        (place := places[character["index"]], character["ch"] + text[place + 1 : ends[character["index"]]])
        for character in storage["chars"]
    )


def _join_letters(text: str) -> str:
    """Replace Arabic letters by their isolated, initial, medial and final forms, one for one."""
    if not any("\u0600" <= character <= "\u06ff" for character in text):
        return text
    joined: str = _load_reshaper().reshape(text)
    return joined if len(joined) == len(text) else text


@lru_cache(1)
def _load_reshaper():  # type: ignore[no-untyped-def]  # noqa: ANN202 - arabic-reshaper has no types
    from arabic_reshaper import ArabicReshaper

    return ArabicReshaper({"support_ligatures": False, "delete_harakat": False})
