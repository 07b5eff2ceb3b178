"""The Markdown of texts and consents: paragraphs, bold, lists and links. Anything else stays as it was written."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def _is_safe(address: str) -> bool:
    try:
        return urlsplit(address).scheme.lower() in _SCHEMES
    except ValueError:
        return False


@lru_cache(maxsize=1)
def get_markdown() -> MarkdownIt:
    """The parser. Links to anything but the web, e-mail and telephones stay text."""
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("zero", {"breaks": True}).enable(
        ["newline", "escape", "emphasis", "list", "link", "autolink"]
    )
    markdown.validateLink = _is_safe  # type: ignore[method-assign, assignment]
    return markdown


def render_html(text: str) -> str:
    """Safe HTML; links open in a page of their own, so that a form beside them is not lost."""
    markdown = get_markdown()
    tokens = markdown.parse(text)
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                child.attrs |= {"target": "_blank", "rel": "noopener noreferrer"}
                if not child.attrs["href"]:
                    del child.attrs["href"]
    return str(markdown.renderer.render(tokens, markdown.options, {}))
