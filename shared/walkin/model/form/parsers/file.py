"""Files: a data URI on the way in, a link to what is stored on the way out (reference: ``FormItem.value``)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from walkin.model.errors import TextRefused
from walkin.model.form.definition import FormItem
from walkin.model.form.parsing import LINE_LENGTH, Setting, Unfit, cleaned, reads
from walkin.model.text import clean

NAME_LENGTH = 100
"""Longest name of a file, in code points."""

EXTENSIONS = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
}
"""The media types that are taken, and how their files are called."""

# Parameters of the media type mean nothing for these types, but browsers may send some.
_HEADER = re.compile(
    r"data:([a-z]+/[a-z0-9.+-]{1,60})(?:;[a-z0-9-]+=[^;,\s]{1,80}){0,4};base64,", re.ASCII | re.IGNORECASE
)
_HEADER_LENGTH = 512


@reads("file", missing="file")
def file(definition: FormItem, answer: FormItem, setting: Setting) -> Mapping[str, Any]:
    """A file of at most ``setting.file_bytes``, or the link to one that is stored already.

    An answer without one may say ``deferred``: the person brings it to the desk, or sends it from the ticket's page.
    """
    value = (answer.value or "").strip()
    if not value:
        return {"deferred": True} if (answer.model_extra or {}).get("deferred") is True else {}
    if value[:5].lower() != "data:":
        return {"value": _link(value), "file_name": file_name(answer.file_name) if answer.file_name else None}
    media, _ = decoded(value, limit=setting.file_bytes)
    data = value.partition(",")[2]
    return {"value": f"data:{media};base64,{data}", "file_name": file_name(answer.file_name, media)}


def decoded(value: str, *, limit: int) -> tuple[str, bytes]:
    """Media type and content of a data URI. Raises Unfit with fileRead, fileEmpty, fileSize or fileType.

    What is too large is refused by its length, before any of it is decoded.
    """
    header = _HEADER.match(value, 0, _HEADER_LENGTH)
    if header is None:
        raise Unfit("fileRead")
    size = (len(value) - header.end()) // 4 * 3 - (2 if value.endswith("==") else value.endswith("="))
    if size > limit:
        raise Unfit("fileSize", limit=limit // (1024 * 1024))
    if header.end() == len(value):
        raise Unfit("fileEmpty")
    media = header[1].lower().replace("image/jpg", "image/jpeg")
    if media not in EXTENSIONS:
        raise Unfit("fileType")
    try:
        content = base64.b64decode(value[header.end() :], validate=True)
    except (binascii.Error, ValueError):
        raise Unfit("fileRead") from None
    if _sniffed(content) != media:
        raise Unfit("fileType")
    return media, content


def file_name(given: str | None, media: str = "") -> str:
    """The name of a file without any path, at most 100 code points, with the extension of its type.

    Without a usable name it is "file"; a type nobody knows gives ``.bin``. No type leaves the extension alone.
    """
    try:
        name = clean(given or "")
    except TextRefused:
        name = ""
    name = re.split(r"[/\\]", name)[-1].strip(" .") or "file"
    known = EXTENSIONS.get(media, (".bin",))
    extension = "" if not media or name.lower().endswith(known) else known[0]
    return name[: NAME_LENGTH - len(extension)].rstrip(" .") + extension


def _sniffed(content: bytes) -> str:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return ""


def _link(value: str) -> str:
    """A link to a stored file: http, https or a path of the server's own."""
    text = cleaned(value, LINE_LENGTH)
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        raise Unfit("fileRead") from None
    own_path = text.startswith("/") and not text.startswith(("//", "/\\"))
    if re.search(r"[\s\\]", text) or not (own_path or (parts.scheme in ("http", "https") and host)):
        raise Unfit("fileRead")
    return text
