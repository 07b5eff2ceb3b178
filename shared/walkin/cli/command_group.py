"""Typer groups that build a command when it is used: building all of them takes a tenth of a second."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

Function = TypeVar("Function", bound=Callable[..., None])


class CommandGroup(typer.Typer):
    """Typer application that builds its commands and subgroups on first use."""

    def __init__(self, **options: Any) -> None:
        self.table = _CommandTable()
        super().__init__(cls=_build_class(self.table), add_completion=False, rich_markup_mode=None, **options)

    def add(self, name: str | None, function: Function, wrap: Callable[[Function], Callable[..., None]]) -> None:
        """Add a command, by default named like its function. Typer calls the result of ``wrap``."""
        name = name or function.__name__.replace("_", "-")

        def build() -> Any:
            single = typer.Typer(add_completion=False, rich_markup_mode=None)
            single.command(name)(wrap(function))
            return typer.main.get_command(single)

        self.table.add(name, build, inspect.getdoc(function))

    def add_function(self, name: str | None = None) -> Callable[[Function], Function]:
        """Decorator that adds a function as a command."""

        def register(function: Function) -> Function:
            self.add(name, function, lambda function: function)
            return function

        return register

    def add_group(self, name: str, group: CommandGroup) -> None:
        def build() -> Any:
            command = typer.main.get_group(group)
            command.name = name
            return command

        self.table.add(name, build, str(group.info.help))

    def include(self, group: CommandGroup) -> None:
        """Add the commands of another group as commands of this one."""
        self.table.include(group.table)


class _CommandTable(Mapping[str, Any]):
    """Commands by name, built on access, and their descriptions."""

    def __init__(self) -> None:
        self._builders: dict[str, Callable[[], Any]] = {}
        self._built: dict[str, Any] = {}
        self.descriptions: dict[str, str | None] = {}

    def add(self, name: str, build: Callable[[], Any], description: str | None) -> None:
        self._builders[name] = build
        self.descriptions[name] = description

    def include(self, other: _CommandTable) -> None:
        self._builders |= other._builders
        self.descriptions |= other.descriptions

    def __getitem__(self, name: str) -> Any:
        if name not in self._built:
            self._built[name] = self._builders[name]()
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._builders)

    def __len__(self) -> int:
        return len(self._builders)


def _build_class(table: _CommandTable) -> type[TyperGroup]:
    class Group(TyperGroup):
        def __init__(self, **attributes: Any) -> None:
            super().__init__(**attributes)
            self.commands = table  # type: ignore[assignment]

        def list_commands(self, ctx: Any) -> list[str]:
            return list(table)

        def format_commands(self, ctx: Any, formatter: Any) -> None:
            """List the commands without their parameters."""
            described = {name: TyperCommand(name, help=text) for name, text in table.descriptions.items()}
            TyperGroup(commands={**described}).format_commands(ctx, formatter)

    return Group
