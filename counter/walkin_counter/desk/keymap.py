"""The keymap of the counter: its defaults, and a site's keys file."""

from __future__ import annotations

import difflib
import re
import tomllib
from typing import TYPE_CHECKING

from textual.keys import Keys

from walkin_counter.desk.commands import ACTIONS, ACTIONS_BY_NAME, SIGN_BY_KEY, SIGNS, is_letter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Keymap = dict[str, tuple[str, ...]]
"""The keys of each action, by its name."""

DEFAULT_KEYMAP: Keymap = {action.name: action.keys for action in ACTIONS}

RESERVED_KEYS = frozenset(
    {"up", "down", "pageup", "pagedown", "home", "end", "enter", "escape", "tab", "shift+tab", "ctrl+q"}
)
"""Keys that cannot be given to an action."""

_NAMED_KEYS = frozenset({*SIGN_BY_KEY, "space"} | {key.value for key in Keys} - RESERVED_KEYS)
_MODIFIED_KEY = re.compile(r"(?:(?:ctrl|shift|alt)\+)+(?:[a-z0-9]|f(?:[1-9]|1[0-9]|2[0-4]))")


def load_keymap(path: Path) -> tuple[Keymap, list[str]]:
    """Read a keys file; returns the keymap and the file's problems, one line each.

    With problems the keymap is the default. Actions that the file does not name keep their keys, unless the file gives
    these to another action.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        return DEFAULT_KEYMAP, [f"{path}: the file cannot be read: {getattr(error, 'strerror', None) or error}."]
    except (ValueError, RecursionError) as error:
        return DEFAULT_KEYMAP, [f"{path}: {error}."]
    problems = [
        f'{path}: there is no "{name}"; keys are set under [keys], and "letters" is true or false.'
        for name in content
        if name not in ("keys", "letters")
    ]
    letters, keys_table = content.get("letters", True), content.get("keys", {})
    if not isinstance(letters, bool):
        problems.append(f"{path}: letters has to be true or false.")
    if not isinstance(keys_table, dict):
        return DEFAULT_KEYMAP, [*problems, f"{path}: keys has to be a table: [keys]."]
    custom: Keymap = {}
    for name, value in keys_table.items():
        custom[name], key_problems = _parse_keys(name, value)
        problems += [f"{path}: {problem}" for problem in key_problems]
    owners: dict[str, str] = {}
    for name, keys in custom.items():
        for key in keys:
            if (other := owners.setdefault(key, name)) != name:
                problems.append(f'{path}: the key "{key}" is given to {other} and to {name}.')
    if problems:
        return DEFAULT_KEYMAP, problems
    keymap = {name: tuple(key for key in keys if key not in owners) for name, keys in DEFAULT_KEYMAP.items()} | custom
    return keymap if letters else _remove_letters(keymap), []


def format_default_toml() -> str:
    """A keys file to begin with: every action with its default keys."""
    lines = [
        '# The keys of the counter. A single letter acts after the key of "more", on the client at the desk, and in',
        "# the menu that Enter opens on a row of the list, on that client. All other keys act at once.",
        "# Take away what you do not change; [] leaves an action without a key (its button stays).",
        "",
        "letters = true  # false: no letter acts",
        "",
        "[keys]",
    ]
    lines += [
        f"{name} = [{', '.join(f'{chr(34)}{_format_toml_key(key)}{chr(34)}' for key in keys)}]"
        for name, keys in DEFAULT_KEYMAP.items()
    ]
    return "\n".join(lines) + "\n"


def _parse_keys(name: str, value: object) -> tuple[tuple[str, ...], list[str]]:
    """The keys of one line of the file, and its problems."""
    if name not in ACTIONS_BY_NAME:
        matches = difflib.get_close_matches(name, ACTIONS_BY_NAME, 1)
        hint = f' Did you mean "{matches[0]}"?' if matches else f" There are {', '.join(ACTIONS_BY_NAME)}."
        return (), [f'there is no action "{name}".{hint}']
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        return (), [f'{name} has to be a key or a list of keys, like ["f5", "g"].']
    keys, problems = [], []
    for word in words:
        key = SIGNS.get(word, word if len(word) == 1 else word.lower())
        if key in RESERVED_KEYS:
            problems.append(f'{name}: the key "{word}" is taken: it means the same everywhere.')
        elif len(key) == 1 and (not key.isprintable() or key.isspace()):
            problems.append(f'{name}: "{word}" is no key.')
        elif not (len(key) == 1 or key in _NAMED_KEYS or _MODIFIED_KEY.fullmatch(key)):
            problems.append(f'{name}: "{word}" is no key. Keys are letters, "f1" to "f24", or like "ctrl+g".')
        keys.append(key)
    return tuple(dict.fromkeys(keys)), problems


def _remove_letters(keymap: Mapping[str, tuple[str, ...]]) -> Keymap:
    return {name: tuple(key for key in keys if not is_letter(key)) for name, keys in keymap.items()}


def _format_toml_key(key: str) -> str:
    return SIGN_BY_KEY.get(key, key)
