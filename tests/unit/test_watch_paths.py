"""JSONPath: regular expressions, limits and errors; and the compliance suite of RFC 9535, which is not kept here.

``WALKIN_TEST_JSONPATH=…/cts.json pytest tests/unit/test_watch_paths.py`` with the file cts.json of
github.com/jsonpath-standard/jsonpath-compliance-test-suite.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import orjson
import pytest

from walkin.watch.jsonpath import ExpressionError, JsonPath

SUITE = os.environ.pop("WALKIN_TEST_JSONPATH", "")


def is_case_met(case: dict[str, Any]) -> bool:
    """Whether a case of the suite has the result the suite requires."""
    try:
        values = JsonPath(case["selector"]).select(case.get("document"))
    except ExpressionError:
        return bool(case.get("invalid_selector"))
    # The suite lists every valid result where members may come in any order.
    results = case.get("results", [case.get("result")])
    # Compared as JSON, for 1 == True in Python.
    return not case.get("invalid_selector") and orjson.dumps(values) in map(orjson.dumps, results)


@pytest.mark.skipif(not SUITE, reason="WALKIN_TEST_JSONPATH does not name the compliance suite's cts.json")
def test_the_compliance_suite_is_met() -> None:
    cases = orjson.loads(Path(SUITE).read_bytes())["tests"]
    assert len(cases) >= 700
    assert [case["name"] for case in cases if not is_case_met(case)] == []


@pytest.mark.parametrize(
    ("function", "pattern", "text", "matches"),
    [
        ("match", "a.c", "abc", True),
        ("match", "a.c", "xabc", False),
        ("match", "a.c", "abcx", False),
        ("search", "a.c", "xabcx", True),
        ("search", "a.c", "ac", False),
        # A dot is any character but CR and LF; in a class or escaped it is a dot.
        ("match", "a.c", "a\nc", False),
        ("match", "a.c", "a\rc", False),
        ("match", "a.c", "a\u2028c", True),
        ("match", "a[.]c", "abc", False),
        ("match", "a[.]c", "a.c", True),
        ("match", "a[^.]c", "a\nc", True),
        ("match", r"a\\.c", "abc", False),
        ("match", r"a\\.c", "a.c", True),
        ("match", r"a\\\\.c", r"a\bc", True),
        ("match", r"[\\]].c", "]bc", True),
        ("match", r"[\\]].c", "]\nc", False),
        ("match", r"[\\].]c", ".c", True),
        ("match", r"\\[.\\]", "[b]", True),
        ("match", r"\\[.\\]", "[\n]", False),
        ("match", "[a]]", "a]", True),
        ("match", "[a][.].", "a.b", True),
        ("match", "[a][.].", "abb", False),
        # Characters before and after the brackets in the alphabet open no class.
        ("match", "A1.", "A1\r", False),
        ("match", "a_.", "a_\r", False),
        ("match", "(", "(", False),
        ("search", "(", "(", False),
        ("search", "", "abc", True),
        ("match", "", "", True),
    ],
)
def test_a_regular_expression_matches_the_whole_text_or_a_part(
    function: str, pattern: str, text: str, matches: bool
) -> None:
    selected = JsonPath(f"$[?{function}(@, '{pattern}')]").select({"a": text})
    assert selected == ([text] if matches else [])


@pytest.mark.parametrize("function", ["match", "search"])
def test_a_regular_expression_on_other_values_matches_nothing(function: str) -> None:
    resource = {"items": [{"text": "a", "pattern": "a"}, {"text": "a", "pattern": 1}, {"text": 1, "pattern": "1"}]}
    resource["items"] += [{"text": "a"}, {"pattern": "a"}, {"text": None, "pattern": None}]
    path = JsonPath(f"$.items[?{function}(@.text, @.pattern)]")
    assert path.select(resource) == [{"text": "a", "pattern": "a"}]


def test_an_invalid_expression_is_refused_with_its_text_and_the_reason() -> None:
    with pytest.raises(ExpressionError) as caught:
        JsonPath("$.a[")
    assert str(caught.value).startswith("$.a[ is no JSONPath (RFC 9535): ")


def test_an_evaluation_beyond_the_librarys_limits_is_an_error() -> None:
    resource: dict[str, object] = {}
    for _ in range(5000):
        resource = {"a": resource}
    with pytest.raises(ExpressionError, match="the expression cannot be evaluated: "):
        JsonPath("$..a").select(resource)
