from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from walkin.languages import list_languages
from walkin.model.address import redact_address
from walkin.settings import (
    CounterSettings,
    DisplaySettings,
    KioskSettings,
    ServeSettings,
    Settings,
    SettingsError,
    load_settings,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "walkin.toml"


def problems(*args: object, **kwargs: object) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings(*args, **kwargs)  # type: ignore[arg-type]
    return caught.value.problems


def test_each_source_is_stronger_than_the_one_before_and_is_named_as_the_origin(file: Path) -> None:
    file.write_text('[office]\ntheme = "night"\ndesk = "Window 4"\n[serve]\nport = 9000\n')
    environ = {"WALKIN_SERVE__PORT": "9001", "WALKIN_OFFICE__DESK": "Desk 5", "PATH": "/bin"}

    effective = load_settings({"desk": "Desk 6", "language": None}, file, environ)

    settings, origin = effective.settings, effective.origins
    assert (settings.theme, settings.port, settings.desk, settings.language) == ("night", 9001, "Desk 6", "en")
    assert (origin["theme"], origin["port"], origin["desk"], origin["language"]) == (
        str(file),
        "WALKIN_SERVE__PORT",
        "--desk",
        "default",
    )
    assert set(origin) == set(Settings.model_fields)
    assert effective.file == file
    assert effective.old_names == {}


def test_the_variable_names_the_file_and_the_option_is_stronger(tmp_path: Path) -> None:
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.write_text('office.desk = "One"')
    other.write_text('office.desk = "Other"')
    environ = {"WALKIN_CONFIG": str(one)}

    assert load_settings({}, None, environ).settings.desk == "One"
    assert load_settings({}, other, environ).settings.desk == "Other"


def test_settings_built_directly_read_nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKIN_OFFICE__THEME", "night")
    assert Settings().theme == "office"


@pytest.mark.parametrize(
    ("text", "environ"), [('office.queue = ["1", "Passports"]', {}), ("", {"WALKIN_OFFICE__QUEUE": "1, Passports"})]
)
def test_queues_are_a_list_in_the_file_and_comma_separated_in_a_variable(
    file: Path, text: str, environ: dict[str, str]
) -> None:
    file.write_text(text)
    assert load_settings({}, file, environ).settings.queue == ("1", "Passports")


def test_types_of_files_are_taken_in_every_spelling(file: Path) -> None:
    file.write_text('office.file_types = ["PDF", ".jpg", "image/png", "tif", "jpeg"]')
    assert load_settings({}, file, {}).settings.file_types == ("pdf", "jpeg", "png", "tiff")
    assert load_settings({}, file, {"WALKIN_OFFICE__FILE_TYPES": "heic, docx"}).settings.file_types == ("heic", "docx")


@pytest.mark.parametrize("name", ["  Écran ", "E\u0301cran", "Éc\u202eran", "\u00a0Écran\u200b"])
def test_the_name_of_a_desk_is_as_the_server_stores_it(name: str) -> None:
    assert Settings(desk=name).desk == "Écran"


def test_a_repeated_option_gives_several_queues(file: Path) -> None:
    file.touch()
    assert load_settings({"queue": ["1", "2,3"]}, file, {}).settings.queue == ("1", "2", "3")


def test_an_empty_variable_counts_as_not_set(file: Path) -> None:
    file.write_text("serve.port = 9000")
    assert load_settings({}, file, {"WALKIN_SERVE__PORT": "", "WALKIN_CONFIG": ""}).settings.port == 9000


def test_a_folder_as_data_holds_the_office_under_its_usual_name(tmp_path: Path) -> None:
    config = tmp_path / "walkin.toml"
    config.touch()
    assert load_settings({"data": str(tmp_path)}, config, {}).settings.data == tmp_path / "office.db"
    assert load_settings({"data": f"{tmp_path}/new/"}, config, {}).settings.data == tmp_path / "new" / "office.db"
    assert load_settings({"data": str(tmp_path / "x.db")}, config, {}).settings.data == tmp_path / "x.db"


def test_relative_paths_in_the_file_are_meant_from_its_folder(file: Path) -> None:
    file.write_text('[office]\ndata = "town.db"\nlog = "~/walkin.log"')
    settings = load_settings({}, file, {}).settings
    assert settings.data == file.parent / "town.db"
    assert settings.log == Path.home() / "walkin.log"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('theem = "night"', "theem: there is no such setting; did you mean office.theme?"),
        ("[kiosk]\nidle = 3", "kiosk.idle: there is no such setting; did you mean kiosk.idle_seconds?"),
        ('[kiosk]\ntheme = "night"', "kiosk.theme: there is no such setting; did you mean office.theme?"),
        ('[kiosks]\nexit_pin = "2468"', "kiosks.exit_pin: there is no such setting; did you mean kiosk.exit_pin?"),
        ("kiosk = 3", "kiosk: there is no such setting; "),
        ("[zoo]\nzebra = 3", "zoo.zebra: there is no such setting; `walkin config` lists those there are"),
        ("[serve]\nport = 99999", "serve.port: 99999 must be a whole number from 1 to 65535"),
        ('[serve]\nport = "http"', 'serve.port: "http" must be a whole number from 1 to 65535'),
        ("kiosk.idle_seconds = 12.5", "kiosk.idle_seconds: 12.5 must be a whole number from 10 to 3600"),
        ("kiosk.idle_seconds = true", "kiosk.idle_seconds: true must be a whole number from 10 to 3600"),
        (
            'office.api = "ftp://x"',
            'office.api: "ftp://x" must be "embedded" or an address like https://queue.example.org',
        ),
        ('office.api = "http://x:port"', 'office.api: "http://x:port" must be "embedded" or an address like'),
        (
            'office.public_url = "queue.example.org"',
            'office.public_url: "queue.example.org" must be an address like https://',
        ),
        (f'office.public_url = "https://{"x" * 400}.org"', "https://queue.example.org, of at most 400 characters"),
        ("office.theme = 5", "office.theme: 5 must be text in quotes"),
        ('kiosk.headphones = "a \'b"', "must be a program with arguments, and each quotation mark needs an end"),
        ("office.data = 5", "office.data: 5 must be a path in quotes"),
        (f'office.data = "{"x" * 5000}"', "must be a path that this system can use"),
        ('office.theme = "nihgt"', 'office.theme: "nihgt" must be one of contrast, garden, night, office, paper'),
        ('office.data = ""', 'office.data: "" must be a path, not empty'),
        ('office.themes = "/no/such/folder"', 'office.themes: "/no/such/folder" must be a folder that exists'),
        ("office.queue = 7", 'office.queue: 7 must be a list of texts, like ["1", "2"]'),
        ("office.queue = [7]", 'office.queue: [7] must be a list of texts, like ["1", "2"]'),
        ('office.language = "tlh"', f'office.language: "tlh" must be one of {", ".join(list_languages())}'),
        ('office.language = "en-ZZ"', 'office.language: "en-ZZ" must be a language, or one with its script or region'),
        ('office.language = "en-UK"', 'office.language: "en-UK" must be a language, or one with its script or region'),
        (
            'office.language = "zh-TW"',
            "There are no texts in Chinese (Traditional, Taiwan): zh-Hans has the language in another script; "
            "your own would be zh-Hant.ftl in the folder of office.texts",
        ),
        (
            'office.language = "nn"',
            "There are no texts in Norwegian Nynorsk; your own would be nn.ftl in the folder of",
        ),
        ('office.languages = ["fr", "tlh"]', 'office.languages: ["fr", "tlh"] must be one of '),
        ('office.file_types = ["pdf", "exe"]', '["pdf", "exe"] must be one or more of jpeg, png, webp'),
        ("office.file_types = []", "office.file_types: [] must be one or more of jpeg, png, webp"),
        ("office.file_types = 7", 'office.file_types: 7 must be a list of texts, like ["1", "2"]'),
        (f'office.desk = "{"x" * 50}"', "is too long: at most 40 characters"),
        (f'office.desk = "{"x" * 5000}"', "is too long: at most"),
        (r'office.desk = "Desk\t1"', "must be one line of text, without tabs"),
        (r'kiosk.location = "Hall\n1"', "must be one line of text, without tabs"),
        ('serve.host = ""', 'serve.host: "" must not be empty'),
    ],
)
def test_a_wrong_setting_is_refused_with_file_key_and_reason(file: Path, text: str, reason: str) -> None:
    file.write_text(text)
    (line,) = problems({}, file, {})
    assert line.startswith(f"{file}: ")
    assert reason in line


def test_every_wrong_setting_is_told_at_once(file: Path) -> None:
    file.write_text("prot = 1\n[serve]\nport = 0")
    lines = problems({"api": "here"}, file, {"WALKIN_THEEM": "x", "WALKIN_KIOSK__IDLE_SECONDS": "soon"})
    assert len(lines) == 5
    text = "\n".join(lines)
    assert f"{file}: prot: there is no such setting; did you mean serve.port?" in text
    assert f"{file}: serve.port: 0 must be a whole number" in text
    assert "WALKIN_THEEM: there is no such setting; did you mean WALKIN_OFFICE__THEME?" in text
    assert 'WALKIN_KIOSK__IDLE_SECONDS: "soon" must be a whole number from 10 to 3600' in text
    assert '--api: "here" must be "embedded" or' in text
    assert "pydantic" not in text


@pytest.mark.parametrize("value", ["12345x", "12", "1" * 13, "１２３４"])
def test_the_pin_is_never_repeated_in_a_message(file: Path, value: str) -> None:
    file.touch()
    (line,) = problems({}, file, {"WALKIN_KIOSK__EXIT_PIN": value})
    assert value not in line.replace("4 to 12", "")
    assert line == 'WALKIN_KIOSK__EXIT_PIN: the value must be 4 to 12 digits, or "" for none'


def test_the_pin_does_not_show_in_the_representation() -> None:
    assert "2468" not in repr(Settings(exit_pin="2468"))


def test_names_without_a_table_are_still_taken_and_reported_as_old(file: Path) -> None:
    file.write_text('exit_pin = "2468"\ntheme = "night"\nwatch_ports = [443]\n[office]\ntheme = "contrast"\n')
    effective = load_settings({}, file, {"WALKIN_PORT": "9001", "WALKIN_SERVE__HOST": "::1", "WALKIN_HOST": "::2"})

    settings = effective.settings
    assert (settings.exit_pin, settings.watch_ports, settings.port) == ("2468", (443,), 9001)
    assert (settings.theme, settings.host) == ("contrast", "::1"), "a name of today is stronger than an old one"
    assert effective.old_names == {
        f"{file}: exit_pin": "kiosk.exit_pin",
        f"{file}: theme": "office.theme",
        f"{file}: watch_ports": "watch.ports",
        "WALKIN_PORT": "WALKIN_SERVE__PORT",
        "WALKIN_HOST": "WALKIN_SERVE__HOST",
    }


def test_settings_that_moved_to_another_table_are_still_taken(file: Path) -> None:
    file.write_text('[display]\nvolume = 30\nspeech_command = "say"\n[office]\nspeech_command = "better"\n')
    effective = load_settings({}, file, {"WALKIN_DISPLAY__SOUND_COMMAND": "play {file}"})
    settings = effective.settings
    assert (settings.volume, settings.speech_command, settings.sound_command) == (30, "better", "play {file}")
    assert effective.old_names == {
        f"{file}: display.volume": "office.volume",
        f"{file}: display.speech_command": "office.speech_command",
        "WALKIN_DISPLAY__SOUND_COMMAND": "WALKIN_OFFICE__SOUND_COMMAND",
    }


def test_an_old_name_is_refused_as_it_was_written(file: Path) -> None:
    file.write_text("port = 0")
    lines = problems({}, file, {"WALKIN_SEAT": "far"})
    assert lines[0] == f"{file}: port: 0 must be a whole number from 1 to 65535"
    assert lines[1].startswith('WALKIN_SEAT: "far" must be a number from 0 to 200')


def test_a_program_takes_its_own_settings_and_those_of_the_office() -> None:
    assert KioskSettings(exit_pin="2468", theme="night").idle_seconds == 60
    assert not hasattr(KioskSettings(), "port")
    for model in (KioskSettings, CounterSettings, DisplaySettings, ServeSettings):
        assert isinstance(Settings(), model)


def test_a_file_that_is_not_toml_is_told_with_the_line(file: Path) -> None:
    file.write_text("office.theme = night")
    (line,) = problems({}, file, {})
    assert line.startswith(f"{file}: is not a TOML file (")
    assert "line 1" in line
    file.write_bytes(b"\xff\xfe")
    assert problems({}, file, {}) == [f"{file}: is not a TOML file (it is not text in UTF-8)"]


def test_only_a_named_file_must_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    absent = tmp_path / "absent.toml"
    assert problems({}, absent, {}) == [f"--config: there is no file {absent}"]
    assert problems({}, None, {"WALKIN_CONFIG": str(absent)}) == [f"WALKIN_CONFIG: there is no file {absent}"]
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert load_settings({}, None, {}).settings.theme == "office"


def test_a_folder_is_not_a_settings_file(tmp_path: Path) -> None:
    (line,) = problems({}, tmp_path, {})
    assert line.startswith(f"{tmp_path}: cannot be read")


def test_a_theme_of_ones_own_is_known_by_its_file(tmp_path: Path) -> None:
    file = tmp_path / "walkin.toml"
    (tmp_path / "colours").mkdir()
    (tmp_path / "colours" / "sunset.toml").touch()
    file.write_text('[office]\nthemes = "colours"\ntheme = "sunset"')
    assert load_settings({}, file, {}).settings.theme == "sunset"


def test_the_address_of_a_database_takes_the_place_of_the_file_and_stays_secret(tmp_path: Path) -> None:
    file = tmp_path / "walkin.toml"
    file.write_text('[office]\ndatabase = "postgresql://walkin:sesame@db.example/walkin"\nfiles = "kept"\n')
    settings = load_settings({}, file, {}).settings
    assert settings.store_location == "postgresql://walkin:sesame@db.example/walkin"
    assert settings.files == tmp_path / "kept"
    assert "sesame" not in repr(settings)
    assert Settings(data=tmp_path / "x.db").store_location == tmp_path / "x.db"
    for name, address in (("database", "mysql://u:sesame@h/d"), ("data", "postgresql://u:sesame@h/d")):
        (problem,) = problems({name: address}, file, {})
        assert "sesame" not in problem
        assert problem.startswith(f"--{name}: the value must be")


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("postgresql://walkin:sesame@db.example:5433/town", "postgresql://db.example:5433/town"),
        ("postgres://walkin:sesame@one,two:5433/town?password=sesame", "postgresql://one,two:5433/town"),
        ("postgresql:///town?host=/run/postgresql&password=sesame", "postgresql:///town"),
        ("postgresql://walkin:ses@ame/sesame@db.example/town", "postgresql://db.example/town"),
        ("postgresql://walkin:?sesame@db.example/town", "postgresql://…"),
        ("postgresql://walkin:#sesame@db.example/town", "postgresql://db.example/town"),
    ],
)
def test_an_address_is_shown_without_what_is_secret(address: str, seen: str) -> None:
    assert redact_address(address) == seen


@pytest.mark.parametrize(
    ("language", "languages", "offered"),
    [
        ("en_us", "en, fr", ("en-US", "fr")),
        ("fr-CA", ("en-US", "fr"), ("en-US", "fr-CA")),
        ("en-GB", ("en-US", "en"), ("en-US", "en-GB")),
        ("en", "EN-gb, fr-fr", ("en-GB", "fr-FR")),
        ("uk-DE", ("de-DE", "uk"), ("de-DE", "uk-DE")),
        ("zh-Hans-TW", ("zh", "iw"), ("zh-Hans-TW", "he")),
    ],
)
def test_clients_are_offered_the_language_with_its_region(
    language: str, languages: object, offered: tuple[str, ...]
) -> None:
    assert Settings.model_validate({"language": language, "languages": languages}).languages == offered


def test_all_languages_are_offered_the_likely_ones_first_and_the_office_may_add_its_own(tmp_path: Path) -> None:
    offered = Settings().languages
    assert {*offered} == {*list_languages()}
    assert offered[:2] == ("en", "fr")
    (tmp_path / "gsw-Latn.ftl").write_text("language-name = Züritüütsch\n", encoding="utf-8")
    own = Settings.model_validate({"texts": tmp_path, "language": "gsw-Latn-CH"})
    assert {*own.languages} == {*offered, "gsw-Latn-CH"}
    with pytest.raises(ValueError, match="must be one of"):
        Settings.model_validate({"language": "gsw"})


@pytest.mark.parametrize(
    ("address", "key", "reason"),
    [
        ("192.168.1.20", "4n2w-kq8d-v0xt-71cm", "must be an address with a port"),
        ("192.168.1.20:0", "4n2w-kq8d-v0xt-71cm", "must be an address with a port"),
        ("192.168.1.20:8324", "short", "16 characters or more"),
        ("192.168.1.20:8324", "", "16 characters or more"),
    ],
)
def test_counters_go_on_from_a_kiosk_only_with_an_address_and_a_key(address: str, key: str, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        KioskSettings(offline_desks=address, offline_desks_key=key)
