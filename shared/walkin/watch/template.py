"""The ``schema`` of a watch: a JSON template with ``${<JSONPath>}`` placeholders whose root is the resource sent.

The object form keeps every value a string. The string form is JSON text: a bare placeholder becomes the JSON value it
selects, one between quotes becomes text. All is filled in one pass: what a value says is never expanded again.
"""

from __future__ import annotations

from typing import Any

import orjson

from walkin.watch.jsonpath import Path, PathError

LARGEST = 16_384
"""Bytes of a template."""
LARGEST_RESULT = 65_536
"""Bytes of what is sent."""
MOST = 64
"""Expressions of a template."""
LONGEST = 256
"""Characters of an expression."""
DESCENTS, CHOICES = 2, 8
"""``..`` and commas of an expression: each multiplies the work of the others."""


class TemplateError(ValueError):
    """A template that cannot be used, or filled; the text says why."""


class Template:
    """A compiled ``schema``. Raises TemplateError for one that cannot be used."""

    def __init__(self, schema: str | dict[str, Any]) -> None:
        self._count = 0
        source = schema.encode() if isinstance(schema, str) else orjson.dumps(schema)
        if len(source) > LARGEST:
            raise TemplateError(f"a schema has at most {LARGEST:,} bytes")
        if isinstance(schema, str):
            self._pieces: list[str | _Hole] = self._of_text(schema)
            self._tree: Any = None
            try:
                orjson.loads("".join(piece if isinstance(piece, str) else piece.sample for piece in self._pieces))
            except orjson.JSONDecodeError as error:
                raise TemplateError(f"the schema is not JSON once its placeholders are filled: {error.msg}") from None
        else:
            self._tree = self._of_tree(schema)

    def fill(self, resource: Any) -> bytes:
        """The body for that resource. Raises TemplateError when it would be larger than LARGEST_RESULT."""
        try:
            if self._tree is None:
                result = "".join(p if isinstance(p, str) else p.filled(resource) for p in self._pieces).encode()
            else:
                result = orjson.dumps(_filled(self._tree, resource))
        except PathError as error:
            raise TemplateError(str(error)) from None
        if len(result) > LARGEST_RESULT:
            raise TemplateError(f"what the schema makes has more than {LARGEST_RESULT:,} bytes")
        return result

    def _of_tree(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._of_tree(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self._of_tree(item) for item in value]
        return self._of_line(value) if isinstance(value, str) else value

    def _of_line(self, text: str) -> _Line | str:
        pieces: list[str | Path] = []
        start = 0
        while (opening := text.find("${", start)) >= 0:
            closing = _closing(text, opening)
            pieces += [text[start:opening], self._path(text[opening + 2 : closing])]
            start = closing + 1
        return _Line([*pieces, text[start:]]) if pieces else text

    def _of_text(self, text: str) -> list[str | _Hole]:
        pieces: list[str | _Hole] = []
        start = position = 0
        quoted = False
        while position < len(text):
            character = text[position]
            if text.startswith("${", position):
                closing = _closing(text, position)
                expression = text[position + 2 : closing]
                if quoted:
                    expression = _unescaped(expression)
                pieces += [text[start:position], _Hole(self._path(expression), quoted)]
                start = position = closing + 1
                continue
            if character == '"':
                quoted = not quoted
            position += 2 if quoted and character == "\\" else 1
        return [*pieces, text[start:]]

    def _path(self, expression: str) -> Path:
        self._count += 1
        if self._count > MOST:
            raise TemplateError(f"a schema has at most {MOST} expressions")
        if len(expression) > LONGEST:
            raise TemplateError(f"an expression has at most {LONGEST} characters")
        if expression.count("..") > DESCENTS or expression.count(",") > CHOICES:
            raise TemplateError(f"an expression has at most {DESCENTS} times .. and {CHOICES} commas")
        try:
            return Path(expression.strip())
        except PathError as error:
            raise TemplateError(str(error)) from None


class _Line:
    """A string of the object form."""

    def __init__(self, pieces: list[str | Path]) -> None:
        self._pieces = pieces

    def filled(self, resource: Any) -> str:
        return "".join(p if isinstance(p, str) else _text(_value(p, resource)) for p in self._pieces)


class _Hole:
    """A placeholder of the string form."""

    def __init__(self, path: Path, quoted: bool) -> None:
        self._path = path
        self._quoted = quoted
        self.sample = "" if quoted else "null"

    def filled(self, resource: Any) -> str:
        value = _value(self._path, resource)
        if self._quoted:
            return orjson.dumps(_text(value)).decode()[1:-1]
        return orjson.dumps(value).decode()


def _filled(node: Any, resource: Any) -> Any:
    if isinstance(node, dict):
        return {name: _filled(item, resource) for name, item in node.items()}
    if isinstance(node, list):
        return [_filled(item, resource) for item in node]
    return node.filled(resource) if isinstance(node, _Line) else node


def _value(path: Path, resource: Any) -> Any:
    """What is selected: nothing is None, one is itself, several are an array."""
    found = path.values(resource)
    return None if not found else found[0] if len(found) == 1 else found


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else orjson.dumps(value).decode()


def _closing(text: str, opening: int) -> int:
    """The place of the ``}`` that ends the placeholder which opens there: not one within a quoted name."""
    quote = ""
    position = opening + 2
    while position < len(text):
        character = text[position]
        if character == "\\":
            position += 1
        elif quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == "}":
            return position
        position += 1
    raise TemplateError("a placeholder is not closed: ${ needs a }")


def _unescaped(expression: str) -> str:
    try:
        return str(orjson.loads(f'"{expression}"'))
    except orjson.JSONDecodeError:
        raise TemplateError(f"{expression} is not text as JSON writes it between quotes") from None
