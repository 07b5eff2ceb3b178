"""Reference of the request rates: a bare FastAPI route with the same body model and the same response bytes."""

from __future__ import annotations

import contextlib
import multiprocessing
import socket
import time
from collections.abc import Callable, Iterator

import uvicorn
from fastapi import FastAPI
from fastapi.responses import Response

from tests.support.offices import free_port
from walkin.model.registration import RegistrationInput


def run_route(port: int, content: bytes) -> None:
    """Answer each ``POST /`` with ``content``, with the settings of ``walkin serve``. Nothing is stored."""
    app = FastAPI()

    @app.post("/", status_code=201)
    async def route(registration: RegistrationInput) -> Response:
        return Response(content, 201, media_type="application/json")

    uvicorn.run(
        app, host="127.0.0.1", port=port, log_level="warning", access_log=False, server_header=False,
        timeout_keep_alive=5,
    )  # fmt: skip


@contextlib.contextmanager
def run_bare_route(content: bytes) -> Iterator[int]:
    """Run the route in a process of its own. Yields its port."""
    with run_server_process(run_route, content) as (port, _):
        yield port


@contextlib.contextmanager
def run_server_process(server: Callable[[int, bytes], None], content: bytes) -> Iterator[tuple[int, int]]:
    """Run a server of ``content`` in a process of its own. Yields its port and process id."""
    port = free_port()
    process = multiprocessing.get_context("spawn").Process(target=server, args=(port, content), daemon=True)
    process.start()
    try:
        _wait_until_open(port)
        yield port, process.pid or 0
    finally:
        process.kill()
        process.join()


def _wait_until_open(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise AssertionError("the bare route did not answer within 60 s")
