"""Addresses: of a database, and how it is shown without what is secret in it; of the web."""

from __future__ import annotations

from urllib.parse import urlsplit

API_VERSION = "2.3"
API_PREFIX = f"/api/{API_VERSION}"

POSTGRES_SCHEMES = ("postgresql://", "postgres://")


def is_postgres(address: str) -> bool:
    """Whether the text is meant as the address of a PostgreSQL database."""
    return address.startswith(POSTGRES_SCHEMES)


def redact_address(address: str) -> str:
    """The address as anybody may see it: host and name of the database, without user, password and options."""
    before, _, after = address.partition("://")[2].partition("?")
    # A password may hold any sign: where its end is not certain, nothing is shown.
    return "postgresql://…" if "@" in after else f"postgresql://{before.rpartition('@')[2]}"


def parse_web_address(address: str, message_prefix: str) -> str:
    """An http(s) address without the slash at its end. Raises: ValueError that begins with ``must``."""
    msg = f"{message_prefix} an address like https://queue.example.org"
    try:
        parts = urlsplit(address)
        whole = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError:
        raise ValueError(msg) from None
    if not whole or any(character.isspace() for character in address):
        raise ValueError(msg)
    return address.rstrip("/")
