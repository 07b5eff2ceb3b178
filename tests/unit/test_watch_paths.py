"""JSONPath against the public compliance suite of RFC 9535, which is not ours to keep here.

``WALKIN_TEST_JSONPATH=…/cts.json pytest tests/unit/test_watch_paths.py`` with the file cts.json of
github.com/jsonpath-standard/jsonpath-compliance-test-suite.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import orjson
import pytest

from walkin.watch import jsonpath

SUITE = os.environ.pop("WALKIN_TEST_JSONPATH", "")


def holds(case: dict[str, Any]) -> bool:
    """Whether we do with the case's expression what the suite says."""
    try:
        found = jsonpath.JsonPath(case["selector"]).select(case.get("document"))
    except jsonpath.ExpressionError:
        return bool(case.get("invalid_selector"))
    # Where members come in any order the suite names every result that is right.
    right = case.get("results", [case.get("result")])
    # As text, for 1 and true are the same to Python.
    return not case.get("invalid_selector") and orjson.dumps(found) in map(orjson.dumps, right)


@pytest.mark.skipif(not SUITE, reason="WALKIN_TEST_JSONPATH does not name the compliance suite's cts.json")
def test_the_compliance_suite_holds() -> None:
    cases = orjson.loads(Path(SUITE).read_bytes())["tests"]
    assert len(cases) >= 700
    assert [case["name"] for case in cases if not holds(case)] == []
