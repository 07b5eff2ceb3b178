"""The shape of a text answer: letter case, check digits and mask."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from typing import cast

from walkin.model.form.definition import ValueFormat
from walkin.model.form.invalid import InvalidAnswer
from walkin.model.text import to_ascii_digits

CASES = ("upper", "lower", "title")
SHAPED_TYPES = frozenset({"input", "name", "textarea", "address", "password"})
"""Types to whose answers ``case``, ``check`` and ``mask`` apply."""

_CHECK_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}(\.[a-z0-9_]{1,30})?", re.ASCII)
_MASK_SIGN = re.compile(r"\\(.)|([9A*])|(.)")
_SEPARATORS = " -./_()\u00a0\u2010\u2011\u2012\u2013"


def apply_case(text: str, case: str) -> str:
    match case:
        case "upper":
            shaped = text.upper()
        case "lower":
            shaped = text.lower()
        case "title":
            # "McDonald" and "van der Berg" know better; "ANA MARÍA" and "ana maría" do not.
            even = text.lower() if text.isupper() else text
            shaped = re.sub(r"(?:(?<=[\s\-‐–/(\"“])|(?<=\b\w['’])|^)[^\W\d_]", lambda match: match[0].title(), even)
        case _:
            return text
    return unicodedata.normalize("NFC", shaped)


def shape(text: str, rules: ValueFormat) -> str:
    """Apply the case, the compact spelling of the check, and the mask to an answer.

    Raises InvalidAnswer: check or mask.

    Unknown names are ignored: they are refused when a form is saved.
    """
    if rules.case:
        text = apply_case(text, rules.case)
    if rules.check and (verify := find_check(rules.check)):
        text = verify(text)
    if rules.mask:
        text = apply_mask(text, rules.mask)
    return text


@lru_cache(maxsize=64)
def find_check(name: str) -> Callable[[str], str] | None:
    """Find the check of python-stdnum with that name, None for an unknown one.

    The check returns a number in its compact spelling, or raises InvalidAnswer.
    """
    if not _CHECK_NAME.fullmatch(name):
        return None
    country, _, number_name = name.rpartition(".")
    try:
        if country:
            from stdnum import get_cc_module

            module = get_cc_module(country, number_name) or import_module(f"stdnum.{name}")
        else:
            module = import_module(f"stdnum.{name}")
    except (ImportError, AttributeError):
        return None
    if not callable(getattr(module, "validate", None)) or not callable(getattr(module, "is_valid", None)):
        return None

    def verify(text: str) -> str:
        # Not every module takes the signs between the figures away.
        for spelling in dict.fromkeys((text, re.sub(f"[{re.escape(_SEPARATORS)}]", "", text))):
            # Its modules raise more than their own errors for odd signs.
            with suppress(Exception):
                return cast("str", module.validate(spelling))
        raise InvalidAnswer("check")

    return verify


@lru_cache(maxsize=128)
def parse_mask(mask: str) -> list[tuple[str, bool]]:
    """The characters of a mask, each with whether it is a placeholder."""
    signs = []
    for match in _MASK_SIGN.finditer(mask):
        escaped, placeholder, literal = match.groups()
        signs.append((escaped or placeholder or literal, placeholder is not None))
    return signs


def build_mask_example(mask: str) -> str:
    """An example answer for a mask: "12-ABC" for ``99-AAA``."""
    digits, letters = "123456789", "ABCDEFGHJK"
    counts = {"9": 0, "A": 0}
    example = ""
    for sign, is_placeholder in parse_mask(mask):
        if is_placeholder:
            kind = "9" if sign == "9" else "A"
            source = digits if kind == "9" else letters
            example += source[counts[kind] % len(source)]
            counts[kind] += 1
        else:
            example += sign
    return example


def apply_mask(text: str, mask: str) -> str:
    """Format a text by a mask. The literal characters may be typed, left out, or be other separators."""
    signs = parse_mask(mask)
    literals = "".join(sign for sign, is_placeholder in signs if not is_placeholder)
    typed = [
        character
        for character in to_ascii_digits(text)
        if character not in _SEPARATORS + literals or character.isalnum()
    ]
    placeholders = [sign for sign in signs if sign[1]]
    for asked in ([sign for sign in signs if sign[1] or sign[0].isalnum()], placeholders):
        if len(typed) == len(asked) and all(map(_fits, typed, asked)):
            fitting = iter(c for c, (_, is_placeholder) in zip(typed, asked, strict=True) if is_placeholder)
            return "".join(next(fitting) if is_placeholder else sign for sign, is_placeholder in signs)
    raise InvalidAnswer("mask", example=build_mask_example(mask))


def shape_typed(typed: str, rules: ValueFormat) -> str:
    """Apply case and mask to an answer that is being typed."""
    # Capitals of "title" may be a whole name in capitals, of which only the end will tell.
    is_open = rules.case == "title" and typed.isupper()
    if rules.case and not is_open and len(cased := apply_case(typed, rules.case)) == len(typed):
        typed = cased
    return fill_mask(typed, rules.mask) if rules.mask else typed


def fill_mask(typed: str, mask: str) -> str:
    """Insert the literal characters of a mask into an answer that is being typed; unchanged if it does not fit."""
    rest, filled = to_ascii_digits(typed), ""
    for sign, is_placeholder in parse_mask(mask):
        if is_placeholder:
            rest = rest if rest[:1].isalnum() else rest.lstrip(_SEPARATORS)
            if not rest:
                break
            if not _fits(rest[0], (sign, True)):
                return typed
            filled, rest = filled + rest[0], rest[1:]
        elif sign.isalnum() and not rest:
            # It may be typed itself.
            break
        else:
            filled += sign
            is_typed = rest[:1].casefold() == sign.casefold() or (not sign.isalnum() and rest[:1] in tuple(_SEPARATORS))
            rest = rest[1:] if is_typed else rest
    return typed if rest.strip(_SEPARATORS) else filled


def _fits(character: str, asked: tuple[str, bool]) -> bool:
    sign, is_placeholder = asked
    if not is_placeholder:
        return character.casefold() == sign.casefold()
    is_digit = character.isascii() and character.isdigit()
    return is_digit if sign == "9" else character.isalpha() if sign == "A" else is_digit or character.isalpha()
