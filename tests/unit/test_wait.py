"""The wait that is told: which desks count, what is learned, and how well it does over simulated days."""

from __future__ import annotations

import pytest

from tests.bench.waits import CASES, INSIDE, OVER, Case, replays
from walkin.model.wait_estimate import ABOVE, BELOW, IDLE, SHIFT, Forecast, Pace

MORNING = 1_000_000


def at_work(desks: int) -> Pace:
    """So many desks with somebody, and somebody waiting."""
    pace = Pace()
    for number in range(desks):
        pace.called(MORNING, f"Desk {number}")
    pace.waits(MORNING, 1)
    return pace


def mean(pace: Pace, at: int, ahead: int = 8) -> float:
    found = Forecast.of(pace, 10, at)
    assert found is not None
    return found.mean(ahead)


def test_before_the_first_call_one_desk_is_assumed() -> None:
    assert mean(Pace(), MORNING, 0) == 600


def test_more_desks_shorten_the_wait_and_a_paused_one_makes_it_longer() -> None:
    four = at_work(4)
    assert mean(four, MORNING) == mean(at_work(1), MORNING) / 4
    four.paused(MORNING, "Desk 0")
    assert mean(four, MORNING) == pytest.approx(mean(at_work(3), MORNING))
    four.called(MORNING, "Desk 0")
    assert four.open_desks(MORNING) == 4


def test_a_free_desk_that_leaves_people_waiting_is_taken_for_paused() -> None:
    pace = at_work(2)
    pace.finished(MORNING + 600, "Desk 0", 600)
    assert mean(pace, MORNING + 600 + IDLE, 0) == 0, "it is about to call"
    assert mean(pace, MORNING + 601 + IDLE, 0) == mean(at_work(1), MORNING, 0)


def test_a_free_desk_is_not_idle_while_nobody_waits() -> None:
    pace = at_work(2)
    pace.waits(MORNING, 0)
    pace.finished(MORNING + 600, "Desk 0", 600)
    pace.waits(MORNING + 5000, 1)
    assert pace.open_desks(MORNING + 5000 + IDLE) == 2
    assert pace.open_desks(MORNING + 5001 + IDLE) == 1


def test_without_an_open_desk_nothing_is_told() -> None:
    pace = at_work(2)
    pace.paused(MORNING, "Desk 0")
    assert Forecast.of(pace, 10, MORNING) is not None
    pace.paused(MORNING, "Desk 1")
    assert Forecast.of(pace, 10, MORNING) is None
    pace.opened(MORNING, "Desk 1")
    assert Forecast.of(pace, 10, MORNING) is not None


def test_a_desk_paused_during_a_visit_stays_so_after_it() -> None:
    pace = at_work(2)
    pace.paused(MORNING + 60, "Desk 0")
    pace.finished(MORNING + 300, "Desk 0", 300)
    assert pace.open_desks(MORNING + 300) == 1
    pace.opened(MORNING + 600, "Desk 0")
    assert (pace.open_desks(MORNING + 600), pace.free_desks(MORNING + 600)) == (2, 1)


def test_a_desk_opened_again_during_a_visit_is_not_free() -> None:
    pace = at_work(2)
    pace.paused(MORNING + 60, "Desk 0")
    pace.opened(MORNING + 120, "Desk 0")
    assert (pace.open_desks(MORNING + 600), pace.free_desks(MORNING + 600)) == (2, 0)


def test_a_visit_left_open_at_closing_time_teaches_nothing() -> None:
    pace = at_work(1)
    pace.finished(MORNING + 15 * 3600, "Desk 0", 15 * 3600)
    assert pace.services == []
    assert mean(pace, MORNING + SHIFT + 1, 0) == 600


def test_gaps_count_only_while_people_wait() -> None:
    pace = Pace()
    pace.called(MORNING, "Desk 1")
    pace.called(MORNING + 900, "Desk 1")
    assert pace.gaps == []
    pace.waits(MORNING + 900, 2)
    pace.called(MORNING + 1500, "Desk 1")
    assert pace.gaps == [600]


def test_the_range_grows_when_waits_end_outside_and_shrinks_when_they_do_not() -> None:
    pace = Pace()
    pace.learn(5, 10, 700)
    assert pace.above > ABOVE
    assert pace.below < BELOW
    pace = Pace()
    pace.learn(5, 10, 200)
    assert pace.below > BELOW
    pace = Pace()
    pace.learn(60, None, 9000)
    assert pace.above == ABOVE


def test_a_pace_of_an_older_version_is_read() -> None:
    old = '{"services":[600,540],"calls":[999000,999600],"desks":{"Desk 1":999600}}'
    assert mean(Pace.model_validate_json(old), MORNING, 0) > 0


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_does_better_than_the_simple_forecasts(case: Case) -> None:
    days = 120 if case.desks == 1 else 40 if case.desks < 8 else 12
    ((_, found),) = replays(days, cases=(case,))
    assert len(found.ours) > 1500
    assert found.error() < min(found.errors())
    assert found.share_inside >= INSIDE
    assert found.share_above <= OVER
    assert found.silent < len(found.ours) / 100
