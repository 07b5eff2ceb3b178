"""``python -m tests.bench fill [N] FILE``: an office with a year behind it, by default of 1.2 million registrations.

Six queues and twelve desks, on weekdays and today, from 8 to 17 o'clock; nine of ten clients were served. Rows are
inserted as the program would have left them: registrations, their events and audit log, told waits, tickets of each
day, and clients with names and filled forms of the last weeks (what is older has expired).
"""

from __future__ import annotations

import argparse
import secrets
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Connection, Table, insert, text, update

from tests.bench.office import LAST_NAMES, QUEUE_ID, make_form_registration
from walkin.model.client import join_search_text
from walkin.model.queue import QueueInput, format_ticket
from walkin.model.retention import DEFAULT_RETENTION
from walkin.model.time import SECOND_MS, now_ms
from walkin.store import open_store, queues, visit_figures
from walkin.store.access import audit
from walkin.store.access.audit import AuditRecord
from walkin.store.engine.compiled import CompiledStatement
from walkin.store.engine.sqlite import build_engine
from walkin.store.registrations import events as events_log
from walkin.store.registrations import transitions
from walkin.store.schema import access_tables, tables

DEFAULT_COUNT = 1_200_000
ZONE_NAME = "Europe/Paris"
ZONE = ZoneInfo(ZONE_NAME)
MORE_QUEUES = ("Building permits", "Taxes", "Complaints")
DESKS = tuple(f"Desk {number}" for number in range(1, 13))
KEY = "wk_0123456789abcdef"
FIRST_NAMES = ("Anna", "Jean-Pierre", "Mehmet", "Zoë", "Lê", "Ivana", "Omar", "Chloé")
OPENS_AT, OPEN_SECONDS = 8, 9 * 3600


@dataclass
class Change:
    """An event of a registration, with the document after it."""

    at: int
    kind: str
    document: dict[str, Any]
    row: dict[str, Any]


@dataclass
class FilledQueue:
    id: int
    prefix: str
    revision: int
    head: tuple[int, str] = (0, "")
    waiting: int = 0
    last_number: int = 0


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench fill", description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=DEFAULT_COUNT, metavar="N")
    parser.add_argument("file", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    if options.file.exists():
        parser.error(f"there is a file {options.file} already")
    began = time.monotonic()
    fill_office(options.file, options.count, show=lambda line: print(line, file=sys.stderr, flush=True))
    size = options.file.stat().st_size
    print(f"{options.count:,} registrations, {size / options.count:,.0f} bytes each, {time.monotonic() - began:.0f} s")


def fill_office(path: Path, count: int, show: Callable[[str], None] = lambda line: None) -> None:
    """Create the office in a new file."""
    open_store(path).close()
    engine = build_engine(path)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA synchronous=OFF")
            _Filling(connection, count, show).run()
    finally:
        engine.dispose()


class _Filling:
    def __init__(self, connection: Connection, count: int, show: Callable[[str], None]) -> None:
        self._connection = connection
        self._random = Random(1)
        self._show = show
        self._now = now_ms()
        self._today = get_today()
        self._days = [
            day for back in range(364, -1, -1) if (day := self._today - timedelta(back)).weekday() < 5 or not back
        ]
        self._count = count
        self._registration_id = self._client_id = 0
        self._queues: list[FilledQueue] = []

    def run(self) -> None:
        self._begin()
        self._make_queues()
        indexes = self._drop_indexes()
        self._commit()
        made = 0
        for number, day in enumerate(self._days, 1):
            wanted = round(self._count * number / len(self._days)) - made
            self._fill_day(day, wanted)
            made += wanted
            self._commit()
            if number % 25 == 0:
                self._show(f"{day}: {made:,} registrations")
        for sql in indexes:
            self._connection.exec_driver_sql(sql)
        self._save_queues()
        self._commit()
        for queue_id, periods in visit_figures.list_unkept(self._connection, self._now):
            visit_figures.keep(self._connection, queue_id, periods, self._now)
        self._commit()
        self._connection.exec_driver_sql("ROLLBACK")
        self._connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.rollback()

    def _begin(self) -> None:
        self._connection.exec_driver_sql("BEGIN IMMEDIATE")

    def _commit(self) -> None:
        self._connection.exec_driver_sql("COMMIT")
        self._begin()

    def _make_queues(self) -> None:
        connection = self._connection
        for name in MORE_QUEUES:
            queues.add(connection, QueueInput(name=name), self._now, 1)
        for state in queues.list_queues(connection, self._now, 1):
            changed = queues.change(connection, state.id, QueueInput(time_zone=ZONE_NAME), self._now)
            self._queues.append(FilledQueue(state.id, state.ticket_prefix, changed.revision))
        desks = [
            {"account_id": 1, "name": name, "status": "open", "status_since": self._now, "last_active_at": self._now}
            for name in DESKS
        ]
        connection.execute(insert(tables.desk), desks)

    def _drop_indexes(self) -> list[str]:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        rows = self._connection.exec_driver_sql(query).all()
        for name, _ in rows:
            self._connection.exec_driver_sql(f"DROP INDEX {name}")
        return [str(sql) for _, sql in rows]

    def _fill_day(self, day: date, count: int) -> None:
        midnight = datetime(day.year, day.month, day.day, OPENS_AT, tzinfo=ZONE).timestamp()
        opened = int(midnight * SECOND_MS)
        share = min(OPEN_SECONDS, max(60, (self._now - opened) // SECOND_MS)) if day == self._today else OPEN_SECONDS
        is_recent = (self._today - day).days < DEFAULT_RETENTION.personal_days
        arrivals = sorted(opened + self._random.randrange(share * SECOND_MS) for _ in range(count))
        changes: list[list[Change]] = [[] for _ in self._queues]
        clients: list[dict[str, Any]] = []
        numbers = [0] * len(self._queues)
        rows = []
        for arrived in arrivals:
            index = min(self._random.randrange(8), len(self._queues) - 1)
            numbers[index] += 1
            row, its_changes = self._make_visit(self._queues[index], numbers[index], day, arrived)
            if is_recent and self._random.random() < 0.6:
                clients.append(self._add_client(row, self._queues[index].id))
            rows.append(row)
            changes[index] += its_changes
        events, records = [], []
        for filled, number, of_queue in zip(self._queues, numbers, changes, strict=True):
            filled.last_number = number
            for change in sorted(of_queue, key=lambda change: change.at):
                filled.revision += 1
                change.document["revision"] = change.row["revision"] = filled.revision
                change.row["document"] = data = orjson.dumps(change.document).decode()
                events.append(
                    {
                        "queue_id": filled.id,
                        "revision": filled.revision,
                        "kind": change.kind,
                        "registration_id": change.row["id"],
                        "created_at": change.at,
                        **events_log.pack(change.row["id"], data),
                    }
                )
                records.append(self._build_audit_row(filled, change))
        order = sorted(range(len(events)), key=lambda position: events[position]["created_at"])
        self._insert(tables.client, clients)
        self._insert(tables.registration, rows)
        self._insert(tables.event, [events[position] for position in order])
        self._insert(access_tables.audit, [records[position] for position in order])
        if day != self._today:
            of_day = [
                {
                    "day": day.isoformat(),
                    "queue_id": filled.id,
                    "ticket_prefix": filled.prefix,
                    "last_number": filled.last_number,
                }
                for filled in self._queues
            ]
            self._connection.execute(insert(tables.ticket_day), of_day)

    def _insert(self, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            CompiledStatement(insert(table).inline(), list(rows[0])).execute_many(self._connection, rows)

    def _make_visit(
        self, filled: FilledQueue, number: int, day: date, arrived: int
    ) -> tuple[dict[str, Any], list[Change]]:
        rng = self._random
        self._registration_id += 1
        ticket = format_ticket(filled.prefix, number)
        document: dict[str, Any] = {
            "ticket": ticket,
            "status": "registered",
            "registered": _zoned(arrived),
            "calls": 0,
            "priority": 0,
            "position": arrived + number % 7,
        }
        low = 5 * rng.randrange(1, 5)
        told = {"from": low, "to": low + 10}
        row: dict[str, Any] = dict.fromkeys(tables.registration.c.keys()) | {
            "id": self._registration_id,
            "queue_id": filled.id,
            "status": "registered",
            "priority": 0,
            "on_hold": False,
            "reserved_desk": "",
            "position": document["position"],
            "ticket_queue_id": filled.id,
            "day": day.isoformat(),
            "number": number,
            "registered_at": arrived,
            "token": secrets.token_urlsafe(transitions.TOKEN_BYTES),
            "created_by": KEY,
            "called_by": "",
            "told_from_minutes": told["from"],
            "told_to_minutes": told["to"],
            "told_mean_seconds": (low + 5) * 60,
            "told_people_ahead": rng.randrange(12),
            "last_desk": "",
        }
        document["toldWaitingTime"] = told
        changes = [Change(arrived, "created", document, row)]
        called = arrived + int(rng.gammavariate(2, 7 * 60) * SECOND_MS)
        kind = rng.choices(("finished", "noShow", "deleted"), (90, 6, 4))[0]
        if called > self._now:
            row["held_ticket"] = ticket
            filled.waiting += 1
            return row, changes
        if kind == "deleted":
            changes.append(self._end(row, document, "deleted", called))
            return row, changes
        desk = rng.choice(DESKS)
        document = {
            **document,
            "status": "inProgress",
            "calls": 1,
            "started": _zoned(called),
            "counter": {"name": desk},
            "called": _zoned(called),
        }
        row |= {
            "started_at": called,
            "called_by": KEY,
            "last_desk": desk,
            "wait_seconds": (called - arrived) // SECOND_MS,
        }
        changes.append(Change(called, "called", document, row))
        ended = called + int(rng.expovariate(1 / 420) * SECOND_MS)
        if ended > self._now:
            row |= {"status": "inProgress", "held_ticket": ticket}
        else:
            changes.append(self._end(row, document, kind, ended))
        return row, changes

    def _end(self, row: dict[str, Any], document: dict[str, Any], kind: str, at: int) -> Change:
        row["status"] = kind
        member = {"finished": "finished", "noShow": "missed"}.get(kind)
        document = {**document, "status": kind} | ({member: _zoned(at)} if member else {})
        if row["started_at"] is not None:
            row["visit_seconds"] = transitions.compute_visit_seconds(kind, row["started_at"], document)  # type: ignore[arg-type]
        return Change(at, kind, document, row)

    def _add_client(self, row: dict[str, Any], queue_id: int) -> dict[str, Any]:
        self._client_id += 1
        number = self._client_id
        first, last = FIRST_NAMES[number % len(FIRST_NAMES)], f"{LAST_NAMES[number % len(LAST_NAMES)]} {number}"
        phone, email = f"+336{number:08}", f"person{number}@example.org" if number % 3 == 0 else None
        row["client_id"] = number
        members = {"id": str(number), "firstName": first, "lastName": last, "phoneNumber": phone}
        row["client"] = orjson.dumps(members).decode()
        if queue_id == int(QUEUE_ID):
            row["form"] = orjson.dumps(make_form_registration(number)["form"]).decode()
        return {
            "id": number,
            "account_id": 1,
            "first_name": first,
            "last_name": last,
            "email": email,
            "email_folded": email,
            "phone": phone,
            "language": "fr",
            "created_at": row["registered_at"],
            "reviewed_at": row["registered_at"],
            "search_text": join_search_text((first, last, email), (phone,)),
        }

    def _build_audit_row(self, filled: FilledQueue, change: Change) -> dict[str, Any]:
        operation = {"created": "insert_registration", "called": "call_next", "deleted": "delete_registration"}
        record = AuditRecord(
            filled.id,
            change.at,
            KEY,
            "counter",
            operation.get(change.kind, "update_registration"),
            f"queues/{filled.id}/registrations/{change.row['id']}",
            change.document["status"],
        )
        number, previous = filled.head[0] + 1, filled.head[1]
        filled.head = number, audit.compute_hash(previous, number, record)
        return audit.build_columns(record, number, filled.head[1])

    def _save_queues(self) -> None:
        for filled in self._queues:
            number, digest = filled.head
            self._connection.execute(
                insert(access_tables.audit_head).values(lane=filled.id, number=number, hash=digest)
            )
            columns = {
                "revision": filled.revision,
                "waiting": filled.waiting,
                "day": self._today.isoformat(),
                "last_number": filled.last_number,
                "last_position": self._now,
            }
            self._connection.execute(update(tables.queue).where(tables.queue.c.id == filled.id).values(columns))
        sequence = {"registration": self._registration_id, "client": self._client_id}
        for name, last in sequence.items():
            self._connection.execute(
                text("UPDATE sqlite_sequence SET seq = :last WHERE name = :name"), {"last": last, "name": name}
            )


def get_today() -> date:
    """Return the present day of the filled office's queues."""
    return datetime.now(ZONE).date()


def _zoned(at: int) -> dict[str, str]:
    local = datetime.fromtimestamp(at // SECOND_MS, UTC).astimezone(ZONE)
    return {"dateTime": f"{local:%Y-%m-%dT%H:%M:%S}", "timeZone": ZONE_NAME}
