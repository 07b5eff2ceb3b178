"""Entity tags: what ``If-Match`` and ``If-None-Match`` compare.

A registration's tag is ``"{queue}-{revision}"``. What an answer carries has a point and what else its content depends
on after it (``"1-57.63-29384756"``): whoever wants to change the registration has seen its state, whatever that was.
"""

from __future__ import annotations

import re

_TAG = re.compile(r'(W/)?"([^"]*)"')


def build_etag(queue_id: int | str, revision: int) -> str:
    """The tag of a registration's state."""
    return f'"{queue_id}-{revision}"'


def matches_if_match(header: str, etag: str) -> bool:
    """Whether ``If-Match`` names that state, or any (``*``). Weak tags match nothing (RFC 9110)."""
    if header.strip() == "*":
        return True
    return any(not weak and f'"{name.partition(".")[0]}"' == etag for weak, name in _TAG.findall(header))


def matches_if_none_match(header: str, etag: str) -> bool:
    """Whether ``If-None-Match`` names the answer with that tag, weak or not, or any (``*``)."""
    own = _TAG.fullmatch(etag)
    return header.strip() == "*" or (own is not None and own[2] in [name for _, name in _TAG.findall(header)])
