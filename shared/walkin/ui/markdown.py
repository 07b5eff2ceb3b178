"""Rendering of the Markdown of forms on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.content import Content

from walkin.model.form.markdown import get_markdown
from walkin.ui.safe import to_content

if TYPE_CHECKING:
    from markdown_it.token import Token


@dataclass
class MarkdownText:
    """A styled text, and the addresses of its links."""

    content: Content
    links: list[str] = field(default_factory=list)


def draw_markdown(text: str) -> MarkdownText:
    """Render paragraphs, bold, lists and links; a link's address follows its words. Other Markdown stays as it is."""
    links: list[str] = []
    content = Content("\n").join(_iter_lines(get_markdown().parse(text), links))
    return MarkdownText(content, list(dict.fromkeys(links)))


def _iter_lines(tokens: Sequence[Token], links: list[str]) -> Iterator[Content]:
    counters: list[int] = []
    """The next number of each open list, 0 for bullets."""
    marker, is_first = "", True
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                counters.append(0)
            case "ordered_list_open":
                counters.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                counters.pop()
            case "list_item_open":
                marker = f"{counters[-1]}. " if counters[-1] else "• "
                counters[-1] += bool(counters[-1])
            case "paragraph_open" if not is_first and not (counters and token.hidden):
                yield Content("")
            case "inline":
                indent = "  " * max(0, len(counters) - 1)
                yield to_content(f"{indent}{marker}") + _draw_inline(token.children or (), links)
                marker, is_first = "", False


def _draw_inline(tokens: Sequence[Token], links: list[str]) -> Content:
    drawn: list[Content] = []
    styles: list[str] = []
    address, link_text = "", ""
    for token in tokens:
        match token.type:
            case "strong_open" | "em_open":
                styles.append("bold" if token.type == "strong_open" else "italic")
            case "strong_close" | "em_close":
                styles.pop()
            case "link_open":
                address, link_text = str(token.attrs.get("href", "")), ""
                styles.append("underline")
            case "link_close":
                styles.pop()
                links.append(address)
                if link_text.strip() != address:
                    drawn.append(to_content(f" ({address})"))
            case "softbreak" | "hardbreak":
                drawn.append(Content("\n"))
            case _:
                link_text += token.content
                drawn.append(to_content(token.content, " ".join(dict.fromkeys(styles))))
    return Content("").join(drawn)
