"""Backup, restore and check: a drill on both engines, and what is refused or found."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.contract.test_files import PNG, uri
from tests.support.offices import make_settings
from walkin.cli import support
from walkin.cli.main import app
from walkin.client import QueueClient, connect
from walkin.model.errors import Refused
from walkin.model.registration import Registration
from walkin.model.time import now_ms
from walkin.store import backup, office, open_store
from walkin.store.schema.tables import queue
from walkin.store.transfer import StoreLocation

LISTS = ("hosts", "rooms")


async def fill_office(client: QueueClient) -> None:
    """Add a form with a file, a secret, and somebody at a desk."""
    added = await client.add_queue({"name": "Proofs", "form": [{"id": "proof", "type": "file", "title": "P"}]})
    await client.register(added.id, {"form": [{"id": "proof", "value": uri(PNG)}]}, "proof")
    await client.request("POST", "cryptoKeys", {"type": "ed25519"})
    await client.register("1", {"client": {"lastName": "Bee"}}, "first")
    await client.call_next("1", "Desk 1")


@contextlib.asynccontextmanager
async def register_all_the_time(client: QueueClient) -> object:  # type: ignore[misc]
    """Register clients in queue 1 in the background; yields the list of those who have a ticket."""
    registered: list[Registration] = []

    async def register() -> None:
        while True:
            registered.append(await client.register("1", {}, f"load{len(registered)}"))

    task = asyncio.create_task(register())
    try:
        yield registered
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_drill(data: Path | str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, restored = tmp_path / "backup", tmp_path / "restored" / "office.db"
    async with await connect(make_settings(data)) as client:
        await fill_office(client)
        async with register_all_the_time(client) as registered:  # type: ignore[attr-defined]
            while len(registered) < 20:
                await asyncio.sleep(0.005)
            shown = list(registered)
            began = time.monotonic()
            await asyncio.to_thread(backup.back_up, (data, None), folder, lambda _: None)
            backup_seconds = time.monotonic() - began
        last = await client.register("1", {}, "last")
    assert [path.stat().st_mode & 0o77 for path in (folder, *folder.rglob("*"))] == [0] * (
        1 + len([*folder.rglob("*")])
    )
    assert {path.name for path in folder.iterdir()} == {"office.db", "office.db.files", "office.db.key"}
    began = time.monotonic()
    assert last.ticket is not None
    last_numbers = {"A": int(last.ticket[1:])}
    await asyncio.to_thread(
        backup.restore, backup.locate_backup(folder), (restored, None), last_numbers, now_ms(), lambda _: None
    )
    async with await connect(make_settings(restored)) as client:
        new = await client.register("1", {}, "after")
        restore_seconds = time.monotonic() - began
        there = {registration.id for registration in await client.list_registrations("1", "registered")}
        # Nothing that was shown before the backup is missing, and nothing that was given after it is given again.
        assert there >= {registration.id for registration in shown}
        assert int(new.ticket[1:]) == last_numbers["A"] + 1
        assert int(new.id) > int(last.id)
        other = await client.register("2", {}, "another queue")
        assert int(other.ticket[1:]) == backup.NUMBER_MARGIN + 1
        with_file = (await client.list_registrations("4"))[0]
        assert (await client.download_file(with_file.form[0].value or ""))[0] == PNG
        assert (await client.request("GET", "cryptoKeys/1"))["publicKey"]
        assert (await client.list_registrations("1", "inProgress"))[0].client.full_name == "Bee"
    assert backup.check((restored, None)) == backup.check((data, None)) == []
    offices = []
    for database in (data, restored, folder / "office.db"):
        store = await asyncio.to_thread(open_store, database)
        offices.append(await store.read(office.get))
        await asyncio.to_thread(store.close)
    assert len({each.id for each in offices}) == 1
    assert len({each.epoch for each in offices}) == 3
    with capsys.disabled():
        print(f" [backup {backup_seconds:.1f} s, back in service after {restore_seconds:.1f} s]", end="")


async def test_nothing_is_overwritten_or_left_half(data: Path | str, tmp_path: Path) -> None:
    open_store(data).close()
    folder = tmp_path / "backup"
    with pytest.raises(KeyboardInterrupt):
        backup.back_up((data, None), folder, _interrupt)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("backup")] == []
    backup.back_up((data, None), folder, lambda _: None)
    with pytest.raises(Refused, match="each backup needs a new folder"):
        backup.back_up((data, None), folder, lambda _: None)
    with pytest.raises(Refused, match="Move what is there away first"):
        backup.restore((folder / "office.db", None), (data, None), {}, now_ms(), lambda _: None)
    target = tmp_path / "restored.db"
    with pytest.raises(Refused, match="prefix X"):
        backup.restore((folder / "office.db", None), (target, None), {"X": 1}, now_ms(), lambda _: None)
    backup.restore((folder / "office.db", None), (target, None), {}, now_ms(), lambda _: None)
    with pytest.raises(Refused, match="no office"):
        backup.restore((tmp_path / "none", None), (tmp_path / "new.db", None), {}, now_ms(), lambda _: None)


@pytest.mark.parametrize("name", [".", "../link"])
def test_an_empty_folder_gets_a_backup_or_stays_empty(
    office_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    open_store(office_file).close()
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to("empty")
    monkeypatch.chdir(tmp_path / "empty")
    folder = Path(name)
    with pytest.raises(KeyboardInterrupt):
        backup.back_up((office_file, None), folder, _interrupt)
    assert list(folder.iterdir()) == []
    backup.back_up((office_file, None), folder, lambda _: None)
    assert [path.name for path in folder.iterdir()] == ["office.db"]
    assert backup.check(backup.locate_backup(folder)) == []


def _interrupt(line: str) -> None:
    raise KeyboardInterrupt


async def test_a_check_names_what_is_wrong(data: Path | str, tmp_path: Path) -> None:
    async with await connect(make_settings(data)) as client:
        await fill_office(client)
    store = await asyncio.to_thread(open_store, data)
    await store.write(lambda connection: connection.execute(update(queue).values(waiting=queue.c.waiting + 2)))
    files_dir = store.files_dir
    await asyncio.to_thread(store.close)
    (content,) = [path for path in files_dir.rglob("*") if path.is_file() and path.read_bytes() == PNG]
    content.write_bytes(b"other")
    backup.resolve_paths(data)[1].unlink()
    problems = "\n".join(backup.check((data, None)))
    assert problems.count("are said to wait") == 4
    assert "is damaged" in problems
    assert "key of the watches" in problems


async def test_the_lists_of_forms_go_along_and_those_that_are_missing_are_named(
    data: Path | str, tmp_path: Path
) -> None:
    form = [
        {"id": f"in {name}", "subItem": [{"id": name, "type": "select", "valuesFrom": f"file:{name}"}]}
        for name in LISTS
    ]
    async with await connect(make_settings(data)) as client:
        await client.add_queue({"name": "Visits", "form": form})
    folder, lists, target = tmp_path / "backup", tmp_path / "own lists", tmp_path / "new" / "office.db"
    lists.mkdir()
    (lists / "hosts.txt").write_text("Ana\nBo\n", encoding="utf-8")
    (lists / ".hosts.swp").write_bytes(b"x")
    location = StoreLocation(data, None, lists)
    (problem,) = backup.check(location)
    assert "Visits: the list 'file:rooms' cannot be used: there is no such file" in problem
    lines: list[str] = []
    backup.back_up(location, folder, lines.append)
    assert problem in lines
    assert [path.name for path in (folder / "lists").iterdir()] == ["hosts.txt"]
    assert (folder / "lists" / "hosts.txt").stat().st_mode & 0o77 == 0
    (folder / "lists" / "rooms.csv").write_text("1,Blue room\n", encoding="utf-8")
    assert backup.check(backup.locate_backup(folder)) == []
    # A list that is there already is newer than the backup.
    (tmp_path / "new" / "lists").mkdir(parents=True)
    (tmp_path / "new" / "lists" / "hosts.txt").write_text("Cleo\n", encoding="utf-8")
    lines.clear()
    backup.restore(backup.locate_backup(folder), StoreLocation(target), {}, now_ms(), lines.append)
    assert any("hosts.txt was there before" in line for line in lines)
    assert (tmp_path / "new" / "lists" / "hosts.txt").read_text(encoding="utf-8") == "Cleo\n"
    async with await connect(make_settings(target)) as client:
        parts = [(item.sub_item or [])[0] for item in (await client.get_queue("4")).form]
    assert [[choice.name for choice in part.values or []] for part in parts] == [["Cleo"], ["Blue room"]]


async def test_a_damaged_page_is_found_and_not_backed_up(office_file: Path, tmp_path: Path) -> None:
    async with await connect(make_settings(office_file)) as client:
        for number in range(60):
            await client.register("1", {"note": "n" * 1_000}, f"k{number}")
    content = bytearray(office_file.read_bytes())
    for page in range(len(content) // 4096 - 12, len(content) // 4096 - 2):
        content[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    office_file.write_bytes(content)
    assert any("damaged" in line or "cannot be used" in line for line in backup.check((office_file, None)))
    with pytest.raises(Refused):
        backup.back_up((office_file, None), tmp_path / "backup", lambda _: None)
    assert not (tmp_path / "backup").exists()


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    data, folder, restored, asked = (str(tmp_path / name) for name in ("office.db", "backup", "new.db", "asked.db"))
    monkeypatch.setenv("WALKIN_CONFIG", os.devnull)
    monkeypatch.setattr(support, "has_terminal", lambda: False)

    def run(*arguments: str) -> tuple[int, str]:
        code = support.run_command(lambda: app(args=arguments, prog_name="walkin"))
        return code, "".join(capsys.readouterr())

    code, output = run("check", "--data", data)
    assert (code, "There is no office in" in output) == (1, True)
    open_store(Path(data)).close()
    assert run("backup", folder, "--data", data)[0] == 0
    assert run("restore", folder, "--last-number", "194", "--data", restored)[0] == 2
    code, output = run("restore", folder, "--last-number", "a194", "--data", restored)
    assert (code, "goes on after A194" in output, "goes on after B100" in output) == (0, True, True)
    code, output = run("check", "--data", restored)
    assert (code, output.count("\n")) == (0, 1)
    # At a terminal it asks for the queues that no option names.
    monkeypatch.setattr(support, "has_terminal", lambda: True)
    questions: list[str] = []

    def prompt(question: str, default: str) -> str:
        questions.append(f"{question} [{default}]")
        return "B77" if default.startswith("B") else default

    monkeypatch.setattr("typer.prompt", prompt)
    code, output = run("restore", folder, "--last-number", "A194", "--data", asked)
    assert (code, "goes on after B077" in output, "goes on after C100" in output) == (0, True, True)
    assert [question[-6:] for question in questions] == ["[B100]", "[C100]"]
