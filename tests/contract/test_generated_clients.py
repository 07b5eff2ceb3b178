"""Clients generated from the OpenAPI documents, and HTTP clients of Java and node, at work with a server."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.access import create_key
from tests.support.clients import FOLDER, find_generators, find_node, run
from tests.support.offices import WalkinServer, run_server
from walkin.model.caller import Role
from walkin.store.access.credentials import NewCredential

pytestmark = pytest.mark.long

CALLED = {"2.3": "inProgress", "2.0": "onGoing"}


@pytest.fixture(scope="module")
def keyed_server(module_office_file: Path) -> Iterator[tuple[WalkinServer, NewCredential]]:
    """A server and an admin's key."""
    key = asyncio.run(create_key(module_office_file, Role.ADMIN))
    with run_server(module_office_file) as server:
        yield server, key


@pytest.fixture(params=CALLED)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def get_document_url(server: WalkinServer, version: str) -> str:
    return f"{server.url}/openapi.json" if version == "2.3" else f"{server.url}/openapi-{version}.json"


def test_openapi_python_client(keyed_server: tuple[WalkinServer, NewCredential], tmp_path: Path, version: str) -> None:
    python, (server, key) = find_generators(), keyed_server
    (tmp_path / "settings.yml").write_text("post_hooks: []\n")
    generate = ("generate", "--url", get_document_url(server, version), "--config", "settings.yml")
    printed = run(
        *(python, "-m", "openapi_python_client", *generate, "--meta", "none", "--output-path", "office_client"),
        folder=tmp_path,
    )
    # Of what it cannot generate it only warns.
    assert "arning" not in printed, printed
    arguments = (tmp_path, "office_client", server.url, key.api_key, key.token, CALLED[version])
    assert run(python, FOLDER / "day_client.py", *arguments, folder=tmp_path) == "done\n"


def test_datamodel_code_generator(
    keyed_server: tuple[WalkinServer, NewCredential], tmp_path: Path, version: str
) -> None:
    python, (server, key) = find_generators(), keyed_server
    run(
        *(python, "-m", "datamodel_code_generator", "--url", get_document_url(server, version)),
        *("--allow-private-network", "--input-file-type", "openapi", "--formatters", "builtin"),
        *("--output-model-type", "pydantic_v2.BaseModel", "--output", "api_models.py"),
        folder=tmp_path,
    )
    arguments = (tmp_path, f"{server.url}/api/{version}", key.api_key, key.token, CALLED[version])
    assert run(python, FOLDER / "day_models.py", *arguments, folder=tmp_path) == "done\n"


def test_openapi_typescript_and_openapi_fetch(
    keyed_server: tuple[WalkinServer, NewCredential], tmp_path: Path, version: str
) -> None:
    modules, (server, key) = find_node(), keyed_server
    (tmp_path / "node_modules").symlink_to(modules)
    shutil.copy(FOLDER / "package.json", tmp_path)
    program = (FOLDER / "day.ts").read_text().replace("/api/2.3/", f"/api/{version}/")
    (tmp_path / "day.ts").write_text(program.replace("inProgress", CALLED[version]))
    run(modules / ".bin" / "openapi-typescript", get_document_url(server, version), "-o", "api.ts", folder=tmp_path)
    options = ("--strict", "--target", "es2022", "--module", "nodenext", "--skipLibCheck", "--types", "node")
    run(modules / ".bin" / "tsc", *options, "day.ts", folder=tmp_path)
    assert run("node", "day.js", server.url, key.api_key, key.token, folder=tmp_path) == "done\n"


def test_the_http_clients_of_java(keyed_server: tuple[WalkinServer, NewCredential], version: str) -> None:
    # The newer one offers HTTP/2 with each request; the older one gives requests without a body the type of a form.
    if shutil.which("javac") is None:
        pytest.skip("there is no JDK (apt-get install default-jdk-headless has it)")
    server, key = keyed_server
    arguments = (f"{server.url}/api/{version}", key.api_key, key.token, CALLED[version])
    assert run("java", FOLDER / "Day.java", *arguments, folder=FOLDER) == "done\n"


def test_the_http_clients_of_node(keyed_server: tuple[WalkinServer, NewCredential], version: str) -> None:
    find_node()
    server, key = keyed_server
    arguments = (f"{server.url}/api/{version}", key.api_key, key.token, CALLED[version])
    assert run("node", FOLDER / "layers.mjs", *arguments, folder=FOLDER).startswith("done: fetch http httpExpect")
