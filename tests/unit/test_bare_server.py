"""A server with the members of the reference only: an absent number is unknown, not 0, and an absent desk no desk."""

from __future__ import annotations

from walkin.client import Board
from walkin.languages import Words
from walkin.model.queue import Queue
from walkin.model.registration import Registration
from walkin.model.text import FROM_SERVER
from walkin.settings import KioskSettings
from walkin_counter.desk.state import DeskView
from walkin_kiosk.screens.start import ServiceButton
from walkin_kiosk.service_catalog import ServiceCatalog


class BoardOfOne(Board):
    """A board with one registration in progress."""

    def __init__(self, registration: Registration) -> None:
        self.registration = registration

    def list_in_progress(self) -> list[Registration]:
        return [self.registration]


def test_an_absent_number_of_waiting_clients_is_unknown() -> None:
    bare = Queue.model_validate({"id": "1", "name": "Permits"}, context=FROM_SERVER)
    assert bare.known_waiting is None
    assert bare.translate("fr").known_waiting is None
    catalog = ServiceCatalog(KioskSettings(), "en")
    catalog.connected = True
    button = ServiceButton(bare, 1, Words("en"), catalog)
    assert "aiting" not in button.label
    empty = Queue.model_validate({"id": "1", "name": "Permits", "waiting": 0}, context=FROM_SERVER)
    assert empty.known_waiting == 0
    button.show_state(empty, Words("en"))
    assert "Nobody waiting" in button.label


def test_a_called_client_is_at_this_desk_where_the_server_names_no_desk() -> None:
    registered = {"dateTime": "2026-11-27T09:00:00", "timeZone": "Europe/London"}
    document = {"id": "7", "queue": {"id": "1"}, "status": "inProgress", "registered": registered}
    called = Registration.model_validate(document, context=FROM_SERVER)
    desk = DeskView("Desk 1", BoardOfOne(called))
    assert desk.current_client is None
    desk.remember_call(called)
    assert desk.current_client is called
    document |= {"counter": {"name": "Desk 2"}}
    desk.board = BoardOfOne(Registration.model_validate(document, context=FROM_SERVER))
    assert desk.current_client is None
