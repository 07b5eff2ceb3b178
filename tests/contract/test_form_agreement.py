"""The API and the rules of the model say the same of any form: what is kept, and what has to be mended."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

from tests.support.form_strategies import filled_conditional_forms, filled_forms
from tests.support.helpers import keep_sent_members
from tests.support.offices import make_settings
from walkin.client import QueueClient, connect
from walkin.model.country import find_country
from walkin.model.errors import Refused
from walkin.model.form.definition import FormItem
from walkin.model.form.validate import validate_form

T = TypeVar("T")


def comparable(items: list[FormItem]) -> list[dict[str, Any]]:
    return keep_sent_members([item.to_wire() for item in items])


def has_foreign_links(answers: list[dict[str, Any]]) -> bool:
    """Whether a file is given as a link: the rules know its form only, the server whether it is one of its own."""
    return any(
        (answer.get("type") == "file" and not str(answer.get("value") or "data:").startswith("data:"))
        or has_foreign_links(answer.get("subItem") or [])
        for answer in answers
    )


async def result(request: Awaitable[T]) -> T | Refused:
    try:
        return await request
    except Refused as refusal:
        return refusal


Case = tuple[list[FormItem], list[dict[str, Any]]]


@pytest.mark.long
@pytest.mark.parametrize("cases", [60, pytest.param(2_000, marks=pytest.mark.soak)])
async def test_the_api_agrees_with_the_rules_on_generated_forms(data: Path | str, cases: int) -> None:
    await generate_cases(data, filled_forms(), cases)


async def test_the_api_agrees_with_the_rules_on_conditions_limits_and_repeats(data: Path | str) -> None:
    await generate_cases(data, filled_conditional_forms(), 12)


@pytest.mark.long
@pytest.mark.parametrize("cases", [100, pytest.param(2_000, marks=pytest.mark.soak)])
async def test_the_api_agrees_with_the_rules_on_many_conditions_limits_and_repeats(
    office_file: Path, cases: int
) -> None:
    await generate_cases(office_file, filled_conditional_forms(), cases)


async def generate_cases(data: Path | str, strategy: SearchStrategy[Case], cases: int) -> None:
    loop = asyncio.get_running_loop()
    async with await connect(make_settings(data)) as client:
        queue = await client.add_queue({"name": "Anything", "timeZone": "Europe/London"})
        keys = count()

        @settings(max_examples=cases, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(strategy)
        def agree(case: Case) -> None:
            asyncio.run_coroutine_threadsafe(check_agreement(client, queue.id, case, f"k{next(keys)}"), loop).result(60)

        await asyncio.to_thread(agree)


async def check_agreement(client: QueueClient, queue_id: str, case: Case, key: str) -> None:
    form, answers = case
    saved = await result(client.update_queue(queue_id, {"form": [item.to_wire() for item in form]}))
    if isinstance(saved, Refused):
        # A hidden default that breaks its own rules is refused when the queue is saved.
        assert saved.status == 422
        return
    registered = await result(client.register(queue_id, {"form": answers}, key))
    try:
        given_items = [FormItem.model_validate(answer) for answer in answers]
    except ValueError:
        assert isinstance(registered, Refused)
        return
    expected = validate_form(form, given_items, country=find_country("Europe/London"), time_zone="Europe/London")
    if isinstance(registered, Refused):
        assert registered.status == 422
        assert all(field.message for field in registered.fields)
        problems = [(field.id, field.code) for field in registered.fields]
        rules = [(problem.id, problem.code) for problem in expected.problems]
        assert problems == rules or (has_foreign_links(answers) and [code for _, code in problems] == ["fileGone"])
        return
    assert expected.problems == ()
    assert [notice.id for notice in registered.notices or []] == [notice.id for notice in expected.notices]
    assert comparable(registered.form) == comparable(expected.items)
    # What comes back is what was accepted, and is accepted again.
    again = await client.update_registration(
        queue_id, registered.id, {"form": [item.to_wire() for item in registered.form]}
    )
    assert comparable(again.form) == comparable(registered.form)
