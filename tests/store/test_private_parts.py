"""Probe the parts of SQLAlchemy that walkin.store.engine.compiled reads though they are not documented as stable."""

from __future__ import annotations

import inspect
import sqlite3

import pytest
import sqlalchemy
from sqlalchemy import bindparam, create_engine, select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.sql.compiler import SQLCompiler

from walkin.store.engine.compiled import CompiledStatement
from walkin.store.schema.tables import queue

STATEMENT = select(queue.c.id).where(queue.c.name == "O'Brien", queue.c.id > bindparam("after")).limit(5)
VALUES = {"after": 7}


def explain(part: str) -> str:
    return (
        f"SQLAlchemy {sqlalchemy.__version__} no longer has {part} as walkin.store.engine.compiled uses it: "
        "change that module, then the upper bound in pyproject.toml"
    )


@pytest.mark.parametrize("dialect", [SQLiteDialect_pysqlite(), PGDialect_psycopg()], ids=["sqlite", "postgres"])
def test_a_compiler_has_the_members_that_are_read(dialect: Dialect) -> None:
    compiler = STATEMENT.compile(dialect=dialect)
    assert isinstance(compiler, SQLCompiler), explain("SQLCompiler")
    for member in ("string", "positional", "positiontup", "binds", "bind_names", "render_literal_value"):
        assert hasattr(compiler, member), explain(f"SQLCompiler.{member}")
    names = list(compiler.bind_names.values())
    assert compiler.positional == (dialect.name == "sqlite"), explain("SQLCompiler.positional")
    if compiler.positional:
        assert compiler.string.count("?") == len(compiler.positiontup or ()), explain("SQLCompiler.positiontup")
        assert sorted(compiler.positiontup or ()) == sorted(names), explain("SQLCompiler.positiontup")
    binds = [compiler.binds[name] for name in names]
    assert [bind.key for bind in binds if bind.required] == ["after"], explain("BindParameter.required")
    constants = [bind for bind in binds if not bind.required]
    assert {bind.value for bind in constants} >= {"O'Brien", 5}, explain("BindParameter.value")
    literals = {compiler.render_literal_value(bind.value, bind.type) for bind in constants}
    assert {"'O''Brien'", "5"} <= literals, explain("SQLCompiler.render_literal_value")


def test_a_statement_finds_what_sqlalchemy_finds() -> None:
    with create_engine("sqlite://").connect() as connection:
        queue.create(connection)
        row = {"status": "open", "time_zone": "UTC", "document": "{}", "form": "[]"}
        names = ["O'Brien"] * 10 + ["Other"]
        rows = [{**row, "name": name, "ticket_prefix": f"{number:x}"} for number, name in enumerate(names)]
        connection.execute(queue.insert(), rows)
        expected = [tuple(fetched) for fetched in connection.execute(STATEMENT, VALUES)]
        assert expected == [(8,), (9,), (10,)]
        assert [tuple(fetched) for fetched in CompiledStatement(STATEMENT).fetch_all(connection, VALUES)] == expected


def test_a_drivers_error_can_be_wrapped() -> None:
    instance_parameters = inspect.signature(DBAPIError.instance).parameters
    assert {"hide_parameters", "connection_invalidated", "dialect"} <= set(instance_parameters), explain(
        "DBAPIError.instance"
    )
    with create_engine("sqlite://").connect() as connection:
        driver = connection.connection.dbapi_connection
        assert isinstance(driver, sqlite3.Connection), explain("Connection.connection.dbapi_connection")
        missing = CompiledStatement(select(queue.c.id))
        with pytest.raises(OperationalError, match="no such table") as raised:
            missing.fetch_all(connection, {})
        assert isinstance(raised.value.orig, sqlite3.OperationalError), explain("DBAPIError.instance")
        assert not connection.dialect.is_disconnect(raised.value.orig, driver, None), explain("Dialect.is_disconnect")
