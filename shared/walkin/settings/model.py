"""The settings, one class per program. Each class is a table of the settings file; `Settings` has them all.

A program takes its own class, so that what it depends on can be read from its signature. Built directly, a class takes
its arguments and defaults: only `load_settings` reads the file and the environment.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from walkin.model.address import API_PREFIX
from walkin.model.docstrings import read_member_docstrings
from walkin.model.form.file_types import DEFAULT_FILE_TYPES
from walkin.model.language import match_language
from walkin.model.retention import DEFAULT_RETENTION, Retention
from walkin.model.text import Name
from walkin.settings import fields
from walkin.settings.display import QuietHours, ScreenSize

MIN_KEY_LENGTH = 16
"""Minimum length of a key that the office chooses itself."""


class WatchSettings(BaseModel):
    """Table [watch]: which addresses watches may reach. Whoever opens an office needs it, to check new watches."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    watch_allow: fields.Networks = ()
    """Networks of the house that watches may reach, like 10.1.0.0/16, on any port and without TLS."""
    watch_ports: fields.Ports = (443, 8443)
    """The ports of the internet that watches may reach."""
    watch_authorities: fields.OptionalPath = None
    """A file with certificates (PEM) of authorities that watches trust besides the system's."""
    secret_key: str = Field(default="", repr=False)
    """The key that encrypts the secrets of watches, as id:base64. Empty: it is in a file beside the data."""


class OfficeSettings(WatchSettings):
    """Table [office]: what several programs share."""

    api: fields.ApiAddress = "embedded"
    """Where the queues live: "embedded" (in the data file, nothing to start) or the http(s) address of a server."""
    api_key: fields.HeaderValue = Field(default="", repr=False)
    """The apiKey that this program shows the server of "api"."""
    api_token: fields.HeaderValue = Field(default="", repr=False)
    """The token that belongs to "api_key"."""
    api_ca: fields.File = None
    """The certificate (PEM) to trust when the server's comes from an authority of your own."""
    data: fields.DataFile = Field(
        default_factory=lambda: platformdirs.user_data_path("walkin", appauthor=False) / "office.db"
    )
    """The office's SQLite file, or the folder that holds it as office.db. For the embedded API and serve."""
    database: fields.DatabaseAddress = Field(default="", repr=False)
    """The address of a PostgreSQL database in place of the data file, like postgresql://user:password@host/name."""
    database_direct: fields.DatabaseAddress = Field(default="", repr=False)
    """The address of the PostgreSQL server itself if "database" is a pooler's, for notifications and upgrades."""
    notify: Literal["auto", "off"] = "auto"
    """How servers on PostgreSQL notice each other's changes: auto (notifications) or off (polling every second)."""
    files: fields.OptionalPath = None
    """The folder for what clients send with forms. Unset: beside the data file, or in the system's folder for data."""
    lists: fields.OptionalPath = None
    """The folder with the lists that forms take their values from (valuesFrom). Unset: lists, beside the data file."""
    file_types: fields.FileTypes = DEFAULT_FILE_TYPES
    """Types of files that forms take: jpeg, png, webp, gif, avif, heic, tiff, pdf, docx, xlsx, odt, ods."""
    match_phone: bool = True
    """Whether a visitor with the telephone number and name of a known client is that client. Off: by e-mail only."""
    queue: fields.NameList = ()
    """The queues to work with, by id or name. Empty: all of them."""
    themes: fields.Folder = None
    """A folder with your own themes."""
    theme: str = "office"
    """The colours of every screen: office, night, contrast, paper, garden, or one from your own folder of themes."""
    texts: fields.Folder = None
    """A folder with your own languages, changed texts and keyboard layouts."""
    language: fields.Language = "en"
    """The language that screens start in, with the region whose clock and dates they have, like en-US or fr-CA."""
    languages: fields.Languages = Field(default=(), validate_default=True)
    """The languages the kiosk and the pages for phones offer, the likely ones first. Empty: all that there are."""
    bidi: Literal["app", "terminal", "off"] = "app"
    """Who arranges right-to-left text: "app", "terminal" for one that does it well itself, "off" for nobody."""
    line_columns: int = Field(default=40, ge=20, le=200)
    """The columns of a line of programs started with --linear: the cells of a braille line."""
    desk: Name = Field(default="", max_length=40)
    """The name of this desk, as the display announces it. Empty: the counter asks."""
    public_url: fields.WebAddress = None
    """The address under which clients' phones reach the pages of their tickets. Unset: the QR code holds plain text."""
    keep_personal: int = Field(default=DEFAULT_RETENTION.personal_days, ge=0, le=3650)
    """Days after a visit for which names, answers, notes and files are kept. 0: until the visit has ended."""
    keep_files: int = Field(default=DEFAULT_RETENTION.file_days, ge=1, le=3650)
    """Days for which files that clients send are kept, at most as long as their visit's data."""
    keep_watch_log: int = Field(default=DEFAULT_RETENTION.watch_log_days, ge=1, le=3650)
    """Days for which deliveries to watches are kept, at most as long as their visit's data."""
    keep_audit: int = Field(default=DEFAULT_RETENTION.audit_days, ge=0, le=36500)
    """Days for which the audit log is kept. 0: for ever."""
    printer: fields.Printer = ""
    """This machine's ticket printer, like "tcp://192.168.1.20" or "usb:04b8:0e15". Empty: no paper."""
    printer_columns: Literal[32, 42, 48] = 42
    """The columns of the printer's paper: 32 (58 mm wide), 42 or 48 (80 mm)."""
    printer_text: bool = True
    """Whether the printer prints with its own letters. Off: every letter is sent as a picture."""
    printer_logo: fields.File = None
    """A picture (PNG) for the top of tickets, black on white."""
    speech_command: fields.Command = Field(default="", max_length=1000)
    """The program that speaks, with {language} and {volume} where it wants them; the text is {text}, or its input."""
    piper_voices: fields.Folder = None
    """A folder with voices of piper (de_DE-….onnx), which then speaks those languages; it has to be installed."""
    sound_command: fields.Command = Field(default="", max_length=1000)
    """The program that plays {file}, a WAV file. Unset: aplay, paplay, pw-play, afplay or Windows' own."""
    volume: int = Field(default=80, ge=0, le=100)
    """How loud the kiosk and the display speak, and the display chimes, 0 to 100."""
    log: fields.OptionalPath = None
    """The file that errors and notices are written to."""

    _key_source: Callable[[], tuple[str, str]] | None = None

    def take_key_from(self, source: Callable[[], tuple[str, str]]) -> None:
        """Let `read_key` return what ``source`` returns."""
        self._key_source = source

    def read_key(self) -> tuple[str, str]:
        """The apiKey and its token as the file and the environment have them now: a new key may have been entered."""
        return self._key_source() if self._key_source else (self.api_key, self.api_token)

    @property
    def retention(self) -> Retention:
        """How long this office keeps people's data and its logs."""
        return Retention(self.keep_personal, self.keep_files, self.keep_watch_log, self.keep_audit)

    @property
    def store_location(self) -> Path | str:
        """Where an embedded or served office lives: its SQLite file, or the address of its database."""
        return self.database or self.data

    @field_validator("database_direct")
    @classmethod
    def _check_direct(cls, value: str, info: ValidationInfo) -> str:
        if value and not info.data.get("database"):
            msg = 'needs "database", the address of the pooler'
            raise ValueError(msg)
        return value

    @field_validator("language")
    @classmethod
    def _check_language(cls, value: str, info: ValidationInfo) -> str:
        fields.check_offered([value], info.data.get("texts"))
        return value

    @field_validator("languages")
    @classmethod
    def _add_region(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        """Fill in all languages if the office names none; that of "language" has its region here, too."""
        texts, own = info.data.get("texts"), info.data.get("language", "")
        fields.check_offered(value, texts)
        codes = value or fields.list_offered_languages(texts)
        base = match_language(own, codes)
        return tuple(dict.fromkeys(own if code == base else code for code in codes))

    @field_validator("theme")
    @classmethod
    def _check_theme(cls, value: str, info: ValidationInfo) -> str:
        folders = (fields.find_shipped_themes(), info.data.get("themes"))
        names = {file.stem for folder in folders if folder for file in folder.glob("*.toml")}
        if names and value not in names:
            msg = f"must be one of {', '.join(sorted(names))}"
            raise ValueError(msg)
        return value


class KioskSettings(OfficeSettings):
    """Table [kiosk]."""

    idle_seconds: int = Field(default=60, ge=10, le=3600)
    """Seconds without a touch after which the kiosk asks whether the client is still there."""
    idle_warning_seconds: int = Field(default=30, ge=5, le=300)
    """Seconds the kiosk then waits for an answer before it forgets everything and starts again."""
    ticket_seconds: int = Field(default=30, ge=5, le=600)
    """Seconds a ticket stays on the kiosk's screen."""
    scan_prefix: str = Field(default="WQ:", min_length=1, max_length=16)
    """What a scanned code begins with that fills answers on the kiosk: a JSON object or key=value&… follows."""
    location: Name = ""
    """Where the kiosk is, such as "Entrance": counters say it when somebody there asks for help."""
    offline_numbers: int = Field(default=0, ge=0, le=500)
    """Ticket numbers of each service and day that a kiosk with a server keeps for when that is away. 0: none."""
    offline_desks: fields.Listen = ""
    """Where counters go on from this kiosk while the server is away, like "192.168.1.20:8324". Empty: nowhere."""
    offline_desks_key: fields.HeaderValue = Field(default="", repr=False, max_length=200, validate_default=True)
    """The apiKey of those counters, a secret of at least 16 characters."""
    read_aloud: bool = False
    """Whether clients can have the screens read aloud: by F2, or any key twice that does nothing else."""
    headphones: fields.Command = Field(default="no", max_length=1000)
    """Whether clients hear it by headphones: no, yes, ask, or a program that ends with 0 while they are plugged in."""
    exit_pin: fields.Pin = Field(default="", repr=False)
    """The digits that let staff leave the kiosk. Empty: it can be left without."""

    @field_validator("offline_desks_key")
    @classmethod
    def _check_desks_key(cls, value: str, info: ValidationInfo) -> str:
        if (value or info.data.get("offline_desks")) and len(value) < MIN_KEY_LENGTH:
            msg = f"must have {MIN_KEY_LENGTH} characters or more"
            raise ValueError(msg)
        return value


class CounterSettings(OfficeSettings):
    """Table [counter]."""

    bar: bool = False
    """Whether the counter is a bar of three rows, for desks that need the screen for another program."""
    keys: fields.File = None
    """A file (TOML) with your own keys for the counter: walkin keys prints one to begin with."""
    recall_after: int = Field(default=0, ge=0, le=600)
    """Seconds after which the counter calls a client again who has not come to the desk. 0: never by itself."""
    recall_most: int = Field(default=2, ge=1, le=9)
    """How often it does that, before it suggests a no-show."""
    arrival_bell: bool = False
    """Whether the counter rings the terminal's bell when a client arrives while the desk is free."""


class DisplaySettings(OfficeSettings):
    """Table [display]."""

    layout: Literal["calls", "calls+info", "desk"] = "calls"
    """What the display shows: calls, calls+info (with the pages of "info"), or desk (the calls to "desk" alone)."""
    screen: ScreenSize = ""
    """The size of the display, like "55 in" or "1210x680" (mm): with "seat" it says when its letters are too small."""
    seat: float = Field(default=0.0, ge=0, le=200)
    """Metres from the display to the farthest seat."""
    info: fields.Folder = None
    """The folder with the display's pages, Markdown files (*.md), shown in the order of their names."""
    info_seconds: int = Field(default=18, ge=5, le=600)
    """Seconds for each page."""
    motion: bool = True
    """Whether a new call on the display flashes, once a second for five seconds."""
    chime: bool = True
    """Whether the display chimes at a call."""
    speech: bool = False
    """Whether the display says each call, in the language of the ticket and then in that of the display."""
    repeat: int = Field(default=1, ge=1, le=2)
    """How often each call is said."""
    quiet: QuietHours = ""
    """Hours in which the display makes no sound, like "22:00-07:00"."""


class ServeSettings(OfficeSettings):
    """Table [serve]."""

    host: str = Field(default="127.0.0.1", min_length=1)
    """The address walkin serve listens on."""
    port: int = Field(default=8323, ge=1, le=65535)
    """The port walkin serve listens on."""
    accessibility_contact: str = Field(default="", max_length=200)
    """The contact for accessibility problems, like "access@example.org", in the statement of the phone pages."""
    open_loopback: bool = True
    """Whether walkin serve lets every program of this machine in as long as the office has no key."""
    tls_cert: fields.File = None
    """The certificate (PEM, with its chain) that walkin serve shows: it then speaks https."""
    tls_key: fields.File = None
    """The private key of "tls_cert"."""
    proxy: fields.Proxies = ()
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
    """Forms a minute from phones of one address, and the tickets they take at all servers; 0 for any number."""
    limit_phone_open: int = Field(default=300, ge=0, le=10_000_000)
    """Open tickets of all phones of one address, 0 for any number. Phones in a waiting room share an address."""
    limit_phone_each: int = Field(default=5, ge=0, le=10_000_000)
    """Open tickets of one phone, 0 for any number."""
    limit_upload: int = Field(default=100, ge=0, le=1_000_000)
    """Megabytes a minute of phones' forms with files from one address, 0 for any number."""
    limit_upload_ticket: int = Field(default=25, ge=0, le=1_000_000)
    """Megabytes a minute of files sent to one ticket's page, 0 for any number."""
    limit_files: int = Field(default=10_000, ge=0, le=1_000_000_000)
    """Megabytes of files that the office keeps. Beyond it files are refused and tickets go on."""
    keep_free: int = Field(default=200, ge=0, le=1_000_000_000)
    """Megabytes of the disk that files leave free for tickets."""
    cors_origins: fields.Origins = ()
    """Web pages that browsers let use the API, with a key, by their exact origins, like https://intranet.example.org."""
    always_ok: bool = False
    """Whether API 2.3 too answers 200 to every success, for clients that know neither 201 nor 204."""
    limit_connections: int = Field(default=5_000, ge=10, le=1_000_000)
    """Connections at one time. Fewer where the system allows fewer than two open files for each."""
    limit_connections_address: int = Field(default=2_000, ge=1, le=1_000_000)
    """Connections at one time from one address, and behind a proxy requests; at most half of all."""

    @property
    def api_base_url(self) -> str:
        """The address of the API, as deliveries to watches name it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.public_url or f'http://{host}:{self.port}'}{API_PREFIX}"


class Settings(KioskSettings, CounterSettings, DisplaySettings, ServeSettings):
    """The settings of every program."""


TABLES: dict[str, type[WatchSettings]] = {
    "office": OfficeSettings,
    "kiosk": KioskSettings,
    "counter": CounterSettings,
    "display": DisplaySettings,
    "serve": ServeSettings,
    "watch": WatchSettings,
}

FULL_NAMES = {
    field: f"{table}.{field.removeprefix(f'{table}_')}"
    for table, model in TABLES.items()
    for field in model.__annotations__
    if field in model.model_fields
}
"""Field to name in the settings file, by table: `exit_pin` is `kiosk.exit_pin`, `watch_ports` is `watch.ports`."""


MOVED = {
    "display.speech_command": "speech_command",
    "display.sound_command": "sound_command",
    "display.volume": "volume",
}
"""Former names in the settings file, mapped to the current fields."""


def describe_fields() -> dict[str, str]:
    """What each field is for: its docstring."""
    return {field: text for model in TABLES.values() for field, text in read_member_docstrings(model).items()}
