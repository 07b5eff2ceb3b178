"""A language nobody speaks: English with accents, brackets and two fifths more letters. What is cut lacks a bracket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Transformer

from walkin import languages

CODE = "qps"
OPEN, CLOSE = "⟦", "⟧"

_ACCENTS = str.maketrans("aceinouyACEINOUY", "áçéíñóúýÁÇÉÍÑÓÚÝ")


class _Longer(Transformer):
    def visit_Pattern(self, node: ftl.Pattern) -> ftl.Pattern:  # noqa: N802
        self.generic_visit(node)
        letters = sum(len(part.value) for part in node.elements if isinstance(part, ftl.TextElement))
        if letters:
            more = "~" * round(letters * 0.4)
            node.elements = [ftl.TextElement(OPEN), *node.elements, ftl.TextElement(more + CLOSE)]
        return node

    def visit_TextElement(self, node: ftl.TextElement) -> ftl.TextElement:  # noqa: N802
        node.value = node.value.translate(_ACCENTS)
        return node


@contextmanager
def spoken(folder: Path) -> Iterator[str]:
    """The code of the pseudo-language, spoken beside the others while the block runs."""
    for file in languages.FOLDER.glob("*.ftl"):
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    english = FluentParser().parse((folder / "en.ftl").read_text(encoding="utf-8"))
    (folder / f"{CODE}.ftl").write_text(FluentSerializer().serialize(_Longer().visit(english)), encoding="utf-8")
    with patch.object(languages, "FOLDER", folder):
        _forget()
        try:
            yield CODE
        finally:
            _forget()


def _forget() -> None:
    languages._bundle.cache_clear()
    languages._languages.cache_clear()
