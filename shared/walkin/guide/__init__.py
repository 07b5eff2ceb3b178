"""The guide: Markdown pages for the people who install, use and connect Walkin."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parent
INDEX = "index"
_PAGE_LINK = re.compile(r"\[([\w-]+)\]\(\1\.md\)")


def list_pages() -> list[str]:
    """The names of the pages, in the order of the index; the index comes first."""
    return [INDEX, *_PAGE_LINK.findall(read_page(INDEX))]


def read_page(name: str) -> str:
    """The Markdown of a page. Raises KeyError for a name that is not in the guide."""
    path = FOLDER / f"{name}.md"
    if path.parent != FOLDER or not path.is_file():
        raise KeyError(name)
    return path.read_text(encoding="utf-8")
