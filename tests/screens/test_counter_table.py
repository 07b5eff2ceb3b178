"""The queue table alone: selection, repainting, widths, ten thousand rows."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace

import pytest
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.geometry import Region

from tests.support.helpers import HOSTILE_TEXTS, screen_text, wait_for
from walkin.model.registration import Registration
from walkin.ui.app import WalkinApp
from walkin_counter.desk.columns import MARK_WIDTH, Columns, Lengths
from walkin_counter.desk.table import (
    POINTER,
    SERVICE_MARK,
    SIGNS,
    QueueRow,
    QueueTable,
    RowState,
    build_row,
    shorten_name,
)
from walkin_counter.formatting import fit_text

NOW = 10_000.0


def people(count: int, first: int = 0) -> list[QueueRow]:
    return [
        QueueRow(
            id=str(n),
            number=f"A{n:03d}",
            name=f"Person {n}",
            service="Passports",
            waiting_since=NOW - 60.0 * (count - n),
        )
        for n in range(first, first + count)
    ]


class TableApp(WalkinApp):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []

    def compose(self) -> ComposeResult:
        yield QueueTable()

    def on_queue_table_opened(self, event: QueueTable.Opened) -> None:
        self.heard.append(event)

    @property
    def table(self) -> QueueTable:
        return self.query_one(QueueTable)


class Refreshes:
    """Records which regions of the table are repainted."""

    def __init__(self, table: QueueTable, monkeypatch: pytest.MonkeyPatch) -> None:
        self.regions: list[Region] = []
        painted = table.refresh

        def refresh(*regions: Region, **more: bool) -> QueueTable:
            self.regions += regions or [table.size.region]
            return painted(*regions, **more)

        monkeypatch.setattr(table, "refresh", refresh)


async def test_waits_count_by_the_minute_where_nothing_should_move(monkeypatch: pytest.MonkeyPatch) -> None:
    app = TableApp()
    app.animation_level = "none"
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.show([QueueRow(id="1", number="A001", waiting_since=NOW - 60 * 7)], NOW)
        await wait_for(pilot, lambda: "7 min" in screen_text(app), "the wait in minutes")
        painted = Refreshes(app.table, monkeypatch)
        app.table.tick(NOW + 59)
        assert not painted.regions
        app.table.tick(NOW + 60)
        assert painted.regions
        await wait_for(pilot, lambda: "8 min" in screen_text(app), "the next minute")


async def test_the_selection_stays_with_its_person() -> None:
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = people(50)
        app.table.show(rows, NOW)
        assert app.table.selected_id == "0"
        app.table.select("7")
        app.table.show([QueueRow(id="new", number="B001"), *rows], NOW)
        assert (app.table.selected_id, app.table.selected_index) == ("7", 8)
        app.table.show(rows[3:], NOW)
        assert (app.table.selected_id, app.table.selected_index) == ("7", 4)
        app.table.show([row for row in rows[3:] if row.id != "7"], NOW)
        assert (app.table.selected_id, app.table.selected_index) == ("8", 4)
        served = [replace(row, called_at=NOW) if row.id == "8" else row for row in rows[3:] if row.id != "7"]
        app.table.show([*served[:4], *served[5:], served[4]], NOW)
        assert (app.table.selected_id, app.table.selected_index) == ("9", 4), "called elsewhere is as good as gone"
        app.table.show([], NOW)
        assert app.table.selected_row is None
        app.table.show(people(1, first=90), NOW)
        assert app.table.selected_id == "90"
        await pilot.pause()


async def test_rows_above_the_view_do_not_push_the_selection_away() -> None:
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = people(200)
        app.table.show(rows, NOW)
        app.table.select("100")
        await pilot.pause()
        line = app.table.selected_index - app.table.scroll_offset.y
        app.table.show([*people(5, first=900), *rows], NOW)
        await pilot.pause()
        assert app.table.selected_id == "100"
        assert app.table.selected_index - app.table.scroll_offset.y == line


async def test_keys_and_taps() -> None:
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.show(people(100), NOW)
        app.table.focus()
        for key, selected in (("down", "1"), ("end", "99"), ("up", "98"), ("home", "0"), ("pagedown", "23")):
            await pilot.press(key)
            assert app.table.selected_id == selected
        await pilot.press("home", "enter")
        await wait_for(pilot, lambda: len(app.heard) == 1, "details by Enter")
        await pilot.click(QueueTable, offset=(10, 4))
        assert app.table.selected_id == "4"
        assert len(app.heard) == 1, "one tap only selects"
        await pilot.click(QueueTable, offset=(10, 4), times=2)
        await wait_for(pilot, lambda: len(app.heard) == 2, "details by a double tap")


async def test_only_what_changed_is_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = [replace(row, waiting_since=NOW - 30) for row in people(100)]
        app.table.show(rows, NOW)
        await pilot.pause()
        refreshes = Refreshes(app.table, monkeypatch)
        app.table.tick(NOW)
        assert refreshes.regions == []
        app.table.tick(NOW + 1)
        assert not refreshes.regions
        app.table.tick(NOW + 60)
        columns = app.table.columns
        assert {(region.x, region.width) for region in refreshes.regions} == {(columns.wait_offset, columns.wait)}
        await pilot.pause()
        refreshes.regions.clear()
        app.table.action_move(1)
        assert [region.y for region in refreshes.regions] == [0, 1]
        await pilot.pause()
        refreshes.regions.clear()
        app.table.show([*rows[:5], replace(rows[5], name="Renamed"), *rows[6:]], NOW + 60)
        assert [region.y for region in refreshes.regions] == [5]


async def test_waits_and_their_signs() -> None:
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.show([replace(people(1)[0], waiting_since=NOW, target_seconds=600.0)], NOW)
        for passed, text, sign in ((0, "< 1 min", " "), (460, "7 min", "▄"), (4000, "1 h 6 min", "█")):
            app.table.tick(NOW + passed)
            await pilot.pause()
            line = screen_text(app).splitlines()[0]
            assert text in line
            assert line[1] == sign


async def test_states_have_signs_that_a_linux_console_has() -> None:
    rows = [
        QueueRow(id="1", number="A001", waiting_since=NOW, held=True),
        QueueRow(id="2", number="A002", waiting_since=NOW, held=True, desk="Room 9"),
        QueueRow(id="3", number="A003", waiting_since=NOW, called_at=NOW, desk="Desk 1"),
    ]
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.show(rows, NOW)
        await pilot.pause()
        lines = screen_text(app).splitlines()
        assert [line[1] for line in lines[:3]] == ["║", "║", "→"]
        assert ("for Room 9" in lines[1], "at Desk 1" in lines[2]) == (True, True)
    for sign in (*SIGNS.values(), POINTER, SERVICE_MARK):
        # Linux shows the arrows of its own code points there.
        assert sign in "→►" or sign.encode("cp437"), sign


def test_short_names_end_with_a_word_that_says_something() -> None:
    names = [shorten_name("Identity cards and passports", width) for width in (40, 28, 20, 14, 10, 3)]
    assert names == ["Identity cards and passports"] * 2 + ["Identity cards"] * 2 + ["Identity"] * 2
    assert shorten_name("Elternberatungsstelle", 5) == "Elternberatungsstelle"


async def test_a_note_and_another_language_are_seen_at_every_width() -> None:
    queue = {"id": "1"}
    arrived = {"dateTime": "2026-03-02T09:00:00", "timeZone": "Europe/London"}
    registration = Registration.model_validate(
        {"id": "1", "queue": queue, "status": "registered", "registered": arrived, "ticket": "A001", "language": "pl"}
    )
    noted = registration.model_copy(update={"id": "2", "note": "brings a dog"})
    plain = registration.model_copy(update={"id": "3"})
    rows = [
        build_row(registration, None, "speaks Polish"),
        build_row(noted, None, "speaks Polish"),
        build_row(plain, None),
    ]
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.show(rows, NOW)
        await pilot.pause()
        lines = screen_text(app).splitlines()
        assert ["speaks Polish" in line for line in lines[:3]] == [True, True, False]
        await pilot.resize_terminal(160, 24)
        await pilot.pause()
        assert "speaks Polish · brings a dog" in screen_text(app).splitlines()[1]


@pytest.mark.parametrize("width", [80, 100, 119, 120, 160, 200])
async def test_hostile_names_keep_every_column_in_its_place(width: int) -> None:
    app = TableApp()
    rows = [
        QueueRow(
            id=str(n),
            number="A001",
            name=name,
            service=name,
            waiting_since=NOW - 60,
            desk=name,
            remark=name,
        )
        for n, name in enumerate(HOSTILE_TEXTS)
    ]
    async with app.run_test(size=(width, 45)) as pilot:
        app.table.show(rows, NOW)
        await pilot.pause()
        columns = app.table.columns
        for y in range(len(HOSTILE_TEXTS)):
            strip = app.table.render_line(y)
            assert strip.cell_length == app.table.size.width
            wait = strip.crop(columns.wait_offset, columns.wait_offset + columns.wait).text
            assert wait.strip() == "1 min"
            assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in strip.text)


@pytest.mark.parametrize("text", ["漢字かな한글", "a漢字", "plain", "", "é\u0301x", *HOSTILE_TEXTS[-8:]])
@pytest.mark.parametrize("width", [1, 2, 5, 9, 30])
def test_fit_is_exact(text: str, width: int) -> None:
    line = text.replace("\n", " ")
    assert cell_len(fit_text(line, width)) == width


@pytest.mark.parametrize("longest", [Lengths(), Lengths(33, 18, 13), Lengths(900, 900, 900)])
@pytest.mark.parametrize("width", range(76, 220, 3))
def test_columns_fill_the_line(width: int, longest: Lengths) -> None:
    columns = Columns.for_width(width, longest)
    widths = [size for size in columns if size]
    assert MARK_WIDTH + sum(widths) + len(widths) - 1 <= width
    assert columns.name >= 20
    assert columns.service >= 14
    assert columns.remark >= min(longest.remark, 12)


@pytest.mark.parametrize("width", [80, 120])
async def test_long_names_and_services_have_the_room_that_remarks_leave(width: int) -> None:
    app = TableApp()
    row = QueueRow("1", "A001", "Jean-Baptiste de la Rochefoucauld", "Identity cards", NOW)
    long_service = replace(row, id="2", service="Identity cards and passports")
    noted = replace(row, id="3", remark="wheelchair, brings a friend who translates; please take your time")
    async with app.run_test(size=(width, 24)) as pilot:
        app.table.show([row, long_service], NOW)
        await pilot.pause()
        assert "Jean-Baptiste de la Rochefoucauld" in screen_text(app)
        assert ("Identity cards and passports" in screen_text(app)) == (width >= 120)
        before = app.table.columns
        app.table.show([row, replace(row, id="4", name="Li")], NOW)
        assert app.table.columns == before, "a row that leaves moves nothing"
        app.table.show([row, noted], NOW)
        await pilot.pause()
        assert "wheelchair" in screen_text(app)


def test_flags() -> None:
    row = QueueRow(id="1", number="A001", waiting_since=0, target_seconds=100)
    assert [row.compute_state(now) for now in (10, 75, 76, 100, 101)] == [
        RowState.WAITING, RowState.WAITING, RowState.SOON, RowState.SOON, RowState.LATE,
    ]  # fmt: skip
    assert replace(row, called_at=500).compute_state(600) is RowState.SERVED


async def test_ten_thousand_rows() -> None:
    app = TableApp()
    async with app.run_test(size=(120, 40)) as pilot:
        app.table.show(people(10_000), NOW)
        app.table.focus()
        await pilot.press("end", "up")
        assert app.table.selected_id == "9998"
        assert "A9999" in screen_text(app)
        app.table.show(people(3), NOW)
        await pilot.pause()
        assert "A002" in screen_text(app)


@pytest.mark.bench
async def test_the_cost_does_not_grow_with_the_rows(capsys: pytest.CaptureFixture[str]) -> None:
    medians = {}
    for count in (100, 10_000):
        app = TableApp()
        async with app.run_test(size=(120, 40)) as pilot:
            table = app.table
            table.show(people(count), NOW)
            table.focus()
            await pilot.pause()
            costs = []
            for step in range(60):
                began = time.perf_counter()
                table.action_move(1)
                table.tick(NOW + step)
                app.screen._compositor_refresh()
                for y in range(table.size.height):
                    table.render_line(y)
                costs.append(time.perf_counter() - began)
            medians[count] = statistics.median(costs)
    with capsys.disabled():
        print("\ncursor, tick and every visible line:", {n: f"{cost * 1000:.2f} ms" for n, cost in medians.items()})
    assert medians[10_000] < medians[100] * 3
