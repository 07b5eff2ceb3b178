"""The receiver of ``walkin watch listen``, and how ``walkin deliver`` ends."""

from __future__ import annotations

import asyncio
import os
import queue
import secrets
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from standardwebhooks import Webhook

from tests.support.offices import make_settings
from walkin.watch import deliver
from walkin.watch.listener import MAX_BODY_BYTES, ReceivedRequest, create_listener


@contextmanager
def listen(*keys: str, status: int = 204) -> Iterator[tuple[httpx.Client, queue.Queue[ReceivedRequest]]]:
    """A listener with those keys, and a client of it."""
    received: queue.Queue[ReceivedRequest] = queue.Queue()
    listener = create_listener(0, keys, status, received.put)
    thread = threading.Thread(target=listener.serve_forever)
    thread.start()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{listener.server_port}", trust_env=False) as client:
            yield client, received
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()


def test_a_listener_without_a_key_reports_each_request() -> None:
    with listen() as (client, received):
        posted = client.post("/hook?a=1", json={"id": "1"}, headers={"X-Agendize-Event": "created", "webhook-id": "m"})
        assert posted.status_code == 204
        assert received.get(timeout=30) == {
            "method": "POST",
            "path": "/hook?a=1",
            "event": "created",
            "message": "m",
            "verdict": "unchecked",
            "answered": 204,
            "body": {"id": "1"},
        }
        assert client.delete("/hook").status_code == 204
        assert received.get(timeout=30)["body"] is None
        client.put("/hook", content=b"\xffnot JSON")
        assert received.get(timeout=30)["body"] == "\ufffdnot JSON"


def test_a_listener_with_a_key_refuses_what_is_not_signed_with_it() -> None:
    key, other = (f"whsec_{secrets.token_urlsafe(24).replace('-', 'A').replace('_', 'B')}" for _ in range(2))
    with listen(other, key, status=200) as (client, received):
        body, now = '{"id":"1"}', datetime.now(UTC)
        headers = {"webhook-id": "m1", "webhook-timestamp": str(int(now.timestamp()))}
        signed = headers | {"webhook-signature": Webhook(key).sign("m1", now, body)}
        assert client.post("/", content=body, headers=signed).status_code == 200
        assert received.get(timeout=30)["verdict"] == "signed"
        assert client.post("/", content=body + " ", headers=signed).status_code == 401
        assert received.get(timeout=30)["verdict"] == "wrong signature"
        assert client.post("/", content=body, headers=headers).status_code == 401
        assert received.get(timeout=30)["verdict"] == "not signed"
        assert client.post("/", content=body, headers=signed | {"webhook-timestamp": "1"}).status_code == 401
        assert received.get(timeout=30)["verdict"] == "too old"
        stranger = headers | {"webhook-signature": "v1,%%% v9,AAAA v1a,AAAA"}
        assert client.post("/", content=body, headers=stranger).status_code == 401
        assert received.get(timeout=30)["verdict"] == "wrong signature"


def test_a_listener_closes_the_connection_after_a_body_that_it_has_not_read() -> None:
    with listen() as (client, received):
        response = client.post("/", content=b"0" * (MAX_BODY_BYTES + 1))
        assert response.headers["connection"] == "close"
        assert received.get(timeout=30)["answered"] == 204
        assert client.get("/").status_code == 204


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM for a process")
async def test_a_worker_says_what_it_delivers_and_ends_at_sigterm(
    office_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    worker = asyncio.create_task(deliver.run(make_settings(office_file)))
    output = ""
    while "Stop with" not in output:
        assert not worker.done(), worker
        await asyncio.sleep(0.02)
        output += capsys.readouterr().err
    assert str(office_file) in output
    os.kill(os.getpid(), signal.SIGTERM)
    await worker
