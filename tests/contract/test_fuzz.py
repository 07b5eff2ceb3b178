"""Generated queries and forms with files: every response is one that the description has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.offices import WalkinServer, run_server
from tests.support.pictures import JPEG, PDF, PNG
from walkin.model.errors import STATUS_BY_REASON

pytestmark = pytest.mark.long

FORM = [
    {"id": "name", "title": "Name", "mandatory": True},
    {"id": "photo", "type": "file", "title": "Photo"},
    {"id": "day", "type": "date", "title": "Day"},
    {
        "id": "kinds",
        "type": "checkbox",
        "title": "Kinds",
        "values": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
    },
]
QUEUE = {"name": "Proofs", "form": FORM, "joinByPhone": True}
many_examples = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def unlimited(module_office_file: Path) -> Iterator[WalkinServer]:
    """A server without rate limits."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("KEY", "ADDRESS", "PHONE", "UPLOAD", "UPLOAD_TICKET"):
            patch.setenv(f"WALKIN_SERVE__LIMIT_{name}", "0")
        with run_server(module_office_file) as server:
            yield server
            assert "Traceback" not in server.log_file.read_text()


@pytest.fixture(scope="module")
def http(unlimited: WalkinServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=unlimited.url, timeout=60) as http:
        yield http


@pytest.fixture(scope="module")
def list_operations(http: httpx.Client) -> list[tuple[str, list[str], set[str]]]:
    """Path, query parameters and statuses of each operation that returns a list."""
    operations = []
    for path, methods in http.get("/openapi.json").json()["paths"].items():
        schema = (
            methods.get("get", {}).get("responses", {}).get("200", {}).get("content", {}).get("application/json", {})
        )
        if "items" in schema.get("schema", {}).get("properties", {}):
            names = [part["name"] for part in methods["get"].get("parameters", ()) if part["in"] == "query"]
            operations.append((path, names, set(methods["get"]["responses"])))
    assert len(operations) > 5
    return operations


TEXTS = st.one_of(
    st.sampled_from(
        [
            *("", "registered", "registered,inProgress", "registered,", "REGISTERED", "id", "id,client.lastName", "*"),
            *("0", "-1", "1", "200", "99999999999999999999", "1e3", "1.0", "١٢", "NaN", "true", "null", "2026-11-29"),
            *("a..b", "2026-02-30", "0000-00-00", "9999-12-31", "2026-11-29T00:00:00Z", "queue", "' OR 1=1 --", "%"),
            *("[]", "{}"),
        ]
    ).map(str.encode),
    st.text(max_size=30).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.binary(max_size=20),
    st.sampled_from([b"a" * 3_000, b"1" * 400, b"\0", b"\r\n", b"\xff\xfe", b"(" * 500]),
)


@many_examples
@given(drawn=st.data())
def test_any_query_of_a_list_has_a_described_answer(
    http: httpx.Client, list_operations: list[tuple[str, list[str], set[str]]], drawn: st.DataObject
) -> None:
    path, names, statuses = drawn.draw(st.sampled_from(list_operations))
    version = drawn.draw(st.sampled_from(["2.3", "2.0"]))
    name = st.one_of(st.sampled_from([*names, "status[]", "_"]), TEXTS) if names else TEXTS
    pairs = drawn.draw(st.lists(st.tuples(name, TEXTS, st.booleans()), max_size=4))

    def encode(text: str | bytes, is_raw: bool = False) -> str:
        content = text.encode() if isinstance(text, str) else text
        # Raw: a percent sign stays as it is, whatever follows.
        return quote_from_bytes(content, safe="%" if is_raw else "")

    query = "&".join(f"{encode(key)}={encode(value, is_raw)}" for key, value, is_raw in pairs)
    address = path.replace("2.3", version).format(queueId=1, clientId=1, desk="Desk%201")
    response = http.get(f"{address}?{query}")
    assert str(response.status_code) in statuses, (address, query, response.text)
    check_error(response)


def check_error(response: httpx.Response) -> None:
    if response.status_code >= 400:
        error = response.json()["error"]
        assert error["message"]
        assert STATUS_BY_REASON[error["reason"]] == error["code"] == response.status_code


NAMES = st.sampled_from(
    ["v:name", "v:photo", "v:day", "d:day", "k:photo", "n:photo", "c:kinds", "once", "lang", "file", "", "x"]
)
DISPOSITIONS = st.one_of(
    st.builds('form-data; name="{}"'.format, NAMES),
    st.builds(
        'form-data; name="{}"; filename="{}"'.format, NAMES, st.sampled_from(["a.jpg", "", "../x", "con", 'é"', "\\"])
    ),
    st.builds("form-data; name*=UTF-8''{}; filename*=UTF-8''%ff%00".format, NAMES),
    st.sampled_from(
        ["form-data", "attachment", "", 'form-data; name="v:name', "form-data; name=v:name; name=x", ";" * 300]
    ),
)
CONTENTS = st.one_of(
    st.sampled_from(
        [JPEG, PNG, PDF, PNG[:20], b"", b"Ann", b"1999-02-30", b"\0", b"\xff\xfe", b"x" * 70_000, b"--limit--"]
    ),
    st.binary(max_size=60),
    st.text(max_size=30).map(lambda text: text.encode("utf-8", "surrogatepass")),
)
PARTS = st.builds(
    lambda start, disposition, extra, content, end: b"".join(
        [start, b"Content-Disposition: ", disposition.encode(), b"\r\n", extra, b"\r\n", content, end]
    ),
    st.sampled_from(
        [b"--limit\r\n", b"--limit\r\n", b"--limit\r\n", b"--limit\n", b"--limi\r\n", b"--limit--\r\n", b""]
    ),
    DISPOSITIONS,
    st.sampled_from(
        [
            b"",
            b"Content-Type: image/jpeg\r\n",
            b"Content-Type: text/plain; charset=utf-16\r\n",
            b"Content-Type:\r\n",
            b"Content-Transfer-Encoding: base64\r\n",
            b"X: " + b"y" * 9_000 + b"\r\n",
            b"no header\r\n",
            b"\0: \0\r\n",
        ]
    ),
    CONTENTS,
    st.sampled_from([b"\r\n", b"\r\n", b"\r\n", b"\n", b""]),
)
MEDIA_TYPES = st.sampled_from(
    [
        *["multipart/form-data; boundary=limit"] * 6,
        *("multipart/form-data", "multipart/form-data; boundary=", 'multipart/form-data; boundary="limit"'),
        *("multipart/form-data; boundary=" + "x" * 300, "multipart/mixed; boundary=limit", "application/json", ""),
        *("text/plain", "application/x-www-form-urlencoded"),
    ]
)


@pytest.fixture(scope="module")
def pages(http: httpx.Client) -> list[str]:
    """The pages that take forms with files: of a queue, and of a ticket's file."""
    queue = http.post("/api/2.3/queues", json=QUEUE).json()["id"]
    form = [{"id": "name", "value": "Ann"}]
    ticket: dict[str, Any] = http.post(f"/api/2.3/queues/{queue}/registrations", json={"form": form}).json()
    return [f"/q/{queue}", f"/t/{ticket['token']}/files/photo", f"/t/{ticket['token']}/files/name"]


@many_examples
@given(
    parts=st.lists(PARTS, max_size=4), end=st.sampled_from([b"--limit--\r\n", b"--limit--", b""]),
    media_type=MEDIA_TYPES, cut=st.integers(0, 60), page=st.integers(0, 2),
)  # fmt: skip
def test_any_form_with_files_gets_a_page_that_says_what_is_wrong(
    http: httpx.Client, pages: list[str], parts: list[bytes], end: bytes, media_type: str, cut: int, page: int
) -> None:
    body = b"".join(parts) + end
    body = body[: len(body) - cut] if cut > 40 else body
    response = http.post(pages[page], content=body, headers={"content-type": media_type})
    # A language, and what a form's buttons add and remove, give the page anew.
    is_update = any(b'name="%s' % name in body for name in (b"lang", b"add", b"remove"))
    expected = {303, 400, 413, 415, 422} | ({200} if is_update else set())
    assert response.status_code in expected, (media_type, body, response.text)
    if response.status_code != 303:
        assert response.headers["content-type"].startswith("text/html"), (media_type, body)
        assert "<h1" in response.text
