"""Ids in addresses: ``/registrations/{registrationId:id}`` takes every text but the names that stand beside ids.

So ``PUT /registrations/next`` finds the address of its name only, and is refused as a method that it does not take.
"""

from __future__ import annotations

from starlette.convertors import StringConvertor, register_url_convertor

NAMES = ("next", "stream", "watch", "requests", "replay", "errors", "jwks.json")
"""What stands where an id would in an address of the API."""


class _Id(StringConvertor):
    regex = rf"(?!(?:{'|'.join(name.replace('.', '[.]') for name in NAMES)})(?:/|$))[^/]+"


register_url_convertor("id", _Id())
