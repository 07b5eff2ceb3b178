"""Erasure, expiry, export, hold: marks in every column that holds personal data are all found, or all gone."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import itertools
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, cast

import orjson
import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from tests.support.offices import get_files_folder, get_key_file, make_settings
from tests.support.postgres import PostgresServer
from walkin.api import state
from walkin.api.state import AppState, open_app_state
from walkin.client import connect
from walkin.model.errors import Refused
from walkin.model.queue import QueueInput
from walkin.model.registration import ClientPart, Counter, RegistrationInput, Status
from walkin.model.retention import Retention
from walkin.model.time import DAY_MS, to_local_day
from walkin.store import clients, open_store, phone_tickets, queues, statistics, uploads
from walkin.store import office as offices
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
    content = read_everything(data, files_dir)
    marks = {
        f"MARK-{who}-{table}-{column}" for who in "AB" for table, entry in PERSONAL.items() for column in entry.personal
    }
    return {mark for mark in marks if mark.encode() in content}


def read_everything(data: Path | str, files_dir: Path) -> bytes:
    """Read the database's files, those beside it, and the uploads."""
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
    return b"\n".join(path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file())


@pytest.mark.long
async def test_the_steps_of_the_guide_leave_nothing_in_the_folder_of_postgres(
    postgres_server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    def run_sql(url: str, *statements: str) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def list_marks(url: str) -> set[str]:
        with psycopg.connect(url) as connection:
            (folder,) = connection.execute("SHOW data_directory").fetchone() or ("",)
        found = set()
        for path in Path(folder).rglob("*"):
            with contextlib.suppress(OSError):
                found.update(re.findall(rb"MARK-A-[a-z_]+-[a-z_]+", path.read_bytes() if path.is_file() else b""))
        return {mark.decode() for mark in found}

    with postgres_server.create_office() as url:
        try:
            run_sql(url, "ALTER SYSTEM SET wal_recycle = off", "SELECT pg_reload_conf()")
            async with open_app_state(url, lambda: AT) as app_state:
                office = Office(app_state, url)
                (client_id, _), _ = await plant_two(office)
                assert await asyncio.to_thread(list_marks, url)
                await office.store.write(erasure.erase_client, client_id, AT, 1)
                await state.overwrite_erased(app_state)
            for _ in range(2):
                await asyncio.to_thread(run_sql, url, "VACUUM FULL", "SELECT pg_switch_wal()", "CHECKPOINT")
            assert await asyncio.to_thread(list_marks, url) == set()
        finally:
            run_sql(url, "ALTER SYSTEM RESET wal_recycle", "SELECT pg_reload_conf()")


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
        connection,
        queue_id,
        RegistrationInput(client=person, note="note", language="en"),
        at,
        idempotency_key=name,
        sender=phone_tickets.Sender("192.0.2.7", "cookie", phone_tickets.PhoneLimits()),
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


def keep_texts_plain(connection: Connection) -> None:
    """Turn off PostgreSQL's compression of long texts, which would hide them from a search of the files."""
    if connection.dialect.name == "postgresql":
        for table_name, entry in PERSONAL.items():
            for column_name in entry.personal:
                if isinstance(metadata.tables[table_name].c[column_name].type, sa.String):
                    command = f"ALTER TABLE {table_name} ALTER COLUMN {column_name} SET STORAGE EXTERNAL"
                    connection.execute(sa.text(command))


def plant(name: str, client_id: int, connection: Connection, registration_id: int) -> None:
    """Write a mark into every personal column of every row about that visit and its client."""
    where = {
        "client": f"id = {client_id}",
        "registration": f"id = {registration_id}",
        "file": f"registration_id = {registration_id}",
        "idempotency": f"registration_id = {registration_id}",
        "phone_ticket": f"registration_id = {registration_id}",
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
        return orjson.dumps(build_form(mark)).decode()
    if (table, column) == ("action", "steps"):
        steps = orjson.loads(stored or "")
        steps[0][4]["outcome"] = mark
        return orjson.dumps(steps).decode()
    if table == "snapshot":
        personal = {name: {"deep": mark} for name in ("client", "note", "outcome")}
        return orjson.dumps({"id": "1", "form": build_form(mark), **personal}).decode()
    return mark


def build_form(mark: str) -> list[dict[str, Any]]:
    """Build answers of all kinds, with the mark wherever people can write."""
    answer = {"id": "a", "type": "input", "title": "t", "value": mark, "fileName": mark}
    choice = {"id": "c", "type": "radio", "otherValue": True, "values": [{"id": mark, "name": mark, "value": mark}]}
    consent = {"wording": mark, "version": mark, "time": {"dateTime": mark}, "language": "en"}
    group = {"id": "g", "type": "category", "subItem": [answer, choice]}
    entries = [{"id": entry, "subItem": [answer, group]} for entry in ("1", mark)]
    return [
        group,
        {"id": "r", "type": "input", "repeat": {"max": 3, "title": "Person"}, "subItem": entries},
        {"id": "f", "type": "file", "multiple": True, "subItem": [{"id": "1", "value": mark, "fileName": mark}]},
        {"id": "k", "type": "consent", "value": "true", "consent": consent},
    ]


def list_planted(name: str) -> set[str]:
    return {
        f"MARK-{name}-{table}-{column}"
        for table, entry in PERSONAL.items()
        for column in entry.personal
        if isinstance(metadata.tables[table].c[column].type, sa.String)
    }


async def plant_two(office: Office) -> list[tuple[int, int]]:
    """Two people with marks everywhere: A and B."""
    await office.store.write(keep_texts_plain)
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


FORM: list[dict[str, Any]] = [
    {"id": "line", "title": "A line", "section": "You"},
    {"id": "group", "title": "A group", "subItem": [
        {"id": "part", "title": "A part"}, {"id": "proof", "type": "file", "title": "A proof"}]},
    {"id": "people", "title": "Who comes?", "repeat": {"max": 5, "title": "Person"}, "subItem": [
        {"id": "name", "title": "A name"},
        {"id": "scan", "type": "file", "title": "A scan"},
        {"id": "kind", "type": "radio", "title": "A kind", "otherValue": True, "values": [{"id": "x", "name": "X"}]}]},
    {"id": "papers", "type": "file", "title": "Papers", "multiple": True},
    {"id": "agreed", "type": "consent", "title": "Consent", "help": "May we keep it?"},
]  # fmt: skip


def answer_form(mark: str) -> list[dict[str, Any]]:
    """Build answers to ``FORM``, each with a text of its own that begins with the mark."""
    count = itertools.count(1)

    def make_file() -> dict[str, str]:
        content = base64.b64encode(b"\x89PNG\r\n\x1a\n" + f"{mark}-{next(count)}.".encode()).decode()
        return {"value": f"data:image/png;base64,{content}", "fileName": f"{mark}-{next(count)}.png"}

    def make_text() -> str:
        return f"{mark}-{next(count)}."

    def make_entry(entry: str) -> dict[str, Any]:
        kind = {"id": "kind", "values": [{"id": "other", "value": make_text()}]}
        return {"id": entry, "subItem": [{"id": "name", "value": make_text()}, {"id": "scan", **make_file()}, kind]}

    return [
        {"id": "line", "value": make_text()},
        {"id": "group", "subItem": [{"id": "part", "value": make_text()}, {"id": "proof", **make_file()}]},
        {"id": "people", "subItem": [make_entry("1"), make_entry("4")]},
        {"id": "papers", "subItem": [{"id": "1", **make_file()}, {"id": "2", **make_file()}]},
        {"id": "agreed", "value": "true"},
    ]


async def test_a_person_s_answers_in_entries_and_groups_are_exported_and_erased(data: Path | str) -> None:
    def find_texts() -> set[bytes]:
        return set(re.findall(rb"(?:NEW|OLD)TEXT-[0-9]+\.", read_everything(data, get_files_folder(data))))

    store = await asyncio.to_thread(open_store, data)
    await store.write(keep_texts_plain)
    await asyncio.to_thread(store.close)
    async with await connect(make_settings(data)) as client:
        queue = await client.add_queue({"name": "Everything", "form": FORM})
        watch = {"address": "https://example.org/hook", "addPreviousData": True}
        await client.request("POST", f"queues/{queue.id}/registrations/watch", watch)
        person = {"lastName": "Bee", "emailAddress": "bee@example.org"}
        old = {"client": person, "form": answer_form("OLDTEXT")}
        registered = await client.register(queue.id, old, "k")
        await client.update_registration(queue.id, registered.id, {"form": answer_form("NEWTEXT")})
        assert registered.client.id is not None
        exported = await client.export_client(registered.client.id)
        (visit,) = cast("list[dict[str, Any]]", exported["registration"])
        titles = set(re.findall("'title': '([^']*)'", str(visit["form"])))
        assert titles >= {"A line", "A part", "Who comes?", "A name", "A kind", "Papers", "Consent"}
        form = str(visit["form"])
        # Six texts and the names of five files.
        assert len(set(re.findall(r"NEWTEXT-[0-9]+\.", form))) == 11
        assert "May we keep it?" in form
        contents = [base64.b64decode(row["content"]) for row in cast("list[dict[str, Any]]", exported["file"])]
        assert sum(b"NEWTEXT" in content for content in contents) == 5
        assert "OLDTEXT-1." in str(exported["snapshot"])
        assert len(await asyncio.to_thread(find_texts)) > 20
        await client.erase_client(registered.client.id)
        assert await asyncio.to_thread(find_texts) == set()
        files = [path for path in get_files_folder(data).rglob("*") if path.is_file()]
        assert files in ([], [get_key_file(data)])


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


async def test_a_clock_that_jumps_by_years_erases_and_ends_nothing(
    data: Path | str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(state, "HOUSEKEEPING_SECONDS", 0.01)
    monkeypatch.setattr(state, "RUNS_PER_RETENTION", 1)
    now = [AT]
    async with open_app_state(data, lambda: now[0]) as app_state:
        opened = Office(app_state, data)
        person, waiting = await opened.add_visit("A"), await opened.add_visit("C", ends=False)

        async def has_person() -> bool:
            kept = await app_state.store.read(queries.get_in_any_queue, person[1], AT)
            return kept.registration.client is not None

        async def read_status() -> str:
            return (await app_state.store.read(queries.get_in_any_queue, waiting[1], AT)).registration.status

        async def wait_until(is_true: Callable[[], Awaitable[bool]]) -> None:
            async with asyncio.timeout(30):
                while not await is_true():
                    await asyncio.sleep(0.01)

        async def has_warning() -> bool:
            return bool(app_state.warnings)

        async def has_no_warning() -> bool:
            return not app_state.warnings

        for years in (50, 1, 20):
            now[0] = AT + years * 365 * DAY_MS
            await wait_until(has_warning)
            assert await has_person()
            assert await read_status() == "inProgress"
            now[0] = AT + DAY_MS // 24
            await wait_until(has_no_warning)
        assert app_state.warnings == {}
        assert "walkin privacy confirm-clock" in caplog.text
        # A clock that was put back is no reason, nor are holidays of three months.
        now[0] = AT - 50 * 365 * DAY_MS
        await wait_until(has_no_warning)
        now[0] = AT + 90 * DAY_MS

        async def is_erased() -> bool:
            return not await has_person()

        await wait_until(is_erased)
        opened.now = now[0]
        person = await opened.add_visit("B")
        now[0] = AT + 400 * DAY_MS
        await wait_until(has_warning)
        assert await has_person()
        await app_state.store.write(offices.advance_clock, now[0], confirmed=True)
        await wait_until(is_erased)
        await wait_until(has_no_warning)


async def test_tickets_of_phones_are_forgotten_when_no_limit_counts_them(office: Office) -> None:
    _, ended = await office.add_visit("A")
    _, waiting = await office.add_visit("B", ends=False)

    def list_counted(connection: Connection) -> list[int]:
        return list(connection.execute(sa.select(metadata.tables["phone_ticket"].c.registration_id)).scalars())

    assert sorted(await office.store.read(list_counted)) == [ended, waiting]
    await office.store.write(phone_tickets.tidy, AT + 60_000)
    assert sorted(await office.store.read(list_counted)) == [ended, waiting]
    await office.store.write(phone_tickets.tidy, AT + 60_001)
    assert await office.store.read(list_counted) == [waiting]
