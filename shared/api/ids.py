"""Ids in addresses: ``/registrations/{registrationId:id}`` takes every text but the names that stand beside ids.

So ``PUT /registrations/next`` finds the address of its name only, and is refused as a method that it does not take.
"""

from __future__ import annotations

from starlette.convertors import PathConvertor, StringConvertor, register_url_convertor

NAMES = ("next", "stream", "watch", "requests", "replay", "errors", "jwks.json")
"""What stands where an id would in an address of the API."""


class _Id(StringConvertor):
    regex = rf"(?!(?:{'|'.join(name.replace('.', '[.]') for name in NAMES)})(?:/|$))[^/]+"


class _Desk(PathConvertor):
    """A desk's name, which may have slashes in it: all but what is done at it."""

    regex = r"(?:(?!/(?:next|actions|undo)$).)+"


register_url_convertor("id", _Id())
register_url_convertor("desk", _Desk())
