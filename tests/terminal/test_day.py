"""A day of an office on real terminals: eight desks, three hundred clients, breaks, mistakes and lost links.

DAY_CAPTURES names a folder that keeps what the screens showed.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from rich.cells import cell_len

from tests.support.helpers import HOSTILE_TEXTS
from tests.support.letters import find_letters
from tests.support.offices import WalkinServer
from tests.support.tmux import Terminal, needs_tmux
from walkin.client import Board, QueueClient, connect
from walkin.model.errors import Refused
from walkin.model.registration import Registration, Status
from walkin.settings import Settings

pytestmark = [needs_tmux, pytest.mark.soak]

CLIENTS = int(os.environ.get("DAY_CLIENTS", "300"))
SIZES = ((80, 24), (120, 40), (200, 60))
THEMES = ("office", "night", "contrast")
QUEUES = ("1", "2", "3")
NAMES = [text for text in HOSTILE_TEXTS if text.isprintable() and len(text) < 60]
BUTTONS = ("F5 Call next", "F6 Recall", "F7 No-show", "F8 Finish", "F9 Transfer", "F10 Hold", "Space More")
Action = tuple[str, tuple[str, ...], float]
FREE: tuple[tuple[int, Action], ...] = (
    (83, ("next", ("F5",), 0.3)),
    (5, ("break", ("Space", "p"), 0.3)),
    (3, ("undo", ("C-z",), 0.3)),
    (4, ("chosen", ("Down", "Down", "Enter", "c"), 0.3)),
    (3, ("hold a row", ("Down", "Enter", "h"), 0.3)),
    (2, ("search", ("/", "9", "Escape"), 0.3)),
)
BUSY: tuple[tuple[int, Action], ...] = (
    (62, ("next", ("F5",), 0.3)),
    (6, ("recall", ("F6",), 0.3)),
    (7, ("no-show", ("F7",), 0.3)),
    (5, ("finish", ("F8",), 0.3)),
    (5, ("transfer", ("F9", "1", "1", "Escape"), 0.8)),
    (4, ("hold", ("F10",), 0.3)),
    (4, ("undo", ("C-z",), 0.3)),
    (3, ("next service", ("Space", "v", "2", "Escape"), 0.8)),
    (4, ("details", ("F2", "Escape"), 0.8)),
)
"""Actions: name, frequency in percent, keys, and seconds after each key."""
ENDED = (Status.FINISHED, Status.NO_SHOW, Status.DELETED)


@dataclass
class Agent:
    """An agent at a desk: presses keys and checks the screen for their effect."""

    name: str
    terminal: Terminal
    board: Board
    rng: random.Random
    may_work: asyncio.Event
    pressed: Counter[str] = field(default_factory=Counter)
    idle: bool = False

    @property
    def client(self) -> Registration | None:
        """The client at the desk, according to the server."""
        return next(
            (client for client in self.board.list_in_progress() if client.counter and client.counter.name == self.name),
            None,
        )

    async def press(self, name: str, *keys: str, pause: float = 0.25) -> None:
        self.pressed[name] += 1
        for key in keys:
            await asyncio.to_thread(self.terminal.press, key)
            await asyncio.sleep(pause)

    async def work(self) -> None:
        while True:
            if not self.may_work.is_set():
                self.idle = True
                await self.may_work.wait()
                self.idle = False
            await asyncio.sleep(self.rng.uniform(0.3, 1.2))
            await self.act()

    async def act(self) -> None:
        """Do one random action."""
        if self.client is None and not self.board.list_waiting():
            # Clients on hold are below all waiting ones.
            await self.press("off hold", "End", "Enter", "h")
            return
        actions = FREE if self.client is None else BUSY
        name, keys, pause = self.rng.choices([action for _, action in actions], [weight for weight, _ in actions])[0]
        await self.press(name, *keys, pause=pause)
        if name == "break":
            await asyncio.sleep(self.rng.uniform(1, 3))
            await self.press("break over", "Space", "p")


@dataclass
class Day:
    """The office: its server, its desks and its displays."""

    folder: Path
    server: WalkinServer
    client: QueueClient
    board: Board
    agents: list[Agent]
    display: Terminal
    may_work: asyncio.Event
    tickets: list[str] = field(default_factory=list)
    checks: int = 0

    async def arrivals(self, rng: random.Random) -> None:
        for number in range(CLIENTS):
            first = NAMES[number // 10 % len(NAMES)] if number % 10 == 0 else f"Client {number}"
            members = {"client": {"firstName": first}, "priority": 2 if number % 17 == 0 else 0}
            while True:
                with suppress(Exception):
                    registration = await self.client.register(rng.choice(QUEUES), members, f"day-{number}")
                    self.tickets.append(registration.ticket)
                    break
                await asyncio.sleep(0.5)
            await asyncio.sleep(rng.expovariate(8 / 3))

    async def lost_links(self, rng: random.Random) -> None:
        for _ in range(2):
            await asyncio.sleep(rng.uniform(20, 35))
            self.server.kill()
            await asyncio.sleep(rng.uniform(3, 6))
            await asyncio.to_thread(self.server.start)

    async def check_screens(self) -> None:
        """Stop all agents and compare each screen with the server."""
        self.may_work.clear()
        await self._wait_until(lambda: all(agent.idle for agent in self.agents), "all agents to pause")
        await self._wait_until(lambda: self.board.is_connected, "the link")
        await asyncio.sleep(1.0)
        self.checks += 1
        for agent in self.agents:
            await asyncio.to_thread(agent.terminal.press, "Escape")
        for agent in self.agents:
            await self._check_desk(agent)
        await self._check_display()
        self.may_work.set()

    async def _check_desk(self, agent: Agent) -> None:
        """Check current client, number of waiting clients, buttons and line lengths on a desk's screen."""
        end = time.monotonic() + 60
        while True:
            text = await asyncio.to_thread(agent.terminal.capture_screen)
            waiting, client = len(self.board.list_waiting()), agent.client
            count = f"· {waiting} waiting"
            panel = ("here ", "Long:") if client is not None else ("Nobody at your desk", "Desk paused")
            is_right = count in text and any(word in text for word in panel)
            if client is not None and client.client.full_name.startswith("Client"):
                is_right = is_right and client.client.full_name in text
            if is_right:
                break
            assert time.monotonic() < end, (
                f"{agent.name} shows something else: {waiting} wait, {client and client.ticket} is here\n{text}"
            )
            await asyncio.sleep(0.3)
        width, height = agent.terminal.size
        lines = text.split("\n")
        assert len(lines) <= height + 1
        assert all(cell_len(line) <= width for line in lines), text
        assert all(button in text for button in BUTTONS), text
        assert "Traceback" not in text
        self.keep(f"{self.checks:02d}-{agent.name}", text)

    async def _check_display(self) -> None:
        """Check that the display shows the latest call and no name."""
        text = await asyncio.to_thread(self.display.capture_screen)
        assert "Client" not in text
        self.keep(f"{self.checks:02d}-display", text)
        calls = {
            serving.ticket: serving.called.to_datetime()
            for serving in self.board.list_in_progress()
            if serving.called and serving.counter
        }
        # Calls of the same second have no order.
        latest = [ticket for ticket, at in calls.items() if at == max(calls.values())]
        end = time.monotonic() + 60
        while latest and not any(find_letters(ticket, text) for ticket in latest):
            assert time.monotonic() < end, f"{latest} are not on the display:\n{text}"
            await asyncio.sleep(0.5)
            text = await asyncio.to_thread(self.display.capture_screen)

    def keep(self, name: str, text: str) -> None:
        if captures := os.environ.get("DAY_CAPTURES"):
            Path(captures).mkdir(parents=True, exist_ok=True)
            (Path(captures) / f"{name}.txt").write_text(text, encoding="utf-8")

    async def _wait_until(self, condition: object, description: str, timeout: float = 60) -> None:
        end = time.monotonic() + timeout
        while not condition():  # type: ignore[operator]
            assert time.monotonic() < end, f"waited in vain for {description}"
            await asyncio.sleep(0.1)

    async def evening(self) -> None:
        """Work until no client waits, is on hold or at a desk."""
        self.may_work.clear()
        await self._wait_until(lambda: all(agent.idle for agent in self.agents), "all agents to pause")
        end = time.monotonic() + 240
        while self.board.list_waiting() or self.board.list_in_progress() or self.board.list_held_or_reserved():
            assert time.monotonic() < end, "the office does not become empty"
            for registration in self.board.list_held_or_reserved():
                with suppress(Refused):
                    await self.client.put_back(registration.queue.id, registration.id, desk="")
            for agent in self.agents:
                if agent.client is not None or self.board.list_waiting():
                    await agent.press("evening", "F5" if self.board.list_waiting() else "F8", pause=0.05)
            await asyncio.sleep(0.8)


@asynccontextmanager
async def open_day(folder: Path) -> AsyncIterator[Day]:
    server = WalkinServer(folder / "office.db").start()
    client = await connect(Settings(api=server.url))
    board, may_work = Board(client, QUEUES), asyncio.Event()
    may_work.set()
    desks = [f"Desk {number}" for number in range(1, 9)]
    terminals = [Terminal(folder / name, *SIZES[index % 3]) for index, name in enumerate(desks)]
    display = Terminal(folder / "display", 120, 40)
    try:
        options = ("--api", server.url, "--queue", ",".join(QUEUES))
        for index, (name, terminal) in enumerate(zip(desks, terminals, strict=True)):
            terminal.run("counter", *options, "--desk", name, "--theme", THEMES[index // 3])
        display.run("display", *options)
        for terminal in terminals:
            await asyncio.to_thread(terminal.wait_for_texts, "Nobody at your desk", timeout=60)
        agents = [
            Agent(name, terminal, board, random.Random(name), may_work)
            for name, terminal in zip(desks, terminals, strict=True)
        ]
        yield Day(folder, server, client, board, agents, display, may_work)
    finally:
        for terminal in (*terminals, display):
            terminal.close()
        await client.aclose()
        server.close()


async def test_a_whole_day(tmp_path: Path) -> None:
    async with open_day(tmp_path) as day:
        following = asyncio.create_task(day.board.run(lambda _change: None))
        working = [asyncio.create_task(agent.work()) for agent in day.agents]
        arriving = asyncio.create_task(day.arrivals(random.Random(1)))
        losing = asyncio.create_task(day.lost_links(random.Random(2)))
        while not (arriving.done() and losing.done()):
            await asyncio.wait([arriving, losing], timeout=25)
            if losing.done() or day.board.is_connected:
                await day.check_screens()
        await asyncio.gather(arriving, losing)
        await day.evening()
        for task in (*working, following):
            task.cancel()
        async with httpx.AsyncClient(base_url=day.server.url) as http:
            registrations = []
            for queue in QUEUES:
                path = f"/api/2.3/queues/{queue}/registrations"
                response = await http.get(path, params={"status": ",".join(Status)})
                registrations += response.json()["items"]
        assert len(day.tickets) == len(set(day.tickets)) == CLIENTS
        assert {client["ticket"] for client in registrations} == set(day.tickets)
        assert {client["status"] for client in registrations} <= set(ENDED)
        pressed = sum((agent.pressed for agent in day.agents), Counter[str]())
        print(f"{len(registrations)} registrations, {day.checks} checks of every screen, keys: {dict(pressed)}")
        assert day.checks >= 3
