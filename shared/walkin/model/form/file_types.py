"""The file types of answers: their names in settings, and the recognition of their content."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_ZIP_HEAD = b"PK\x03\x04"
_ZIP_END, _ZIP64_LOCATOR = b"PK\x05\x06", b"PK\x06\x07"
_MAX_ZIP_DIRECTORY_BYTES = 512 * 1024
"""The largest directory of a ZIP archive that is read; those of office documents are much smaller."""


@dataclass(frozen=True)
class FileType:
    """A media type with the extensions of its files, the preferred one first, and the test of their content."""

    label: str
    media_type: str
    extensions: tuple[str, ...]
    matches: Callable[[bytes], bool]


def _starts_with(*heads: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(heads)


def _has_brand(*brands: bytes) -> Callable[[bytes], bool]:
    """Whether the content is an ISO base media file of a brand: its own one, or a compatible one."""

    def matches(content: bytes) -> bool:
        if content[4:8] != b"ftyp":
            return False
        size = min(int.from_bytes(content[:4], "big"), 256)
        # After the own brand, a version; then the compatible ones.
        return any(content[at : at + 4] in brands for at in (8, *range(16, size - 3, 4)))

    return matches


def _has_part(part: str) -> Callable[[bytes], bool]:
    """Whether the content is an Office Open XML document with this part."""
    return lambda content: {"[Content_Types].xml", part} <= set(list_zip_names(content))


def _is_open_document(kind: str) -> Callable[[bytes], bool]:
    """Whether the content is a ZIP archive whose first file, which is not packed, names this media type."""
    first_file = f"mimetypeapplication/vnd.oasis.opendocument.{kind}PK".encode()
    return lambda content: content.startswith(_ZIP_HEAD) and content[30 : 30 + len(first_file)] == first_file


def list_zip_names(content: bytes) -> list[str]:
    """The names in a ZIP archive; none in what is no readable one, or has very many."""
    if not content.startswith(_ZIP_HEAD):
        return []
    end = content.rfind(_ZIP_END)
    directory_bytes = int.from_bytes(content[end + 12 : end + 16], "little")
    is_large = directory_bytes > _MAX_ZIP_DIRECTORY_BYTES or _ZIP64_LOCATOR in content[max(end - 20, 0) : end]
    if end < 0 or is_large:
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return []


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"

FILE_TYPES = {
    "jpeg": FileType("JPEG", "image/jpeg", (".jpg", ".jpeg"), _starts_with(b"\xff\xd8\xff")),
    "png": FileType("PNG", "image/png", (".png",), _starts_with(b"\x89PNG\r\n\x1a\n")),
    "webp": FileType(
        "WebP", "image/webp", (".webp",), lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    ),
    "gif": FileType("GIF", "image/gif", (".gif",), _starts_with(b"GIF87a", b"GIF89a")),
    "avif": FileType("AVIF", "image/avif", (".avif",), _has_brand(b"avif", b"avis")),
    "heic": FileType(
        "HEIC", "image/heic", (".heic", ".heif"), _has_brand(b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis")
    ),
    "tiff": FileType("TIFF", "image/tiff", (".tiff", ".tif"), _starts_with(b"II*\0", b"MM\0*")),
    "pdf": FileType("PDF", "application/pdf", (".pdf",), _starts_with(b"%PDF-")),
    "docx": FileType("DOCX", f"{_OPEN_XML}.wordprocessingml.document", (".docx",), _has_part("word/document.xml")),
    "xlsx": FileType("XLSX", f"{_OPEN_XML}.spreadsheetml.sheet", (".xlsx",), _has_part("xl/workbook.xml")),
    "odt": FileType("ODT", f"{_OPEN_DOCUMENT}.text", (".odt",), _is_open_document("text")),
    "ods": FileType("ODS", f"{_OPEN_DOCUMENT}.spreadsheet", (".ods",), _is_open_document("spreadsheet")),
}
"""The types that are recognised, by their names in settings."""

DEFAULT_FILE_TYPES = ("jpeg", "png", "webp", "pdf")

_OTHER_NAMES = {
    extension.removeprefix("."): name for name, kind in FILE_TYPES.items() for extension in kind.extensions
} | {kind.media_type: name for name, kind in FILE_TYPES.items()}

_DOCUMENT_PROGRAMS = re.compile(
    r"(?:^|/)(?:vbaProject|activeX|externalLinks|embeddings/.*\.bin|Basic/|Scripts/)",
    re.IGNORECASE,
)


def find_file_type(name: str) -> str | None:
    """The name in FILE_TYPES for a name, an extension or a media type in any spelling: ``.JPG`` is ``jpeg``."""
    folded = name.strip().lower().removeprefix(".")
    return folded if folded in FILE_TYPES else _OTHER_NAMES.get(folded)


def recognise(content: bytes, names: Iterable[str] = FILE_TYPES) -> FileType | None:
    """Recognise the type of a content among these, whatever its name or label says."""
    return next((FILE_TYPES[name] for name in names if FILE_TYPES[name].matches(content)), None)


def has_programs(content: bytes) -> bool:
    """Whether an office document has macros, controls, embedded objects or links to other documents."""
    return any(_DOCUMENT_PROGRAMS.search(name) for name in list_zip_names(content))


def list_labels(names: Iterable[str]) -> str:
    """The types as people call them: "JPEG, PNG, PDF"."""
    return ", ".join(FILE_TYPES[name].label for name in names)


def list_accepted(names: Iterable[str]) -> str:
    """The attribute ``accept`` of a file input: media types, and extensions for systems without them."""
    kinds = [FILE_TYPES[name] for name in names]
    return ",".join([*(kind.media_type for kind in kinds), *(part for kind in kinds for part in kind.extensions)])
