"""A pseudo-language: English with accents, brackets and 40 % more letters. Cut texts lack a bracket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Transformer

from walkin import languages

LANGUAGE_CODE = "qps"
OPENING_MARK, CLOSING_MARK = "⟦", "⟧"

_ACCENTS = str.maketrans("aceinouyACEINOUY", "áçéíñóúýÁÇÉÍÑÓÚÝ")


class _PseudoTransformer(Transformer):
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
        clear_language_caches()
        try:
            yield LANGUAGE_CODE
        finally:
            clear_language_caches()


def clear_language_caches() -> None:
    # Private: a program never changes its language files, so only tests empty these caches.
    languages._load_bundle.cache_clear()
    languages._load_language_names.cache_clear()
