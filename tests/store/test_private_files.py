"""Files of an office are private to their owner whatever the umask, and wider ones are named."""

from __future__ import annotations

import base64
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from walkin.api.app import create_app
from walkin.cli.main import app
from walkin.client.embedded import EmbeddedTransport
from walkin.model.office_files import list_office_files
from walkin.private_files import describe_exposed
from walkin.store import open_store

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no modes of this kind")

FORM = [{"id": "paper", "type": "file", "title": "Paper"}]
PICTURE = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 100).decode()


@pytest.fixture(params=["022", "000", "077"])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    previous = os.umask(int(request.param, 8))
    yield
    os.umask(previous)


async def test_every_file_is_private_whatever_the_umask(tmp_path: Path, umask: None) -> None:
    data = tmp_path / "new" / "folder" / "office.db"
    transport = EmbeddedTransport(create_app(data))
    await transport.start()
    async with httpx.AsyncClient(transport=transport, base_url="http://walkin", timeout=60) as http:
        queue = (await http.post("/api/2.3/queues", json={"name": "Papers", "form": FORM})).json()["id"]
        answer = {"id": "paper", "value": f"data:image/png;base64,{PICTURE}"}
        added = await http.post(f"/api/2.3/queues/{queue}/registrations", json={"form": [answer]})
        assert added.status_code == 201, added.text
        key = await http.post("/api/2.3/cryptoKeys", json={"type": "hmac", "name": "k"})
        assert key.status_code == 201, key.text
        made = list((tmp_path / "new").rglob("*"))
        names = {path.name for path in made if path.is_file()}
        assert {"office.db", "office.db-wal", "office.db-shm", "office.db.lock", "office.db.key"} <= names
        assert any(len(name) == 64 for name in names)
        modes = {str(path): stat.S_IMODE(path.stat().st_mode) for path in [tmp_path / "new", *made]}
        assert modes == {name: 0o700 if Path(name).is_dir() else 0o600 for name in modes}


def test_an_office_that_exists_keeps_its_mode_and_is_named(tmp_path: Path) -> None:
    data = tmp_path / "an office.db"
    open_store(data).close()
    assert describe_exposed(list_office_files(data)) == []
    data.chmod(0o660)
    open_store(data).close()
    assert stat.S_IMODE(data.stat().st_mode) == 0o660
    (line,) = describe_exposed(list_office_files(data))
    assert line.endswith(f"chmod 600 '{data}'")
    shown = CliRunner().invoke(app, ["config", "--data", str(data)])
    assert shown.exit_code == 0
    assert line in shown.stderr


@pytest.mark.parametrize(
    ("content", "is_named"),
    [
        ('[office]\napi_token = "secret"\n', True),
        ('[kiosk]\nexit_pin = "1234"\n', True),
        ('[office]\ndatabase = "postgresql://a:b@c/d"\n', True),
        ('[office]\ntheme = "night"\n', False),
        ('[kiosk]\nexit_pin = ""\n', False),
    ],
)
def test_a_settings_file_with_a_secret_is_named_unless_private(tmp_path: Path, content: str, is_named: bool) -> None:
    file = tmp_path / "walkin.toml"
    file.write_text(content)
    for mode, expected in ((0o644, is_named), (0o640, is_named), (0o600, False)):
        file.chmod(mode)
        shown = CliRunner().invoke(app, ["config", "--config", str(file), "--data", str(tmp_path / "none.db")])
        assert (f"chmod 600 {file}" in shown.stderr) == expected
