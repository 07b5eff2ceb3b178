"""Templates: the schema of a watch, rendered with hostile schemas and hostile names too."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest

from tests.support.helpers import HOSTILE_TEXTS
from walkin.watch.jsonpath import ExpressionError, JsonPath
from walkin.watch.template import Template, TemplateError

RESOURCE: dict[str, Any] = {
    "id": "42",
    "rank": 3,
    "waiting": True,
    "note": None,
    "ratio": 1.5,
    "client": {"firstName": "Ann", "lastName": 'O"Brien \\ 🙂', "emailAddress": "ann@example.org"},
    "form": [
        {"id": "a", "bind": "crm-email", "value": "ann@example.org"},
        {"id": "b", "values": [{"id": "1", "name": "One"}, {"id": "2", "name": "Two"}]},
        {"id": "c", "value": "x" * 200},
    ],
}


def filled(schema: Any, resource: Any = None) -> Any:
    return json.loads(Template(schema).render(RESOURCE if resource is None else resource))


@pytest.mark.parametrize(
    ("expression", "selected"),
    [
        ("$", [RESOURCE]),
        ("$.id", ["42"]),
        ("$['id']", ["42"]),
        ('$["client"]["firstName"]', ["Ann"]),
        ("$.client.none", []),
        ("$.note", [None]),
        ("$.form[0].id", ["a"]),
        ("$.form[-1].id", ["c"]),
        ("$.form[0:2].id", ["a", "b"]),
        ("$.form[::2].id", ["a", "c"]),
        ("$.form[::-1].id", ["c", "b", "a"]),
        ("$.form[0,2].id", ["a", "c"]),
        ("$.form[*].id", ["a", "b", "c"]),
        ("$..name", ["One", "Two"]),
        ("$.form[?@.bind=='crm-email'].value", ["ann@example.org"]),
        ("$.form[?@.id>'a'].id", ["b", "c"]),
        ("$.form[?@.id=='a' || @.id=='c'].id", ["a", "c"]),
        ("$.form[?!(@.id=='a')].id", ["b", "c"]),
        ("$.form[?@.values].id", ["b"]),
        ("$.form[?length(@.id)==1].id", ["a", "b", "c"]),
        ("$.form[?count(@.values[*])==2].id", ["b"]),
        ("$.form[?match(@.id,'[ab]')].id", ["a", "b"]),
        ("$.form[?search(@.value,'@')].id", ["a"]),
        ("$.form[?match(@.value,'@')].id", []),
        ("$.form[?match(@.id,'(')].id", []),
        ("$.form[?value(@..name)=='One'].id", []),
        ("$.form[?@.id==$.form[1].id].id", ["b"]),
    ],
)
def test_what_an_expression_selects(expression: str, selected: list[Any]) -> None:
    assert JsonPath(expression).select(RESOURCE) == selected


@pytest.mark.parametrize(
    "expression",
    ["", "id", "$.", "$.form[", "$[01]", "$.a b", "$.form[?]", "$['a", "$.form[?foo(@.a)]", "$..", " $.id.", "$[?@.a=]",
     "$.form[?length(@.a)]", "$.form[1:2:3:4]", "@.id", "$.form[?@.a == 'x' and @.b]", "$.form[9007199254740992]"],
)  # fmt: skip
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(ExpressionError):
        JsonPath(expression)


def test_the_object_form_keeps_strings() -> None:
    schema = {
        "id": "${$.id}",
        "who": "${$.client.firstName} ${$.client.lastName}",
        "deep": {"list": ["${$.rank}", {"x": "${$.none}", "y": 5, "z": None}]},
        "literal": "$.id",
        "name": "${$.form[1].values[*].name}",
    }
    assert filled(schema) == {
        "id": "42",
        "who": 'Ann O"Brien \\ 🙂',
        "deep": {"list": ["3", {"x": "", "y": 5, "z": None}]},
        "literal": "$.id",
        "name": '["One","Two"]',
    }


@pytest.mark.parametrize(
    ("schema", "result"),
    [
        ('{"a":${$.rank},"b":${$.waiting},"c":${$.note},"d":${$.none},"e":${$.ratio}}',
         {"a": 3, "b": True, "c": None, "d": None, "e": 1.5}),
        ('{"a":"${$.rank}","b":"x ${$.none} y","c":${$.id}}', {"a": "3", "b": "x  y", "c": "42"}),
        ('{"a":${$.client.lastName},"b":"<${$.client.lastName}>"}', {"a": 'O"Brien \\ 🙂', "b": '<O"Brien \\ 🙂>'}),
        ('[${$.form[1].values}]', [[{"id": "1", "name": "One"}, {"id": "2", "name": "Two"}]]),
        ('{"a":"${$.form[?@.bind==\'crm-email\'].value}"}', {"a": "ann@example.org"}),
        ('{"a":"${$.form[?@.bind==\\"crm-email\\"].value}"}', {"a": "ann@example.org"}),
        ('{"a":${$.form[?@.bind=="crm-email"].value}}', {"a": "ann@example.org"}),
        ('{"a\\"b":"\\\\${$.id}"}', {'a"b': "\\42"}),
        ('{"a":"${$[\'}\']}"}', {"a": ""}),
        ("${$}", RESOURCE),
        ('"${$.id}"', "42"),
        ("{}", {}),
    ],
)  # fmt: skip
def test_the_string_form_keeps_types(schema: str, result: Any) -> None:
    assert filled(schema) == result


@pytest.mark.parametrize(
    "schema",
    [
        '{"a":${$.id}', '{"a":${$.id}${$.id}}', "{${$.id}:1}", '{"a":-${$.rank}}', "", "plain", '{"a":"${$.id"}',
        '{"a":"${$.id}', '{"a":${name}}', {"a": "${name}"}, {"a": "${}"}, {"a": "${$.id"}, {"a": "x" * 20_000},
        {str(n): "${$.id}" for n in range(65)}, {"a": "${$." + "a" * 300 + "}"}, {"a": "${$..a..b..c}"},
        {"a": "${$[0,1,2,3,4,5,6,7,8,9]}"},
    ],
)  # fmt: skip
def test_a_schema_that_cannot_work_is_refused_in_words(schema: Any) -> None:
    with pytest.raises(TemplateError) as caught:
        Template(schema)
    assert str(caught.value)


@pytest.mark.parametrize(
    "name", [name for name in HOSTILE_TEXTS if "\ud800" not in name] + ['","admin":true,"x":"', "${$.id}", '"}']
)
def test_a_hostile_name_comes_out_as_itself(name: str) -> None:
    resource = RESOURCE | {"client": {"lastName": name}}
    assert filled({"a": "<${$.client.lastName}>"}, resource) == {"a": f"<{name}>"}
    assert filled('{"a":${$.client.lastName},"b":"<${$.client.lastName}>"}', resource) == {"a": name, "b": f"<{name}>"}


@pytest.mark.parametrize(
    "expression",
    ["$.form[?match(@.value,'(x|xx)+y')]", "$.form[?search(@.value,'(x+x+)+y')]", "$.form[?match(@.value,'(.*)*y')]",
     "$.form[?match(@.value,'((x{1,99}){1,99}){1,99}')]", "$..*..*", "$" + ".a" * 120, "$" + "[0]" * 80,
     "$[?" + "(" * 100 + "@.a" + ")" * 100 + "]", "$..[?@..[?@.a]]", "$..[*,*,*,*]..[*,*,*,*]"],
)  # fmt: skip
def test_a_hostile_expression_is_refused_or_quick(expression: str) -> None:
    try:
        template = Template({"a": f"${{{expression}}}"})
    except TemplateError:
        return
    # An evaluation that is not bounded would take longer than the test suite may.
    with contextlib.suppress(TemplateError):
        template.render(RESOURCE)


def test_deep_nesting_ends_in_words_and_not_in_a_crash() -> None:
    for expression in ("$" + ".a" * 5000, "$" + "[0]" * 5000, "$[?" + "(" * 5000 + "@.a" + ")" * 5000 + "]"):
        with contextlib.suppress(ExpressionError):
            JsonPath(expression).select(RESOURCE)


def test_a_result_that_is_too_large_is_refused() -> None:
    with pytest.raises(TemplateError, match="bytes"):
        Template({str(n): "${$.form}" for n in range(60)}).render({"form": "x" * 2000})


@pytest.mark.parametrize(
    ("schema", "larger"),
    [
        ({"a": "x" * 16_376}, {"a": "x" * 16_377}),
        ({str(n): "${$.id}" for n in range(64)}, {str(n): "${$.id}" for n in range(65)}),
        ({"a": "${$." + "a" * 254 + "}"}, {"a": "${$." + "a" * 255 + "}"}),
        ({"a": "${$..a..b}"}, {"a": "${$..a..b..c}"}),
        ({"a": "${$[0,1,2,3,4,5,6,7,8]}"}, {"a": "${$[0,1,2,3,4,5,6,7,8,9]}"}),
    ],
)
def test_the_limits_of_a_schema(schema: Any, larger: Any) -> None:
    Template(schema)
    with pytest.raises(TemplateError, match="at most"):
        Template(larger)


def test_the_limit_of_a_rendered_body() -> None:
    template = Template('{"a":"${$.id}"}')
    assert len(template.render({"id": "x" * 65_528})) == 65_536
    with pytest.raises(TemplateError, match="65,536 bytes"):
        template.render({"id": "x" * 65_529})


@pytest.mark.parametrize(
    "expression",
    ["$['}']", "$['a}']['b}']", "$[\"'}\"]['\"}']", "$['a\\'}']", "$['\\\\']", "$['\\\\']['}']", "$['a'].b"],
)
def test_a_placeholder_ends_at_the_brace_outside_quoted_names(expression: str) -> None:
    assert filled({"a": f"<${{{expression}}}>}}"}) == {"a": "<>}"}
