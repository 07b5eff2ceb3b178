"""Watches from an integrator's view: the API, and the requests that arrive at a real receiver."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from tests.support.access import dump_stored_content
from tests.support.offices import get_key_file
from tests.support.receivers import Receiver, Reply
from tests.support.watching import PUBLIC_API_URL, WatchApi, has_response, is_delivered


async def test_a_watch_is_told_of_every_change_with_the_resource_as_it_was_then(
    office: WatchApi, receiver: Receiver
) -> None:
    watch = await office.add_watch(receiver.url, name="My system")
    assert watch["status"] == "enabled"
    assert watch["objectOwner"] == {"type": "queue", "id": "1"}

    registration = await office.register()
    await office.request("POST", "queues/1/registrations/next", {"counter": {"name": "Desk 1"}})
    await office.update(registration, status="finished")
    await office.request("DELETE", f"queues/1/registrations/{registration['id']}")
    await receiver.wait_until(lambda: len(receiver.requests) == 4)

    assert [request.headers["x-agendize-event"] for request in receiver.requests] == [
        "created", "updated", "updated", "deleted",
    ]  # fmt: skip
    bodies = [request.json for request in receiver.requests]
    assert [body["status"] for body in bodies] == ["registered", "inProgress", "finished", "deleted"]
    assert bodies[0] == registration | {
        "client": registration["client"] | {"selfLink": f"{PUBLIC_API_URL}/clients/{registration['client']['id']}"}
    }
    assert bodies[0]["rank"] == 1
    assert "rank" not in bodies[1]
    assert {request.headers["content-type"] for request in receiver.requests} == {"application/json"}
    assert len({request.message_id for request in receiver.requests}) == 4


def read_by_the_reference(items: list[dict[str, Any]]) -> list[str]:
    """The answers that a receiver finds which knows the members of the reference only."""
    lines = []
    for item in items:
        answers = [item.get("value"), *(choice.get("value") or choice.get("name") for choice in item.get("values", ()))]
        lines += [f"{item.get('title', item['id'])}: {answer}" for answer in answers if answer]
        lines += read_by_the_reference(item.get("subItem", ()))
    return lines


async def test_answers_arrive_as_the_reference_has_them_also_those_of_entries_and_consents(
    office: WatchApi, receiver: Receiver
) -> None:
    plain = [
        {"id": "why", "type": "input", "title": "Why?", "mandatory": True, "valueFormat": {"maxLength": 9}},
        {"id": "how", "type": "radio", "title": "How?", "values": [{"id": "a", "name": "By car"}]},
    ]
    name = {"id": "name", "type": "input", "title": "Name"}
    household = [
        {"id": "kind", "type": "radio", "title": "Kind", "section": "You", "values": [{"id": "n", "name": "New"}]},
        {"id": "old", "type": "input", "title": "Old", "visibleIf": {"not": {"id": "kind", "in": ["n"]}}},
        {"id": "who", "type": "input", "title": "Who?", "repeat": {"max": 3, "title": "Person"}, "subItem": [name]},
        {"id": "ok", "type": "consent", "title": "Your data", "help": "May we **keep** it?"},
    ]
    answers: dict[str, list[dict[str, Any]]] = {
        "plain": [{"id": "why", "value": "so"}, {"id": "how", "values": [{"id": "a"}]}],
        "household": [
            {"id": "kind", "values": [{"id": "n"}]},
            {"id": "old", "value": "not asked"},
            {"id": "who", "subItem": [
                {"id": entry, "subItem": [{"id": "name", "value": f"Person {entry}"}]} for entry in ("2", "5")
            ]},
            {"id": "ok", "value": "true"},
        ],
    }  # fmt: skip
    sent = {}
    for title, form in (("plain", plain), ("household", household)):
        queue = (await office.request("POST", "queues", {"name": title, "form": form}))["id"]
        await office.add_watch(receiver.url, queue)
        sent[title] = await office.register(queue=queue, form=answers[title])
        await receiver.wait_until(lambda: len(receiver.requests) == len(sent))
    bodies = {request.json["queue"]["name"]: request for request in receiver.requests}
    order = ("id", "type", "title", "mandatory", "value", "valueFormat")
    kept = [{name: (plain[0] | {"value": "so"})[name] for name in order}, plain[1]]
    assert b'"form":' + orjson.dumps(kept) in bodies["plain"].body
    assert read_by_the_reference(bodies["household"].json["form"]) == [
        "Kind: New", "Name: Person 2", "Name: Person 5", "Your data: true",
    ]  # fmt: skip
    assert bodies["household"].json["form"] == sent["household"]["form"]
    (notice,) = sent["household"]["notices"]
    assert notice["id"] == "old"
    assert b"not asked" not in bodies["household"].body
    assert "notices" not in bodies["household"].json
    # The stream tells that something changed, and nothing of the answers.
    headers = {"Last-Event-ID": "0"}
    path = f"queues/{sent['household']['queue']['id']}/registrations/stream"
    async with asyncio.timeout(30), office.http.stream("GET", path, headers=headers) as stream:
        lines = [line async for line in _take_until_created(stream)]
    assert not any("Person" in line or "form" in line for line in lines)


async def _take_until_created(stream: httpx.Response) -> AsyncIterator[str]:
    is_created = False
    async for line in stream.aiter_lines():
        yield line
        if is_created and not line:
            return
        is_created = is_created or line == "event: created"


async def test_only_the_events_and_queues_that_were_asked_for(office: WatchApi, receiver: Receiver) -> None:
    await office.add_watch(receiver.url + "/deleted", events=["deleted"])
    await office.add_watch(receiver.url + "/noshow", events=["noShow"])
    await office.add_watch(receiver.url + "/two", queue="2", events=["created"])
    await office.add_watch(receiver.url + "/all", queue="0", events=["created"])
    registration = await office.register()
    await office.register(queue="2")
    await office.update(registration, status="noShow")
    await office.request("DELETE", f"queues/1/registrations/{registration['id']}")
    await receiver.wait_until(lambda: len(receiver.requests) == 5)
    await asyncio.sleep(0.1)

    deliveries = sorted((request.path, request.json["queue"]["id"]) for request in receiver.requests)
    assert deliveries == [
        ("/hook/all", "1"),
        ("/hook/all", "2"),
        ("/hook/deleted", "1"),
        ("/hook/noshow", "1"),
        ("/hook/two", "2"),
    ]


async def test_a_move_is_told_to_the_watches_of_both_queues_once(office: WatchApi, receiver: Receiver) -> None:
    await office.add_watch(receiver.url + "/one", events=["updated"])
    await office.add_watch(receiver.url + "/two", queue="2", events=["updated"])
    await office.add_watch(receiver.url + "/all", queue="0", events=["updated"])
    registration = await office.register()
    await office.update(registration, queue={"id": "2"})
    await receiver.wait_until(lambda: len(receiver.requests) == 3)
    await asyncio.sleep(0.1)
    assert sorted((r.path, r.json["queue"]["id"]) for r in receiver.requests) == [
        ("/hook/all", "2"), ("/hook/one", "2"), ("/hook/two", "2"),
    ]  # fmt: skip


async def test_a_queue_made_later_belongs_to_the_watch_of_all_queues(office: WatchApi, receiver: Receiver) -> None:
    await office.add_watch(receiver.url, queue="0")
    queue = await office.request("POST", "queues", {"name": "Later"})
    await office.register(queue=queue["id"])
    await receiver.wait_until(lambda: receiver.requests)
    assert receiver.requests[0].json["queue"]["id"] == queue["id"]


async def test_previous_data_and_the_whole_client_and_queue_are_added_when_wanted(
    office: WatchApi, receiver: Receiver
) -> None:
    await office.register("First")
    await office.add_watch(receiver.url, addPreviousData=True, levelDetails="extraFull")
    registration = await office.register()
    await office.update(registration, status="inProgress", counter={"name": "Desk 2"})
    await receiver.wait_until(lambda: len(receiver.requests) == 2)
    created, updated = (request.json for request in receiver.requests)
    assert "previousData" not in created
    assert updated["previousData"]["status"] == "registered"
    assert updated["previousData"]["rank"] == 2
    assert updated["status"] == "inProgress"
    assert updated["queue"]["ticketPrefix"] == "A"
    assert updated["client"]["emailAddresses"] == [{"email": "ann@example.org", "primary": True}]
    assert updated["client"]["selfLink"].startswith(PUBLIC_API_URL)


async def test_addPreviousData_comes_as_a_word_too(office: WatchApi, receiver: Receiver) -> None:  # noqa: N802
    assert (await office.add_watch(receiver.url, addPreviousData="false"))["addPreviousData"] is False


@pytest.mark.parametrize("value", [0, 1, 0.0, "yes", "", []])
async def test_a_flag_that_is_no_boolean_is_refused(office: WatchApi, receiver: Receiver, value: Any) -> None:
    for members in ({"addPreviousData": value}, {"signature": {"enabled": value}}):
        await office.request("POST", "queues/1/registrations/watch", {"address": receiver.url, **members}, 422)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "GET"])
async def test_every_method_is_used_and_delete_and_get_carry_nothing(
    office: WatchApi, receiver: Receiver, method: str
) -> None:
    await office.add_watch(receiver.url, method=method.lower())
    await office.register()
    await receiver.wait_until(lambda: receiver.requests)
    request = receiver.requests[0]
    assert request.method == method
    assert bool(request.body) is (method in ("POST", "PUT", "PATCH"))
    assert ("content-type" in request.headers) is bool(request.body)


async def test_basic_auth_and_own_headers_are_sent_and_never_shown(
    office: WatchApi, receiver: Receiver, data: Path
) -> None:
    watch = await office.add_watch(
        receiver.url,
        basicAuth={"username": "walkin", "password": "pa:ss wörd-1"},
        httpRequestHeader={"X-Key": "secret-header-1", "X-Tenant": "town"},
    )
    await office.register()
    await receiver.wait_until(lambda: receiver.requests)
    headers = receiver.requests[0].headers
    assert base64.b64decode(headers["authorization"].removeprefix("Basic ")).decode() == "walkin:pa:ss wörd-1"
    assert (headers["x-key"], headers["x-tenant"]) == ("secret-header-1", "town")

    assert watch["basicAuth"] == {"username": "walkin"}
    assert watch["httpRequestHeader"] == {"X-Key": "********", "X-Tenant": "********"}
    await office.wait_for_deliveries(1, is_delivered)
    responses = str(await office.request("GET", "watchers")) + str(await office.list_deliveries())
    assert "secret-header-1" not in responses
    assert "wörd" not in responses
    stored = await dump_stored_content(data)
    assert "secret-header-1" not in stored
    assert "wörd-1" not in stored
    assert "wörd-1".encode().decode("latin-1") not in stored
    assert get_key_file(data).stat().st_mode & 0o777 == 0o600


async def test_what_was_read_can_be_written_back_without_losing_a_secret(office: WatchApi, receiver: Receiver) -> None:
    watch = await office.add_watch(
        receiver.url, basicAuth={"username": "a", "password": "kept"}, httpRequestHeader={"X-Key": "kept too"}
    )
    await office.request("PUT", f"watchers/{watch['id']}", watch | {"name": "renamed"})
    await office.register()
    await receiver.wait_until(lambda: receiver.requests)
    headers = receiver.requests[0].headers
    assert base64.b64decode(headers["authorization"].removeprefix("Basic ")) == b"a:kept"
    assert headers["x-key"] == "kept too"


async def test_a_kept_secret_does_not_go_to_another_server(office: WatchApi, receiver: Receiver) -> None:
    watch = await office.add_watch(
        receiver.url, basicAuth={"username": "a", "password": "kept"}, httpRequestHeader={"X": "y"}
    )
    async with Receiver().run() as other_receiver:
        response = await office.request("PUT", f"watchers/{watch['id']}", {"address": other_receiver.url}, status=422)
        assert {field["id"] for field in response["error"]["fields"]} == {"basicAuth.password", "httpRequestHeader"}
        members = {
            "address": other_receiver.url,
            "basicAuth": {"username": "a", "password": "b"},
            "httpRequestHeader": None,
        }
        changed = await office.request("PUT", f"watchers/{watch['id']}", members)
        assert "httpRequestHeader" not in changed


async def test_a_schema_in_both_forms(office: WatchApi, receiver: Receiver) -> None:
    await office.add_watch(
        receiver.url + "/object", schema={"who": "${$.client.firstName} ${$.client.lastName}", "n": ["${$.rank}"]}
    )
    await office.add_watch(
        receiver.url + "/string", schema='{"who":"${$.client.lastName}","rank":${$.rank},"no":${$.finished}}'
    )
    await office.register('","admin":true,"x":"${$.client.emailAddress}')
    await receiver.wait_until(lambda: len(receiver.requests) == 2)
    bodies = {request.path: request.json for request in receiver.requests}
    name = '","admin":true,"x":"${$.client.emailAddress}'
    assert bodies["/hook/object"] == {"who": f"Ann {name}", "n": ["1"]}
    assert bodies["/hook/string"] == {"who": name, "rank": 1, "no": None}


async def test_what_cannot_work_is_refused_in_words_naming_the_member(office: WatchApi, receiver: Receiver) -> None:
    invalid = {
        "address": [{}, {"address": "ftp://x"}, {"address": "http://user:pw@127.0.0.1/"}],
        "schema": [{"schema": {"a": "${$.[}"}}, {"schema": '{"a":${$.id}'}, {"schema": {"a": "${$.id"}}],
        "events": [{"events": ["created", "burnt"]}],
        "method": [{"method": "TRACE"}],
        "levelDetails": [{"levelDetails": "most"}],
        "httpRequestHeader": [
            {"httpRequestHeader": {"Host": "x"}},
            {"httpRequestHeader": {"Content-Length": "1"}},
            {"httpRequestHeader": {"Transfer-Encoding": "chunked"}},
            {"httpRequestHeader": {"connection": "x"}},
            {"httpRequestHeader": {"webhook-id": "x"}},
            {"httpRequestHeader": {"Signature-Input": "x"}},
            {"httpRequestHeader": {"X": "a\r\nY: b"}},
            {"httpRequestHeader": {"X Y": "a"}},
            {"httpRequestHeader": {"X": "\u20ac"}},
            {"httpRequestHeader": {"Authorization": "x"}, "basicAuth": {"username": "a"}},
        ],
        "signature.cryptoKeyIds": [
            {"signature": {"enabled": True}},
            {"signature": {"enabled": True, "cryptoKeyIds": ["77"]}},
        ],
        "oauth2Auth.accessTokenUrl": [{"oauth2Auth": {"clientId": "a", "refreshToken": "b"}}],
        "oauth2Auth.refreshToken": [{"oauth2Auth": {"clientId": "a", "accessTokenUrl": receiver.url}}],
        "oauth2Auth.grantType": [{"oauth2Auth": {"grantType": "password"}}],
    }
    for member, bodies in invalid.items():
        for body in bodies:
            members = ({"address": receiver.url} | body) if body != {} else {}
            response = await office.request("POST", "queues/1/registrations/watch", members, status=422)
            field_ids = [field["id"] for field in response["error"]["fields"]]
            assert any(field_id.startswith(member) for field_id in field_ids), f"{body}: {response}"
            assert all(field["message"] for field in response["error"]["fields"])
    assert await office.request("GET", "watchers") == {"items": []}


async def test_what_is_not_there_is_404_and_hostile_ids_too(office: WatchApi, receiver: Receiver) -> None:
    watch = await office.add_watch(receiver.url)
    for hostile_id in ("77", "x", "9" * 30, "%00", "-1", "1.0", "²"):
        await office.request("GET", f"watchers/{hostile_id}", status=404)
        await office.request("PUT", f"watchers/{hostile_id}", {}, status=404)
        await office.request("DELETE", f"watchers/{hostile_id}", status=404)
        await office.request("POST", f"queues/{hostile_id}/registrations/watch", {"address": receiver.url}, status=404)
        await office.request("GET", f"watchers/requests/{hostile_id}", status=404)
        await office.request("POST", f"watchers/requests/{hostile_id}/replay", status=404)
        await office.request("DELETE", f"watchers/errors/{hostile_id}", status=404)
        await office.request("GET", f"cryptoKeys/{hostile_id}", status=404)
    await office.request("DELETE", f"watchers/{watch['id']}", status=204)
    await office.request("GET", f"watchers/{watch['id']}", status=404)


async def test_a_disabled_watch_hears_nothing_of_meanwhile_but_gets_what_waited(
    office: WatchApi, receiver: Receiver
) -> None:
    receiver.responder = lambda request: Reply(500)
    watch = await office.add_watch(receiver.url)
    await office.register("Before")
    await receiver.wait_until(lambda: receiver.requests)
    await office.wait_for_deliveries(1, has_response)
    await office.request("PUT", f"watchers/{watch['id']}", {"status": "disabled"})
    await office.register("Meanwhile")
    await office.advance_time(10)
    await asyncio.sleep(0.1)
    assert len(receiver.requests) == 1
    receiver.responder = lambda request: Reply()
    await office.request("PUT", f"watchers/{watch['id']}", {"status": "enabled"})
    await receiver.wait_until(lambda: len(receiver.requests) == 2)
    assert receiver.requests[1].json["client"]["lastName"] == "Before"
    assert receiver.requests[1].body == receiver.requests[0].body


async def test_the_log_shows_request_and_answer_and_a_replay_sends_the_same_bytes(
    office: WatchApi, receiver: Receiver
) -> None:
    receiver.responder = lambda request: Reply(201, b"x" * 10_000)
    watch = await office.add_watch(receiver.url, name="Log")
    await office.register()
    (entry,) = await office.wait_for_deliveries(1, is_delivered)
    request = receiver.requests[0]
    assert entry["request"]["body"].encode() == request.body
    assert entry["request"]["headers"]["webhook-id"] == request.message_id == entry["message"]
    assert entry["response"]["statusCode"] == 201
    assert entry["response"]["body"] == "x" * 4096
    assert (entry["watcher"]["name"], entry["objectEvent"], entry["attempts"]) == ("Log", "created", 1)
    assert set(entry["owner"]) == {"id", "userName"}
    assert entry["duration"] >= 0

    await office.request("POST", f"watchers/requests/{entry['id']}/replay")
    await receiver.wait_until(lambda: len(receiver.requests) == 2)
    assert receiver.requests[1].body == request.body
    assert receiver.requests[1].message_id == request.message_id
    await office.wait_for_deliveries(1, is_delivered)
    response = await office.request("POST", "watchers/requests/replay", {"watch": watch["id"], "status": ["delivered"]})
    assert response == {"replayed": 1}
    await receiver.wait_until(lambda: len(receiver.requests) == 3)


async def test_the_log_has_pages_and_can_be_of_one_watch(office: WatchApi, receiver: Receiver) -> None:
    watch = await office.add_watch(receiver.url + "/1")
    await office.add_watch(receiver.url + "/2")
    for number in range(5):
        await office.register(f"N{number}")
    await office.wait_for_deliveries(10, is_delivered)
    first_page = await office.request("GET", f"watchers/requests?watch={watch['id']}&limit=3")
    second_page = await office.request(
        "GET", f"watchers/requests?watch={watch['id']}&limit=3&before={first_page['next']}"
    )
    ids = [int(item["id"]) for item in first_page["items"] + second_page["items"]]
    assert len(ids) == 5
    assert ids == sorted(ids, reverse=True)
    assert "next" not in second_page


async def test_failures_are_listed_and_can_be_taken_out(office: WatchApi, receiver: Receiver) -> None:
    receiver.responder = lambda request: Reply(503, b"down")
    await office.add_watch(receiver.url)
    await office.register()
    await office.wait_for_deliveries(1, has_response)
    (failure,) = (await office.request("GET", "watchers/errors"))["items"]
    assert failure["response"] == {"statusCode": 503, "errorMessage": "The address answered 503.", "body": "down"}
    await office.request("DELETE", f"watchers/errors/{failure['id']}", status=204)
    assert (await office.request("GET", "watchers/errors"))["items"] == []
    await office.request("DELETE", f"watchers/errors/{failure['id']}", status=404)


async def test_the_log_forgets_what_is_old(office: WatchApi, receiver: Receiver) -> None:
    from walkin.store.schema.tables import snapshot
    from walkin.store.watches import outbox

    await office.add_watch(receiver.url)
    await office.register()
    await office.wait_for_deliveries(1, is_delivered)
    store = office.app_state.store
    assert not await store.write(outbox.delete_old, office.clock() - 86_400_000, 100)
    assert len(await office.list_deliveries()) == 1
    assert await store.write(outbox.delete_old, office.clock() + 60_000, 100)
    assert await office.list_deliveries() == []
    assert await store.read(lambda connection: connection.execute(snapshot.select()).all()) == []


async def test_a_watch_can_be_tried(office: WatchApi, receiver: Receiver) -> None:
    watch = await office.add_watch(receiver.url, schema={"ticket": "${$.ticket}"})
    result = await office.request("POST", f"watchers/{watch['id']}/test")
    assert (result["status"], result["statusCode"]) == ("delivered", 200)
    assert receiver.requests[0].json == {"ticket": "A000"}
    receiver.responder = lambda request: Reply(404)
    result = await office.request("POST", f"watchers/{watch['id']}/test")
    assert (result["status"], result["errorMessage"]) == ("failed", "The address answered 404.")
    assert await office.list_deliveries() == []


async def test_an_office_without_watches_writes_nothing_for_them(office: WatchApi) -> None:
    await office.register()
    assert await office.list_deliveries() == []


async def test_two_who_change_a_watch_at_once_do_not_undo_each_other(office: WatchApi, receiver: Receiver) -> None:
    watch = await office.add_watch(receiver.url)
    path = f"watchers/{watch['id']}"

    async def change(number: int) -> httpx.Response:
        return await office.http.put(path, json={"name": f"n{number}"})

    responses = await asyncio.gather(*map(change, range(8)))
    assert {response.status_code for response in responses} <= {200, 409}
    assert any(response.status_code == 200 for response in responses)
