"""PostgreSQL with a hot standby that lags behind: no read goes there, or a warning tells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.support.offices import WalkinServer, free_port, run_server
from tests.support.pgpool import run_pgpool
from tests.support.postgres import PostgresCluster, run_cluster
from walkin.model.errors import Refused
from walkin.store import open_store

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def clusters() -> Iterator[tuple[PostgresCluster, PostgresCluster]]:
    """A primary and its standby."""
    with run_cluster() as primary, run_cluster(primary_url=primary.url) as standby:
        yield primary, standby


@pytest.fixture
def offices(
    clusters: tuple[PostgresCluster, PostgresCluster], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, str]]:
    """The addresses of one office at the primary and at the standby, whose replay is paused."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    primary, standby = clusters
    with primary.create_office() as url, psycopg.connect(standby.url, autocommit=True) as connection:
        with psycopg.connect(url) as writer:
            written = writer.execute("SELECT pg_current_wal_flush_lsn()").fetchone()
        while connection.execute("SELECT pg_last_wal_replay_lsn() < %s::pg_lsn", written).fetchone() == (True,):
            pass
        connection.execute("SELECT pg_wal_replay_pause()")
        yield url, standby.build_url(url.rpartition("/")[2])
        connection.execute("SELECT pg_wal_replay_resume()")


def connect(server: WalkinServer) -> httpx.Client:
    return httpx.Client(base_url=server.url, timeout=30)


def register(http: httpx.Client) -> str:
    answer = http.post("/api/2.3/queues/1/registrations", json={})
    assert answer.status_code == 201
    return f"/api/2.3/queues/1/registrations/{answer.json()['id']}"


@pytest.mark.parametrize("options", ["", "statement_level_load_balance = on"])
def test_a_pooler_that_balances_reads_sends_none_to_the_standby(offices: tuple[str, str], options: str) -> None:
    with run_pgpool(*offices, options) as address, run_server(address) as server, connect(server) as http:
        for number in range(40):
            registration = register(http)
            assert http.get(registration).status_code == 200
            assert len(http.get("/api/2.3/queues/1/registrations").json()["items"]) == number + 1
        assert "replicaReads" not in http.get("/healthz").text


def test_reads_that_a_pooler_sends_to_the_standby_all_the_same_are_said(offices: tuple[str, str]) -> None:
    options = "disable_load_balance_on_write = 'off'"
    with run_pgpool(*offices, options) as address, run_server(address) as server, connect(server) as http:
        health = http.get("/healthz")
        assert health.status_code == 200
        (warning,) = [one for one in health.json()["warnings"] if one["reason"] == "replicaReads"]
        assert "load_balance_mode = off" in warning["message"]
        assert warning["message"] in server.log_file.read_text()


def test_of_two_addresses_the_standby_is_not_used(offices: tuple[str, str]) -> None:
    primary, standby = offices
    ports = [address.rpartition(":")[2].partition("/")[0] for address in (standby, primary)]
    address = primary.replace(
        f"127.0.0.1:{ports[1]}", f"127.0.0.1:{free_port()},127.0.0.1:{ports[0]},127.0.0.1:{ports[1]}"
    )
    with run_server(address) as server, connect(server) as http:
        assert http.get(register(http)).status_code == 200
        assert http.get("/healthz").json() == {"status": "ok"}


def test_the_address_of_a_standby_alone_is_refused_in_words(offices: tuple[str, str], tmp_path: Path) -> None:
    with pytest.raises(Refused, match="read-only") as refused:
        open_store(offices[1], tmp_path)
    assert refused.value.reason == "readOnly"
