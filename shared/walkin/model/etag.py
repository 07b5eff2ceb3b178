"""Entity tags, and their comparison with ``If-Match`` and ``If-None-Match``.

A registration's tag is ``"{queue}-{revision}-{epoch}"``. In a response a dot and what else the content depends on
follow (``"1-57-0b5e.63-29384756"``); ``If-Match`` ignores that part, for it concerns the registration's own state only.
"""

from __future__ import annotations

import re

_TAG = re.compile(r'(W/)?"([^"]*)"')


def build_etag(queue_id: int | str, revision: int, epoch: str) -> str:
    """Return the tag of a registration's state in an epoch of the office."""
    return f'"{queue_id}-{revision}-{epoch}"'


def matches_if_match(header: str, etag: str) -> bool:
    """Whether ``If-Match`` names this state, or any (``*``). Weak tags never match (RFC 9110)."""
    if header.strip() == "*":
        return True
    return any(not weak and f'"{name.partition(".")[0]}"' == etag for weak, name in _TAG.findall(header))


def matches_if_none_match(header: str, etag: str) -> bool:
    """Whether ``If-None-Match`` names the response with this tag, weak or not, or any (``*``)."""
    match = _TAG.fullmatch(etag)
    return header.strip() == "*" or (match is not None and match[2] in [name for _, name in _TAG.findall(header)])
