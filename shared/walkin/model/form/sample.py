"""Examples of what a pattern matches, to find out whether anything does."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from walkin.model.form.dialect import translate_pattern
from walkin.model.form.parsers.registry import LINE_LENGTH
from walkin.model.form.pattern import compile_pattern

TRIES = 64
MAX_EXAMPLE_LENGTH = LINE_LENGTH

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


def list_examples(pattern: str, min_length: int = 0) -> list[str]:
    """Texts that the pattern matches, at random: none when none were found, as in ``/^a$/`` or ``a^``.

    Repetitions without a limit reach ``min_length``. Raises ValueError when the pattern cannot be used.
    """
    compiled = compile_pattern(pattern)
    # The same examples each time.
    generator = random.Random(pattern)
    examples = _build_examples(_parse(translate_pattern(pattern)), generator, min_length)
    return [text for text in examples if compiled.fullmatch(text) is not None]


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


def _build_examples(node: _Node, generator: random.Random, min_length: int) -> list[str]:
    """Texts for a part of a pattern. Each part is visited once: repetitions of repetitions do not multiply the work."""
    if isinstance(node, str):
        characters = _list_characters(node)
        return generator.choices(characters, k=TRIES) if characters else []
    texts: Iterator[str]
    if isinstance(node, _Repeat):
        most = min(node.least + min_length + 1, MAX_EXAMPLE_LENGTH) if node.most is None else node.most
        pieces = _build_examples(node.node, generator, min_length)
        counts = [count for count in (node.least, most) if pieces or not count]
        texts = ("".join(generator.choices(pieces, k=generator.choice(counts))) for _ in range(TRIES if counts else 0))
    else:
        possible = []
        for nodes in node.alternatives:
            parts = [_build_examples(inner, generator, min_length) for inner in nodes]
            if all(parts):
                possible.append(parts)
        texts = ("".join(map(generator.choice, generator.choice(possible))) for _ in range(TRIES if possible else 0))
    return [text for text in texts if len(text) <= MAX_EXAMPLE_LENGTH]


@lru_cache(maxsize=1)
def _list_all_characters() -> str:
    """The printable characters of the first two planes, beginning with common ones."""
    common = "a0AzZ9-_./ é"
    rest = (chr(code) for code in range(0x20, 0x20000) if not 0xD800 <= code <= 0xDFFF)
    return common + "".join(character for character in rest if character.isprintable() and character not in common)


@lru_cache(maxsize=1_000)
def _list_characters(notation: str) -> list[str]:
    """Some characters that a character, an escape or a class stands for."""
    if len(notation) == 1 and notation != ".":
        return [notation]
    return [match[0] for match in islice(compile_pattern(notation).finditer(_list_all_characters()), 4)]
