"""Forms of other form builders: what is carried, what is told, and what is refused in words."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from walkin.model.form.check import check_definition
from walkin.model.form.files import FormFileError
from walkin.model.form.importers import ImportedForm, Source, read_form_file
from walkin.model.form.importers.expressions import build_condition, parse_expression
from walkin.model.form.importers.notes import NotCarried

HOUSEHOLD = (Path(__file__).parent / "forms" / "household.csv").read_bytes()

RJSF = {
    "schema": {
        "type": "object",
        "required": ["email", "kind"],
        "definitions": {
            "person": {"type": "object", "properties": {"first": {"type": "string", "title": "First name"}}}
        },
        "properties": {
            "email": {"type": "string", "format": "email", "title": "E-mail", "description": "We write there"},
            "age": {"type": "integer", "minimum": 18, "exclusiveMaximum": 100},
            "plate": {"type": "string", "pattern": "^[a-z]{2}$", "maxLength": 2, "default": "ab"},
            "kind": {"type": "string", "enum": ["h", "g"], "enumNames": ["House", "Garage"]},
            "agree": {"type": "boolean", "const": True, "title": "I agree"},
            "pets": {"type": "boolean", "title": "Pets?"},
            "tools": {"type": "array", "uniqueItems": True, "items": {"type": "string", "enum": ["saw", "axe"]}},
            "people": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"$ref": "#/definitions/person"}},
            "home": {"type": "object", "title": "Home", "properties": {"email": {"type": "string"}}},
            "plan": {"type": "string", "format": "data-url"},
            "secret": {"type": "string", "default": "x"},
        },
        "if": {"properties": {"kind": {"const": "g"}}},
        "then": {"properties": {"cars": {"type": "number", "multipleOf": 0.5}}},
        "dependencies": {"pets": {"oneOf": [{"properties": {"pets": {"enum": [True]}, "which": {"type": "string"}}}]}},
        "anyOf": [{"required": ["age"]}],
    },
    "uiSchema": {
        "ui:order": ["kind", "*"],
        "email": {"ui:placeholder": "a@b.c"},
        "secret": {"ui:widget": "hidden"},
        "plate": {"ui:widget": "plates"},
    },
}

JSONFORMS = {
    "schema": {
        "properties": {
            "name": {"type": "string"},
            "far": {"type": "boolean"},
            "address": {"type": "object", "properties": {"street": {"type": "string"}}, "required": ["street"]},
        }
    },
    "uischema": {
        "type": "VerticalLayout",
        "elements": [
            {"type": "Label", "text": "Welcome"},
            {"type": "Control", "scope": "#/properties/far", "label": "From far away?"},
            {
                "type": "Group",
                "label": "Address",
                "rule": {"effect": "HIDE", "condition": {"scope": "#/properties/far", "schema": {"const": True}}},
                "elements": [
                    {
                        "type": "Control",
                        "scope": "#/properties/address/properties/street",
                        "options": {"multi": True},
                        "rule": {"effect": "DISABLE", "condition": {"scope": "#/properties/name", "schema": {}}},
                    }
                ],
            },
            {"type": "Control", "scope": "#/properties/gone"},
        ],
    },
}

FORMIO = {
    "display": "wizard",
    "components": [
        {
            "type": "panel",
            "title": "Applicant",
            "key": "p1",
            "components": [
                {"type": "textfield", "key": "name", "label": "Name", "validate": {"required": True, "maxLength": 50}},
                {"type": "phoneNumber", "key": "phone", "label": "Phone", "tooltip": "Mobile, if you have one"},
                {
                    "type": "columns",
                    "key": "c",
                    "columns": [
                        {"components": [{"type": "number", "key": "age", "validate": {"min": 18, "integer": True}}]},
                        {"components": [{"type": "currency", "key": "rent", "suffix": "per month"}]},
                    ],
                },
            ],
        },
        {
            "type": "radio",
            "key": "kind",
            "label": "Kind",
            "values": [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}],
        },
        {
            "type": "textfield",
            "key": "more",
            "label": "More",
            "inputMask": "99-aa",
            "conditional": {"show": True, "when": "kind", "eq": "b"},
            "validate": {"custom": "valid = input > 1", "pattern": "[0-9]+", "customMessage": "Figures only"},
        },
        {"type": "textarea", "key": "why", "customConditional": "show = data.kind === 'a' && data.age > 20;"},
        {"type": "textarea", "key": "how", "customConditional": "if (x) { show = y() }"},
        {
            "type": "selectboxes",
            "key": "days",
            "values": [{"label": "Mon", "value": "mo"}],
            "defaultValue": {"mo": True},
        },
        {"type": "select", "key": "city", "dataSrc": "url", "data": {"url": "https://example.org"}},
        {"type": "checkbox", "key": "ok", "label": "I agree", "validate": {"required": True}},
        {
            "type": "datagrid",
            "key": "kids",
            "label": "Child",
            "components": [{"type": "textfield", "key": "kid", "label": "Name"}],
        },
        {"type": "signature", "key": "sig", "label": "Sign"},
        {"type": "htmlelement", "key": "info", "content": "<p>Read <b>this</b></p><script>x()</script>"},
        {
            "type": "survey",
            "key": "rate",
            "label": "Rate",
            "questions": [{"label": "Food", "value": "f"}],
            "values": [{"label": "Good", "value": "g"}],
        },
        {
            "type": "datetime",
            "key": "when",
            "datePicker": {"minDate": "moment()", "maxDate": "moment().add(3, 'months')"},
        },
        {"type": "tags", "key": "tags"},
        {"type": "button", "key": "submit"},
    ],
}

SURVEYJS = {
    "pages": [
        {
            "name": "p1",
            "title": {"default": "You", "de": "Sie"},
            "elements": [
                {
                    "type": "text",
                    "name": "mail",
                    "inputType": "email",
                    "title": {"default": "Mail", "de": "Post"},
                    "isRequired": True,
                },
                {
                    "type": "radiogroup",
                    "name": "smoke",
                    "title": "Smoke?",
                    "choices": ["yes", {"value": "no", "text": {"default": "No", "de": "Nein"}}],
                    "showOtherItem": True,
                },
                {
                    "type": "text",
                    "name": "count",
                    "inputType": "number",
                    "min": 1,
                    "visibleIf": "{smoke} = 'yes' or {smoke} anyof ['x', 'y']",
                    "validators": [{"type": "numeric", "maxValue": 60, "text": "Too many"}, {"type": "expression"}],
                },
                {
                    "type": "checkbox",
                    "name": "ill",
                    "choices": ["a", "b"],
                    "showNoneItem": True,
                    "defaultValue": ["a", "b"],
                },
            ],
        },
        {
            "elements": [
                {"type": "boolean", "name": "sure", "valueTrue": "y", "valueFalse": "n", "labelTrue": "Sure"},
                {"type": "rating", "name": "nps", "rateMin": 0, "rateMax": 10, "minRateDescription": "Never"},
                {"type": "html", "name": "h", "html": "<h1>Hi</h1>Read on"},
                {
                    "type": "paneldynamic",
                    "name": "drugs",
                    "title": "Drugs",
                    "maxPanelCount": 4,
                    "visibleIf": "{ill} notempty and {sure} <> 'n'",
                    "templateElements": [
                        {"type": "text", "name": "drug", "visibleIf": "{panel.dose} > 2"},
                        {"type": "text", "name": "dose", "inputType": "number"},
                    ],
                },
                {
                    "type": "matrix",
                    "name": "rate",
                    "columns": ["good", "bad"],
                    "rows": ["food", {"value": "bed", "text": "Bed"}],
                },
                {"type": "signaturepad", "name": "sig"},
                {
                    "type": "panel",
                    "name": "in",
                    "title": "Inner",
                    "visibleIf": "{count} > 3",
                    "elements": [{"type": "comment", "name": "c"}],
                },
                {"type": "expression", "name": "sum", "expression": "1+1"},
                {
                    "type": "text",
                    "name": "when",
                    "inputType": "date",
                    "maxValueExpression": "today()",
                    "requiredIf": "{nps} < 3",
                },
            ]
        },
    ]
}

FHIR = {
    "resourceType": "Questionnaire",
    "contained": [
        {
            "resourceType": "ValueSet",
            "id": "sex",
            "compose": {"include": [{"concept": [{"code": "f", "display": "Female"}, {"code": "m"}]}]},
        }
    ],
    "item": [
        {
            "linkId": "1",
            "type": "group",
            "text": "Patient",
            "item": [
                {
                    "linkId": "1.1",
                    "type": "string",
                    "text": "Name",
                    "required": True,
                    "maxLength": 40,
                    "_text": {
                        "extension": [
                            {
                                "url": "http://hl7.org/fhir/StructureDefinition/translation",
                                "extension": [
                                    {"url": "lang", "valueCode": "de"},
                                    {"url": "content", "valueString": "Name, Vorname"},
                                ],
                            }
                        ]
                    },
                },
                {"linkId": "1.2", "type": "choice", "text": "Sex", "answerValueSet": "#sex"},
                {
                    "linkId": "1.3",
                    "type": "choice",
                    "text": "Country",
                    "answerValueSet": "http://hl7.org/fhir/ValueSet/iso3166-1-2",
                },
                {"linkId": "1.4", "type": "choice", "text": "Drug", "answerValueSet": "http://snomed.info/sct?fhir_vs"},
            ],
        },
        {
            "linkId": "2",
            "type": "boolean",
            "text": "Pregnant?",
            "enableWhen": [{"question": "1.2", "operator": "=", "answerCoding": {"code": "f"}}],
        },
        {
            "linkId": "3",
            "type": "quantity",
            "text": "Weight",
            "extension": [
                {"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueDecimal": 1},
                {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueDecimal": 400},
                {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-unit", "valueCoding": {"code": "kg"}},
                {
                    "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression",
                    "valueExpression": {},
                },
            ],
            "enableWhen": [
                {"question": "2", "operator": "exists", "answerBoolean": True},
                {"question": "1.1", "operator": "!=", "answerString": "x"},
            ],
            "enableBehavior": "any",
        },
        {
            "linkId": "4",
            "type": "open-choice",
            "repeats": True,
            "text": "Allergies",
            "answerOption": [
                {"valueCoding": {"code": "nuts", "display": "Nuts"}, "initialSelected": True},
                {
                    "valueString": "none",
                    "extension": [
                        {
                            "url": "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive",
                            "valueBoolean": True,
                        }
                    ],
                },
            ],
        },
        {
            "linkId": "5",
            "type": "group",
            "repeats": True,
            "text": "Drug",
            "item": [{"linkId": "5.1", "type": "string", "text": "Name"}],
        },
        {"linkId": "6", "type": "display", "text": "Please wait."},
        {"linkId": "7", "type": "reference", "text": "Doctor"},
        {
            "linkId": "8",
            "type": "date",
            "text": "Since",
            "enableWhen": [{"question": "7", "operator": "exists", "answerBoolean": True}],
        },
        {
            "linkId": "9",
            "type": "string",
            "initial": [{"valueString": "hidden"}],
            "extension": [
                {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden", "valueBoolean": True}
            ],
        },
    ],
}

DOCUMENTS: dict[Source, bytes] = {
    Source.XLSFORM: HOUSEHOLD,
    Source.JSON_SCHEMA: json.dumps(RJSF).encode(),
    Source.FORMIO: json.dumps(FORMIO).encode(),
    Source.SURVEYJS: json.dumps(SURVEYJS).encode(),
    Source.FHIR: json.dumps(FHIR).encode(),
}


def read(document: object, source: Source | None = None, name: str = "form") -> ImportedForm:
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return read_form_file(content, name, source)


def items(form: ImportedForm) -> dict[str, dict[str, Any]]:
    return {item.id: {key: value for key, value in item.to_wire().items() if key != "id"} for item in form.items}


def notes(form: ImportedForm) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for note in form.notes:
        found.setdefault(note.place, []).append(note.text)
    return found


@pytest.mark.parametrize("source", DOCUMENTS)
def test_what_wrote_a_file_is_found_out_and_what_it_says_can_be_used(source: Source) -> None:
    form = read(DOCUMENTS[source])
    assert form == read(DOCUMENTS[source], source)
    assert [str(problem) for problem in check_definition(form.items) if not problem.warning] == []
    assert form.notes
    for note in form.notes:
        assert note.text
        assert str(note).isprintable()


def test_an_xlsform() -> None:
    form = read(HOUSEHOLD)
    found = items(form)
    assert " ".join(found) == "full_name age birth plate pets kind child thanks rules sign town nps odd"
    assert found["full_name"] == {
        "type": "input",
        "title": "What is your name?",
        "help": "As in the passport",
        "mandatory": True,
        "section": "Person",
    }
    assert found["age"]["valueFormat"] == {"integer": True, "min": 18, "max": 119, "message": "Only for adults"}
    assert found["birth"]["valueFormat"] == {"min": "-120y", "max": "today"}
    assert found["plate"]["valueFormat"] == {
        "regexType": "custom",
        "regexValue": "^[A-Z]{2}-[0-9]{3}$",
        "maxLength": 6,
    }
    assert found["kind"]["type"] == "checkbox"
    assert found["kind"]["otherValue"] is True
    assert found["kind"]["values"] == [{"id": "cat", "name": "Cat"}, {"id": "none", "name": "None", "exclusive": True}]
    assert found["kind"]["visibleIf"] == {"all": [{"id": "pets", "in": ["yes"]}, {"id": "age", "gte": 18}]}
    assert found["child"]["repeat"] == {"title": "Child"}
    assert found["child"]["visibleIf"] == {"any": [{"id": "pets", "in": ["yes"]}, {"id": "pets", "answered": False}]}
    assert [part["id"] for part in found["child"]["subItem"]] == ["child_name", "child_birth"]
    assert found["child"]["subItem"][1]["valueFormat"] == {"min": {"id": "birth", "offset": "+1d"}}
    assert found["thanks"]["visibleIf"] == {"not": {"id": "age", "lt": 21}}
    assert found["rules"]["type"] == "consent"
    assert found["town"]["valuesFrom"] == "file:towns.csv"
    assert [step["id"] for step in found["nps"]["values"]] == [str(step) for step in range(11)]
    assert form.translations["fr"]["kind"]["values"] == {"cat": "Chat", "none": "Aucun"}
    assert form.translations["fr"]["full_name"] == {"title": "Votre nom ?", "section": "Personne"}
    assert form.translations["fr"]["child"]["subItem"] == {
        "child_name": {"title": "Nom"},
        "child_birth": {"title": "Naissance"},
    }
    assert form.translations["fr"]["child"]["repeat"] == form.translations["fr"]["child"]["title"]
    told = notes(form)
    assert set(told) == {"start", "kind", "total", "thanks", "place", "town", "odd"}
    assert "ask for the address instead" in told["place"][0]
    assert "a second value 'cat'" in told["kind"][0]


def test_a_survey_alone_is_an_xlsform() -> None:
    form = read(b"type;name;label\ntext;a;A\nselect_one x;b;B\nselect_multiple x;c;C\n")
    assert items(form)["a"] == {"type": "input", "title": "A"}
    assert "has no list 'x'" in notes(form)["b"][0]


@pytest.mark.parametrize("count", [1, 4, 5])
def test_a_small_group_of_an_xlsform_stays_on_one_screen(count: int) -> None:
    rows = "".join(f"text,q{place},Q,\n" for place in range(count))
    text = f"type,name,label,appearance\nbegin group,g,G,field-list\n{rows}end group,,,\ntext,z,Z,\n"
    form = read(text.encode())
    assert [item.bind_group for item in form.items] == ["g" if 1 < count < 5 else None] * count + [None]
    assert ("g" in notes(form)) is (count == 5)
    assert check_definition(form.items) == []


def test_an_xlsx_file_says_the_same_as_its_csv() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    import csv

    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    sheet = None
    for row in csv.reader(io.StringIO(HOUSEHOLD.decode())):
        if row[0]:
            sheet = workbook.create_sheet(row[0])
        else:
            sheet.append([int(cell) if cell.isdecimal() else cell or None for cell in row[1:]])
    file = io.BytesIO()
    workbook.save(file)
    assert read(file.getvalue()) == read(HOUSEHOLD)


def test_a_json_schema_with_hints() -> None:
    found = items(form := read(RJSF))
    assert next(iter(found)) == "kind"
    assert found["kind"]["values"] == [{"id": "h", "name": "House"}, {"id": "g", "name": "Garage"}]
    assert found["email"] == {
        "type": "email",
        "title": "E-mail",
        "help": "We write there",
        "placeholder": "a@b.c",
        "mandatory": True,
    }
    assert found["age"]["valueFormat"] == {"min": 18, "max": 99, "integer": True}
    assert found["agree"]["type"] == "consent"
    assert [value["id"] for value in found["pets"]["values"]] == ["true", "false"]
    assert found["tools"]["type"] == "checkbox"
    assert found["people"]["repeat"] == {"title": "people", "min": 1, "max": 3}
    assert found["people"]["subItem"] == [{"id": "first", "type": "input", "title": "First name"}]
    assert found["home.email"]["section"] == "Home"
    assert found["plan"]["type"] == "file"
    assert found["secret"]["visible"] is False
    assert found["cars"]["visibleIf"] == {"id": "kind", "in": ["g"]}
    assert found["cars"]["valueFormat"] == {"step": 0.5}
    assert found["which"]["visibleIf"] == {"id": "pets", "in": ["true"]}
    assert set(notes(form)) == {"email", "plate", "the schema"}


def test_a_layout_of_jsonforms() -> None:
    found = items(form := read(JSONFORMS))
    assert list(found) == ["label", "far", "street"]
    assert found["far"]["title"] == "From far away?"
    assert found["street"] == {
        "type": "textarea",
        "title": "street",
        "section": "Address",
        "mandatory": True,
        "visibleIf": {"not": {"id": "far", "in": ["true"]}},
    }
    assert set(notes(form)) == {"name", "#/properties/gone"}


def test_a_form_of_formio() -> None:
    found = items(form := read(FORMIO))
    assert found["name"]["valueFormat"] == {"maxLength": 50}
    assert found["name"]["section"] == found["rent"]["section"] == "Applicant"
    assert found["age"]["valueFormat"] == {"min": 18, "integer": True}
    assert found["more"]["visibleIf"] == {"id": "kind", "in": ["b"]}
    assert found["more"]["valueFormat"] == {
        "regexType": "custom",
        "regexValue": "[0-9]+",
        "mask": "99-AA",
        "message": "Figures only",
    }
    assert found["why"]["visibleIf"] == {"all": [{"id": "kind", "in": ["a"]}, {"id": "age", "gt": 20}]}
    assert "visibleIf" not in found["how"]
    assert found["days"]["value"] == "mo"
    assert found["ok"]["type"] == "consent"
    assert found["kids"]["subItem"] == [{"id": "kid", "type": "input", "title": "Name"}]
    assert found["sig"]["capture"] == "signature"
    assert found["info"] == {"type": "text", "title": "Read this"}
    assert found["rate.f"]["section"] == "Rate"
    assert found["when"]["valueFormat"] == {"valueFormat": "dateTime", "min": "today", "max": "+3m"}
    assert set(notes(form)) == {"more", "how", "city", "rate", "tags"}


def test_a_survey_of_surveyjs() -> None:
    found = items(form := read(SURVEYJS))
    assert found["mail"] == {"type": "email", "title": "Mail", "section": "You", "mandatory": True}
    assert found["smoke"]["otherValue"] is True
    assert found["count"]["visibleIf"] == {"id": "smoke", "in": ["yes", "x", "y"]}
    assert found["count"]["valueFormat"] == {"min": 1, "max": 60, "message": "Too many"}
    assert found["ill"]["value"] == "a,b"
    assert found["ill"]["values"][-1] == {"id": "none", "name": "None", "exclusive": True}
    assert found["sure"]["values"] == [{"id": "y", "name": "Sure"}, {"id": "n", "name": "No"}]
    assert found["nps"]["minLabel"] == "Never"
    assert found["h"] == {"type": "text", "title": "Hi", "help": "Hi\nRead on"}
    assert found["drugs"]["repeat"] == {"title": "Drugs", "max": 4}
    assert found["drugs"]["subItem"][0]["visibleIf"] == {"id": "dose", "gt": 2}
    assert found["drugs"]["visibleIf"] == {
        "all": [{"id": "ill", "answered": True}, {"not": {"id": "sure", "in": ["n"]}}]
    }
    assert found["rate.bed"]["title"] == "Bed"
    assert found["c"]["section"] == "Inner"
    assert found["c"]["visibleIf"] == {"id": "count", "gt": 3}
    assert found["when"]["valueFormat"] == {"max": "today"}
    german = form.translations["de"]
    assert german["mail"] == {"title": "Post", "section": "Sie"}
    assert german["smoke"] == {"values": {"no": "Nein"}, "section": "Sie"}
    assert set(notes(form)) == {"count", "rate", "sum", "when"}


def test_a_questionnaire_of_fhir() -> None:
    found = items(form := read(FHIR))
    assert found["1.1"]["section"] == "Patient"
    assert found["1.1"]["valueFormat"] == {"maxLength": 40}
    assert found["1.2"]["values"] == [{"id": "f", "name": "Female"}, {"id": "m", "name": "m"}]
    assert found["1.3"]["valuesFrom"] == "countries"
    assert found["2"]["visibleIf"] == {"id": "1.2", "in": ["f"]}
    assert found["3"]["valueFormat"] == {"min": 1, "max": 400, "unit": "kg"}
    assert found["3"]["visibleIf"] == {"any": [{"id": "2", "answered": True}, {"not": {"id": "1.1", "in": ["x"]}}]}
    assert found["4"]["type"] == "checkbox"
    assert found["4"]["otherValue"] is True
    assert found["4"]["value"] == "nuts"
    assert found["4"]["values"][1]["exclusive"] is True
    assert found["5"]["repeat"] == {"title": "Drug"}
    assert found["6"]["type"] == "text"
    assert "visibleIf" not in found["8"]
    assert found["9"]["visible"] is False
    assert form.translations == {"de": {"1.1": {"title": "Name, Vorname"}}}
    assert set(notes(form)) == {"1.4", "3", "7", "8"}


def test_what_a_queue_would_refuse_is_left_out_and_told() -> None:
    properties = {
        "ahead": {"type": "string", "pattern": "^(?=.*[0-9]).{8,}$", "maxLength": 20},
        "lengths": {"type": "string", "minLength": 9, "maxLength": 3},
        "people": {
            "type": "array",
            "items": {"properties": {"plate": {"type": "string", "pattern": "(", "title": "Plate"}}},
        },
        "age": {"type": "integer", "default": "young"},
    }
    form = read({"$schema": "x", "properties": properties})
    assert [problem for problem in check_definition(form.items) if not problem.warning] == []
    found = items(form)
    assert found["ahead"]["valueFormat"] == {"maxLength": 20}
    assert "valueFormat" not in found["lengths"]
    assert "looking ahead" in notes(form)["ahead"][0]
    assert "a ( is not closed" in notes(form)["plate"][0]


def test_conditions_that_a_queue_would_refuse_are_left_out_of_all_fields() -> None:
    rows = "a,${b}=1\nb,${a}=1\nc,${d}=1\nd,${c}=1\ne,${a}>1\nf,${a}>2\ng,${a}=1\n"
    form = read(f"type,name,relevant\n{rows}".replace("\n", "\ntext,").removesuffix("text,").encode())
    assert [item.id for item in form.items if item.visible_if] == ["b", "d", "g"]
    assert set(notes(form)) == {"a", "c", "e", "f"}


def test_patterns_of_what_is_read_in_any_notation() -> None:
    properties = {
        "id": {"type": "integer", "pattern": "^[0-9]{8}$", "minimum": 1, "title": "Number of your card"},
        "tel": {"type": "string", "format": "tel", "pattern": "^0[0-9]+$"},
        "born": {"type": "string", "format": "date", "pattern": "^[0-9/]+$", "formatMaximum": "2020-01-01"},
    }
    found = items(form := read({"$schema": "x", "properties": properties}))
    assert found["id"]["type"] == "input"
    assert found["id"]["valueFormat"] == {"regexType": "custom", "regexValue": "^[0-9]{8}$"}
    assert "valueFormat" not in found["tel"]
    assert found["born"]["valueFormat"] == {"max": "2020-01-01"}
    assert set(notes(form)) == {"id", "tel", "born"}


def deep(name: str, depth: int, inner: Any) -> Any:
    for _ in range(depth):
        inner = {name: [inner]} if name != "properties" else {"type": "object", "properties": {"a": inner}}
    return inner


def zip_bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (65 << 20))
    return file.getvalue()


def zip_with(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


BROKEN: list[tuple[str, Any, str]] = [
    ("nothing", b"", "this is not JSON"),
    ("an old spreadsheet", b"\xd0\xcf\x11\xe0" + b"\0" * 99, "save it as .xlsx or CSV"),
    ("no text", b"\xff\xfe\x00", "the file is not UTF-8"),
    ("too large", b" " * (17 << 20), "larger than 16 MB"),
    ("deep JSON", b"[" * 100_000, "nested too deep"),
    ("half a zip", b"PK\x03\x04" + b"\0" * 40, "this is not an .xlsx file"),
    ("an empty zip", zip_with("a", b""), "this is not an .xlsx file"),
    ("entities", zip_with("xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY b "c">]>'), "declares entities"),
    ("a CSV line", b"type,name\n", "its survey has no column 'type'"),
    ("a CSV without questions", b"type,name\ncalculate,a\n", "no question in it that could be carried"),
    ("a number", b"1", "there is no list of questions"),
    ("no elements", {"components": []}, "no question in it"),
    ("nulls", {"pages": [None, 1, {"elements": [None, 1, []]}]}, ""),
    ("a circle", {"$ref": "#/definitions/a", "definitions": {"a": {"$ref": "#/definitions/a"}}}, "round in a circle"),
    (
        "a longer circle",
        {
            "properties": {"a": {"$ref": "#/d/a"}},
            "d": {"a": {"type": "object", "properties": {"b": {"$ref": "#/d/a"}}}},
        },
        "nested more than 30 deep",
    ),
    (
        "a circle of allOf",
        {"properties": {"a": {"$ref": "#/d/a"}}, "d": {"a": {"allOf": [{"$ref": "#/d/a"}]}}},
        "nested",
    ),
    ("deep panels", {"pages": [deep("elements", 200, {"type": "text", "name": "a"})]}, ""),
    ("deep groups", {"resourceType": "Questionnaire", "item": [deep("item", 200, {"linkId": "a"})]}, "nested"),
    ("deep components", deep("components", 200, {"type": "textfield", "key": "a"}), ""),
    ("deep properties", deep("properties", 200, {"type": "string"}), "nested"),
    (
        "many",
        {"components": [{"type": "textfield", "key": f"k{number}"} for number in range(3_000)]},
        "more than 2000 elements",
    ),
]


@pytest.mark.parametrize(("content", "message"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_what_cannot_be_read_is_refused_in_words(content: Any, message: str) -> None:
    with pytest.raises(FormFileError) as refused:
        read(content)
    assert message in str(refused.value)
    assert all(problem and len(problem) < 400 for problem in refused.value.problems)


def test_a_zip_that_unpacks_to_much_is_refused() -> None:
    pytest.importorskip("openpyxl")
    with pytest.raises(FormFileError, match="unpacked it is larger than 64 MB"):
        read(zip_bomb())


def test_without_openpyxl_an_xlsx_file_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(FormFileError, match="pip install openpyxl"):
        read(zip_with("a", b""))


def test_the_source_that_is_said_is_tried() -> None:
    with pytest.raises(FormFileError, match="looks like one of xlsform"):
        read(zip_with("a", b""), Source.FHIR)
    with pytest.raises(FormFileError, match="has to be an object"):
        read([1], Source.FORMIO)


CONDITIONS = [
    ("${a} = 'x'", {"id": "a", "in": ["x"]}),
    ("/data/group/a = 'x'", {"id": "a", "in": ["x"]}),
    ("../a != 3", {"not": {"id": "a", "in": ["3"]}}),
    ("selected(${a}, 'x') or selected(${a}, 'y')", {"id": "a", "in": ["x", "y"]}),
    ("${a} != ''", {"id": "a", "answered": True}),
    ("string-length(${a}) > 0", {"id": "a", "answered": True}),
    ("not(${a} = '')", {"not": {"id": "a", "answered": False}}),
    ("5 <= ${a}", {"id": "a", "gte": 5}),
    ("${a} >= today()", {"id": "a", "gte": "today"}),
    ("${a} < today() - 6575", {"id": "a", "lt": "-18y"}),
    ("${a} < ${b}", {"id": "a", "lt": {"id": "b"}}),
    ("(${a} = 1 or ${b} = 2) and ${c} = 3", None),
    ("{a} notempty", {"id": "a", "answered": True}),
    ("{a} contains 'x'", {"id": "a", "in": ["x"]}),
    ("{a} allof ['x', 'y']", {"all": [{"id": "a", "in": ["x"]}, {"id": "a", "in": ["y"]}]}),
    ("{a} = true", {"id": "a", "in": ["true"]}),
    ("!data.a", {"not": {"id": "a", "answered": True}}),
    ("data.a === 'x' && row.b !== 'y'", {"all": [{"id": "a", "in": ["x"]}, {"not": {"id": "b", "in": ["y"]}}]}),
]


@pytest.mark.parametrize(("text", "condition"), CONDITIONS, ids=[text for text, _ in CONDITIONS])
def test_expressions_are_conditions(text: str, condition: object) -> None:
    assert condition is None or build_condition(parse_expression(text)) == condition


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "true()",
        "${a} +",
        "${a} = ${b}",
        "count(${a}) > 2",
        "${a} + 1 > 2",
        "position(..) = 1",
        "((((",
        "🦄",
        "a b",
        "alert(1)",
        "(" * 500 + "${a}" + ")" * 500,
        "${a}" * 2_000,
        "not(" * 900 + "${a}" + ")" * 900,
        "- " * 900 + "1",
        "{a} = 1 = 2",
        "{a} empty empty",
        "{a} anyof [[1]]",
    ],
)
def test_other_expressions_are_told(text: str) -> None:
    with pytest.raises(NotCarried):
        build_condition(parse_expression(text))


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def replace_at(document: Any, choose: Any, value: Any) -> Any:
    """The document with one of its values replaced."""
    if isinstance(document, dict) and document and choose.random() < 0.85:
        key = choose.choice(list(document))
        return {**document, key: replace_at(document[key], choose, value)}
    if isinstance(document, list) and document and choose.random() < 0.85:
        place = choose.randrange(len(document))
        return [*document[:place], replace_at(document[place], choose, value), *document[place + 1 :]]
    return value


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.sampled_from([RJSF, JSONFORMS, FORMIO, SURVEYJS, FHIR]), st.randoms(use_true_random=False), JSON_VALUES)
def test_any_wrong_value_in_a_document_is_carried_told_or_refused(document: Any, choose: Any, value: Any) -> None:
    for _ in range(choose.randint(1, 3)):
        document = replace_at(document, choose, value)
    try:
        form = read(document, name="x.json")
    except FormFileError:
        return
    assert [problem for problem in check_definition(form.items) if problem.field_id and not problem.warning] == []


@settings(max_examples=30, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.binary(max_size=60), st.integers(0, len(HOUSEHOLD)), st.sampled_from([None, *Source]))
def test_any_bytes_are_read_or_refused(junk: bytes, place: int, source: Source | None) -> None:
    for content in (junk, HOUSEHOLD[:place] + junk + HOUSEHOLD[place:]):
        try:
            read(content, source)
        except FormFileError:
            continue


@pytest.mark.parametrize(
    "relevant",
    ["${" + " " * 3_000 + "=", "${a} > " + "-" * 3_000 + "5", "${a} > today()" + "+1" * 1_500],
    ids=["an open reference", "signs", "a sum"],
)
def test_an_endless_expression_is_told(relevant: str) -> None:
    form = read_form_file(f'type,name,relevant\ntext,a,\ntext,b,"{relevant}"\n'.encode(), "form.csv")
    assert [item.visible_if for item in form.items] == [None, None]
    assert [note.place for note in form.notes] == ["b"]


def test_long_texts_and_parameters_are_read() -> None:
    rows = f"range,a,{'**a ' * 2_000},{'x' * 100_000}\n"
    form = read_form_file(f"type,name,label,parameters\n{rows}".encode(), "form.csv")
    assert [item.id for item in form.items] == ["a"]


def test_references_that_double_are_refused() -> None:
    definitions: dict[str, Any] = {f"a{i}": {"allOf": [{"$ref": f"#/definitions/a{i + 1}"}] * 2} for i in range(28)}
    schema = {"definitions": definitions, "$ref": "#/definitions/a0"}
    with pytest.raises(FormFileError, match="more than 2000 elements"):
        read_form_file(json.dumps(schema).encode(), "form.json", Source.JSON_SCHEMA)


NESTED: dict[Source, bytes] = {
    Source.XLSFORM: b"type,name\nbegin repeat,outer\nbegin repeat,inner\ntext,leaf\nend repeat,\nend repeat,\n",
    Source.JSON_SCHEMA: b"""{"properties": {"outer": {"type": "array", "items": {"properties": {"inner": {
        "type": "array", "items": {"properties": {"leaf": {"type": "string"}}}}}}}}}""",
    Source.FORMIO: b"""{"components": [{"type": "datagrid", "key": "outer", "components": [
        {"type": "editgrid", "key": "inner", "components": [{"type": "textfield", "key": "leaf"}]}]}]}""",
    Source.SURVEYJS: b"""{"elements": [{"type": "paneldynamic", "name": "outer", "templateElements": [
        {"type": "matrixdynamic", "name": "inner", "columns": [{"name": "leaf", "cellType": "text"}]}]}]}""",
    Source.FHIR: b"""{"resourceType": "Questionnaire", "item": [{"linkId": "outer", "type": "group", "repeats": true,
        "item": [{"linkId": "inner", "type": "group", "repeats": true,
        "item": [{"linkId": "leaf", "type": "string"}]}]}]}""",
}


@pytest.mark.parametrize("source", NESTED)
def test_a_repeat_within_a_repeat_is_asked_once(source: Source) -> None:
    form = read(NESTED[source], source)
    assert [[part.id for part in item.sub_item or ()] for item in form.items] == [["leaf"]]
    assert notes(form) == {"inner": ["a repeat within a repeat is asked once: make it a question of its own"]}
