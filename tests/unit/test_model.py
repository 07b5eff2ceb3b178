"""Text cleaning, times, tickets, estimates and translations."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from walkin.model.address import redact_address
from walkin.model.caller import Role
from walkin.model.calling_order import CallOrderKey, WaitingClient
from walkin.model.client import ClientInput
from walkin.model.country import find_country
from walkin.model.errors import Refused, TextRefused
from walkin.model.etag import build_etag, matches_if_match, matches_if_none_match
from walkin.model.printable import format_json
from walkin.model.queue import PREFIX_LETTERS, Queue, QueueInput, format_ticket
from walkin.model.registration import Registration, RegistrationInput, Status, parse_id
from walkin.model.statistics import Figures
from walkin.model.text import clean
from walkin.model.time import ZonedTime, detect_local_zone, to_local_day, to_wall_clock
from walkin.model.wait_estimate import MAX_MINUTES, STEP_MINUTES, QueueOutlook, Schedule, ServiceRate, ServingDesk
from walkin.store import open_store

MIDSUMMER = 1_782_000_000_000


@given(st.text())
def test_what_is_kept_is_clean_and_cleaning_it_again_changes_nothing(text: str) -> None:
    try:
        cleaned = clean(text, multiline=True)
    except TextRefused:
        return
    assert clean(cleaned, multiline=True) == cleaned
    assert not any(ord(character) < 32 and character not in "\n\t" for character in cleaned)
    assert "\x1b" not in cleaned
    assert "\u202e" not in cleaned


@pytest.mark.parametrize("name", ["Zoë", "Nguyễn Văn Ánh", "می‌خواهم", "O’Connor", "X Æ A-12", "李", "👩‍👩‍👧", "Łódź"])
def test_real_names_are_kept(name: str) -> None:
    assert clean(name) == name


def test_the_day_is_the_queues_own() -> None:
    assert to_local_day(MIDSUMMER, "Pacific/Kiritimati") != to_local_day(MIDSUMMER, "Pacific/Pago_Pago")
    assert to_wall_clock(0, "Europe/Paris") == "1970-01-01T01:00:00"
    assert ZonedTime(date_time="1970-01-01T01:00:00", time_zone="Europe/Paris").to_datetime().timestamp() == 0
    assert ZonedTime(date_time="2014-08-22T12:30:00", time_zone="US/Eastern").to_datetime().utcoffset() is not None


def test_tickets_avoid_letters_that_look_like_figures() -> None:
    assert format_ticket("A", 7) == "A007"
    assert format_ticket("B", 12345) == "B12345"
    assert not set("IOQ") & set(PREFIX_LETTERS)
    with pytest.raises(ValueError, match="prefix"):
        QueueInput.model_validate({"ticketPrefix": "Q"})


@given(
    ahead=st.integers(0, 500),
    minutes=st.integers(1, 480),
    services=st.lists(st.integers(0, 7200), max_size=60),
    gaps=st.lists(st.integers(0, 4000), max_size=20),
    desks=st.integers(1, 12),
)
def test_a_told_wait_is_a_range_in_steps_that_grows_with_the_queue(
    ahead: int, minutes: int, services: list[int], gaps: list[int], desks: int
) -> None:
    rate = ServiceRate(waiting_since=0)
    for gap in gaps:
        rate.record_call(1_000_000 + gap, 1_000_000)
    for seconds in services:
        rate.record_visit(seconds, 0)
    queue = QueueOutlook(ServiceRate.model_validate_json(rate.model_dump_json()), minutes)
    serving = [ServingDesk(str(number), frozenset({1}), number % 2 or None) for number in range(desks)]
    schedule = Schedule.begin({1: queue}, serving)
    for position in range(ahead):
        schedule.add(WaitingClient(CallOrderKey(0, position), 1))
    told, later = (schedule.estimate(1).range_minutes(people) for people in (ahead, ahead + 5))
    assert told is not None
    assert later is not None
    low, high = told
    assert 0 <= low <= MAX_MINUTES
    assert low % STEP_MINUTES == 0
    if high is None:
        assert told == later == (MAX_MINUTES, None)
    else:
        assert low < high
        assert high % STEP_MINUTES == 0
    means = [schedule.estimate(1).mean_seconds(people) for people in range(ahead + 5)]
    assert means == sorted(means)


def test_a_queue_speaks_the_readers_language_as_far_as_it_is_translated() -> None:
    queue = Queue.model_validate(
        {
            "id": "1",
            "name": "Taxes",
            "welcomeMessage": "Hello",
            "form": [{"id": "a", "title": "What?", "help": "Write", "values": [{"id": "x", "name": "Yes"}]}],
            "i18n": {"fr": {"name": "Impôts", "form": {"a": {"title": "Quoi ?", "values": {"x": "Oui"}}}}},
        }
    )
    french = queue.translate("fr-CA")
    assert (french.name, french.welcome_message) == ("Impôts", "Hello")
    assert (french.form[0].title, french.form[0].help) == ("Quoi ?", "Write")
    assert [choice.name for choice in french.form[0].iter_choices()] == ["Oui"]
    assert queue.translate("de") is queue


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("zh", "税"),
        ("zh-CN", "税"),
        ("zh-Hans-TW", "税"),
        ("zh-TW", "Taxes"),
        ("iw", "מס"),
        ("he-IL", "מס"),
        ("en", "Taxes"),
    ],
)
def test_a_translation_is_found_by_every_form_of_a_language(language: str, name: str) -> None:
    i18n = {"zh-Hans": {"name": "税"}, "he": {"name": "מס"}, "en-US": {"name": "Taxation"}}
    queue = Queue.model_validate({"id": "1", "name": "Taxes", "i18n": i18n})
    assert queue.translate(language).name == name


def test_the_country_of_an_office_is_that_of_its_zone() -> None:
    assert find_country("Europe/Paris") == "FR"
    assert find_country("US/Eastern") == "US"
    assert find_country("Etc/UTC") is None


@pytest.mark.parametrize(
    ("status", "reasons"),
    [
        (400, "badRequest"),
        (401, "unauthorized"),
        (403, "forbidden"),
        (404, "notFound queueNotFound registrationNotFound clientNotFound watchNotFound keyNotFound queueEmpty"),
        (405, "methodNotAllowed"),
        (409, "conflict transition reserved queueClosed undoChanged"),
        (412, "preconditionFailed"),
        (413, "tooLarge"),
        (415, "unsupportedMediaType"),
        (422, "invalid idempotencyMismatch"),
        (429, "tooManyRequests"),
        (503, "busy databaseAway"),
        (507, "storageFull"),
    ],
)
def test_the_status_of_a_refusal_is_that_of_its_reason_unless_a_server_sent_another(status: int, reasons: str) -> None:
    assert {Refused(reason).status for reason in reasons.split()} == {status}
    assert Refused(reasons.split()[0], status=418).status == 418
    assert Refused("a reason of a later version").status == 400


def test_if_match_names_a_state_and_if_none_match_a_response() -> None:
    etag = build_etag(1, 57, "e1")
    assert etag == '"1-57-e1"'
    assert all(
        matches_if_match(header, etag) for header in ("*", '"1-57-e1"', '"1-57-e1.63-2"', '"1-56-e1", "1-57-e1"')
    )
    assert not any(
        matches_if_match(header, etag) for header in ("", '"1-56-e1"', 'W/"1-57-e1"', '"1-5"', '"1-57"', '"1-57-e2"')
    )
    assert all(matches_if_none_match(header, '"1-57.2"') for header in ("*", 'W/"1-57.2"', '"1-56", "1-57.2"'))
    assert not any(matches_if_none_match(header, '"1-57.2"') for header in ("", '"1-57"', '"1-57.3"'))
    assert not matches_if_none_match('"a"', "no tag")


def test_roles_are_ordered_by_their_rights() -> None:
    roles = [Role.DISPLAY, Role.KIOSK, Role.COUNTER, Role.ADMIN]
    for rank, role in enumerate(roles):
        assert [role.is_within(other) for other in roles] == [other_rank >= rank for other_rank in range(4)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("", None),
        ("-1", None),
        ("1.0", None),
        ("٣", None),
    ],
)
def test_an_id_is_decimal_digits_that_a_database_can_hold(text: str, number: int | None) -> None:
    assert parse_id(text) == number


def test_ids_may_be_numbers_but_not_booleans() -> None:
    assert RegistrationInput.model_validate({"id": 7}).id == "7"
    with pytest.raises(ValidationError):
        RegistrationInput.model_validate({"id": True})


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.DELETED])
def test_every_status_but_deleted_can_be_written(status: Status) -> None:
    assert RegistrationInput.model_validate({"status": status}).status is status


def test_deleted_cannot_be_written_and_is_no_writable_status_of_the_schema() -> None:
    with pytest.raises(ValidationError):
        RegistrationInput.model_validate({"status": "deleted"})
    schema = json.dumps(RegistrationInput.model_json_schema()["properties"]["status"])
    assert all((f'"{status}"' in schema) is (status is not Status.DELETED) for status in Status)


def test_indented_json_escapes_what_a_terminal_acts_on() -> None:
    text = format_json({"name": "Zoë 李 😀", "bad": "\x07\x1b\x7f\x9b\u200b\u202e"})
    assert text == '{\n  "name": "Zoë 李 😀",\n  "bad": "\\u0007\\u001b\\u007f\\u009b\\u200b\\u202e"\n}\n'


def test_exactly_one_address_of_a_client_is_primary() -> None:
    def mark(*primary: bool | None) -> list[bool]:
        emails = [{"email": "a@example.org"} | ({} if flag is None else {"primary": flag}) for flag in primary]
        addresses = ClientInput.model_validate({"emailAddresses": emails}).email_addresses or []
        return [address.primary for address in addresses]

    assert mark(None, None) == [True, False]
    assert mark(False, True, True) == [False, True, False]


def test_members_that_a_server_does_not_send_have_neutral_values() -> None:
    queue = Queue.model_validate({"id": "1", "name": "Taxes"})
    assert (queue.status, queue.waiting, queue.average_waiting_time, queue.visits) == ("open", 0, 0, 0)
    assert (queue.service_time, queue.service_level) == (5, 15)
    assert queue.join_by_phone is False
    registered = {"dateTime": "2024-02-29T10:15:00", "timeZone": "Europe/Paris"}
    registration = Registration.model_validate(
        {"id": "1", "queue": {"id": "1"}, "status": "registered", "registered": registered}
    )
    counts = (registration.waiting_time, registration.average_waiting_time, registration.calls, registration.priority)
    assert counts == (0, 0, 0, 0)
    assert Figures().model_dump(exclude_none=True) == {
        "visits": 0, "called": 0, "served": 0, "no_shows": 0, "left": 0
    }  # fmt: skip


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://ann:s3cret@db.example.org/office", "postgresql://db.example.org/office"),
        ("postgres://ann:p@ss@db.example.org/office?password=x", "postgresql://db.example.org/office"),
        ("postgresql:///office", "postgresql:///office"),
        ("postgresql://ann:s3?ret@db.example.org/office", "postgresql://…"),
    ],
)
def test_the_address_of_a_database_is_shown_without_its_secrets(address: str, shown: str) -> None:
    assert redact_address(address) == shown


@pytest.mark.parametrize(
    ("value", "zone", "is_known"),
    [
        ("America/New_York", "America/New_York", True),
        (":America/New_York", "America/New_York", True),
        ("posix/America/New_York", "America/New_York", True),
        ("Europe/Berlin ", "Europe/Berlin", True),
        ("america/new york", "America/New_York", True),
        ("PST8PDT", "PST8PDT", True),
        ("EST5EDT", "EST5EDT", True),
        ("EST5EDT,M3.2.0,M11.1.0", "EST5EDT", True),
        ("CET-1CEST", "CET", True),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "CET", True),
        ("<+03>-3", "Etc/GMT-3", True),
        ("JST-9", "Asia/Tokyo", True),
        ("GMT0BST", "Europe/London", True),
        ("FOO-5", "Etc/GMT-5", True),
        ("UTC0", "UTC", True),
        ("", "UTC", True),
        ("garbage", None, False),
        ("Mars/Olympus", None, False),
        ("../x", None, False),
    ],
)
def test_the_zone_of_the_machine_follows_tz(
    monkeypatch: pytest.MonkeyPatch, value: str, zone: str | None, is_known: bool
) -> None:
    with monkeypatch.context() as patch:
        patch.delenv("TZ", raising=False)
        system_zone, _ = detect_local_zone()
        patch.setenv("TZ", value)
        time.tzset()
        assert detect_local_zone() == (zone or system_zone, "" if is_known else value)
    time.tzset()


def test_an_unknown_zone_is_said_when_an_office_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", f"Nowhere/{tmp_path.name}")
        time.tzset()
        open_store(tmp_path / "office.db").close()
    time.tzset()
    (message,) = [record.getMessage() for record in caplog.records if record.name == "walkin.store"]
    assert "TZ=Nowhere/" in message
    assert "--time-zone" in message
