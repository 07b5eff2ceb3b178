"""Several servers on one database of PostgreSQL, a database that goes away, and what is said when there is none."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.contract.test_feed import kinds, until, watching
from tests.store.test_concurrency import check, promises, ranks_are_whole, work
from tests.support import postgres
from tests.support.offices import make_settings, run_server
from tests.support.postgres import PostgresCluster, PostgresServer
from tests.unit.test_cli import environment, run
from walkin.api.change_stream import HEARTBEAT_SECONDS
from walkin.client import Board, connect
from walkin.model.errors import Refused
from walkin.settings import Settings


@pytest.fixture
def office(postgres_server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with postgres_server.create_office() as url:
        yield url


@pytest.fixture
def cluster() -> Iterator[PostgresCluster]:
    """A server that may be stopped."""
    installed = postgres.find_programs()
    if installed is None:
        pytest.skip(postgres.SKIP_REASON)
    made = PostgresCluster(installed)
    try:
        yield made
    finally:
        made.close()


async def at_work(office: str, servers: int, clients: int, seconds: float) -> None:
    with ExitStack() as stack:
        urls = [stack.enter_context(run_server(office)).url for _ in range(servers)]
        workers = [work(urls[number % servers], office, f"w{number}", seconds, desks=1) for number in range(clients)]
        await check(office, promises(workers), all_alive=True)
        await ranks_are_whole(urls[0], office)


async def test_four_servers_and_eight_clients_lose_nobody_and_call_nobody_twice(office: str) -> None:
    await at_work(office, servers=4, clients=8, seconds=4)


@pytest.mark.soak
async def test_four_servers_and_sixteen_clients_for_a_minute(office: str) -> None:
    await at_work(office, servers=4, clients=16, seconds=60)


async def test_a_listener_of_one_server_hears_of_changes_at_another(office: str) -> None:
    with run_server(office) as one, run_server(office) as other:
        async with await connect(Settings(api=one.url)) as here, await connect(Settings(api=other.url)) as there:
            board = Board(here, ["1"])
            async with watching(board) as changes:
                began = time.monotonic()
                for number in range(20):
                    await there.register("1", {}, f"k{number}")
                    await until(lambda expected=number + 1: len(changes) == expected, "the change")
                # Without notices each would have waited for the heartbeat.
                assert time.monotonic() - began < 5 * HEARTBEAT_SECONDS
                await there.call_next("1", "Desk 1")
                await until(lambda: kinds(changes)[-1] == "called", "the call")


async def test_one_client_who_registers_at_two_servers_at_once_is_one_client(office: str) -> None:
    async with await connect(make_settings(office)) as one, await connect(make_settings(office)) as other:
        person = {"client": {"lastName": "Bee", "emailAddress": "a@b.example"}}
        made = await asyncio.gather(
            *(api.register(str(number % 3 + 1), person, f"k{number}") for number in range(12) for api in (one, other)),
        )
        assert len({found.client.id for found in made if found.client}) == 1
        # The same key at both: one registration.
        assert len({found.id for found in made}) == 12


async def test_a_database_that_is_restarted_is_waited_for(cluster: PostgresCluster, tmp_path: Path) -> None:
    with cluster.create_empty_database() as url:
        async with await connect(make_settings(url, files=tmp_path)) as client:
            board = Board(client, ["1"])
            async with watching(board) as changes:
                await client.register("1", {}, "k1")
                await until(lambda: kinds(changes) == ["created"], "the arrival")
                cluster.stop()
                with pytest.raises(Refused, match="database cannot be reached") as away:
                    await client.register("1", {}, "k2")
                assert away.value.status == 503
                cluster.start()
                async with await connect(make_settings(url, files=tmp_path)) as beside:
                    await beside.register("1", {}, "k2")
                await until(lambda: kinds(changes) == ["created"] * 2, "what was done meanwhile")
                await client.call_next("1", "Desk 1")
                await until(lambda: kinds(changes)[-1] == "called", "the call")


async def test_of_several_hosts_the_one_that_can_be_written_to_is_used(office: str) -> None:
    # Nobody listens on the first.
    both = office.replace("@", "@127.0.0.1:9,") + "?target_session_attrs=read-write"
    async with await connect(make_settings(both)) as client:
        assert (await client.register("1", {}, "k1")).rank == 1


def test_many_that_start_at_once_on_an_empty_database_make_one_office(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    with postgres_server.create_empty_database() as url:
        code = "from walkin.cli.main import main; main()"
        command = [sys.executable, "-c", code, "--database", url, "queue", "list"]
        processes = [
            subprocess.Popen(command, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            for _ in range(5)
        ]
        said = {process.communicate(timeout=120)[0] for process in processes}
        assert {process.returncode for process in processes} == {0}, said
        assert len(said) == 1
        assert said.pop().count(b"\n") >= 3


def test_what_is_wrong_with_a_database_is_said_in_one_line_without_the_password(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    def said(url: str, *more: str, code: int = 2) -> str:
        done = run(tmp_path, "serve", "--port", "18999", "--database", url, *more)
        assert done.returncode == code
        assert done.stderr.count("\n") == 1, done.stderr
        assert "sesame" not in done.stderr + done.stdout
        return done.stderr

    assert "127.0.0.1:9/walkin cannot be used" in said("postgresql://walkin:sesame@127.0.0.1:9/walkin")
    assert "postgresql://user@host/name" in said("mysql://walkin:sesame@localhost/walkin")
    assert "not one that PostgreSQL knows" in said("postgresql://walkin:sesame@localhost:x/walkin?wrong=sesame")
    with postgres_server.create_empty_database() as url:
        folder = tmp_path / "not there"
        assert f"{folder} (setting files), is not there" in said(url, "--files", str(folder))
    with postgres_server.create_empty_database() as url:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE cats (name text)")
        assert "not of a Walkin office" in said(url)


def test_the_missing_package_is_named(tmp_path: Path) -> None:
    code = "import sys; sys.modules['psycopg'] = None\nfrom walkin.cli.main import main\nmain()"
    command = [sys.executable, "-c", code, "serve", "--database", "postgresql://localhost/walkin"]
    done = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "pip install 'walkin[postgres]'" in done.stderr
    assert done.stderr.count("\n") == 1


async def test_texts_and_numbers_that_postgres_cannot_hold_are_refused(office: str) -> None:
    with run_server(office) as server:
        async with httpx.AsyncClient(base_url=server.url) as http:
            answers = [
                await http.get("/t/a%00b"),
                await http.get("/api/2.3/files/a%00b"),
                await http.post("/api/2.3/queues/1/registrations", json={"priority": 2**40}),
            ]
    assert [400 <= answer.status_code < 500 for answer in answers] == [True] * 3
