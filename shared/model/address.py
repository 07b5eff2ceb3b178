"""The address of a database: whether a text is one, and how it is shown without what is secret in it."""

from __future__ import annotations

SCHEMES = ("postgresql://", "postgres://")


def is_postgres(text: str) -> bool:
    """Whether the text is meant as the address of a PostgreSQL database."""
    return text.startswith(SCHEMES)


def shown(address: str) -> str:
    """The address as anybody may see it: host and name of the database, without user, password and options."""
    before, _, after = address.partition("://")[2].partition("?")
    # A password may hold any sign: where its end is not certain, nothing is shown.
    return "postgresql://…" if "@" in after else f"postgresql://{before.rpartition('@')[2]}"
