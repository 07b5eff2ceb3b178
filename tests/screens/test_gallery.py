"""The gallery draws what a terminal would show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

from tests.gallery.__main__ import main
from tests.gallery.picture import CELL_HEIGHT, CELL_WIDTH

if TYPE_CHECKING:
    from pathlib import Path


async def test_the_chosen_pictures_and_a_page_of_them(tmp_path: Path) -> None:
    assert await main([str(tmp_path), "--screen", "launcher", "--size", "80x24", "--theme", "night"]) == 0
    (picture,) = tmp_path.glob("*.png")
    assert picture.name in (tmp_path / "index.html").read_text(encoding="utf-8")
    with Image.open(picture) as image:
        assert image.size == (80 * CELL_WIDTH, 24 * CELL_HEIGHT)
        colours = image.convert("RGB").getcolors(100_000)
    assert colours is not None
    assert max(colours)[1] == (0x0E, 0x14, 0x1B), "the background of the theme"
