"""The ``schema`` of a watch: a JSON template with ``${<JSONPath>}`` placeholders, evaluated on the resource sent.

In the object form placeholders stand in strings and become text. The string form is JSON text: a bare placeholder
becomes the JSON value it selects, one between quotes becomes text. Values are inserted once, never expanded again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from walkin.watch.jsonpath import JsonPath

MAX_TEMPLATE_BYTES = 16_384
MAX_RESULT_BYTES = 65_536
"""Maximum bytes of a rendered body."""
MAX_EXPRESSIONS = 64
MAX_EXPRESSION_LENGTH = 256
"""Maximum characters of an expression."""
MAX_DESCENTS, MAX_COMMAS = 2, 8
"""Maximum number of ``..`` and of commas in an expression: each multiplies the work of evaluation."""


class TemplateError(ValueError):
    """An invalid template, or one that cannot be rendered; the message says why."""


class Template:
    """A compiled ``schema``. Raises TemplateError for an invalid one."""

    def __init__(self, schema: str | Mapping[str, object]) -> None:
        self._expression_count = 0
        source = schema.encode() if isinstance(schema, str) else orjson.dumps(schema)
        if len(source) > MAX_TEMPLATE_BYTES:
            raise TemplateError(f"a schema has at most {MAX_TEMPLATE_BYTES:,} bytes")
        if isinstance(schema, str):
            self._pieces: list[str | Placeholder] = self._compile_text(schema)
            self._tree: object = None
            try:
                orjson.loads("".join(piece if isinstance(piece, str) else piece.sample for piece in self._pieces))
            except orjson.JSONDecodeError as error:
                raise TemplateError(f"the schema is not JSON once its placeholders are filled: {error.msg}") from None
        else:
            self._tree = _map_leaves(schema, lambda leaf: self._compile_string(leaf) if isinstance(leaf, str) else leaf)

    def render(self, resource: Mapping[str, object]) -> bytes:
        """Render the body for a resource. Raises TemplateError, also above MAX_RESULT_BYTES."""
        from walkin.watch.jsonpath import ExpressionError

        try:
            if self._tree is None:
                result = "".join(p if isinstance(p, str) else p.render(resource) for p in self._pieces).encode()
            else:
                result = orjson.dumps(
                    _map_leaves(
                        self._tree, lambda leaf: leaf.render(resource) if isinstance(leaf, InterpolatedString) else leaf
                    )
                )
        except ExpressionError as error:
            raise TemplateError(str(error)) from None
        if len(result) > MAX_RESULT_BYTES:
            raise TemplateError(f"what the schema makes has more than {MAX_RESULT_BYTES:,} bytes")
        return result

    def _compile_string(self, text: str) -> InterpolatedString | str:
        pieces: list[str | JsonPath] = []
        start = 0
        while (opening := text.find("${", start)) >= 0:
            closing = _find_closing_brace(text, opening)
            pieces += [text[start:opening], self._compile_path(text[opening + 2 : closing])]
            start = closing + 1
        return InterpolatedString([*pieces, text[start:]]) if pieces else text

    def _compile_text(self, text: str) -> list[str | Placeholder]:
        pieces: list[str | Placeholder] = []
        start = position = 0
        quoted = False
        while position < len(text):
            character = text[position]
            if text.startswith("${", position):
                closing = _find_closing_brace(text, position)
                expression = text[position + 2 : closing]
                if quoted:
                    expression = _unescape(expression)
                pieces += [text[start:position], Placeholder(self._compile_path(expression), quoted)]
                start = position = closing + 1
                continue
            if character == '"':
                quoted = not quoted
            position += 2 if quoted and character == "\\" else 1
        return [*pieces, text[start:]]

    def _compile_path(self, expression: str) -> JsonPath:
        self._expression_count += 1
        if self._expression_count > MAX_EXPRESSIONS:
            raise TemplateError(f"a schema has at most {MAX_EXPRESSIONS} expressions")
        if len(expression) > MAX_EXPRESSION_LENGTH:
            raise TemplateError(f"an expression has at most {MAX_EXPRESSION_LENGTH} characters")
        if expression.count("..") > MAX_DESCENTS or expression.count(",") > MAX_COMMAS:
            raise TemplateError(f"an expression has at most {MAX_DESCENTS} times .. and {MAX_COMMAS} commas")
        # Imported here: it takes longer than the rest of the watches, and most have no template.
        from walkin.watch.jsonpath import ExpressionError, JsonPath

        try:
            return JsonPath(expression.strip())
        except ExpressionError as error:
            raise TemplateError(str(error)) from None


class InterpolatedString:
    """A string of the object form that contains placeholders."""

    def __init__(self, pieces: list[str | JsonPath]) -> None:
        self._pieces = pieces

    def render(self, resource: Mapping[str, object]) -> str:
        return "".join(p if isinstance(p, str) else _to_text(_select_value(p, resource)) for p in self._pieces)


class Placeholder:
    def __init__(self, path: JsonPath, quoted: bool) -> None:
        self._path = path
        self._quoted = quoted
        self.sample = "" if quoted else "null"

    def render(self, resource: Mapping[str, object]) -> str:
        value = _select_value(self._path, resource)
        if self._quoted:
            return orjson.dumps(_to_text(value)).decode()[1:-1]
        return orjson.dumps(value).decode()


def _map_leaves(node: object, convert: Callable[[object], object]) -> object:
    if isinstance(node, dict):
        return {name: _map_leaves(item, convert) for name, item in node.items()}
    if isinstance(node, list):
        return [_map_leaves(item, convert) for item in node]
    return convert(node)


def _select_value(path: JsonPath, resource: Mapping[str, object]) -> object:
    """Return the selected value: None for no match, a list for several."""
    values = path.select(resource)
    return None if not values else values[0] if len(values) == 1 else values


def _to_text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else orjson.dumps(value).decode()


def _find_closing_brace(text: str, opening: int) -> int:
    """Return the index of the ``}`` that closes a placeholder, skipping those in quoted names. Raises TemplateError."""
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


def _unescape(expression: str) -> str:
    try:
        return str(orjson.loads(f'"{expression}"'))
    except orjson.JSONDecodeError:
        raise TemplateError(f"{expression} is not text as JSON writes it between quotes") from None
