"""Writes pictures of every screen, in each size and theme, into a folder, with a page to look through them."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from tests.gallery.office import INFO_PAGE, fill_busy, fill_closed, fill_office, fill_questions
from tests.gallery.pages import draw_pages
from tests.gallery.picture import draw_screen
from tests.gallery.scenes import SCENES, Offices, Scene, Size
from walkin.ui.themes import load_themes

if TYPE_CHECKING:
    from collections.abc import Sequence

README_FOLDER = Path(__file__).parents[2] / ".images"
README_PICTURES = {
    ("counter-busy", (120, 40), "night"): "counter.png",
    ("kiosk-start", (120, 40), "office"): "kiosk.png",
    ("display-calls", (120, 40), "night"): "display.png",
}
"""Screen, size and theme of the README's pictures, and their files."""


async def main(arguments: Sequence[str]) -> int:
    options = _parse_options(arguments)
    folder: Path | None = options.folder
    if folder is None:
        await _draw_readme()
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    pictures, failures = [], 0
    with tempfile.TemporaryDirectory() as temporary:
        offices = await _make_offices(Path(temporary))
        for scene in SCENES:
            for size in scene.sizes:
                if not _is_wanted(scene, size, options):
                    continue
                try:
                    pictures += await _draw_scene(scene, size, options.theme, offices, folder)
                # Whatever fails, the others are drawn.
                except Exception as error:  # noqa: BLE001
                    failures += 1
                    print(f"{scene.name} {_format_size(size)}: {error}", file=sys.stderr)
        if not options.screen or any(name.startswith(("page", "paper")) for name in options.screen):
            pictures += await draw_pages(offices.day, folder)
    (folder / "index.html").write_text(_build_page(pictures), encoding="utf-8")
    print(folder / "index.html")
    return 1 if failures or not pictures else 0


def _parse_options(arguments: Sequence[str]) -> argparse.Namespace:
    themes = sorted(load_themes()[0])
    parser = argparse.ArgumentParser("python -m tests.gallery", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="without: the README's pictures are written")
    parser.add_argument(
        "--screen", action="append", default=[], help="the beginning of a name: kiosk, counter-desk, page…"
    )
    parser.add_argument("--size", action="append", default=[], help="such as 80x24")
    parser.add_argument("--theme", action="append", choices=themes)
    options = parser.parse_args(arguments)
    options.theme = options.theme or themes
    return options


async def _draw_readme() -> None:
    scenes = {scene.name: scene for scene in SCENES}
    with tempfile.TemporaryDirectory() as temporary:
        offices = await _make_offices(Path(temporary))
        for (name, size, theme), file in README_PICTURES.items():
            (picture,) = await _draw_scene(scenes[name], size, [theme], offices, Path(temporary))
            print(shutil.copy(Path(temporary) / picture, README_FOLDER / file))


def _is_wanted(scene: Scene, size: Size, options: argparse.Namespace) -> bool:
    has_name = not options.screen or any(scene.name.startswith(name) for name in options.screen)
    return has_name and (not options.size or _format_size(size) in options.size)


def _format_size(size: Size) -> str:
    return f"{size[0]}x{size[1]}"


async def _make_offices(folder: Path) -> Offices:
    day, questions, busy, closed = (folder / f"{name}.db" for name in ("day", "questions", "busy", "closed"))
    await fill_office(day)
    await fill_busy(busy)
    await fill_closed(closed)
    info = folder / "info"
    info.mkdir()
    (info / "hours.md").write_text(INFO_PAGE, encoding="utf-8")
    return Offices(day, questions, busy, closed, await fill_questions(questions), info)


async def _draw_scene(scene: Scene, size: Size, themes: Sequence[str], offices: Offices, folder: Path) -> list[str]:
    """Draw the scene in each theme; return the names of the files."""
    with tempfile.TemporaryDirectory() as temporary:
        # What is done in one picture is not to be seen in the next.
        files = {name: getattr(offices, name) for name in ("day", "questions", "busy", "closed")}
        copies = replace(offices, **{name: Path(shutil.copy(file, temporary)) for name, file in files.items()})
        app = scene.create_app(copies)
        async with app.run_test(size=size, notifications=True) as pilot:
            await scene.prepare(pilot, copies)
            names = []
            for theme in themes:
                app.theme = theme
                await pilot.pause()
                name = f"{scene.name}-{_format_size(size)}-{theme}.png"
                draw_screen(app).quantize().save(folder / name, optimize=True)
                names.append(name)
    return names


def _build_page(pictures: Sequence[str]) -> str:
    figures = "\n".join(
        f'<figure><a href="{name}"><img src="{name}" loading="lazy" alt=""></a><figcaption>{name}</figcaption></figure>'
        for name in map(escape, pictures)
    )
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Walkin: every screen</title>
<style>
body {{ font: 16px sans-serif; margin: 1rem; background: #888; }}
main {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(36rem, 1fr)); gap: 1rem; }}
figure {{ margin: 0; }} img {{ width: 100%; }}
</style>
<main>
{figures}
</main></html>
"""


if __name__ == "__main__":
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    sys.exit(asyncio.run(main(sys.argv[1:])))
