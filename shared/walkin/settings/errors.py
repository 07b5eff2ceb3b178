"""Error messages for wrong settings: where the setting is, its name, what is wrong and what is allowed."""

from __future__ import annotations

import difflib
import json
import tomllib
from typing import TYPE_CHECKING, Any, get_args

from walkin.model.errors import TextRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pydantic import ValidationError
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails


MIN_LIKENESS = 0.6
"""Likeness of names, 0 to 1, from which one is suggested for the other."""


class SettingsError(Exception):
    """One or more settings are wrong; `problems` has one line for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_toml(file: Path, *, required: str = "") -> dict[str, Any]:
    """The file's content, empty when it is absent; then `required` is the option or variable that insisted on it."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        if required:
            raise SettingsError([f"{required}: there is no file {file}"]) from None
        return {}
    except OSError as error:
        raise SettingsError([f"{file}: cannot be read ({error.strerror or error})"]) from None
    except UnicodeDecodeError:
        raise SettingsError([f"{file}: is not a TOML file (it is not text in UTF-8)"]) from None
    except (ValueError, RecursionError) as error:
        raise SettingsError([f"{file}: is not a TOML file ({error})"]) from None


def describe_unknown(name: str, known_names: Iterable[str]) -> str:
    """Say that there is no such setting, and suggest the one that was probably meant."""
    likeness, closest = max((_measure_likeness(name, candidate), candidate) for candidate in known_names)
    advice = f"did you mean {closest}?" if likeness >= MIN_LIKENESS else "`walkin config` lists those there are"
    return f"there is no such setting; {advice}"


def _measure_likeness(name: str, candidate: str) -> float:
    """How alike two names are, 0 to 1, with their tables or without: a setting is often put into the wrong one."""
    first, second = (t.upper().removeprefix("WALKIN_").replace("__", ".").replace("-", "_") for t in (name, candidate))
    pairs = (first, second), (first.rpartition(".")[2], second.rpartition(".")[2])
    return max(difflib.SequenceMatcher(a=a, b=b).ratio() for a, b in pairs)


def explain_errors(error: ValidationError, fields: Mapping[str, FieldInfo]) -> dict[str, str]:
    """For each field that `error` complains about, what is wrong and what is allowed."""
    reasons: dict[str, str] = {}
    for problem in error.errors(include_url=False):
        name = str(problem["loc"][0])
        reasons.setdefault(name, _describe_problem(problem, fields[name]))
    return reasons


def format_value(value: object, limit: int = 80) -> str:
    """A value as one would write it in the settings file, shortened."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _describe_problem(problem: ErrorDetails, field: FieldInfo) -> str:
    kind = problem["type"]
    if kind == "value_error":
        error = problem["ctx"]["error"]
        if isinstance(error, TextRefused) and error.code == "tooLong":
            return f"is too long: at most {error.values['limit']} characters"
        return "must be one line of text, without tabs" if isinstance(error, TextRefused) else str(error)
    if kind == "string_too_long":
        return f"is too long: at most {problem['ctx']['max_length']} characters"
    if kind == "string_too_short":
        return "must not be empty"
    if field.annotation is bool:
        return "must be true or false"
    if field.annotation in (int, float):
        low, high = (next(getattr(rule, end) for rule in field.metadata if hasattr(rule, end)) for end in ("ge", "le"))
        return f"must be a {'whole ' if field.annotation is int else ''}number from {low} to {high}"
    if kind == "literal_error":
        return f"must be one of {', '.join(str(value) for value in get_args(field.annotation))}"
    return "must be a path in quotes" if kind.startswith("path") else "must be text in quotes"
