"""The operations of the reference, over both transports."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from walkin.client import QueueClient
from walkin.model.errors import Refused
from walkin.model.form.parsers.registry import PARSERS
from walkin.model.registration import Status

ANN = {"client": {"firstName": "Ann", "lastName": "Bee", "emailAddress": "ann@example.org"}}


async def test_a_new_office_has_three_services_with_forms(client: QueueClient) -> None:
    queues = await client.list_queues()
    assert [queue.ticket_prefix for queue in queues] == ["A", "B", "C"]
    types = {item.type for queue in queues for item in queue.form}
    # "star" is another name of "rating", and no town hall asks for a password. Consents, texts, times and months are
    # no types of the contract: the sample shows what its clients know.
    assert types == PARSERS.keys() - {"star", "password", "consent", "text", "time", "month"}
    assert all("fr" in queue.i18n for queue in queues)


async def test_insert_gives_ticket_rank_and_a_range(client: QueueClient) -> None:
    await client.update_desk("Desk 1", "open")  # while nobody serves, nothing is told
    first = await client.register("1", ANN, "k1")
    second = await client.register("1", {}, "k2")
    assert (first.ticket, second.ticket) == ("A001", "A002")
    assert (first.rank, first.number_of_people_ahead) == (1, 0)
    assert (second.rank, second.number_of_people_ahead) == (2, 1)
    assert second.estimated_waiting_time is not None
    assert first.client.self_link is not None
    assert first.client.self_link.endswith(f"/api/2.3/clients/{first.client.id}")
    record = await client.get_client(first.client.id or "")
    assert record.email_addresses[0].email == "ann@example.org"


async def test_a_returning_client_is_reused(client: QueueClient) -> None:
    first = await client.register("1", ANN, "k1")
    again = await client.register(
        "2", {"client": {"firstName": "Anna", "lastName": "Bee", "emailAddress": "ANN@example.org"}}, "k2"
    )
    assert again.client.id == first.client.id
    assert again.client.first_name == "Anna"


async def test_next_shows_and_post_calls(client: QueueClient) -> None:
    assert await client.get_next("1") is None
    assert await client.call_next("1", "Desk 1") is None
    first = await client.register("1", ANN, "k1")
    second = await client.register("1", ANN, "k2")
    waiting = await client.get_next("1")
    assert waiting is not None
    assert (waiting.id, waiting.status) == (first.id, Status.REGISTERED)
    called = await client.call_next("1", "Desk 1")
    assert called is not None
    assert (called.id, called.status, called.calls) == (first.id, Status.IN_PROGRESS, 1)
    assert called.counter is not None
    assert called.counter.name == "Desk 1"
    assert called.started is not None
    assert called.rank is None
    following = await client.get_next("1")
    assert following is not None
    assert (following.id, following.rank) == (second.id, 1)


async def test_list_shows_the_active_by_default_and_others_on_demand(client: QueueClient) -> None:
    ids = [(await client.register("1", {}, f"k{number}")).id for number in range(4)]
    await client.call_next("1", "Desk 1")
    await client.mark_no_show("1", ids[1])
    await client.delete_registration("1", ids[2])
    active = await client.list_registrations("1")
    assert [(registration.id, registration.rank) for registration in active] == [(ids[3], 1), (ids[0], None)]
    assert [registration.id for registration in await client.list_registrations("1", Status.NO_SHOW)] == [ids[1]]
    assert [registration.id for registration in await client.list_registrations("1", Status.DELETED)] == [ids[2]]
    with pytest.raises(Refused) as refused:
        await client.list_registrations("1", "elsewhere")
    assert refused.value.status == 400


async def test_the_id_is_the_first_member(client: QueueClient) -> None:
    path = "queues/1/registrations"
    replies: list[Any] = [await client.request("POST", path, {}) for _ in range(2)]
    replies.append(await client.request("POST", f"{path}/next", {}))
    listed: Any = await client.request("GET", path)
    assert [next(iter(item)) for item in (*replies, *listed["items"])] == ["id"] * 5


async def test_a_priority_goes_first_within_its_queue(client: QueueClient) -> None:
    ids = [(await client.register("1", {"priority": priority}, f"k{priority}")).id for priority in (0, 2, 1)]
    late = await client.register("1", {"priority": 2}, "late")
    listed = await client.list_registrations("1")
    assert [registration.id for registration in listed] == [ids[1], late.id, ids[2], ids[0]]
    assert [registration.rank for registration in listed] == [1, 2, 3, 4]
    assert late.rank == 2
    assert (await client.get_registration("1", ids[0])).rank == 4


async def test_every_writable_status_follows_every_other(client: QueueClient) -> None:
    registration = await client.register("1", ANN, "k1")
    # Each of the twelve changes once.
    names = {"r": "registered", "i": "inProgress", "f": "finished", "n": "noShow"}
    for letter in "irfrnrinifnfi":
        status = names[letter]
        updated = await client.update_registration("1", registration.id, {"status": status})
        assert updated.status == status
        assert (updated.rank == 1) == (status == "registered")
        assert (updated.finished is not None) == (status == "finished")
        assert (updated.missed is not None) == (status == "noShow")
        assert updated.started is not None or status in ("registered", "noShow")
        assert (await client.get_queue("1")).waiting == (status == "registered")
    with pytest.raises(Refused) as refusal:
        await client.update_registration("1", registration.id, {"status": "deleted"})
    assert (refusal.value.reason, refusal.value.fields[0].id) == ("invalid", "status")


async def test_update_merges(client: QueueClient) -> None:
    registration = await client.register("1", ANN | {"note": "deaf", "language": "fr"}, "k1")
    changed = await client.update_registration(
        "1", registration.id, {"client": {"lastName": "Cee"}, "note": "deaf, signs"}
    )
    assert changed.client.full_name == "Ann Cee"
    assert changed.client.email_address == "ann@example.org"
    assert changed.note == "deaf, signs"
    assert changed.language == "fr"


async def test_if_match_lets_exactly_one_of_two_win(client: QueueClient) -> None:
    registration = await client.register("1", ANN, "k1")
    results = await asyncio.gather(
        *(
            client.update_registration("1", registration.id, {"note": note}, etag=registration.etag)
            for note in ("a", "b")
        ),
        return_exceptions=True,
    )
    lost = [result for result in results if isinstance(result, Refused)]
    assert [refusal.status for refusal in lost] == [412]


async def test_delete_is_soft_and_final(client: QueueClient) -> None:
    registration = await client.register("1", ANN, "k1")
    await client.delete_registration("1", registration.id)
    assert (await client.get_registration("1", registration.id)).status == Status.DELETED
    with pytest.raises(Refused) as again:
        await client.delete_registration("1", registration.id)
    assert again.value.status == 404
    with pytest.raises(Refused) as back:
        await client.update_registration("1", registration.id, {"status": "registered"})
    assert back.value.status == 409
    assert (await client.get_queue("1")).waiting == 0


async def test_transfer_keeps_the_ticket_and_goes_behind(client: QueueClient) -> None:
    waiting = await client.register("2", {}, "k0")
    mover = await client.register("1", ANN, "k1")
    moved = await client.update_registration("1", mover.id, {"queue": {"id": "2"}})
    assert (moved.queue.id, moved.ticket, moved.rank) == ("2", "A001", 2)
    assert [registration.id for registration in await client.list_registrations("2")] == [waiting.id, mover.id]
    assert await client.list_registrations("1") == []
    with pytest.raises(Refused) as old_address:
        await client.get_registration("1", mover.id)
    assert old_address.value.reason == "registrationNotFound"
    with pytest.raises(Refused) as nowhere:
        await client.update_registration("2", mover.id, {"queue": {"id": "99"}})
    assert nowhere.value.reason == "queueNotFound"


async def test_one_key_twenty_times_at_once_gives_one_ticket(client: QueueClient) -> None:
    registrations = await asyncio.gather(*(client.register("1", ANN, "one key") for _ in range(20)))
    assert {registration.id for registration in registrations} == {registrations[0].id}
    with pytest.raises(Refused) as mismatch:
        await client.register("1", {}, "one key")
    assert (mismatch.value.status, mismatch.value.reason) == (422, "idempotencyMismatch")


async def test_a_form_is_normalised_kept_and_fills_the_client(client: QueueClient) -> None:
    form = [
        {"id": "document", "values": [{"id": "passport"}]},
        {"id": "last-name", "value": "  O’Neill-Łódź "},
        {"id": "first-name", "value": "李"},
        {"id": "birth-date", "value": "1985-03-27"},
        {"id": "phone", "value": "+44 20 7946 0018"},
    ]
    created = await client.register("1", {"form": form, "language": "en"}, "k1")
    registration = await client.get_registration("1", created.id)
    answers = {item.id: item for item in registration.form}
    assert [choice.name for choice in answers["document"].values or ()] == ["Passport"]
    assert answers["phone"].value == "+442079460018"
    assert answers["birth-date"].zoned_date_time is not None
    assert answers["birth-date"].zoned_date_time.date_time == "1985-03-27T00:00:00"
    assert registration.client.full_name == "李 O’Neill-Łódź"
    assert registration.client.phone_number == "+442079460018"


async def test_a_bad_form_names_each_field_in_the_readers_language(client: QueueClient) -> None:
    client.language = "fr"
    with pytest.raises(Refused) as refused:
        await client.register(
            "2",
            {"form": [{"id": "name"}, {"id": "email", "value": "ann@"}, {"id": "people", "value": "x"}]},
            "k",
        )
    assert refused.value.status == 422
    problems = {field.id: field.code for field in refused.value.fields}
    assert problems == {"last": "empty", "email": "email", "moved-on": "empty", "people": "number"}
    # Private: a second client of the same office in another language, without a second connection.
    english = QueueClient(client._http, "en")
    with pytest.raises(Refused) as refused_in_english:
        await english.register("2", {"form": [{"id": "name", "subItem": [{"id": "last", "value": "Bee"}]}]}, "k2")
    assert refused.value.message != refused_in_english.value.message


async def test_a_closed_queue_takes_nobody(client: QueueClient) -> None:
    await client.update_queue("1", {"status": "closed"})
    with pytest.raises(Refused) as refused:
        await client.register("1", ANN, "k1")
    assert (refused.value.status, refused.value.reason) == (409, "queueClosed")


async def test_queues_can_be_added_and_keep_their_letters_apart(client: QueueClient) -> None:
    queue = await client.add_queue({"name": "Taxes"})
    assert queue.ticket_prefix == "D"
    with pytest.raises(Refused) as prefix_taken:
        await client.add_queue({"name": "Dogs", "ticketPrefix": "D"})
    assert prefix_taken.value.reason == "prefixTaken"
    with pytest.raises(Refused) as invalid_prefix:
        await client.add_queue({"name": "Dogs", "ticketPrefix": "O"})
    assert invalid_prefix.value.status == 422
    form = [{"id": "a", "type": "hologram", "title": "T", "madeUp": {"deep": [1]}}]
    changed = await client.update_queue(queue.id, {"form": form})
    assert [item.to_wire() for item in changed.form] == form
    with pytest.raises(Refused):
        await client.update_queue(queue.id, {"form": [{"id": "a"}, {"id": "a"}]})


async def test_recall_counts_and_needs_somebody_at_the_desk(client: QueueClient) -> None:
    registration = await client.register("1", ANN, "k1")
    with pytest.raises(Refused) as refused:
        await client.recall("1", registration.id)
    assert refused.value.reason == "transition"
    await client.call("1", registration.id, "Desk 1")
    assert (await client.recall("1", registration.id)).calls == 2


async def test_two_desks_never_get_the_same_one(client: QueueClient) -> None:
    ids = {(await client.register("1", {}, f"k{number}")).id for number in range(30)}

    async def desk(name: str) -> list[str]:
        called = []
        while (registration := await client.call_next("1", name)) is not None:
            called.append(registration.id)
        return called

    calls_by_desk = await asyncio.gather(*(desk(f"Desk {number}") for number in range(4)))
    called_ids = [registration_id for called in calls_by_desk for registration_id in called]
    assert len(called_ids) == 30
    assert set(called_ids) == ids


async def test_concurrent_inserts_get_one_number_each(client: QueueClient) -> None:
    created = await asyncio.gather(*(client.register("1", {}, f"k{number}") for number in range(50)))
    assert sorted(registration.ticket for registration in created) == [f"A{number:03d}" for number in range(1, 51)]
    listed = await client.list_registrations("1")
    assert [registration.rank for registration in listed] == list(range(1, 51))


async def test_two_desks_that_call_the_same_one(client: QueueClient) -> None:
    registration = await client.register("1", ANN, "k1")
    await client.call("1", registration.id, "Desk 1")
    with pytest.raises(Refused) as refused:
        await client.call("1", registration.id, "Desk 2")
    assert (refused.value.status, refused.value.reason) == (409, "conflict")
    assert (await client.call("1", registration.id, "Desk 1")).calls == 1
    moved = await client.update_registration("1", registration.id, {"counter": {"name": "Desk 2"}})
    assert moved.counter is not None
    assert moved.counter.name == "Desk 2"


async def test_an_empty_text_takes_a_member_away_and_matches_nobody(client: QueueClient) -> None:
    first = await client.register("1", {"client": {"lastName": "Bee", "phoneNumber": "", "emailAddress": ""}}, "k1")
    second = await client.register("1", {"client": {"lastName": "Cee", "phoneNumber": "", "emailAddress": ""}}, "k2")
    assert first.client.id != second.client.id
    assert first.client.phone_number is None
    with_phone = await client.register("1", {"client": {"lastName": "Dee", "phoneNumber": "+44123"}}, "k3")
    cleared = await client.update_registration("1", with_phone.id, {"client": {"phoneNumber": ""}})
    assert cleared.client.phone_number is None
    assert cleared.client.full_name == "Dee"
    assert (await client.get_registration("1", with_phone.id)).client.phone_number is None
