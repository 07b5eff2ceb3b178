"""The queue operations; a deleted queue keeps its history."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import httpx
from typer.testing import CliRunner

from walkin.cli.main import app
from walkin.client import connect
from walkin.settings import Settings

QUEUES = "/api/2.3/queues"


async def test_a_form_is_saved_with_warnings(http: httpx.AsyncClient) -> None:
    form = [{"id": "plz", "title": "PLZ", "valueFormat": {"regexValue": "/^\\d{5}$/"}, "required": True}]
    created = (await http.post(QUEUES, json={"name": "Dogs", "form": form})).json()
    assert [warning.partition("did you mean ")[2] for warning in created["warnings"]] == [
        "'mandatory'?",
        "'^\\d{5}$'?",
    ]
    url = f"{QUEUES}/{created['id']}"
    again = await http.put(url, json=created)
    assert again.status_code == 200
    assert again.json()["warnings"] == created["warnings"]
    assert "warnings" not in (await http.put(url, json={"form": [{"id": "a", "title": "A"}]})).json()
    assert "warnings" not in (await http.get(url)).json()


async def test_texts_that_are_changed_without_their_translations_are_named(http: httpx.AsyncClient) -> None:
    texts = {"name": "Hunde", "form": {"breed": {"title": "Rasse?", "values": {"p": "Pudel"}}}}
    french = {"name": "Chiens", "form": {"breed": {"title": "Race ?", "size": "x"}}}
    form = [{"id": "breed", "type": "radio", "title": "Breed?", "values": [{"id": "p", "name": "Poodle"}]}]
    created = (
        await http.post(QUEUES, json={"name": "Dogs", "form": form, "i18n": {"de": texts, "fr": french, "es": {}}})
    ).json()
    url = f"{QUEUES}/{created['id']}"
    assert (await http.put(url, json={"name": "Cats"})).json()["warnings"] == [
        "de, fr: name was changed, and its translation was not"
    ]
    changed = [{**form[0], "values": [{"id": "p", "name": "Persian"}]}]
    both = {"form": changed, "i18n": {"de": texts | {"name": "Katzen"}, "fr": french}}
    assert (await http.put(url, json={"name": "Cats and dogs", **both})).json()["warnings"] == [
        "fr: the member 'size' of 'breed' is not translated",
        "fr: name was changed, and its translation was not",
        "de: the value 'p' of 'breed' was changed, and its translation was not",
    ]
    assert "warnings" not in (await http.put(url, json={"status": "closed", "serviceTime": 9})).json()


async def test_a_queue_from_beginning_to_end(http: httpx.AsyncClient) -> None:
    members = {
        "name": "Dogs",
        "welcomeMessage": "Hello\nthere",
        "thankMessage": "Thank you",
        "company": {"id": 7, "name": "Town hall"},
        "form": [{"id": "breed", "type": "input", "title": "Breed", "madeUp": 1}],
        "timeZone": "US/Eastern",
    }
    created = await http.post(QUEUES, json=members)
    assert created.status_code == 201
    queue_url = created.headers["location"]
    assert {name: created.json()[name] for name in members} == members | {"company": {"id": "7", "name": "Town hall"}}
    changed = (await http.put(queue_url, json={"name": "Cats"})).json()
    assert (changed["name"], changed["thankMessage"]) == ("Cats", "Thank you")
    unnamed = await http.put(queue_url, json={"name": "  "})
    assert (unnamed.status_code, unnamed.json()["error"]["fields"][0]["message"]) == (422, "Enter a name")
    assert (await http.post(QUEUES, json={"thankMessage": "x"})).status_code == 422
    assert (await http.delete(queue_url)).status_code == 204
    assert (await http.get(queue_url)).status_code == 404


async def test_outcomes_are_kept_in_order_and_absent_when_there_are_none(http: httpx.AsyncClient) -> None:
    outcomes = ["issued", "papers missing", "[b]sent away[/b]"]
    created = (await http.post(QUEUES, json={"name": "Dogs", "outcomes": outcomes})).json()
    url = f"{QUEUES}/{created['id']}"
    assert created["outcomes"] == (await http.put(url, json={"name": "Cats"})).json()["outcomes"] == outcomes
    again = await http.put(url, json=(await http.get(url)).json())
    assert (again.json()["outcomes"], again.json()["revision"]) == (outcomes, created["revision"] + 1)
    refused = await http.put(url, json={"outcomes": ["issued", " "]})
    assert (refused.status_code, refused.json()["error"]["fields"][0]["id"]) == (422, "outcomes.1")
    assert "outcomes" not in (await http.put(url, json={"outcomes": []})).json()
    assert "outcomes" not in (await http.get(url)).json()


async def test_how_told_waits_ended(http: httpx.AsyncClient) -> None:
    path = f"{QUEUES}/1/statistics/waits"
    nobody = (await http.get(path)).json()
    assert set(nobody) == {"since", "until", "count", "openEnded", "untold", "places"}
    await http.put(f"{QUEUES.removesuffix('/queues')}/desks/D", json={"status": "open"})
    assert nobody["count"] == 0
    assert (await http.post(f"{QUEUES}/1/registrations", json={})).status_code == 201
    assert (await http.post(f"{QUEUES}/1/registrations/next", json={})).status_code == 200
    waits = (await http.get(path, params={"until": nobody["until"]})).json()
    assert waits["count"] == 1
    assert waits["inside"] + waits["above"] + waits["below"] == 1
    [place] = waits["places"]
    assert (place["aheadFrom"], place["aheadTo"], place["count"]) == (0, 0, 1)
    assert waits["meanAbsoluteError"] >= 0
    assert (await http.get(path, params={"since": "2020-01-01", "until": "2020-01-31"})).json()["count"] == 0
    assert (await http.get(path, params={"since": "yesterday"})).status_code == 400
    assert (await http.get(f"{QUEUES}/99/statistics/waits")).status_code == 404


async def test_a_queue_with_people_is_not_deleted(http: httpx.AsyncClient) -> None:
    queue = (await http.post(QUEUES, json={"name": "Busy"})).json()
    queue_url = f"{QUEUES}/{queue['id']}"
    waiting = (await http.post(f"{queue_url}/registrations", json={})).json()
    for call in (None, {"status": "inProgress"}):
        if call:
            await http.put(f"{queue_url}/registrations/{waiting['id']}", json=call)
        refused = await http.delete(queue_url)
        assert (refused.status_code, refused.json()["error"]["reason"]) == (409, "queueInUse")
        assert "waiting" in refused.json()["error"]["message"]
    await http.put(f"{queue_url}/registrations/{waiting['id']}", json={"status": "finished"})
    assert (await http.delete(queue_url)).status_code == 204


async def test_a_deleted_queue_is_nowhere_and_its_letter_is_free(http: httpx.AsyncClient) -> None:
    created = (await http.post(QUEUES, json={"name": "First", "ticketPrefix": "ZZ"})).json()
    queue_url = f"{QUEUES}/{created['id']}"
    registration = (await http.post(f"{queue_url}/registrations", json={})).json()
    await http.delete(f"{queue_url}/registrations/{registration['id']}")
    waiting = (await http.post(f"{QUEUES}/1/registrations", json={})).json()
    assert (await http.delete(queue_url)).status_code == 204
    assert created["id"] not in [item["id"] for item in (await http.get(QUEUES)).json()["items"]]
    for method, path in (
        ("GET", ""),
        ("PUT", ""),
        ("DELETE", ""),
        ("GET", "/registrations"),
        ("POST", "/registrations"),
        ("GET", f"/registrations/{registration['id']}"),
        ("GET", "/registrations/next"),
        ("POST", "/registrations/next"),
        ("GET", "/registrations/stream"),
    ):
        response = await http.request(method, queue_url + path, json={} if method in ("PUT", "POST") else None)
        assert (response.status_code, response.json()["error"]["reason"]) == (404, "queueNotFound"), (method, path)
    moved = await http.put(f"{QUEUES}/1/registrations/{waiting['id']}", json={"queue": {"id": created["id"]}})
    assert moved.json()["error"]["reason"] == "queueNotFound"
    page = await http.get(f"/t/{registration['token']}")
    assert page.status_code == 404
    again = await http.post(QUEUES, json={"name": "Second", "ticketPrefix": "ZZ"})
    assert (again.status_code, again.json()["ticketPrefix"]) == (201, "ZZ")
    assert again.json()["id"] != created["id"]


async def test_its_stream_tells_the_end(http: httpx.AsyncClient) -> None:
    queue_url = (await http.post(QUEUES, json={"name": "Ends"})).headers["location"]
    async with http.stream("GET", f"{queue_url}/registrations/stream") as stream:
        deleted = False
        async for piece in stream.aiter_bytes():
            if not deleted:
                deleted = (await http.delete(queue_url)).status_code == 204
            if b"event: queueDeleted" in piece:
                break
    assert deleted


async def test_the_history_stays(office_file: Path) -> None:
    async with await connect(Settings(data=office_file)) as client:
        registration = await client.register("2", {"client": {"lastName": "Bee"}}, "k")
        await client.mark_no_show("2", registration.id)
        await client.delete_queue("2")
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(office_file)) as connection:
        rows = connection.execute("SELECT document FROM registration WHERE queue_id = 2").fetchall()
        kinds = [kind for (kind,) in connection.execute("SELECT kind FROM event WHERE queue_id = 2 ORDER BY revision")]
    assert registration.ticket in rows[0][0]
    assert kinds[-3:] == ["created", "noShow", "queueDeleted"]


def test_walkin_queue_delete(office_file: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["queue", *arguments, "--data", str(office_file)])
        return result.exit_code, result.stdout + str(result.exception or "")

    code, output = run("delete", "2")
    assert code != 0
    assert "--yes" in output
    assert run("delete", "2", "--yes")[0] == 0
    assert "\n2 " not in run("list")[1]
    code, output = run("delete", "2", "--yes")
    assert code != 0
    assert "is no queue" in output


async def test_a_change_in_one_queue_reaches_the_readers_of_waits_in_another(http: httpx.AsyncClient) -> None:
    """Both queues are served at one desk. The list is asked for with its entity tag, as by a client that polls."""
    desk_url, registrations_url = f"{QUEUES.removesuffix('/queues')}/desks/D", f"{QUEUES}/2/registrations"
    one, two = {"id": "1"}, {"id": "2"}
    await http.put(desk_url, json={"status": "open", "queues": [one, two]})
    registered = (await http.post(registrations_url, json={})).json()
    urls = [registrations_url, f"{registrations_url}/{registered['id']}"]
    tags = [(await http.get(url)).headers["etag"] for url in urls]

    async def read_waits() -> list[str | int]:
        """Return the wait of a queue, of the queues, of a list, of a registration, and on the ticket's page."""
        wait = (await http.get(f"{QUEUES}/2")).json()
        waits = [wait, next(queue for queue in (await http.get(QUEUES)).json()["items"] if queue["id"] == "2")]
        for number, url in enumerate(urls):
            response = await http.get(url, headers={"if-none-match": tags[number]})
            assert response.status_code == 200, url
            tags[number] = response.headers["etag"]
            waits.append(response.json().get("items", [response.json()])[0])
        lows = [str(item.get("estimatedWaitingTime", {}).get("from")) for item in waits]
        page = (await http.get(f"/t/{registered['token']}")).text
        return [*lows, page.partition('data-state="')[2].partition('"')[0]]

    seen = []
    for _ in range(2):
        for _ in range(5):
            await http.post(f"{QUEUES}/1/registrations", json={"priority": 1})
        seen.append(await read_waits())
    await http.put(desk_url, json={"queues": [two]})
    seen.append(await read_waits())
    await http.put(desk_url, json={"queues": [one]})
    seen.append(await read_waits())
    for before, after in pairwise(seen):
        assert all(earlier != later for earlier, later in zip(before, after, strict=True)), (before, after)
