"""A Patroni cluster of two PostgreSQL servers, with etcd, where these are installed."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.support.offices import free_port
from tests.support.postgres import SKIP_REASON as NO_POSTGRES
from tests.support.postgres import find_programs, get_user_command

SKIP_REASON = "Patroni or etcd is not installed (pip install 'patroni[etcd3]', apt-get install etcd-server have them)"
TTL_SECONDS = 20
"""Time to live of the primary's lock: the smallest that Patroni takes."""


class PatroniCluster:
    """A primary and its synchronous standby. ``url`` names both servers."""

    def __init__(self) -> None:
        programs, patroni, etcd = find_programs(), shutil.which("patroni"), shutil.which("etcd")
        if programs is None:
            pytest.skip(NO_POSTGRES)
        if patroni is None or etcd is None:
            pytest.skip(SKIP_REASON)
        self._folder = Path(tempfile.mkdtemp(prefix="walkin-patroni-"))
        self._user_command = get_user_command(self._folder)
        self._patroni, self._programs = patroni, programs
        self._ports = {name: (free_port(), free_port()) for name in ("one", "two")}
        self._etcd_port = free_port()
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        hosts = ",".join(f"127.0.0.1:{port}" for port, _ in self._ports.values())
        self.url = f"postgresql://walkin@{hosts}/postgres"
        client, peer = f"http://127.0.0.1:{self._etcd_port}", f"http://127.0.0.1:{free_port()}"
        try:
            self._run(
                "etcd", etcd, "--data-dir", str(self._folder / "etcd"), "--listen-client-urls", client,
                "--advertise-client-urls", client, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
                "--initial-cluster", f"default={peer}",
            )  # fmt: skip
            for name in self._ports:
                self.start(name)
            self.wait_until_both_run()
        except BaseException:
            self.close()
            raise

    def start(self, name: str) -> None:
        """Start a server, also after `kill_primary`."""
        port, api_port = self._ports[name]
        settings = {
            "scope": "walkin",
            "name": name,
            "restapi": {"listen": f"127.0.0.1:{api_port}", "connect_address": f"127.0.0.1:{api_port}"},
            "etcd3": {"host": f"127.0.0.1:{self._etcd_port}"},
            "bootstrap": {
                "dcs": {
                    "ttl": TTL_SECONDS,
                    "loop_wait": 5,
                    "retry_timeout": 5,
                    "synchronous_mode": True,
                    "postgresql": {"use_pg_rewind": True},
                },
                "initdb": [{"encoding": "UTF8"}],
            },
            "postgresql": {
                "listen": f"127.0.0.1:{port}",
                "connect_address": f"127.0.0.1:{port}",
                "data_dir": str(self._folder / name),
                "bin_dir": str(self._programs),
                "pgpass": str(self._folder / f"{name}.pgpass"),
                "authentication": {
                    "superuser": {"username": "walkin", "password": "w"},
                    "replication": {"username": "copier", "password": "c"},
                },
                "parameters": {"unix_socket_directories": str(self._folder), "max_connections": 200},
                "pg_hba": [
                    "local all all trust",
                    "host all all 127.0.0.1/32 trust",
                    "host replication all 127.0.0.1/32 trust",
                ],
            },
        }
        file = self._folder / f"{name}.json"
        file.write_text(json.dumps(settings))
        file.chmod(0o644)
        self._run(name, self._patroni, str(file))

    def read_roles(self) -> dict[str, str]:
        """Return the roles of the running servers by name."""
        for _, api_port in self._ports.values():
            with contextlib.suppress(OSError, ValueError):
                answer: dict[str, Any] = self._request(api_port, "/cluster")
                members = answer["members"]
                return {
                    member["name"]: member["role"] for member in members if member["state"] in ("running", "streaming")
                }
        return {}

    def wait_until_both_run(self) -> None:
        deadline = time.monotonic() + 120
        while sorted((roles := self.read_roles()).values()) != ["leader", "sync_standby"]:
            logs = "\n".join(file.read_text()[-2_000:] for file in self._folder.glob("*.log"))
            assert time.monotonic() < deadline, f"{roles}\n{logs}"
            time.sleep(0.2)

    def find_primary(self) -> str:
        (name,) = [name for name, role in self.read_roles().items() if role == "leader"]
        return name

    def kill_primary(self) -> str:
        """Kill the primary and the Patroni beside it, as a loss of power does. Returns its name."""
        name = self.find_primary()
        postmaster = int((self._folder / name / "postmaster.pid").read_text().split()[0])
        for pid in (*_list_children(self._processes[name].pid), self._processes[name].pid, postmaster):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._processes.pop(name).wait()
        return name

    def switch_over(self) -> None:
        """Make the standby the primary (switchover)."""
        name = self.find_primary()
        (other,) = self._ports.keys() - {name}
        body = json.dumps({"leader": name, "candidate": other}).encode()
        self._request(self._ports[name][1], "/switchover", body)

    def close(self) -> None:
        for process in reversed(self._processes.values()):
            process.terminate()
        for process in self._processes.values():
            process.wait(30)
        for name in self._ports:
            # What a killed Patroni has left behind.
            with contextlib.suppress(OSError, ValueError, IndexError):
                os.kill(int((self._folder / name / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, name: str, *command: str) -> None:
        with (self._folder / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                [*self._user_command, *command], cwd=self._folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def _request(self, port: int, path: str, body: bytes | None = None) -> Any:
        headers = {"content-type": "application/json"}
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", body, headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            content = answer.read()
            return json.loads(content) if body is None else content


def _list_children(pid: int) -> list[int]:
    """List all descendants of a process."""
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [found for child in children for found in (*_list_children(child), child)]
