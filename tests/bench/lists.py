"""The list of the waiting through the real ``walkin serve``, beside plain ``orjson.dumps`` of the same content.

Each list is fetched after a change of one registration, and again in the same second. What does not depend on time,
rank and forecast is kept until the event log names the registration. Of the time for 10,000, a sixth reads their order
from an index, another looks up the waits by rank, half puts their pieces together, the rest joins and sends 14 MB.

The first list reads and renders everything. By processor time that is thirteen times ``orjson.dumps``: SQLite takes
five times as long to read the columns that a list shows (a row has three pages of 512 bytes), their pieces take as long
again, and putting them together as ever takes the rest. Mapping the file into memory would halve the reading, but an
error of the disk would then end the program.

Of the time for 100, more than half is the request itself: hand-over to a reader thread and back (0.1 ms), HTTP, routing
and permissions (0.2 ms), sending 142 kB (0.1 ms). The second fetch in a second reads only the queue's row.
"""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from pathlib import Path

import orjson

from tests.bench.bare_route import run_bare_route
from tests.bench.figure import Figure, at_most
from tests.bench.load import build_request
from tests.bench.office import REGISTRATIONS_PATH, register_people
from tests.support.offices import run_server

SIZES = (100, 1_000, 10_000)
LIST_REQUEST = build_request("GET", REGISTRATIONS_PATH)


@dataclass(frozen=True)
class FetchedResponse:
    """A response, and when it came in seconds after the request."""

    first_byte_seconds: float
    last_byte_seconds: float
    body: bytes


def measure_lists(folder: Path, rounds: int = 15) -> list[Figure]:
    """For each size measure the whole response, its transfer alone, and a second fetch. Asserts contents and order."""
    data = folder / "lists.db"
    figures: list[Figure] = []
    with run_server(data) as server:
        waiting_count = 0
        for size in SIZES:
            register_people(data, range(waiting_count, size))
            waiting_count = size
            fetched, again, plain = [], [], []
            # A new connection for each size: the server closes connections that are idle for 5 s.
            with socket.create_connection(("127.0.0.1", server.port)) as connection:
                first = fetch(connection)
                content = orjson.loads(first.body)
                assert [item["rank"] for item in content["items"]] == list(range(1, size + 1))
                for number in range(rounds):
                    path = f"{REGISTRATIONS_PATH}/{content['items'][0]['id']}"
                    fetch(connection, build_request("PATCH", path, b'{"note":"%d"}' % number))
                    fetched.append(fetch(connection))
                    again.append(fetch(connection))
                    began = time.perf_counter()
                    orjson.dumps(content)
                    plain.append((time.perf_counter() - began) * 1000)
            complete = [fetch.last_byte_seconds * 1000 for fetch in fetched]
            repeated = [fetch.last_byte_seconds * 1000 for fetch in again]
            transfer = [(fetch.last_byte_seconds - fetch.first_byte_seconds) * 1000 for fetch in fetched]
            name = f"list of {size:,} waiting"
            goal, first_goal = (at_most(1.5), at_most(3)) if size == SIZES[-1] else (None, None)
            first_ms = first.last_byte_seconds * 1000
            figures.append(Figure(name, "ms", complete, plain, "orjson.dumps", goal))
            figures.append(Figure(f"{name}, the first", "ms", [first_ms], plain, "orjson.dumps", first_goal))
            figures.append(Figure(f"{name}, first byte to last", "ms", transfer, plain, "orjson.dumps"))
            if size == SIZES[0]:
                bare = _measure_bare_route(fetched[-1].body, rounds)
                figures.append(Figure(f"{name}, beside a route", "ms", complete, bare, "as many bytes", at_most(2)))
                figures.append(Figure(f"{name}, again, beside a route", "ms", repeated, bare, "as many bytes"))
            else:
                figures.append(Figure(f"{name}, again", "ms", repeated, plain, "orjson.dumps"))
    return figures


def _measure_bare_route(content: bytes, rounds: int) -> list[float]:
    """Return the milliseconds of a bare route that sends ``content``."""
    with run_bare_route(content) as port, socket.create_connection(("127.0.0.1", port)) as connection:
        return [fetch(connection, build_request("POST", "/", b"{}")).last_byte_seconds * 1000 for _ in range(rounds)]


def fetch(connection: socket.socket, request_bytes: bytes = LIST_REQUEST) -> FetchedResponse:
    """Send a request over an open connection and read the response."""
    began = time.perf_counter()
    connection.sendall(request_bytes)
    head = _receive(connection)
    first = time.perf_counter() - began
    while b"\r\n\r\n" not in head:
        head += _receive(connection)
    head, _, body = head.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 20"), head
    pieces = [body]
    missing = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]) - len(body)
    while missing > 0:
        pieces.append(_receive(connection))
        missing -= len(pieces[-1])
    return FetchedResponse(first, time.perf_counter() - began, b"".join(pieces))


def _receive(connection: socket.socket) -> bytes:
    piece = connection.recv(1 << 20)
    assert piece, "the server closed the connection"
    return piece
