"""Addresses: of a database, and how it is shown without what is secret in it; of the web."""

from __future__ import annotations

from urllib.parse import urlsplit

SCHEMES = ("postgresql://", "postgres://")


def is_postgres(text: str) -> bool:
    """Whether the text is meant as the address of a PostgreSQL database."""
    return text.startswith(SCHEMES)


def shown(address: str) -> str:
    """The address as anybody may see it: host and name of the database, without user, password and options."""
    before, _, after = address.partition("://")[2].partition("?")
    # A password may hold any sign: where its end is not certain, nothing is shown.
    return "postgresql://…" if "@" in after else f"postgresql://{before.rpartition('@')[2]}"


def web_address(value: str, must: str) -> str:
    """An http(s) address without the slash at its end. Raises: ValueError that begins with ``must``."""
    msg = f"{must} an address like https://queue.example.org"
    try:
        parts = urlsplit(value)
        whole = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError:
        raise ValueError(msg) from None
    if not whole or any(character.isspace() for character in value):
        raise ValueError(msg)
    return value.rstrip("/")
