"""Files in forms: uploaded as data URIs, read by links, deleted with their registration."""

from __future__ import annotations

import base64
from pathlib import Path

import httpx
import pytest

from tests.support.offices import get_files_folder
from walkin.client import QueueClient
from walkin.model.errors import Refused

PNG = b"\x89PNG\r\n\x1a\n" + b"pixels" * 20
PDF = b"%PDF-1.7\n" + b"page" * 20


def uri(content: bytes, media: str = "image/png") -> str:
    return f"data:{media};base64,{base64.b64encode(content).decode()}"


async def queue_with_a_file(client: QueueClient) -> str:
    form = [
        {"id": "proof", "type": "file", "title": "Proof"},
        {"id": "name", "type": "input", "title": "Name", "mandatory": True},
    ]
    return (await client.add_queue({"name": "Proofs", "form": form})).id


def contents(data: Path | str) -> list[Path]:
    return [path for path in get_files_folder(data).glob("*/*") if path.is_file()]


async def fetch(client: QueueClient, link: str) -> httpx.Response:
    # Private: the response's headers and errors, which `download_file` hides.
    return await client._http.get(link)


async def test_a_file_is_kept_beside_the_database_and_goes_with_its_registration(
    client: QueueClient, data: Path | str
) -> None:
    queue = await queue_with_a_file(client)
    form = [{"id": "proof", "value": uri(PNG), "fileName": "../../etc/my id.png"}, {"id": "name", "value": "Bee"}]
    registered = await client.register(queue, {"form": form}, "k1")
    item = registered.form[0]
    assert item.file_name == "my id.png"
    assert item.value is not None
    assert item.value.startswith("http")
    response = await fetch(client, item.value)
    assert response.content == PNG
    assert response.headers["content-type"] == "image/png"
    assert response.headers["content-disposition"].startswith("attachment")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert len(contents(data)) == 1
    if isinstance(data, Path):
        assert base64.b64encode(PNG)[:40] not in data.read_bytes()

    again = await client.update_registration(
        queue, registered.id, {"form": [form[1] | {"value": "Cee"}, {"id": "proof", "value": item.value}]}
    )
    assert again.form[0].value == item.value
    assert again.form[1].value == "Cee"

    await client.delete_registration(queue, registered.id)
    assert contents(data) == []
    assert (await fetch(client, item.value)).status_code == 404


async def test_the_same_content_is_kept_once_and_as_long_as_anybody_has_it(
    client: QueueClient, data: Path | str
) -> None:
    queue = await queue_with_a_file(client)
    form = [{"id": "proof", "value": uri(PDF, "application/pdf")}, {"id": "name", "value": "Bee"}]
    first, second = [await client.register(queue, {"form": form}, key) for key in ("k1", "k2")]
    assert first.form[0].value != second.form[0].value
    assert first.form[0].file_name == "file.pdf"
    assert len(contents(data)) == 1
    await client.delete_registration(queue, first.id)
    assert len(contents(data)) == 1
    assert second.form[0].value is not None
    assert (await fetch(client, second.form[0].value)).content == PDF
    await client.update_registration(queue, second.id, {"form": [{"id": "name", "value": "Bee"}]})
    deleted = await fetch(client, second.form[0].value)
    assert deleted.status_code == 404


async def test_nobody_can_take_another_ones_file(client: QueueClient) -> None:
    queue = await queue_with_a_file(client)
    name = {"id": "name", "value": "Bee"}
    registered = await client.register(queue, {"form": [{"id": "proof", "value": uri(PNG)}, name]}, "k1")
    for link in (registered.form[0].value, "/files/" + "x" * 22, "https://elsewhere.example/id.png"):
        with pytest.raises(Refused) as refused:
            await client.register(queue, {"form": [{"id": "proof", "value": link}, name]}, f"k{link}")
        assert [(field.id, field.code) for field in refused.value.fields] == [("proof", "fileGone")]
        assert refused.value.fields[0].message


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (uri(b"MZ\x90\x00 a program", "image/png"), "fileType"),
        (uri(b"<html>", "text/html"), "fileType"),
        (uri(b"<svg/>", "image/svg+xml"), "fileType"),
        (uri(b"", "image/png"), "fileEmpty"),
        ("data:image/png;base64,@@@@", "fileRead"),
        ("data:image/png,plain", "fileRead"),
        (uri(PNG + b"x" * 5 * 1024 * 1024), "fileSize"),
    ],
)
async def test_what_is_no_usable_file_is_refused_by_name_and_leaves_nothing(
    client: QueueClient, data: Path | str, value: str, code: str
) -> None:
    queue = await queue_with_a_file(client)
    with pytest.raises(Refused) as refused:
        await client.register(queue, {"form": [{"id": "proof", "value": value}, {"id": "name", "value": "Bee"}]}, "k")
    assert [(field.id, field.code) for field in refused.value.fields] == [("proof", code)]
    assert contents(data) == []


async def test_a_registration_that_is_refused_keeps_no_file(client: QueueClient, data: Path | str) -> None:
    queue = await queue_with_a_file(client)
    with pytest.raises(Refused) as refused:
        await client.register(queue, {"form": [{"id": "proof", "value": uri(PNG)}]}, "k")
    assert [field.id for field in refused.value.fields] == ["name"]
    assert contents(data) == []


async def test_a_mandatory_file_may_follow_later_when_the_answer_says_so(client: QueueClient) -> None:
    form = [{"id": "proof", "type": "file", "title": "Proof", "mandatory": True}]
    queue = (await client.add_queue({"name": "Proofs", "form": form})).id
    with pytest.raises(Refused) as refused:
        await client.register(queue, {"form": []}, "k1")
    assert [(field.id, field.code) for field in refused.value.fields] == [("proof", "empty")]
    registered = await client.register(queue, {"form": [{"id": "proof", "deferred": True}]}, "k2")
    assert registered.form[0].to_wire()["deferred"] is True
    updated = await client.update_registration(queue, registered.id, {"form": [{"id": "proof", "value": uri(PNG)}]})
    assert "deferred" not in updated.form[0].to_wire()


async def test_a_text_that_looks_like_a_file_stays_a_text_and_a_part_may_be_a_file(client: QueueClient) -> None:
    form = [
        {"id": "text", "type": "textarea", "title": "Text"},
        {"id": "both", "title": "Both", "subItem": [{"id": "scan", "type": "file"}, {"id": "born", "type": "date"}]},
    ]
    queue = (await client.add_queue({"name": "Proofs", "form": form, "timeZone": "Europe/Paris"})).id
    answers = [
        {"id": "text", "value": "data:image/png;base64,AAAA"},
        {"id": "both", "subItem": [{"id": "scan", "value": uri(PNG)}, {"id": "born", "value": "1985-03-27"}]},
    ]
    registered = await client.register(queue, {"form": answers}, "k1")
    assert registered.form[0].value == "data:image/png;base64,AAAA"
    scan, born = registered.form[1].sub_item or ()
    assert scan.value is not None
    assert (await fetch(client, scan.value)).content == PNG
    assert born.zoned_date_time is not None
    assert born.zoned_date_time.time_zone == "Europe/Paris"
