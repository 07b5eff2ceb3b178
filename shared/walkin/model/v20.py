"""Version 2.0 of the contract: how its resources and its texts differ from version 2.3."""

from __future__ import annotations

import json
import re
from typing import Any

V20_PREFIX = "/api/2.0"

STATUS_FROM_V20 = {"onGoing": "inProgress", "ingoing": "inProgress"}
STATUS_TO_V20 = {"inProgress": "onGoing"}

_NUMERIC_ENTITIES = re.compile(r"(?:&#(?:[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6});)+")
_NUMERIC_ENTITY = re.compile(r"&#(?:([0-9]+)|[xX]([0-9A-Fa-f]+));")


def to_v20(item: dict[str, Any]) -> None:
    """Translate a resource: the status ``onGoing``, and the string ``author`` beside ``owner``."""
    if item.get("status") in STATUS_TO_V20:
        item["status"] = STATUS_TO_V20[item["status"]]
    owner = item.get("owner")
    if isinstance(owner, dict) and "userName" in owner:
        item["author"] = owner["userName"]


def dump_ascii(value: object) -> bytes:
    """Serialize as JSON in ASCII, which old clients read right in whatever encoding they take it for."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()


def unescape(node: object) -> object:
    """Replace numeric entities in every text, such as ``Jos&#233;``; old clients send all but ASCII in this form.

    A pair of surrogates is one character. What is no character stays as it is.
    """
    if isinstance(node, dict):
        return {name: unescape(value) for name, value in node.items()}
    if isinstance(node, list):
        return [unescape(value) for value in node]
    return _NUMERIC_ENTITIES.sub(_unescape_run, node) if isinstance(node, str) and "&#" in node else node


def _unescape_run(run: re.Match[str]) -> str:
    codes = [int(decimal) if decimal else int(digits, 16) for decimal, digits in _NUMERIC_ENTITY.findall(run[0])]
    if not all(0 < code < 0x110000 for code in codes):
        return run[0]
    try:
        return "".join(map(chr, codes)).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        return run[0]
