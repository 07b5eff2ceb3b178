"""What the counter says about a client."""

from __future__ import annotations

from walkin.languages import Words
from walkin.model.registration import Registration
from walkin.model.text import FROM_SERVER
from walkin_counter.client.facts import format_offline, list_facts


def test_staff_see_that_a_ticket_was_given_without_the_server_and_which_number_the_client_holds() -> None:
    time = {"dateTime": "2026-11-27T09:00:00", "timeZone": "Europe/London"}
    document = {"id": "7", "queue": {"id": "1", "name": "Permits"}, "status": "registered", "registered": time}
    words = Words("en")
    assert not format_offline(Registration.model_validate(document), words)
    offline = {"taken": time, "received": time, "unchecked": True, "ticket": "A501\x1b[31m"}
    registration = Registration.model_validate({**document, "offline": offline}, context=FROM_SERVER)
    text = format_offline(registration, words)
    assert text.startswith("ticket given without the server · holds A501")
    assert text.endswith("answers do not fit the form")
    assert "\x1b" not in text
    assert any(text in fact for _, fact in list_facts(registration, None, words))
