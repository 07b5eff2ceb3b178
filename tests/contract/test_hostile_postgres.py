"""PostgreSQL as it is met: behind a pooler, read-only, without its standby, with other rights and sequences."""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy import Connection, select

from tests.contract.test_feed import kinds, until, watching
from tests.store.test_concurrency import check_office, read_acknowledged, start_worker
from tests.support.offices import WalkinServer, make_settings, run_server
from tests.support.pgbouncer import run_pooler
from tests.support.postgres import PostgresServer, run_cluster
from tests.support.traffic import Traffic, read_tickets
from walkin.client import Board, connect
from walkin.model.errors import Refused
from walkin.model.registration import RegistrationInput
from walkin.model.time import now_ms
from walkin.store import Store, open_store
from walkin.store.engine.lock_rows import lock_names
from walkin.store.registrations import commands, undo_log
from walkin.store.schema.tables import delivery
from walkin.store.watches import outbox, watches


@pytest.fixture
def office(postgres_server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with postgres_server.create_office() as url:
        yield url


@contextlib.contextmanager
def opened(url: str) -> Iterator[Store]:
    store = open_store(url)
    try:
        yield store
    finally:
        store.close()


END_SESSIONS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
"""Ends the sessions of all others in the database."""


def execute(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


async def register(store: Store, queue: int = 1, **members: Any) -> Any:
    return await store.write(commands.register, queue, RegistrationInput.model_validate(members), now_ms())


async def test_a_pooler_that_gives_each_transaction_another_session(
    office: str, caplog: pytest.LogCaptureFixture
) -> None:
    """More statements than any driver executes before it prepares them, and settings that need no session."""
    with run_pooler(office) as pooled:
        async with await connect(make_settings(pooled)) as first, await connect(make_settings(pooled)) as second:
            board = Board(first, ["1"])
            async with watching(board) as changes:
                await asyncio.gather(
                    *(
                        client.register(str(number % 3 + 1), {"client": {"lastName": "Bee"}}, f"k{number}")
                        for number in range(24)
                        for client in (first, second)
                    )
                )
                assert len(await second.list_registrations("1")) == 8
                await until(lambda: kinds(changes).count("created") == 8, "the arrivals")

                def list_warnings() -> list[str]:
                    return [record.message for record in caplog.records if "No notifications" in record.message]

                await until(lambda: len(list_warnings()) == 2, "the warning of each server")
                # No notification arrives: the changes at the other server are looked for.
                await second.register("1", {}, "last")
                await until(lambda: kinds(changes).count("created") == 9, "the arrival at the other server")
        assert len(list_warnings()) == 2
        assert all("database_direct" in warning for warning in list_warnings())
        with psycopg.connect(pooled, autocommit=True) as connection:
            # Nothing was left behind in the sessions, for other programs behind the same pooler.
            assert connection.execute("SHOW lock_timeout").fetchone() == ("0",)


async def test_notifications_take_the_address_of_the_server_itself(
    office: str, caplog: pytest.LogCaptureFixture
) -> None:
    with run_pooler(office) as pooled:
        settings = make_settings(pooled, database_direct=office)
        async with await connect(settings) as client, await connect(make_settings(office)) as beside:
            board = Board(client, ["1"])
            async with watching(board) as changes:
                await beside.register("1", {}, "k")
                await until(lambda: kinds(changes) == ["created"], "the arrival")
        assert "No notifications" not in caplog.text


async def test_without_notifications_changes_at_other_servers_are_looked_for(
    office: str, caplog: pytest.LogCaptureFixture
) -> None:
    # With the right to LISTEN nothing would be proved by an arrival alone.
    with psycopg.connect(office, autocommit=True) as listener:
        listener.execute("LISTEN walkin")
        settings = make_settings(office, notify="off")
        async with await connect(settings) as client, await connect(settings) as beside:
            board = Board(client, ["1"])
            async with watching(board) as changes:
                await beside.register("1", {}, "k")
                await until(lambda: kinds(changes) == ["created"], "the arrival")
        assert list(listener.notifies(timeout=0)) == []
    assert "notifications" not in caplog.text


@pytest.mark.long
async def test_several_clients_at_work_behind_a_pooler(office: str) -> None:
    with run_pooler(office) as pooled, run_server(pooled) as first, run_server(pooled) as second:
        workers = [
            start_worker((first, second)[number % 2].url, office, f"w{number}", 3, desks=1) for number in range(6)
        ]
        await check_office(office, read_acknowledged(workers), all_alive=True)


@pytest.fixture
def blocks(office: str) -> str:
    """An office whose sequences give each connection a block of ids of its own."""
    execute(
        office,
        *(f"ALTER SEQUENCE {table}_id_seq CACHE 100" for table in ("delivery", "action", "snapshot", "event", "audit")),
    )
    return office


async def test_deliveries_go_out_in_the_order_of_the_changes_whatever_their_ids(blocks: str) -> None:
    with opened(blocks) as first, opened(blocks) as second:
        subscription = {
            "status": "enabled", "document": "{}", "secrets": "{}", "events": "", "include_previous": 0,
            "include_extra": 0,
        }  # fmt: skip
        await first.write(lambda connection: watches.add(connection, 1, None, dict(subscription), now_ms()))
        ticket = (await register(first)).registration.id
        # A clock that is behind, and connections with blocks of ids in no order.
        for number in range(8):
            note = RegistrationInput.model_validate({"priority": number % 3, "note": f"n{number}"})
            await (first, second)[number % 2].write(commands.change, 1, ticket, note, now_ms() - number * 1_000)

        def release_next(connection: Connection) -> int:
            at = now_ms() + 1
            due, _ = outbox.find_due(connection, at, {}, 10, 10)
            (only,) = due
            outbox.claim(connection, {only.id: "{}"}, at, at)
            row = connection.execute(select(delivery).where(delivery.c.id == only.id)).mappings().one()
            attempt = row["attempts"]
            delivered = ("delivered", at, at, 1, "", "PUT", "{}", 200)
            result = outbox.AttemptResult(only.id, row["watch_id"], ticket, attempt, *delivered)
            outbox.record_results(connection, [result], at)
            return int(row["snapshot_id"])

        def read_revisions(connection: Connection) -> dict[int, str]:
            rows = connection.exec_driver_sql("SELECT id, resource FROM snapshot").all()
            return dict(rows)  # type: ignore[arg-type]

        order = [await second.write(release_next) for _ in range(9)]
        resources = await second.read(read_revisions)
        revisions = [int(resources[key].split('"revision":')[1].split(",")[0].rstrip("}")) for key in order]
        assert revisions == sorted(revisions)
        assert order != sorted(order)


async def test_undo_takes_back_the_last_action_whatever_the_ids(blocks: str) -> None:
    with opened(blocks) as first, opened(blocks) as second:
        for number in range(6):
            # By servers whose clocks differ.
            values = ("Desk 1", f"k{number}", [], now_ms() - number * 500, 1)
            await (first, second)[number % 2].write(undo_log.record_action, *values)
        recent = await first.read(undo_log.list_recent, "Desk 1", now_ms(), 1)
        assert [done.kind for done in recent] == ["k5", "k4", "k3", "k2", "k1", "k0"]
        assert [done.id for done in recent] != sorted((done.id for done in recent), reverse=True)


async def test_servers_that_forget_the_same_old_actions_do_not_wait_for_each_other(office: str) -> None:
    with opened(office) as first, opened(office) as second:
        for number in range(undo_log.MAX_ACTIONS):
            await first.write(undo_log.record_action, "Desk 1", f"k{number}", [], now_ms(), 1)
        forgotten, released = threading.Event(), threading.Event()

        def record_and_hold(connection: Connection) -> None:
            undo_log.record_action(connection, "Desk 1", "first", [], now_ms(), 1)
            # Writes what is deferred.
            undo_log.list_recent(connection, "Desk 1", now_ms(), 1)
            forgotten.set()
            assert released.wait(30)

        holding = asyncio.create_task(first.write(record_and_hold))
        try:
            assert await asyncio.to_thread(forgotten.wait, 30)
            async with asyncio.timeout(20):
                await second.write(undo_log.record_action, "Desk 1", "second", [], now_ms(), 1)
            assert not holding.done()
        finally:
            released.set()
            await holding
        recent = await first.read(undo_log.list_recent, "Desk 1", now_ms(), 1)
        assert {"first", "second"} <= {done.kind for done in recent}
        assert len(recent) == undo_log.MAX_ACTIONS


async def test_locks_need_no_advisory_functions(office: str) -> None:
    functions = ("pg_advisory_xact_lock(bigint)", "pg_advisory_lock(bigint)")
    execute(office, *(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC" for function in functions))
    with opened(office) as first, opened(office) as second:
        order: list[str] = []

        def hold(connection: Connection, name: str) -> None:
            lock_names(connection, "one", "two")
            order.append(f"{name} in")
            time.sleep(0.2)
            order.append(f"{name} out")

        await asyncio.gather(first.write(hold, "a"), second.write(hold, "b"))  # type: ignore[arg-type]
        assert order in (["a in", "a out", "b in", "b out"], ["b in", "b out", "a in", "a out"])


async def test_a_database_that_is_read_only_says_so_and_is_written_to_again(office: str) -> None:
    name = office.rpartition("/")[2]
    with run_server(office) as server:
        async with httpx.AsyncClient(base_url=f"{server.url}/api/2.3") as http:
            assert (await http.post("/queues/1/registrations", json={})).status_code == 201
            execute(office, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
            execute(office, END_SESSIONS)
            refused = await http.post("/queues/1/registrations", json={}, timeout=30)
            assert (refused.status_code, refused.json()["error"]["reason"]) == (503, "readOnly")
            assert int(refused.headers["retry-after"]) > 0
            assert (await http.get("/queues/1/registrations")).status_code == 200
            assert (await http.get(f"{server.url}/healthz", timeout=30)).status_code == 503
            execute(
                office,
                "SET default_transaction_read_only = off",
                f"ALTER DATABASE {name} RESET default_transaction_read_only",
            )
            assert (await http.post("/queues/1/registrations", json={}, timeout=30)).status_code == 201
            assert (await http.get(f"{server.url}/healthz")).status_code == 200


async def test_a_commit_that_cannot_be_serialised_is_tried_again(office: str) -> None:
    # A deferred trigger raises at COMMIT, as servers do that find conflicts only there.
    execute(
        office,
        "CREATE SEQUENCE tries",
        "CREATE FUNCTION fail_twice() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF nextval('tries') % 3 <> 0 THEN RAISE EXCEPTION 'retry' USING ERRCODE = '40001'; END IF;"
        " RETURN NULL; END $$",
        "CREATE CONSTRAINT TRIGGER fails AFTER INSERT ON registration DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION fail_twice()",
    )
    with opened(office) as store:
        tickets = [(await register(store)).registration.load_document()["ticket"] for _ in range(4)]
        assert tickets == ["A001", "A002", "A003", "A004"]
        assert store.retries == {"conflicts": 8}


async def test_what_ended_the_last_try_is_told_and_not_an_error_of_an_earlier_one(
    office: str, postgres_server: PostgresServer
) -> None:
    def become_read_only_and_go_away(connection: Connection) -> None:
        postgres_server.execute(f"ALTER DATABASE {office.rpartition('/')[2]} ALLOW_CONNECTIONS false")
        connection.exec_driver_sql("DO $$ BEGIN RAISE EXCEPTION 'read-only' USING ERRCODE = '25006'; END $$")

    with opened(office) as store, pytest.raises(Refused, match="databaseAway"):
        await store.write(become_read_only_and_go_away)


async def test_a_database_that_is_away_is_said_on_pages_too(office: str, postgres_server: PostgresServer) -> None:
    name = office.rpartition("/")[2]
    with run_server(office) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=30, headers={"accept": "text/html"}) as http:
            ticket = (await http.post("/api/2.3/queues/1/registrations", json={})).json()
            assert (await http.put("/api/2.3/queues/1", json={"joinByPhone": True})).status_code == 200
            pages = (f"/t/{ticket['token']}", "/q/1")
            assert [(await http.get(page)).status_code for page in pages] == [200, 200]
            postgres_server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            postgres_server.execute(END_SESSIONS.replace("current_database()", f"'{name}'"))
            for path in (*pages, "/api/2.3/queues/1/registrations"):
                refused = await http.get(path)
                assert (refused.status_code, int(refused.headers["retry-after"]) > 0) == (503, True), path


async def test_retries_are_counted_by_the_health_check(office: str) -> None:
    with run_server(office) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=30) as http:
            assert (await http.post("/api/2.3/queues/1/registrations", json={})).status_code == 201
            assert "retries" not in (await http.get("/healthz")).json()
            execute(office, END_SESSIONS)
            assert (await http.post("/api/2.3/queues/1/registrations", json={})).status_code == 201
            retries = (await http.get("/healthz")).json()["retries"]
            assert retries["connections"] >= 1
            assert retries["conflicts"] == 0


HOSTILE_PROFILE = (
    # No advisory locks, ids in blocks, and every fifth commit of a ticket in vain.
    "DO $$ DECLARE name text; BEGIN"
    " FOR name IN SELECT oid::regprocedure FROM pg_proc WHERE proname LIKE 'pg_%advisory%' LOOP"
    " EXECUTE 'REVOKE EXECUTE ON FUNCTION ' || name || ' FROM PUBLIC'; END LOOP;"
    " FOR name IN SELECT oid::regclass FROM pg_class WHERE relkind = 'S' LOOP"
    " EXECUTE 'ALTER SEQUENCE ' || name || ' CACHE 100'; END LOOP; END $$",
    "CREATE SEQUENCE tries",
    "CREATE FUNCTION fail_at_times() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " IF nextval('tries') % 5 = 0 THEN RAISE EXCEPTION 'retry' USING ERRCODE = '40001'; END IF;"
    " RETURN NULL; END $$",
    "CREATE CONSTRAINT TRIGGER fails AFTER INSERT OR UPDATE ON registration DEFERRABLE INITIALLY DEFERRED"
    " FOR EACH ROW EXECUTE FUNCTION fail_at_times()",
)


@pytest.mark.long
async def test_an_office_at_work_on_a_hostile_server_that_is_read_only_for_five_seconds(office: str) -> None:
    execute(office, *HOSTILE_PROFILE)
    name = office.rpartition("/")[2]
    with run_server(office) as first, run_server(office) as second:
        traffic = Traffic("hostile", [first.url, second.url], 120)
        working = asyncio.create_task(traffic.run())
        await until(lambda: len(traffic.tickets) > 20, "tickets")
        # Begun before it is read-only, as an administrator's session.
        with psycopg.connect(office, autocommit=True, options="-c default_transaction_read_only=off") as administrator:
            administrator.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
            administrator.execute(END_SESSIONS.encode())
            await asyncio.sleep(5)
            administrator.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only".encode())
        kept = len(traffic.tickets)
        await until(lambda: len(traffic.tickets) > kept + 20, "tickets after that", timeout=30)
        traffic.end = 0
        await working
        async with httpx.AsyncClient(base_url=first.url, timeout=30) as http:
            traffic.check(await read_tickets(http))
            assert (await http.get("/healthz")).json()["retries"]["conflicts"] > 0
    assert traffic.refusals["503 readOnly"] > 0


@pytest.mark.long
async def test_a_standby_that_is_gone_bounds_the_wait_and_is_said(tmp_path: Path) -> None:
    with (
        run_cluster(durable=True) as cluster,
        cluster.create_empty_database() as url,
        contextlib.closing(WalkinServer(url, options=["--files", str(tmp_path)]).start()) as server,
    ):
        async with httpx.AsyncClient(base_url=f"{server.url}/api/2.3", timeout=30) as http:
            assert (await http.post("/queues/1/registrations", json={})).status_code == 201
            execute(url, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "SELECT pg_reload_conf()")
            key = {"idempotency-key": f"k{random.random()}"}
            refused = await http.post("/queues/1/registrations", json={}, headers=key)
            assert (refused.status_code, refused.json()["error"]["reason"]) == (503, "notConfirmed")
            assert "not known" in refused.json()["error"]["message"]
            assert (await http.get(f"{server.url}/healthz")).json()["error"]["reason"] == "notConfirmed"
            execute(url, "ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()")
            assert (await http.get(f"{server.url}/healthz")).status_code == 200
            again = await http.post("/queues/1/registrations", json={}, headers=key)
            assert again.status_code == 201
            assert len((await http.get("/queues/1/registrations")).json()["items"]) == 2
