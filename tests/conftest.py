from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support import postgres
from tests.support.offices import WalkinServer, make_settings, run_server
from walkin.client import QueueClient, connect
from walkin.store import open_store

# pytest-xdist sets the size of a terminal for its workers; the terminals of tests have their own sizes.
for name in ("COLUMNS", "LINES"):
    os.environ.pop(name, None)

# Most of what is imported and collected stays until the end: the search for garbage in it took a fifth of the time.
gc.disable()

# A client reads the certificates of all authorities, 30 ms long; none of them signs for a server of tests.
os.environ.setdefault("SSL_CERT_FILE", str(Path(__file__).parent / "support" / "authority.pem"))

# In the background of a shell, the tests and the processes they start would ignore Ctrl+C and Ctrl+\.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.platform != "win32":
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)

BOTH_ENGINES_FOLDERS = (Path(__file__).parent / "store", Path(__file__).parent / "contract")
"""Tests in these folders that use ``data`` run on both engines."""

LONG_WITH_POSTGRES = {
    f"test_{name}.py"
    for name in (
        "roles", "limited_keys", "page", "oauth", "upload", "file_limits", "join", "limits", "files",
        "audit", "credentials", "feed_limits", "backup",
    )
}  # fmt: skip
"""Test modules about what knows no engine, or that take long: with PostgreSQL they run among the long tests."""


SOAK_WITH_POSTGRES = {"test_schemathesis.py"}
"""Test modules that take minutes: with PostgreSQL they run among the soaks."""


def pytest_xdist_auto_num_workers() -> int:
    """Two for each core, since tests often wait for a server or a screen."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return 2 * cores


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    both = any(folder in metafunc.definition.path.parents for folder in BOTH_ENGINES_FOLDERS)
    if "data" not in metafunc.fixturenames:
        return
    name = metafunc.definition.path.name
    postgres_marks = [pytest.mark.long] * (name in LONG_WITH_POSTGRES) + [pytest.mark.soak] * (
        name in SOAK_WITH_POSTGRES
    )
    if "client" in metafunc.fixturenames:
        # Not every combination: the code between transport and engine is the same for all.
        pairs: list[Any] = [("sqlite", "embedded"), pytest.param("sqlite", "remote", marks=[pytest.mark.long] * both)]
        pairs += [pytest.param("postgres", "remote", marks=postgres_marks)] if both else []
        metafunc.parametrize(("data", "client"), pairs, indirect=True)
    elif both:
        metafunc.parametrize("data", ["sqlite", pytest.param("postgres", marks=postgres_marks)], indirect=True)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the benchmarks out of runs without them: they import more than all other tests."""
    return True if collection_path.name == "bench" and "not bench" in config.option.markexpr else None


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(50_000, 10, 5)
    gc.enable()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.PostgresServer]:
    """A PostgreSQL server for the whole session."""
    with postgres.open_server() as server:
        if server is None:
            pytest.skip(postgres.SKIP_REASON)
        yield server


@pytest.fixture(scope="session")
def new_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An unused office in a SQLite file, to be copied: creating the tables takes longer than most tests."""
    path = tmp_path_factory.mktemp("new") / "office.db"
    open_store(path).close()
    return path


@pytest.fixture
def office_file(new_office: Path, tmp_path: Path) -> Path:
    """A new SQLite office, for tests of one engine only."""
    # With its mode: Walkin warns of a file that others can read.
    return shutil.copy(new_office, tmp_path / "office.db")


@pytest.fixture(scope="module")
def module_office_file(new_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new SQLite office that the tests of a module share."""
    return shutil.copy(new_office, tmp_path_factory.mktemp("office") / "office.db")


@pytest.fixture
def data(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path | str]:
    """A new office: a SQLite file, and in tests that run on both engines also the address of a database."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield request.getfixturevalue("office_file")
        return
    # Uploads go into the platform's folder for data.
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with request.getfixturevalue("postgres_server").create_office() as url:
        yield url


@pytest.fixture
def server(data: Path | str) -> Iterator[WalkinServer]:
    """The office served by ``walkin serve``."""
    with run_server(data) as running:
        yield running


@pytest.fixture(scope="module")
def beating_server(module_office_file: Path) -> Iterator[WalkinServer]:
    """A server whose streams send a heartbeat every 0.2 s, so that its loss is noticed soon."""
    code = "import walkin.api.change_stream as stream; stream.HEARTBEAT_SECONDS = 0.2"
    with run_server(module_office_file, startup_code=code) as running:
        yield running


@pytest.fixture
async def client(request: pytest.FixtureRequest, data: Path | str) -> AsyncIterator[QueueClient]:
    """A client of a new office, over each transport."""
    if request.param == "embedded":
        async with await connect(make_settings(data)) as client:
            yield client
    else:
        with run_server(data) as running:
            async with await connect(make_settings(data, api=running.url)) as client:
                yield client
