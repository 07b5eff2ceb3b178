"""JSONPath (RFC 9535) for templates of people we do not know: strict, and without a slow regular expression."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import jsonpath
import re2
from jsonpath.function_extensions import ExpressionType, FilterFunction

_RE2_OPTIONS = re2.Options()
_RE2_OPTIONS.max_mem = 1 << 20
_RE2_OPTIONS.log_errors = False


class ExpressionError(ValueError):
    """An expression that cannot be used; the text says why."""


class _RegexFilter(FilterFunction):
    """``match`` and ``search`` on RE2, which takes time in proportion to the text whatever the pattern."""

    arg_types = [ExpressionType.VALUE, ExpressionType.VALUE]  # noqa: RUF012 - as the library declares it
    return_type = ExpressionType.LOGICAL

    def __init__(self, full_match: bool) -> None:
        self._full_match = full_match

    def __call__(self, value: object, pattern: object) -> bool:
        if not isinstance(value, str) or not isinstance(pattern, str):
            return False
        found = _compile_regex(pattern)
        if found is None:
            return False
        return bool(found.fullmatch(value) if self._full_match else found.search(value))


@lru_cache(maxsize=256)
def _compile_regex(pattern: str) -> Any:
    try:
        return re2.compile(_translate_to_re2(pattern), _RE2_OPTIONS)
    except re2.error:
        # RFC 9535: a pattern that is none matches nothing.
        return None


def _translate_to_re2(pattern: str) -> str:
    """The I-Regexp (RFC 9485) in RE2's words: its dot leaves out carriage return as well as new line."""
    parts, escaped, within = [], False, False
    for character in pattern:
        if not escaped and not within and character == ".":
            parts.append(r"[^\r\n]")
        else:
            parts.append(character)
        if not escaped:
            within = character == "[" or (within and character != "]")
        escaped = character == "\\" and not escaped
    return "".join(parts)


_environment = jsonpath.JSONPathEnvironment(strict=True)
_environment.function_extensions["match"] = _RegexFilter(full_match=True)
_environment.function_extensions["search"] = _RegexFilter(full_match=False)


class JsonPath:
    """A compiled expression. Raises PathError for what is no JSONPath."""

    def __init__(self, expression: str) -> None:
        try:
            self._query = _environment.compile(expression)
        except jsonpath.JSONPathError as error:
            raise ExpressionError(f"{expression} is no JSONPath (RFC 9535): {error.args[0]}") from None
        except RecursionError:
            raise ExpressionError(f"{expression[:20]}… is nested too deep") from None

    def select(self, resource: Any) -> list[Any]:
        """What the expression selects, in order. Raises PathError when that cannot be told within bounds."""
        try:
            return [match.obj for match in self._query.finditer(resource)]
        except (jsonpath.JSONPathError, RecursionError) as error:
            raise ExpressionError(f"the expression cannot be evaluated: {type(error).__name__}") from None
