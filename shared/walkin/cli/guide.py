"""``walkin guide``: the guide's pages, in a viewer or as plain text."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from walkin.cli import support
from walkin.cli.support import ConfigOption, LanguageOption, ThemeOption
from walkin.model.printable import strip_unprintable


def show_guide(
    ctx: typer.Context,
    page: Annotated[str, typer.Argument(metavar="[PAGE]", help="A page of the guide; the index names them.")] = "index",
    theme: ThemeOption = None,
    language: LanguageOption = None,
    config: ConfigOption = None,
) -> None:
    """Read the guide: installing, the desk, forms, the API."""
    from walkin.guide import list_pages, read_page

    pages = list_pages()
    if page not in pages:
        raise support.UsageError(f"There is no page {strip_unprintable(page)!r}. Pages: {', '.join(pages)}.")
    if not support.has_terminal():
        sys.stdout.write(read_page(page))
        return
    from walkin.guide.app import GuideApp

    settings = support.resolve_settings(ctx).settings
    folders = [settings.themes] if settings.themes else []
    app = GuideApp(page, theme=settings.theme, language=settings.language, theme_folders=folders)
    raise typer.Exit(app.run_for_exit_code())
