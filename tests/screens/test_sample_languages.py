"""The sample office on a kiosk of 80 × 24: its services and a whole form in the client's language, without a cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.helpers import screen_text
from tests.support.kiosk import make_settings, run_kiosk, wait_for_question, wait_for_texts
from walkin.languages import list_languages
from walkin.languages.bidi import arrange_text
from walkin.store.schema.seed import load_sample

if TYPE_CHECKING:
    from pathlib import Path

    from walkin.model.form.definition import FormItem

QUICK = ("de", "ar", "ja")


def list_lines(question: FormItem) -> list[str]:
    """The title of a question and its choices, each of which has a line of its own."""
    return [question.title, *(choice.name for choice in question.iter_choices())]


@pytest.mark.parametrize(
    "language",
    [
        *QUICK,
        *(pytest.param(code, marks=pytest.mark.long) for code in (*list_languages(), "pt-BR") if code not in QUICK),
    ],
)
async def test_services_questions_and_choices_are_in_the_language(tmp_path: Path, language: str) -> None:
    original = {text for queue in load_sample() for item in queue.form or () for text in list_lines(item)}
    settings = make_settings(tmp_path, language=language, languages=(language,))
    async with run_kiosk(settings, services=3) as (app, pilot):
        services = [queue.translate(language) for queue in app.catalog.queues]
        await wait_for_texts(pilot, *(arrange_text(service.name) for service in services))
        assert "…" not in screen_text(app)
        await pilot.press("1")
        await wait_for_question(pilot, "document")
        visit = app.session
        assert visit is not None
        for place, question in enumerate(services[0].form):
            visit.screen_index = place
            await app.show_session()
            await wait_for_question(pilot, question.id)
            assert language == "en" or not original & {*list_lines(question)}
            # A help may go on in a second line; the full stop of right-to-left text is on its left.
            words = [word.strip(".,:،。") for word in (question.help or "").split()]
            await wait_for_texts(pilot, *(arrange_text(text) for text in (*list_lines(question), *words)))
            assert not [line for line in screen_text(app).split("\n")[:-1] if "…" in line]
