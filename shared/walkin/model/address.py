"""Addresses of databases, with secrets redacted for display, and web addresses."""

from __future__ import annotations

from urllib.parse import urlsplit

API_VERSION = "2.3"
API_PREFIX = f"/api/{API_VERSION}"

MAX_ADDRESS_LENGTH = 400
"""Longer ones would not fit into the QR code of a paper ticket."""

POSTGRES_SCHEMES = ("postgresql://", "postgres://")


def is_postgres(address: str) -> bool:
    return address.startswith(POSTGRES_SCHEMES)


def redact_address(address: str) -> str:
    """Return host and name of a PostgreSQL database, without user, password and options."""
    location, _, options = address.partition("://")[2].partition("?")
    # A password may contain any character: when its end is ambiguous, everything is redacted.
    return "postgresql://…" if "@" in options else f"postgresql://{location.rpartition('@')[2]}"


def parse_web_address(address: str, message_prefix: str) -> str:
    """Return an http(s) address without its trailing slash. Raises ValueError that begins with ``message_prefix``."""
    message = f"{message_prefix} an address like https://queue.example.org"
    try:
        parts = urlsplit(address)
        is_valid = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError:
        raise ValueError(message) from None
    if not is_valid or any(character.isspace() for character in address):
        raise ValueError(message)
    if len(address) > MAX_ADDRESS_LENGTH:
        message += f", of at most {MAX_ADDRESS_LENGTH} characters"
        raise ValueError(message)
    return address.rstrip("/")
