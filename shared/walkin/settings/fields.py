"""Field types of settings: what each accepts, and the sentence for a value it refuses."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ValidatorFunctionWrapHandler, WrapValidator

from walkin.model.address import is_postgres, parse_web_address
from walkin.model.form.file_types import FILE_TYPES, find_file_type
from walkin.model.language import (
    find_script,
    format_tag,
    get_base_language,
    list_base_languages,
    match_language,
    name_in_english,
    normalize_language,
)

HEADPHONES = ("", "no", "yes", "ask")
"""Values of the setting ``headphones`` other than a command; empty is "no"."""


def list_offered_languages(texts_folder: Path | None) -> list[str]:
    """The codes of the languages that come with Walkin, and of those in a folder of the office, without regions."""
    folders = filter(None, (Path(__file__).parents[1] / "languages", texts_folder))
    codes = {code for folder in folders for file in folder.glob("*.ftl") if (code := format_tag(file.stem))}
    return list_base_languages(codes)


def find_shipped_themes() -> Path:
    """The folder of the themes that come with Walkin: in the installed package, or at the top of a checkout."""
    package = Path(__file__).parents[1]
    return package / "themes" if (package / "themes").is_dir() else package.parents[1] / "themes"


def _split_names(value: object) -> object:
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, (list, tuple)) or not all(isinstance(name, str) for name in names):
        msg = 'must be a list of texts, like ["1", "2"]'
        raise ValueError(msg)
    return tuple(part.strip() for name in names for part in name.split(",") if part.strip())


def _parse_ports(value: object) -> object:
    numbers = value.split(",") if isinstance(value, str) else value
    try:
        ports = tuple(int(number) for number in numbers)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        ports = (0,)
    if not all(1 <= port <= 65535 for port in ports):
        msg = "must be a list of ports from 1 to 65535, like [443, 8443]"
        raise ValueError(msg)
    return ports


def _check_origins(origins: tuple[str, ...]) -> tuple[str, ...]:
    for origin in origins:
        if not re.fullmatch(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::[0-9]{1,5})?", origin):
            msg = 'must be a list of exact origins in small letters, like ["https://intranet.example.org"]'
            raise ValueError(msg)
    return origins


def _parse_path(value: object) -> object:
    if value == "":
        msg = "must be a path, not empty"
        raise ValueError(msg)
    if isinstance(value, str) and is_postgres(value):
        msg = "must be a path (the address of a PostgreSQL database is the setting database)"
        raise ValueError(msg)
    return Path(value).expanduser() if isinstance(value, (str, Path)) else value


def _resolve_data(value: object, handler: ValidatorFunctionWrapHandler) -> Path:
    path: Path = handler(value)
    names_folder = isinstance(value, str) and value.endswith(("/", os.sep))
    return path / "office.db" if names_folder or _is_folder(path) else path


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        msg = "must be a path that this system can use"
        raise ValueError(msg) from None


def _check_folder(value: Path | None) -> Path | None:
    if value is not None and not _is_folder(value):
        msg = "must be a folder that exists"
        raise ValueError(msg)
    return value


def _check_file(value: Path | None) -> Path | None:
    if value is not None and not value.is_file():
        msg = "must be a file that exists"
        raise ValueError(msg)
    return value


def _check_api(value: str) -> str:
    return value if value == "embedded" else parse_web_address(value, 'must be "embedded" or')


def _check_public_url(value: str | None) -> str | None:
    return parse_web_address(value, "must be") if value else None


def _check_database(value: str) -> str:
    if value and not is_postgres(value):
        msg = "must be an address like postgresql://user@host/name (a SQLite file is the setting data)"
        raise ValueError(msg)
    return value


def _check_listen(value: str) -> str:
    host, _, port = value.rpartition(":")
    if value and not (host and port.isdecimal() and 1 <= int(port) <= 65535):
        msg = 'must be an address with a port, like "192.168.1.20:8324"'
        raise ValueError(msg)
    return value


def _check_command(value: str) -> str:
    from walkin.model.printer import is_command

    if value.strip() and not is_command(value):
        msg = "must be a program with arguments, and each quotation mark needs an end"
        raise ValueError(msg)
    return value.strip()


def _check_networks(value: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return tuple(str(ipaddress.ip_network(text, strict=False)) for text in value)
    except ValueError:
        msg = "must be networks like 10.1.0.0/16 or fd12:3456::/32"
        raise ValueError(msg) from None


def _check_proxies(value: tuple[str, ...]) -> tuple[str, ...]:
    try:
        for text in value:
            ipaddress.ip_network(text, strict=False)
    except ValueError:
        msg = 'must be addresses or networks, like "10.0.0.5" or "10.0.0.0/24"'
        raise ValueError(msg) from None
    return value


def _check_language(value: str) -> str:
    if (code := normalize_language(value)) is None:
        msg = "must be a language, or one with its script or region, like fr, zh-Hans or en-GB"
        raise ValueError(msg)
    return code


def check_offered(codes: Iterable[str], texts_folder: Path | None) -> None:
    """Raises ValueError when one of the codes is of no language that there is, or of one in another script only."""
    offered = list_offered_languages(texts_folder)
    for code in codes:
        if match_language(code, offered):
            continue
        msg = f"must be one of {', '.join(offered)}, or one of them with its region, like en-GB or fr-CA"
        if name := name_in_english(code):
            base = get_base_language(code)
            other = next((language for language in offered if get_base_language(language) == base), None)
            hint = f": {other} has the language in another script" if other else ""
            own_file = f"{base}-{find_script(code)}.ftl" if other else f"{base}.ftl"
            msg += f". There are no texts in {name}{hint}; your own would be {own_file} in the folder of office.texts"
        raise ValueError(msg)


def _check_languages(value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_check_language, value)))


def _check_file_types(value: tuple[str, ...]) -> tuple[str, ...]:
    names = [find_file_type(name) for name in value]
    if not names or None in names:
        msg = f"must be one or more of {', '.join(FILE_TYPES)}"
        raise ValueError(msg)
    return tuple(dict.fromkeys(filter(None, names)))


def _check_header(value: str) -> str:
    if not re.fullmatch(r"[!-~]*", value):
        msg = "must be as `walkin key add` printed it, without spaces"
        raise ValueError(msg)
    return value


def _check_printer(value: str) -> str:
    if value:
        from walkin.model.printer import parse_printer

        parse_printer(value)
    return value


def _check_pin(value: str) -> str:
    if not re.fullmatch(r"(?:[0-9]{4,12})?", value):
        msg = 'must be 4 to 12 digits, or "" for none'
        raise ValueError(msg)
    return value


NameList = Annotated[tuple[str, ...], BeforeValidator(_split_names)]
"""Texts: a list in the file, separated by commas in a variable."""
OptionalPath = Annotated[Path | None, BeforeValidator(_parse_path)]
Folder = Annotated[OptionalPath, AfterValidator(_check_folder)]
File = Annotated[OptionalPath, AfterValidator(_check_file)]
DataFile = Annotated[Path, BeforeValidator(_parse_path), WrapValidator(_resolve_data)]
"""A SQLite file; of a folder, its office.db."""
ApiAddress = Annotated[str, AfterValidator(_check_api)]
WebAddress = Annotated[str | None, AfterValidator(_check_public_url)]
DatabaseAddress = Annotated[str, AfterValidator(_check_database)]
Networks = Annotated[NameList, AfterValidator(_check_networks)]
Origins = Annotated[NameList, AfterValidator(_check_origins)]
Proxies = Annotated[NameList, AfterValidator(_check_proxies)]
Ports = Annotated[tuple[int, ...], BeforeValidator(_parse_ports)]
Language = Annotated[str, AfterValidator(_check_language)]
Languages = Annotated[NameList, AfterValidator(_check_languages)]
FileTypes = Annotated[NameList, AfterValidator(_check_file_types)]
HeaderValue = Annotated[str, AfterValidator(_check_header)]
Command = Annotated[str, AfterValidator(_check_command)]
Listen = Annotated[str, AfterValidator(_check_listen)]
Printer = Annotated[str, AfterValidator(_check_printer)]
Pin = Annotated[str, AfterValidator(_check_pin)]
