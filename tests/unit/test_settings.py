from __future__ import annotations

from pathlib import Path

import pytest

from walkin.model.address import redact_address
from walkin.settings.errors import SettingsError
from walkin.settings.model import Settings, load_settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "walkin.toml"


def problems(*args: object, **kwargs: object) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings(*args, **kwargs)  # type: ignore[arg-type]
    return caught.value.problems


def test_each_source_is_stronger_than_the_one_before_and_is_named_as_the_origin(file: Path) -> None:
    file.write_text('theme = "night"\nport = 9000\ndesk = "Window 4"\n')
    environ = {"WALKIN_PORT": "9001", "WALKIN_DESK": "Desk 5", "PATH": "/bin"}

    effective = load_settings({"desk": "Desk 6", "language": None}, file, environ)

    settings, origin = effective.settings, effective.origins
    assert (settings.theme, settings.port, settings.desk, settings.language) == ("night", 9001, "Desk 6", "en")
    assert (origin["theme"], origin["port"], origin["desk"], origin["language"]) == (
        str(file),
        "WALKIN_PORT",
        "--desk",
        "default",
    )
    assert set(origin) == set(Settings.model_fields)
    assert effective.file == file


def test_the_variable_names_the_file_and_the_option_is_stronger(tmp_path: Path) -> None:
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.write_text('desk = "One"')
    other.write_text('desk = "Other"')
    environ = {"WALKIN_CONFIG": str(one)}

    assert load_settings({}, None, environ).settings.desk == "One"
    assert load_settings({}, other, environ).settings.desk == "Other"


def test_settings_built_directly_read_nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKIN_THEME", "night")
    assert Settings().theme == "office"


@pytest.mark.parametrize(
    ("text", "environ"), [('queue = ["1", "Passports"]', {}), ("", {"WALKIN_QUEUE": "1, Passports"})]
)
def test_queues_are_a_list_in_the_file_and_comma_separated_in_a_variable(
    file: Path, text: str, environ: dict[str, str]
) -> None:
    file.write_text(text)
    assert load_settings({}, file, environ).settings.queue == ("1", "Passports")


def test_a_repeated_option_gives_several_queues(file: Path) -> None:
    file.touch()
    assert load_settings({"queue": ["1", "2,3"]}, file, {}).settings.queue == ("1", "2", "3")


def test_an_empty_variable_counts_as_not_set(file: Path) -> None:
    file.write_text("port = 9000")
    assert load_settings({}, file, {"WALKIN_PORT": "", "WALKIN_CONFIG": ""}).settings.port == 9000


def test_a_folder_as_data_holds_the_office_under_its_usual_name(tmp_path: Path) -> None:
    config = tmp_path / "walkin.toml"
    config.touch()
    assert load_settings({"data": str(tmp_path)}, config, {}).settings.data == tmp_path / "office.db"
    assert load_settings({"data": f"{tmp_path}/new/"}, config, {}).settings.data == tmp_path / "new" / "office.db"
    assert load_settings({"data": str(tmp_path / "x.db")}, config, {}).settings.data == tmp_path / "x.db"


def test_relative_paths_in_the_file_are_meant_from_its_folder(file: Path) -> None:
    file.write_text('data = "town.db"\nlog = "~/walkin.log"')
    settings = load_settings({}, file, {}).settings
    assert settings.data == file.parent / "town.db"
    assert settings.log == Path.home() / "walkin.log"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('theem = "night"', "theem: there is no such setting; did you mean theme?"),
        ("[kiosk]\nidle = 3", "kiosk: there is no such setting; `walkin config` lists those there are"),
        ("port = 99999", "port: 99999 must be a whole number from 1 to 65535"),
        ('port = "http"', 'port: "http" must be a whole number from 1 to 65535'),
        ("idle_seconds = 12.5", "idle_seconds: 12.5 must be a whole number from 10 to 3600"),
        ("idle_seconds = true", "idle_seconds: true must be a whole number from 10 to 3600"),
        ('api = "ftp://x"', 'api: "ftp://x" must be "embedded" or an address like https://queue.example.org'),
        ('api = "http://x:port"', 'api: "http://x:port" must be "embedded" or an address like'),
        ('public_url = "queue.example.org"', 'public_url: "queue.example.org" must be an address like https://'),
        ("theme = 5", "theme: 5 must be text in quotes"),
        ("data = 5", "data: 5 must be a path in quotes"),
        (f'data = "{"x" * 5000}"', "must be a path that this system can use"),
        ('theme = "nihgt"', 'theme: "nihgt" must be one of contrast, night, office'),
        ('data = ""', 'data: "" must be a path, not empty'),
        ('themes = "/no/such/folder"', 'themes: "/no/such/folder" must be a folder that exists'),
        ("queue = 7", 'queue: 7 must be a list of texts, like ["1", "2"]'),
        ("queue = [7]", 'queue: [7] must be a list of texts, like ["1", "2"]'),
        ('language = "tlh"', 'language: "tlh" must be one of en'),
        ("languages = []", "languages: [] must be one or more of en"),
        (f'desk = "{"x" * 50}"', "is too long: at most 40 characters"),
        ('host = ""', 'host: "" must not be empty'),
    ],
)
def test_a_wrong_setting_is_refused_with_file_key_and_reason(file: Path, text: str, reason: str) -> None:
    file.write_text(text)
    (line,) = problems({}, file, {})
    assert line.startswith(f"{file}: ")
    assert reason in line


def test_every_wrong_setting_is_told_at_once(file: Path) -> None:
    file.write_text("port = 0\nprot = 1")
    lines = problems({"api": "here"}, file, {"WALKIN_THEEM": "x", "WALKIN_IDLE_SECONDS": "soon"})
    assert len(lines) == 5
    text = "\n".join(lines)
    assert f"{file}: prot: there is no such setting; did you mean port?" in text
    assert f"{file}: port: 0 must be a whole number" in text
    assert "WALKIN_THEEM: there is no such setting; did you mean WALKIN_THEME?" in text
    assert 'WALKIN_IDLE_SECONDS: "soon" must be a whole number from 10 to 3600' in text
    assert '--api: "here" must be "embedded" or' in text
    assert "pydantic" not in text


@pytest.mark.parametrize("value", ["12345x", "12", "1" * 13, "１２３４"])
def test_the_pin_is_never_repeated_in_a_message(file: Path, value: str) -> None:
    file.touch()
    (line,) = problems({}, file, {"WALKIN_EXIT_PIN": value})
    assert value not in line.replace("4 to 12", "")
    assert line == 'WALKIN_EXIT_PIN: the value must be 4 to 12 digits, or "" for none'


def test_the_pin_does_not_show_in_the_representation() -> None:
    assert "2468" not in repr(Settings(exit_pin="2468"))


def test_a_file_that_is_not_toml_is_told_with_the_line(file: Path) -> None:
    file.write_text("theme = night")
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
    file.write_text('themes = "colours"\ntheme = "sunset"')
    assert load_settings({}, file, {}).settings.theme == "sunset"


def test_the_address_of_a_database_takes_the_place_of_the_file_and_stays_secret(tmp_path: Path) -> None:
    file = tmp_path / "walkin.toml"
    file.write_text('database = "postgresql://walkin:sesame@db.example/walkin"\nfiles = "kept"\n')
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
