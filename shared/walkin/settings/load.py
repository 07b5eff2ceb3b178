"""Read the settings, weakest source first: defaults, the file (TOML), variables ``WALKIN_…``, command-line options."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from pydantic import ValidationError

from walkin.model.address import is_postgres
from walkin.private_files import describe_exposed
from walkin.settings.errors import SettingsError, describe_unknown, explain_errors, format_value, read_toml
from walkin.settings.model import FULL_NAMES, MOVED, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

CONFIG_VARIABLE = "WALKIN_CONFIG"

OLD_NAMES = {field: field for field in FULL_NAMES} | MOVED
OLD_VARIABLES = {f"WALKIN_{name.upper().replace('.', '__')}": field for name, field in OLD_NAMES.items()}


@dataclass(frozen=True, slots=True)
class EffectiveSettings:
    """The settings in force.

    `origins` says for each field where its value came from: "default", the path of the settings file, the name of a
    variable or of an option. `file` is the settings file that was read, or would have been. `old_names` has the names
    from before there were tables that were used, each with its name of today. `has_secrets` is whether the file has a
    token, a PIN or another value that is hidden.
    """

    settings: Settings
    origins: dict[str, str]
    file: Path
    old_names: dict[str, str]
    has_secrets: bool = False

    def describe_exposure(self) -> list[str]:
        """A line for people if other users of this machine can read the secrets in the settings file."""
        return describe_exposed([self.file]) if self.has_secrets else []


def to_variable_name(field: str) -> str:
    """The environment variable that sets the field, like WALKIN_KIOSK__EXIT_PIN."""
    return f"WALKIN_{FULL_NAMES[field].upper().replace('.', '__')}"


def load_settings(
    options: Mapping[str, object], config: Path | None = None, environ: Mapping[str, str] | None = None
) -> EffectiveSettings:
    """Bring the sources together; `options` are fields, and those whose value is None were not given.

    Raises:
        SettingsError: with one line for each thing that is wrong, in any of the sources.
    """
    environ = os.environ if environ is None else environ
    named_file = config or environ.get(CONFIG_VARIABLE) or None
    default_file = platformdirs.user_config_path("walkin", appauthor=False) / "walkin.toml"
    file = Path(named_file).expanduser() if named_file else default_file
    content = read_toml(file, required="--config" if config else CONFIG_VARIABLE if named_file else "")
    variables = {name.upper(): value for name, value in environ.items() if name.upper().startswith("WALKIN_") and value}
    variables.pop(CONFIG_VARIABLE, None)

    names = {name: field for field, name in FULL_NAMES.items()}
    in_file, old_in_file, unknown_names = _match_names(_flatten(content), names, OLD_NAMES)
    problems = [f"{file}: {name}: {describe_unknown(name, names)}" for name in unknown_names]
    names = {to_variable_name(field): field for field in FULL_NAMES}
    in_environment, old_in_environment, unknown_names = _match_names(variables.items(), names, OLD_VARIABLES)
    problems += [f"{name}: {describe_unknown(name, names)}" for name in unknown_names]
    in_options = {
        field: ("--" + field.replace("_", "-"), value) for field, value in options.items() if value is not None
    }

    values: dict[str, object] = {}
    origins, places = dict.fromkeys(FULL_NAMES, "default"), {}
    for field, (name, value) in in_file.items():
        values[field] = _resolve_path(file, field, value)
        origins[field], places[field] = str(file), f"{file}: {name}"
    for field, (name, value) in [*in_environment.items(), *in_options.items()]:
        values[field], origins[field], places[field] = value, name, name
    old_names = {f"{file}: {name}": FULL_NAMES[field] for name, field in old_in_file.items()}
    old_names |= {name: to_variable_name(field) for name, field in old_in_environment.items()}

    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        for field, reason in explain_errors(error, Settings.model_fields).items():
            hidden = not Settings.model_fields[field].repr or is_postgres(str(values[field]))
            problems.append(f"{places[field]}: {'the value' if hidden else format_value(values[field])} {reason}")
    if problems:
        raise SettingsError(problems)
    settings.take_key_from(partial(_read_key, options, config, environ, settings))
    has_secrets = any(not Settings.model_fields[field].repr and value for field, (_, value) in in_file.items())
    return EffectiveSettings(settings, origins, file, old_names, has_secrets)


def _read_key(
    options: Mapping[str, object], config: Path | None, environ: Mapping[str, str], before: Settings
) -> tuple[str, str]:
    """The key in the sources now; the one of ``before`` while they are wrong, as a half-written file is."""
    try:
        settings = load_settings(options, config, environ).settings
    except SettingsError:
        settings = before
    return settings.api_key, settings.api_token


def _flatten(content: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """The content of a settings file under dotted names; what is in no table comes first."""
    for name, value in content.items():
        if not isinstance(value, dict):
            yield name, value
    for table, value in content.items():
        if isinstance(value, dict):
            yield from ((f"{table}.{name}", member) for name, member in value.items())


def _match_names(
    entries: Iterable[tuple[str, object]], names: Mapping[str, str], old_names: Mapping[str, str]
) -> tuple[dict[str, tuple[str, object]], dict[str, str], list[str]]:
    """For each field its name in this source and its value; the old names that were used, with their field; and the
    names that are unknown. Where a field has two names, the old one yields.
    """
    matched: dict[str, tuple[str, object]] = {}
    used_old_names: dict[str, str] = {}
    unknown = []
    for name, value in entries:
        if name in names:
            matched[names[name]] = name, value
        elif name in old_names:
            used_old_names[name] = old_names[name]
            matched.setdefault(old_names[name], (name, value))
        else:
            unknown.append(name)
    return matched, used_old_names, unknown


def _resolve_path(file: Path, field: str, value: object) -> object:
    """A relative path in the settings file starts from the folder of that file."""
    is_path = Settings.model_fields[field].annotation in (Path, Path | None)
    if not is_path or not isinstance(value, str) or not value:
        return value
    # `/` at the end says that a folder is meant, and pathlib drops it.
    return str(file.parent / Path(value).expanduser()) + ("/" if value.endswith(("/", os.sep)) else "")
