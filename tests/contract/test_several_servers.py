"""Several servers on one PostgreSQL database, a database that is away, and one that cannot be opened."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.contract.test_feed import kinds, until, watching
from tests.store.test_concurrency import check_office, check_ranks, read_acknowledged, start_worker
from tests.support.offices import WalkinServer, make_settings, run_server
from tests.support.postgres import PostgresCluster, PostgresServer, run_cluster
from tests.unit.test_cli import environment, run
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
    with run_cluster() as running:
        yield running


async def at_work(office: str, servers: int, clients: int, seconds: float) -> None:
    with ExitStack() as stack:
        urls = [stack.enter_context(run_server(office)).url for _ in range(servers)]
        workers = [
            start_worker(urls[number % servers], office, f"w{number}", seconds, desks=1) for number in range(clients)
        ]
        await check_office(office, read_acknowledged(workers), all_alive=True)
        await check_ranks(urls[0], office)


@pytest.mark.long
async def test_four_servers_and_eight_clients_lose_nobody_and_call_nobody_twice(office: str) -> None:
    await at_work(office, servers=4, clients=8, seconds=4)


@pytest.mark.soak
async def test_four_servers_and_sixteen_clients_for_a_minute(office: str) -> None:
    await at_work(office, servers=4, clients=16, seconds=60)


async def test_a_listener_of_one_server_hears_of_changes_at_another(office: str) -> None:
    # Without notifications a change is read at the next heartbeat, which never comes here.
    startup_code = "import walkin.api.change_stream as stream; stream.HEARTBEAT_SECONDS = 3600"
    with ExitStack() as stack:
        servers = [WalkinServer(office, startup_code=startup_code) for _ in range(2)]
        for server in servers:
            stack.callback(server.close)
            server.start()
        first, second = (Settings(api=server.url) for server in servers)
        async with await connect(first) as listener, await connect(second) as caller:
            board = Board(listener, ["1"])
            async with watching(board) as changes:
                for number in range(20):
                    await caller.register("1", {}, f"k{number}")
                    await until(lambda expected=number + 1: len(changes) == expected, "the change")
                await caller.call_next("1", "Desk 1")
                await until(lambda: kinds(changes)[-1] == "called", "the call")


async def test_one_client_who_registers_at_two_servers_at_once_is_one_client(office: str) -> None:
    async with await connect(make_settings(office)) as first, await connect(make_settings(office)) as second:
        person = {"client": {"lastName": "Bee", "emailAddress": "a@b.example"}}
        registrations = await asyncio.gather(
            *(
                client.register(str(number % 3 + 1), person, f"k{number}")
                for number in range(12)
                for client in (first, second)
            ),
        )
        assert len({registration.client.id for registration in registrations if registration.client}) == 1
        # The same idempotency key at both servers gives one registration.
        assert len({registration.id for registration in registrations}) == 12


async def test_a_database_that_is_restarted_is_waited_for(cluster: PostgresCluster, tmp_path: Path) -> None:
    with cluster.create_empty_database() as url:
        async with await connect(make_settings(url, files=tmp_path)) as client:
            board = Board(client, ["1"])
            async with watching(board) as changes:
                await client.register("1", {}, "k1")
                await until(lambda: kinds(changes) == ["created"], "the arrival")
                cluster.stop()
                with pytest.raises(Refused, match="database cannot be reached") as refused:
                    await client.register("1", {}, "k2")
                assert refused.value.status == 503
                cluster.start()
                async with await connect(make_settings(url, files=tmp_path)) as beside:
                    await beside.register("1", {}, "k2")
                await until(lambda: kinds(changes) == ["created"] * 2, "what was done meanwhile")
                await client.call_next("1", "Desk 1")
                await until(lambda: kinds(changes)[-1] == "called", "the call")


async def test_of_several_hosts_the_one_that_can_be_written_to_is_used(office: str) -> None:
    # The first host refuses the connection.
    both = office.replace("@", "@127.0.0.1:9,") + "?target_session_attrs=read-write"
    async with await connect(make_settings(both)) as client:
        assert (await client.register("1", {}, "k1")).rank == 1


@pytest.mark.long
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
        outputs = {process.communicate(timeout=120)[0] for process in processes}
        assert {process.returncode for process in processes} == {0}, outputs
        assert len(outputs) == 1
        assert outputs.pop().count(b"\n") >= 3


@pytest.mark.long
def test_what_is_wrong_with_a_database_is_said_in_one_line_without_the_password(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    def refuse(url: str, *options: str) -> str:
        process = run(tmp_path, "serve", "--port", "18999", "--database", url, *options)
        assert process.returncode == 2
        assert process.stderr.count("\n") == 1, process.stderr
        assert "sesame" not in process.stderr + process.stdout
        return process.stderr

    assert "127.0.0.1:9/walkin cannot be used" in refuse("postgresql://walkin:sesame@127.0.0.1:9/walkin")
    assert "postgresql://user@host/name" in refuse("mysql://walkin:sesame@localhost/walkin")
    assert "not one that PostgreSQL knows" in refuse("postgresql://walkin:sesame@localhost:x/walkin?wrong=sesame")
    with postgres_server.create_empty_database() as url:
        folder = tmp_path / "not there"
        assert f"{folder} (setting files), is not there" in refuse(url, "--files", str(folder))
    with postgres_server.create_empty_database() as url:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE cats (name text)")
        assert "not of a Walkin office" in refuse(url)


def test_the_missing_package_is_named(tmp_path: Path) -> None:
    code = "import sys; sys.modules['psycopg'] = None\nfrom walkin.cli.main import main\nmain()"
    command = [sys.executable, "-c", code, "serve", "--database", "postgresql://localhost/walkin"]
    process = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, timeout=60)
    assert process.returncode == 2
    assert "pip install 'walkin[postgres]'" in process.stderr
    assert process.stderr.count("\n") == 1


async def test_texts_and_numbers_that_postgres_cannot_hold_are_refused(office: str) -> None:
    with run_server(office) as server:
        async with httpx.AsyncClient(base_url=server.url) as http:
            responses = [
                await http.get("/t/a%00b"),
                await http.get("/api/2.3/files/a%00b"),
                await http.post("/api/2.3/queues/1/registrations", json={"priority": 2**40}),
            ]
    assert [400 <= response.status_code < 500 for response in responses] == [True] * 3
