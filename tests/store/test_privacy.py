"""Erasure, expiry, export, hold: marks in every column that holds personal data are all found, or all gone."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import orjson
import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from walkin.api import state
from walkin.api.state import AppState, open_app_state
from walkin.model.errors import Refused
from walkin.model.queue import QueueInput
from walkin.model.registration import ClientPart, Counter, RegistrationInput, Status
from walkin.model.retention import Retention
from walkin.model.time import DAY_MS, to_local_day
from walkin.store import clients, queues, statistics, uploads
from walkin.store.access import audit
from walkin.store.privacy import erasure, inventory
from walkin.store.registrations import commands, queries
from walkin.store.schema.tables import metadata
from walkin.store.watches import delivery_log, outbox, watches

AT = 1_800_000_000_000
PERSONAL = {name: entry for name, entry in inventory.ENTRIES.items() if entry.personal}


class Office:
    """An open office with a clock of its own, and its folders."""

    def __init__(self, app_state: AppState, data: Path | str) -> None:
        self.app_state = app_state
        self.store = app_state.store
        self.data = data
        self.now = AT

    async def add_visit(self, name: str, queue_id: int = 1, *, ends: bool = True) -> tuple[int, int]:
        """A visit with a file, a note, an outcome, deliveries and an action; the ids of client and registration."""
        return await self.store.write(partial(add_visit, self.store.files_dir, name, self.now, ends), queue_id)

    async def run_retention(self, at: int, kept: Retention | None = None) -> None:
        self.now = at
        await state.run_retention(
            AppState(
                self.store, self.app_state.broadcaster, lambda: at, self.app_state.outbound_policy, kept or Retention()
            )
        )

    async def find_marks(self) -> set[str]:
        """The marks in the files of the office: the database, what is beside it, the folder of files."""
        return await asyncio.to_thread(find_marks, self.data, self.store.files_dir)


@pytest.fixture
async def office(data: Path | str) -> AsyncIterator[Office]:
    opened: list[Office] = []
    async with open_app_state(data, lambda: opened[0].now if opened else AT) as app_state:
        opened.append(Office(app_state, data))
        yield opened[0]


def find_marks(data: Path | str, files_dir: Path) -> set[str]:
    folders = [files_dir]
    if isinstance(data, Path):
        folders.append(data.parent)
    else:
        with psycopg.connect(data, autocommit=True) as connection:
            connection.execute("VACUUM FULL")
            connection.execute("CHECKPOINT")
            (folder,) = connection.execute("SHOW data_directory").fetchone() or ("",)
            (oid,) = connection.execute(
                "SELECT oid FROM pg_database WHERE datname = current_database()"
            ).fetchone() or (0,)
            # The write-ahead log before it holds what every backup of it holds: see the guide.
            folders.append(Path(folder) / "base" / str(oid))
    content = b"\n".join(path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file())
    marks = {
        f"MARK-{who}-{table}-{column}" for who in "AB" for table, entry in PERSONAL.items() for column in entry.personal
    }
    return {mark for mark in marks if mark.encode() in content}


def add_visit(
    files_dir: Path, name: str, at: int, ends: bool, connection: Connection, queue_id: int
) -> tuple[int, int]:
    if not watches.list_watches(connection, 1):
        document = orjson.dumps({"address": "https://example.org/hook"}).decode()
        values = {
            "status": "enabled",
            "document": document,
            "secrets": "{}",
            "events": "",
            "include_previous": 1,
            "include_extra": 1,
        }
        watches.add(connection, 1, None, values, at)
    person = ClientPart(first_name=name, last_name="Bee", email_address=f"{name}@example.org")
    registered = commands.register(
        connection, queue_id, RegistrationInput(client=person, note="note", language="en"), at, idempotency_key=name
    ).registration
    assert registered.client_id is not None
    content = f"MARK-{name}-file-digest".encode()
    digest = hashlib.sha256(content).hexdigest()
    token = uploads.add(connection, digest, "image/png", f"{name}.png", len(content), at, uploads.FileLimits())
    uploads.set_files(connection, registered.id, {token})
    uploads.write_content(files_dir, digest, content)
    call = RegistrationInput(status=Status.IN_PROGRESS, counter=Counter(name="Desk 1"), outcome="solved")
    commands.change(connection, queue_id, registered.id, call, at)
    if ends:
        commands.change(connection, queue_id, registered.id, RegistrationInput(status=Status.FINISHED), at)
    return registered.client_id, registered.id


def plant(name: str, client_id: int, connection: Connection, registration_id: int) -> None:
    """Write a mark into every personal column of every row about that visit and its client."""
    where = {
        "client": f"id = {client_id}",
        "registration": f"id = {registration_id}",
        "file": f"registration_id = {registration_id}",
        "idempotency": f"registration_id = {registration_id}",
        "action": f"steps LIKE '[[{registration_id},%'",
        "snapshot": f"id IN (SELECT snapshot_id FROM delivery WHERE registration_id = {registration_id})",
        "delivery": f"registration_id = {registration_id}",
        "watch_error": f"delivery_id IN (SELECT id FROM delivery WHERE registration_id = {registration_id})",
    }
    connection.execute(
        sa.text(
            "INSERT INTO watch_error (delivery_id, watch_id, attempt, failed_at, duration_ms, error) "
            f"SELECT id, watch_id, 1, created_at, 1, 'x' FROM delivery WHERE registration_id = {registration_id}"
        )
    )
    # All but the last of the deliveries have ended.
    connection.execute(
        sa.text(
            "UPDATE delivery SET state = 'delivered' WHERE id < "
            f"(SELECT max(id) FROM delivery WHERE registration_id = {registration_id}) AND {where['delivery']}"
        )
    )
    for table_name, entry in PERSONAL.items():
        table = metadata.tables[table_name]
        rows = sa.text(where[table_name])
        for column_name in entry.personal:
            column, mark = table.c[column_name], f"MARK-{name}-{table_name}-{column_name}"
            if column_name == "digest" or not isinstance(column.type, sa.String):
                continue
            stored = connection.execute(sa.select(column).where(rows)).scalars().first()
            value = build_value(table_name, column_name, mark, stored)
            changed = connection.execute(sa.update(table).where(rows).values({column_name: value}))
            assert changed.rowcount >= 1, f"nothing to plant a mark in: {table_name}.{column_name}"


def build_value(table: str, column: str, mark: str, stored: str | None) -> str:
    """A value that the column may have, with the mark in every member that people can fill."""
    if (table, column) == ("client", "document"):
        return orjson.dumps({"companyName": mark, "madeUp": {"deep": [mark]}}).decode()
    if (table, column) == ("registration", "client"):
        members = ("firstName", "lastName", "emailAddress", "phoneNumber")
        return orjson.dumps({"id": "1", **dict.fromkeys(members, mark)}).decode()
    if (table, column) == ("registration", "form"):
        answer = {"id": "a", "type": "input", "title": "t", "value": mark, "fileName": mark}
        return orjson.dumps([{"id": "g", "type": "category", "subItem": [answer]}]).decode()
    if (table, column) == ("action", "steps"):
        steps = orjson.loads(stored or "")
        steps[0][4]["outcome"] = mark
        return orjson.dumps(steps).decode()
    if table == "snapshot":
        personal = {name: {"deep": mark} for name in ("client", "form", "note", "outcome")}
        return orjson.dumps({"id": "1", **personal}).decode()
    return mark


def list_planted(name: str) -> set[str]:
    return {
        f"MARK-{name}-{table}-{column}"
        for table, entry in PERSONAL.items()
        for column in entry.personal
        if isinstance(metadata.tables[table].c[column].type, sa.String)
    }


async def plant_two(office: Office) -> list[tuple[int, int]]:
    """Two people with marks everywhere: A and B."""
    visits = [await office.add_visit(name) for name in "AB"]
    for name, (client_id, registration_id) in zip("AB", visits, strict=True):
        await office.store.write(partial(plant, name, client_id), registration_id)
    if isinstance(office.data, Path):
        assert await office.find_marks() == list_planted("A") | list_planted("B")
    return visits


def test_every_column_has_an_entry() -> None:
    described = {name: sorted([*entry.personal, *entry.other.split()]) for name, entry in inventory.ENTRIES.items()}
    assert described == {table.name: sorted(table.c.keys()) for table in metadata.sorted_tables}
    for name, entry in PERSONAL.items():
        assert entry.kept.format(**vars(Retention()))
        assert entry.age_column in metadata.tables[name].c


async def test_an_erasure_leaves_nothing_of_the_person_and_all_of_the_other(office: Office) -> None:
    (client_id, registration_id), _ = await plant_two(office)
    await office.store.write(erasure.erase_client, client_id, AT, 1)
    await state.overwrite_erased(office.app_state)
    assert await office.find_marks() == list_planted("B")
    kept = await office.store.read(queries.get_in_any_queue, registration_id, AT)
    assert (kept.registration.status, kept.registration.client, kept.registration.client_id) == ("finished", None, None)
    *_, told = await office.store.read(delivery_log.list_deliveries, 1, None, None, 100)
    newest = (await office.store.read(delivery_log.list_deliveries, 1, None, None, 1))[0]
    assert (newest["event"], newest["registration_id"]) == ("deleted", registration_id)
    assert set(orjson.loads(newest["resource"])).isdisjoint({"client", "form", "note", "outcome"})
    assert told["erased_at"] == AT
    with pytest.raises(Refused, match="deliveryErased"):
        await office.store.write(delivery_log.replay, 1, told["id"], AT)
    assert await office.store.write(delivery_log.replay_range, 1, None, ["delivered"], 0, AT + 1, AT) == 2
    with pytest.raises(Refused, match="clientNotFound"):
        await office.store.write(erasure.erase_client, client_id, AT, 1)


async def test_the_result_of_an_attempt_under_way_does_not_bring_the_data_back(office: Office) -> None:
    client_id, registration_id = await office.add_visit("A")
    due, _ = await office.store.read(outbox.find_due, AT, {}, 100, 100)
    (first,) = [delivery for delivery in due if delivery.registration_id == registration_id]
    assert await office.store.write(outbox.claim, {first.id: "MARK-A-delivery-body"}, AT, AT + 1000) == {first.id}
    await office.store.write(erasure.erase_client, client_id, AT, 1)
    result = outbox.AttemptResult(
        first.id, first.watch_id, registration_id, 1, "pending", AT + 1, AT, 1, "a", "POST", "{}", 500,
        "MARK-A-delivery-error", "MARK-A-delivery-response_body",
    )  # fmt: skip
    await office.store.write(outbox.record_results, [result], AT)
    await state.overwrite_erased(office.app_state)
    assert await office.find_marks() == set()
    # It is sent again, without the person.
    (again,) = (await office.store.read(outbox.find_due, AT + 1000, {}, 100, 100))[0]
    assert (again.id, again.attempts, again.body) == (first.id, 0, None)
    assert "client" not in orjson.loads(again.resource)


@pytest.mark.parametrize(
    ("keep", "days"), [(None, 30), (0, 0), *(pytest.param(days, days, marks=pytest.mark.long) for days in (5, 60))]
)
async def test_what_has_expired_is_gone_and_the_figures_stay(office: Office, keep: int | None, days: int) -> None:
    if keep is not None:
        await office.store.write(queues.change, 1, QueueInput(keep_personal=keep), AT)
    visits = await plant_two(office)
    waiting = await office.add_visit("C", ends=False)
    day = to_local_day(AT, "UTC")
    count = partial(
        statistics.compute_statistics, account_id=1, may_use=lambda _: True, queue_id=1, since=day, until=day
    )
    before = await office.store.read(count, at=AT)
    undo_ms = 600_000
    if days:
        await office.run_retention(AT + days * DAY_MS - 1, Retention(file_days=99, watch_log_days=99))
        assert await office.find_marks() == list_planted("A") | list_planted("B")
    await office.run_retention(AT + days * DAY_MS + undo_ms + 1, Retention(file_days=99, watch_log_days=99))
    assert await office.find_marks() == set()
    for client_id, registration_id in visits:
        kept = await office.store.read(queries.get_in_any_queue, registration_id, AT)
        assert (kept.registration.status, kept.registration.client) == ("finished", None)
        with pytest.raises(Refused, match="clientNotFound"):
            await office.store.read(clients.get, client_id, 1)
    assert (await office.store.read(queries.get_in_any_queue, waiting[1], AT)).registration.client is not None
    assert (await office.store.read(count, at=AT)).to_wire() == before.to_wire()
    assert before.total.visits == 3


async def test_an_export_has_everything_that_is_planted(office: Office) -> None:
    (client_id, _), _ = await plant_two(office)
    exported = orjson.dumps(await office.store.read(inventory.export_client, client_id)).decode()
    assert {mark for mark in list_planted("A") if mark in exported} == list_planted("A") - {"MARK-A-file-digest"}
    assert "MARK-B-" not in exported


async def test_what_is_held_does_not_expire_until_it_is_released(office: Office) -> None:
    (client_id, _), _ = await plant_two(office)
    await office.store.write(clients.set_held, client_id, 1, AT)
    late = AT + 90 * DAY_MS
    await office.run_retention(late, Retention(watch_log_days=99))
    if isinstance(office.data, Path):
        assert await office.find_marks() >= list_planted("A") - {
            "MARK-A-idempotency-key",
            "MARK-A-idempotency-fingerprint",
        }
    await office.store.write(clients.set_held, client_id, 1, None)
    await office.run_retention(late, Retention(watch_log_days=99))
    assert await office.find_marks() == set()


async def test_a_client_without_a_visit_expires_after_its_last_change(office: Office) -> None:
    added = [
        await office.store.write(clients.add, clients.ClientInput(last_name=f"MARK-{name}-client-last_name"), AT, 1)
        for name in "AB"
    ]
    await office.store.write(clients.change, int(added[1].id), clients.ClientInput(first_name="x"), 1, AT + 5 * DAY_MS)
    await office.run_retention(AT + 31 * DAY_MS)
    assert await office.find_marks() == {"MARK-B-client-last_name"}
    assert (await office.store.read(clients.get, int(added[1].id), 1)).first_name == "x"
    await office.run_retention(AT + 36 * DAY_MS)
    assert await office.find_marks() == set()


async def test_the_audit_log_is_cut_at_its_old_end_and_holds(office: Office) -> None:
    def append(connection: Connection) -> None:
        for number in range(5):
            for lane in (0, 1):
                audit.append_records(
                    connection, [audit.AuditRecord(lane, AT + number * DAY_MS, "key", "admin", "op", "x", "done")]
                )

    await office.store.write(append)
    await office.run_retention(AT + 12 * DAY_MS + 1, Retention(audit_days=10))
    assert {row.number for row in await office.store.read(audit.list_records, 100)} == {4, 5}
    assert await office.store.read(audit.verify_chains) == (4, [])
    with pytest.raises((Refused, sa.exc.DBAPIError)):
        await office.store.write(lambda connection: connection.execute(sa.text("DELETE FROM audit WHERE number = 4")))
    await office.run_retention(AT + 90 * DAY_MS, Retention(audit_days=10))
    assert await office.store.read(audit.list_records, 100) == []
    await office.store.write(append)
    assert await office.store.read(audit.verify_chains) == (10, [])
