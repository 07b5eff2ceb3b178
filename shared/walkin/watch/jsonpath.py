"""JSONPath (RFC 9535) for untrusted templates: strict, with regular expressions that take linear time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import jsonpath
import re2
from jsonpath.function_extensions import ExpressionType, FilterFunction

_RE2_OPTIONS = re2.Options()
_RE2_OPTIONS.max_mem = 1 << 20
_RE2_OPTIONS.log_errors = False


class ExpressionError(ValueError):
    """An invalid expression, or one that cannot be evaluated; the message says why."""


class _RegexFilter(FilterFunction):
    """The functions ``match`` and ``search`` on RE2, whose time is linear in the text for every pattern."""

    arg_types = [ExpressionType.VALUE, ExpressionType.VALUE]  # noqa: RUF012 - as declared by the library
    return_type = ExpressionType.LOGICAL

    def __init__(self, full_match: bool) -> None:
        self._full_match = full_match

    def __call__(self, value: object, pattern: object) -> bool:
        if not isinstance(value, str) or not isinstance(pattern, str):
            return False
        find = _compile_regex(pattern, self._full_match)
        return find is not None and bool(find(value))


@lru_cache(maxsize=256)
def _compile_regex(pattern: str, full_match: bool) -> Callable[[str], object] | None:
    try:
        regex = re2.compile(_translate_to_re2(pattern), _RE2_OPTIONS)
    except re2.error:
        # RFC 9535: an invalid pattern matches nothing.
        return None
    find: Callable[[str], object] = regex.fullmatch if full_match else regex.search
    return find


def _translate_to_re2(pattern: str) -> str:
    """Translate an I-Regexp (RFC 9485) to RE2: its dot excludes carriage return as well as line feed."""
    parts, escaped, in_class = [], False, False
    for character in pattern:
        if not escaped and not in_class and character == ".":
            parts.append(r"[^\r\n]")
        else:
            parts.append(character)
        if not escaped:
            in_class = character == "[" or (in_class and character != "]")
        escaped = character == "\\" and not escaped
    return "".join(parts)


_environment = jsonpath.JSONPathEnvironment(strict=True)
_environment.function_extensions["match"] = _RegexFilter(full_match=True)
_environment.function_extensions["search"] = _RegexFilter(full_match=False)


class JsonPath:
    """A compiled expression. Raises ExpressionError for an invalid one."""

    def __init__(self, expression: str) -> None:
        try:
            self._query = _environment.compile(expression)
        except jsonpath.JSONPathError as error:
            raise ExpressionError(f"{expression} is no JSONPath (RFC 9535): {error.args[0]}") from None
        except RecursionError:
            raise ExpressionError(f"{expression[:20]}… is nested too deep") from None

    @property
    def is_singular(self) -> bool:
        """Whether it selects at most one value, in a time that does not depend on the resource."""
        return isinstance(self._query, jsonpath.JSONPath) and self._query.singular_query()

    def select(self, resource: Mapping[str, object]) -> list[object]:
        """Return the selected values in order. Raises ExpressionError when it exceeds the library's limits."""
        try:
            return [match.obj for match in self._query.finditer(resource)]
        except (jsonpath.JSONPathError, RecursionError) as error:
            raise ExpressionError(f"the expression cannot be evaluated: {type(error).__name__}") from None
