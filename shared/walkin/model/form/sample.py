"""Examples of what a pattern matches, to find out whether anything does."""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from walkin.model.form.dialect import translate_pattern
from walkin.model.form.pattern import compile_pattern

TRIES = 64
MAX_EXAMPLE_LENGTH = 2_000

_TOKEN = re.compile(
    r"""(?P<flags>\(\?[imsU-]+\))
    |(?P<open>\((?:\?(?:P?<\w+>|[imsU-]*:))?)
    |(?P<close>\))
    |(?P<bar>\|)
    |(?P<repeat>[*+?]|\{(?P<least>\d+)(?P<comma>,?)(?P<most>\d*)\})\??
    |(?P<anchor>[\^$]|\\[AzbB])
    |(?P<character>\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]])*\]|\\x\{\w+\}|\\[pP](?:\{\^?\w+\}|\w)|\\.|.)""",
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True)
class _Repeat:
    node: _Node
    least: int
    most: int | None


@dataclass(frozen=True)
class _Group:
    alternatives: list[list[_Node]]


_Node = str | _Repeat | _Group
"""A character or class of characters, a repetition, or a group."""


def iter_examples(pattern: str, min_length: int = 0) -> Iterator[str]:
    """Texts that the pattern matches, at random: none when none were found, as in ``/^a$/`` or ``a^``.

    Repetitions without a limit reach ``min_length``. Raises ValueError when the pattern cannot be used.
    """
    compiled = compile_pattern(pattern)
    tree = _parse(translate_pattern(pattern))
    # The same examples each time.
    generator = random.Random(pattern)
    for _ in range(TRIES):
        text = _build_example(tree, generator, min_length)
        if text is not None and compiled.fullmatch(text) is not None:
            yield text


def _parse(pattern: str) -> _Group:
    groups = [_Group([[]])]
    for token in _TOKEN.finditer(pattern):
        nodes = groups[-1].alternatives[-1]
        if token["open"]:
            groups.append(_Group([[]]))
        elif token["close"]:
            group = groups.pop()
            groups[-1].alternatives[-1].append(group)
        elif token["bar"]:
            groups[-1].alternatives.append([])
        elif token["repeat"] and nodes:
            sign = token["repeat"][0]
            least = int(token["least"] or (sign == "+"))
            limit = 1 if sign == "?" else least if sign == "{" and not token["comma"] else None
            nodes.append(_Repeat(nodes.pop(), least, int(token["most"]) if token["most"] else limit))
        elif token["character"]:
            nodes.append(token["character"])
    return groups[0]


def _build_example(node: _Node, generator: random.Random, min_length: int) -> str | None:
    if isinstance(node, str):
        characters = _list_characters(node)
        return generator.choice(characters) if characters else None
    if isinstance(node, _Repeat):
        most = node.least + min_length + 1 if node.most is None else node.most
        nodes: Sequence[_Node] = [node.node] * generator.choice((node.least, most))
    else:
        nodes = generator.choice(node.alternatives)
    text = ""
    for inner in nodes:
        piece = _build_example(inner, generator, min_length)
        if piece is None or len(text) > MAX_EXAMPLE_LENGTH:
            return None
        text += piece
    return text


@lru_cache(maxsize=1)
def _list_all_characters() -> str:
    common = "a0AzZ9-_./ é"
    rest = (chr(code) for code in range(0x20, sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF)
    return common + "".join(character for character in rest if character.isprintable() and character not in common)


@lru_cache(maxsize=1_000)
def _list_characters(notation: str) -> list[str]:
    """Some characters that a character, an escape or a class stands for."""
    if len(notation) == 1 and notation != ".":
        return [notation]
    return [match[0] for match in islice(compile_pattern(notation).finditer(_list_all_characters()), 4)]
