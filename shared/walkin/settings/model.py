"""What an office may set, where each value came from, and plain words for a wrong one.

Sources, weakest first: defaults, the settings file (TOML), variables ``WALKIN_…``, options of the command line.
"""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import platformdirs
from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, NoDecode, SettingsConfigDict

from walkin.model.address import is_postgres, parse_web_address
from walkin.settings.display import QuietHours, ScreenSize
from walkin.settings.errors import SettingsError, describe_unknown, explain_errors, format_value, read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_settings import PydanticBaseSettingsSource

__all__ = ["EffectiveSettings", "Settings", "SettingsError", "load_settings"]

CONFIG_VARIABLE = "WALKIN_CONFIG"
SECRET_SETTINGS = frozenset({"exit_pin", "api_key", "api_token", "database", "secret_key"})
PATH_SETTINGS = frozenset(
    {"data", "files", "keys", "themes", "log", "info", "api_ca", "tls_cert", "tls_key", "watch_authorities"}
)
LANGUAGES = tuple(sorted(path.stem for path in (Path(__file__).parents[1] / "languages").glob("*.ftl"))) or ("en",)

NameList = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """The effective settings. Built directly it takes what it is given and defaults: only `load` reads the outside."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        env_prefix="WALKIN_",
        env_ignore_empty=True,
        validate_default=False,
        use_attribute_docstrings=True,
    )

    api: str = "embedded"
    """Where the queues live: "embedded" (in the data file, nothing to start) or the http(s) address of a server."""
    api_key: str = Field(default="", repr=False)
    """The apiKey that this program shows the server of "api"."""
    api_token: str = Field(default="", repr=False)
    """The token that belongs to "api_key"."""
    api_ca: Path | None = None
    """The certificate (PEM) to trust when the server's comes from an authority of your own."""
    data: Path = Field(default_factory=lambda: platformdirs.user_data_path("walkin", appauthor=False) / "office.db")
    """The office's SQLite file, or the folder that holds it as office.db. For the embedded API and serve."""
    database: str = Field(default="", repr=False)
    """The address of a PostgreSQL database in place of the data file, like postgresql://user:password@host/name."""
    files: Path | None = None
    """The folder for what clients send with forms. Unset: beside the data file, or in the system's folder for data."""
    queue: NameList = ()
    """The queues to work with, by id or name. None named means all of them."""
    themes: Path | None = None
    """A folder with your own themes."""
    theme: str = "office"
    """The colours of every screen: office, night, contrast, or one from your own folder of themes."""
    language: str = "en"
    """The language that screens start in."""
    languages: NameList = LANGUAGES
    """The languages the kiosk and the pages for phones offer."""
    desk: str = Field(default="", max_length=40)
    """The name of the counter's desk, as the display announces it. Empty: the counter asks."""
    keys: Path | None = None
    """A file (TOML) with your own keys for the counter: walkin keys prints one to begin with."""
    recall_after: int = Field(default=0, ge=0, le=600)
    """Seconds after which the counter calls a client again whom the agent has not tended yet. 0: never by itself."""
    recall_most: int = Field(default=2, ge=1, le=9)
    """How often it does that, before it suggests a no-show."""
    arrival_bell: bool = False
    """Whether the counter rings the terminal's bell when somebody comes while nobody is at the desk."""
    public_url: str | None = None
    """The address under which clients' phones reach the pages of their tickets. Unset: the QR code holds plain text."""
    idle_seconds: int = Field(default=60, ge=10, le=3600)
    """Seconds without a touch after which the kiosk asks whether somebody is still there."""
    idle_warning_seconds: int = Field(default=30, ge=5, le=300)
    """Seconds the kiosk then waits for an answer before it forgets everything and starts again."""
    ticket_seconds: int = Field(default=30, ge=5, le=600)
    """Seconds a ticket stays on the kiosk's screen."""
    scan_prefix: str = Field(default="WQ:", min_length=1, max_length=16)
    """What a scanned code begins with that fills answers on the kiosk: a JSON object or key=value&… follows."""
    layout: Literal["calls", "calls+info", "desk"] = "calls"
    """What the display shows: calls, calls+info (with the pages of "info"), or desk (that of "desk" alone)."""
    screen: ScreenSize = ""
    """The size of the display, like "55 in" or "1210x680" (mm): with "seat" it says when its letters are too small."""
    seat: float = Field(default=0.0, ge=0, le=200)
    """Metres from the display to the farthest seat."""
    info: Path | None = None
    """The folder with the display's pages, Markdown files (*.md), shown in the order of their names."""
    info_seconds: int = Field(default=18, ge=5, le=600)
    """Seconds for each page."""
    motion: bool = True
    """Whether a new call on the display flashes, once a second for five seconds."""
    chime: bool = True
    """Whether the display chimes at a call."""
    speech: bool = False
    """Whether the display says each call, in the language of the ticket and then in that of the display."""
    speech_command: str = Field(default="", max_length=1000)
    """The program that speaks, with {language} and {volume} where it wants them; the text is {text}, or its input."""
    sound_command: str = Field(default="", max_length=1000)
    """The program that plays {file}, a WAV file. Unset: aplay, paplay, pw-play, afplay or Windows' own."""
    volume: int = Field(default=80, ge=0, le=100)
    """How loud the display chimes and speaks, 0 to 100."""
    repeat: int = Field(default=1, ge=1, le=2)
    """How often each call is said."""
    quiet: QuietHours = ""
    """Hours in which the display makes no sound, like "22:00-07:00"."""
    exit_pin: str = Field(default="", repr=False)
    """The digits that let staff leave the kiosk. Empty: it can be left without."""
    host: str = Field(default="127.0.0.1", min_length=1)
    """The address walkin serve listens on."""
    port: int = Field(default=8323, ge=1, le=65535)
    """The port walkin serve listens on."""
    open_loopback: bool = True
    """Whether walkin serve lets every program of this machine in as long as the office has no key."""
    tls_cert: Path | None = None
    """The certificate (PEM, with its chain) that walkin serve shows: it then speaks https."""
    tls_key: Path | None = None
    """The private key of "tls_cert"."""
    proxy: NameList = ()
    """The addresses of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto walkin serve believes."""
    query_credentials: bool = False
    """Whether walkin serve also takes apiKey and token, or access_token, from the query of an address."""
    limit_key: int = Field(default=30_000, ge=0, le=10_000_000)
    """Requests a minute with one key, 0 for any number."""
    limit_address: int = Field(default=3_000, ge=0, le=10_000_000)
    """Requests a minute from one address without a key: tickets' pages, and wrong keys, which count twenty. 0: any."""
    limit_tickets: int = Field(default=100, ge=0, le=10_000_000)
    """Tickets a minute that one kiosk's key takes, 0 for any number."""
    limit_phone: int = Field(default=30, ge=0, le=10_000_000)
    """Forms a minute sent by phones from one address to take a ticket, 0 for any number."""
    watch_allow: NameList = ()
    """Networks of the house that watches may reach, like 10.1.0.0/16, on any port and without TLS."""
    watch_ports: Annotated[tuple[int, ...], NoDecode] = (443, 8443)
    """The ports of the internet that watches may reach."""
    watch_authorities: Path | None = None
    """A file with certificates (PEM) of authorities that watches trust besides the system's."""
    secret_key: str = Field(default="", repr=False)
    """The key that the secrets of watches are kept with, as id:base64. Empty: it is in a file beside the data."""
    log: Path | None = None
    """The file that errors and notices are written to."""

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, *_: Any, **__: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)

    @field_validator("queue", "languages", "proxy", "watch_allow", mode="before")
    @classmethod
    def _split_names(cls, value: object) -> object:
        names = value.split(",") if isinstance(value, str) else value
        if not isinstance(names, (list, tuple)) or not all(isinstance(name, str) for name in names):
            msg = 'must be a list of texts, like ["1", "2"]'
            raise ValueError(msg)
        return tuple(part.strip() for name in names for part in name.split(",") if part.strip())

    @field_validator("api")
    @classmethod
    def _validate_api(cls, value: str) -> str:
        return value if value == "embedded" else parse_web_address(value, 'must be "embedded" or')

    @field_validator("public_url")
    @classmethod
    def _validate_public_url(cls, value: str | None) -> str | None:
        return parse_web_address(value, "must be") if value else None

    @property
    def store_location(self) -> Path | str:
        """Where an embedded or served office lives: its SQLite file, or the address of its database."""
        return self.database or self.data

    @field_validator("database")
    @classmethod
    def _validate_database(cls, value: str) -> str:
        if value and not is_postgres(value):
            msg = "must be an address like postgresql://user@host/name (a SQLite file is the setting data)"
            raise ValueError(msg)
        return value

    @field_validator("watch_allow")
    @classmethod
    def _validate_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        try:
            return tuple(str(ip_network(text, strict=False)) for text in value)
        except ValueError:
            msg = "must be networks like 10.1.0.0/16 or fd12:3456::/32"
            raise ValueError(msg) from None

    @field_validator("watch_ports", mode="before")
    @classmethod
    def _validate_ports(cls, value: object) -> object:
        numbers = value.split(",") if isinstance(value, str) else value
        try:
            ports = tuple(int(number) for number in numbers)  # type: ignore[attr-defined]
        except (TypeError, ValueError):
            ports = (0,)
        if not all(1 <= port <= 65535 for port in ports):
            msg = "must be a list of ports from 1 to 65535, like [443, 8443]"
            raise ValueError(msg)
        return ports

    @field_validator(*PATH_SETTINGS, mode="before")
    @classmethod
    def _parse_path(cls, value: object) -> object:
        if value == "":
            msg = "must be a path, not empty"
            raise ValueError(msg)
        if isinstance(value, str) and is_postgres(value):
            msg = "must be a path (the address of a PostgreSQL database is the setting database)"
            raise ValueError(msg)
        return Path(value).expanduser() if isinstance(value, (str, Path)) else value

    @field_validator("data", mode="wrap")
    @classmethod
    def _resolve_data(cls, value: object, handler: Any) -> Path:
        path: Path = handler(value)
        names_folder = isinstance(value, str) and value.endswith(("/", os.sep))
        return path / "office.db" if names_folder or _is_folder(path) else path

    @field_validator("themes", "info")
    @classmethod
    def _validate_folder(cls, value: Path | None) -> Path | None:
        if value is not None and not _is_folder(value):
            msg = "must be a folder that exists"
            raise ValueError(msg)
        return value

    @field_validator("theme")
    @classmethod
    def _validate_theme(cls, value: str, info: ValidationInfo) -> str:
        names = {
            file.stem
            for folder in (find_shipped_themes(), info.data.get("themes"))
            if folder
            for file in folder.glob("*.toml")
        }
        if names and value not in names:
            msg = f"must be one of {', '.join(sorted(names))}"
            raise ValueError(msg)
        return value

    @field_validator("language")
    @classmethod
    def _validate_language(cls, value: str) -> str:
        if value not in LANGUAGES:
            msg = f"must be one of {', '.join(LANGUAGES)}"
            raise ValueError(msg)
        return value

    @field_validator("languages")
    @classmethod
    def _validate_languages(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value or not set(value) <= set(LANGUAGES):
            msg = f"must be one or more of {', '.join(LANGUAGES)}"
            raise ValueError(msg)
        return value

    @field_validator("api_ca", "tls_cert", "tls_key", "keys")
    @classmethod
    def _validate_file(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            msg = "must be a file that exists"
            raise ValueError(msg)
        return value

    @field_validator("proxy")
    @classmethod
    def _validate_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for text in value:
            try:
                ipaddress.ip_network(text, strict=False)
            except ValueError:
                msg = 'must be addresses or networks, like "10.0.0.5" or "10.0.0.0/24"'
                raise ValueError(msg) from None
        return value

    @field_validator("api_key", "api_token")
    @classmethod
    def _validate_header(cls, value: str) -> str:
        if not re.fullmatch(r"[!-~]*", value):
            msg = "must be as `walkin key add` printed it, without spaces"
            raise ValueError(msg)
        return value

    @field_validator("exit_pin")
    @classmethod
    def _validate_pin(cls, value: str) -> str:
        if not re.fullmatch(r"(?:[0-9]{4,12})?", value):
            msg = 'must be 4 to 12 digits, or "" for none'
            raise ValueError(msg)
        return value


@dataclass(frozen=True, slots=True)
class EffectiveSettings:
    """The settings in force.

    `origin` says for each field where its value came from: "default", the path of the settings file, the name of a
    variable or of an option. `file` is the settings file that was read, or would have been.
    """

    settings: Settings
    origins: dict[str, str]
    file: Path


def load_settings(
    options: Mapping[str, object],
    config: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> EffectiveSettings:
    """Bring the sources together; options whose value is None were not given.

    Raises:
        SettingsError: with one line for each thing that is wrong, in any of the sources.
    """
    fields = Settings.model_fields
    environ = os.environ if environ is None else environ
    named = config or environ.get(CONFIG_VARIABLE) or None
    usual = platformdirs.user_config_path("walkin", appauthor=False) / "walkin.toml"
    file = Path(named).expanduser() if named else usual
    in_file = read_toml(file, required="--config" if config else CONFIG_VARIABLE if named else "")
    in_environment = _read_environment(environ)
    given = {name: value for name, value in options.items() if value is not None}

    values = {name: _resolve_path(file, value) if name in PATH_SETTINGS else value for name, value in in_file.items()}
    values |= in_environment | given
    origin = dict.fromkeys(Settings.model_fields, "default") | dict.fromkeys(in_file.keys() & fields, str(file))
    origin |= {name: to_variable_name(name) for name in in_environment}
    origin |= {name: "--" + name.replace("_", "-") for name in given}

    problems = [f"{file}: {name}: {describe_unknown(name, fields)}" for name in in_file if name not in fields]
    problems += [
        f"{name}: {describe_unknown(name, map(to_variable_name, fields))}" for name in _find_unknown_variables(environ)
    ]

    try:
        settings = Settings.model_validate({name: value for name, value in values.items() if name in fields})
    except ValidationError as error:
        for name, reason in explain_errors(error, fields).items():
            where = f"{file}: {name}" if origin[name] == str(file) else origin[name]
            hidden = name in SECRET_SETTINGS or is_postgres(str(values.get(name)))
            problems.append(f"{where}: {'the value' if hidden else format_value(values.get(name))} {reason}")
    if problems:
        raise SettingsError(problems)
    return EffectiveSettings(settings, origin, file)


def to_variable_name(name: str) -> str:
    """The environment variable that sets the field `name`."""
    return f"WALKIN_{name.upper()}"


def _read_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    source = EnvSettingsSource(Settings)
    source.env_vars = {name.lower(): value for name, value in environ.items() if value}
    return source()


def _find_unknown_variables(environ: Mapping[str, str]) -> list[str]:
    """Variables that look like settings and are none."""
    known = {CONFIG_VARIABLE, *map(to_variable_name, Settings.model_fields)}
    return [name for name in environ if name.upper().startswith("WALKIN_") and name.upper() not in known]


def _resolve_path(file: Path, value: object) -> object:
    """A relative path in the settings file is meant from the folder of that file."""
    if not isinstance(value, str) or not value:
        return value
    path = Path(value).expanduser()
    # `/` at the end says that a folder is meant, and pathlib drops it.
    return str(file.parent / path) + ("/" if value.endswith(("/", os.sep)) else "")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        msg = "must be a path that this system can use"
        raise ValueError(msg) from None


def find_shipped_themes() -> Path:
    """Where the themes lie that come with Walkin: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).parents[1]
    return package / "themes" if (package / "themes").is_dir() else package.parents[1] / "themes"
