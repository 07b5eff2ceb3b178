"""The benchmarks as tests: results are correct, and cost grows no faster than the work.

No absolute time is asserted. The table is printed; see it with ``pytest -m bench tests/bench -s``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median

import pytest

from tests.bench import figures, help_calls, keys, lists, live, rates, screens, servers, starts, voice, watches
from tests.bench.figure import Figure, format_table
from walkin.speech.engines import detect_engines

pytestmark = pytest.mark.bench

SLACK = 3
"""Factor by which a busy machine may be worse than in proportion."""


def print_medians(figures: Sequence[Figure]) -> dict[str, float]:
    """Print the table. Returns Walkin's medians by the name of the figure."""
    print(f"\n{format_table(figures)}")
    assert all(figure.ours for figure in figures)
    return {figure.name: median(figure.ours) for figure in figures}


def test_creating_and_calling(tmp_path: Path) -> None:
    medians = print_medians(rates.measure_rates(tmp_path, rounds=3, seconds=1))
    for kind in rates.REQUEST_KINDS:
        assert medians[f"{kind.name}, 32 at once"] > medians[f"{kind.name}, 1 at once"] / SLACK


def test_several_servers_on_one_office(tmp_path: Path) -> None:
    medians = print_medians(servers.measure_servers(tmp_path, rounds=2, count=600))
    for name in [name for name in medians if "2 servers" in name and "p99" not in name]:
        assert medians[name] > medians[f"{name.partition(', 2 servers')[0]}, 1 server"] / SLACK


def test_lists(tmp_path: Path) -> None:
    medians = print_medians(lists.measure_lists(tmp_path, rounds=7))
    for smaller, larger in zip(lists.SIZES, lists.SIZES[1:], strict=False):
        grown = medians[f"list of {larger:,} waiting"] / medians[f"list of {smaller:,} waiting"]
        assert grown < larger / smaller * SLACK


def test_starting(tmp_path: Path) -> None:
    print_medians(starts.measure_screens(tmp_path, rounds=2))
    print_medians(starts.measure_commands(tmp_path, rounds=2))
    print_medians(starts.measure_server(tmp_path, rounds=2))


def test_a_ticket_reaches_the_other_board(tmp_path: Path) -> None:
    print_medians(live.measure_live(tmp_path, tickets=50))


def test_a_call_for_help_reaches_the_counter(tmp_path: Path) -> None:
    print_medians(help_calls.measure_help_calls(tmp_path, rounds=2))


def test_doing_nothing(tmp_path: Path) -> None:
    print_medians(screens.measure_idle(tmp_path, seconds=10))


def test_many_waiting_and_many_changes(tmp_path: Path) -> None:
    print_medians(screens.measure_busy(tmp_path, waiting=1_000, changes=25))


def test_keys_in_the_counter(tmp_path: Path) -> None:
    medians = print_medians(keys.measure_keys(tmp_path, rounds=7))
    few, many = keys.ROW_COUNTS
    for name in keys.KEY_PAIRS:
        title = "counter, {:,} waiting, key moves {}"
        assert medians[title.format(many, name)] < medians[title.format(few, name)] * SLACK


def test_a_years_statistics(tmp_path: Path) -> None:
    print_medians(figures.measure_statistics(tmp_path, rounds=3, count=20_000))


def test_watches(tmp_path: Path) -> None:
    print_medians(watches.measure_watches(tmp_path, seconds=3))


@pytest.mark.skipif(not detect_engines("", None), reason="neither the extra speech nor espeak-ng is installed")
def test_a_key_is_heard_and_cuts(tmp_path: Path) -> None:
    medians = print_medians(voice.measure_voice(tmp_path, presses=4))
    assert len(medians) == 2
