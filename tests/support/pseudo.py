"""A pseudo-language: English with accents, brackets and 40 % more letters. Cut texts lack a bracket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from _pytest.mark import ParameterSet
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Transformer

from walkin import languages

LANGUAGE_CODE = "qps"
STAFF_LANGUAGES = ("en", "fr", "de", "es")
"""The languages in which the texts for staff are complete, too."""

QUICK_LANGUAGES = ("en", "en-US", "fr", "fr-CA", "pl", "zh-Hans")
"""The languages that the default run takes from all: pl has many plural forms, zh-Hans wide letters."""

OPENING_MARK, CLOSING_MARK = "⟦", "⟧"

_ACCENTS = str.maketrans("aceinouyACEINOUY", "áçéíñóúýÁÇÉÍÑÓÚÝ")


class _PseudoTransformer(Transformer):
    def visit_Message(self, node: ftl.Message) -> ftl.Message:  # noqa: N802
        # Durations are abbreviations within other texts, which grow already.
        return node if node.id.name.startswith("duration-") else self.generic_visit(node)

    def visit_Pattern(self, node: ftl.Pattern) -> ftl.Pattern:  # noqa: N802
        self.generic_visit(node)
        letters = sum(len(part.value) for part in node.elements if isinstance(part, ftl.TextElement))
        if letters:
            padding = "~" * round(letters * 0.4)
            node.elements = [ftl.TextElement(OPENING_MARK), *node.elements, ftl.TextElement(padding + CLOSING_MARK)]
        return node

    def visit_TextElement(self, node: ftl.TextElement) -> ftl.TextElement:  # noqa: N802
        node.value = node.value.translate(_ACCENTS)
        return node


def list_language_params(*codes: str) -> list[ParameterSet]:
    """The codes that have a file, as parameters of a test. All but `QUICK_LANGUAGES` are long tests."""
    there = [code for code in codes if (languages.FOLDER / f"{code}.ftl").is_file()]
    return [pytest.param(code, marks=[] if code in QUICK_LANGUAGES else pytest.mark.long) for code in there]


@contextmanager
def install_pseudo_language(folder: Path) -> Iterator[str]:
    """Install the pseudo-language beside the others until the block ends. Yields its code."""
    for file in languages.FOLDER.glob("*.ftl"):
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    english = FluentParser().parse((folder / "en.ftl").read_text(encoding="utf-8"))
    (folder / f"{LANGUAGE_CODE}.ftl").write_text(
        FluentSerializer().serialize(_PseudoTransformer().visit(english)), encoding="utf-8"
    )
    with patch.object(languages, "FOLDER", folder):
        languages.clear_caches()
        try:
            yield LANGUAGE_CODE
        finally:
            languages.clear_caches()
