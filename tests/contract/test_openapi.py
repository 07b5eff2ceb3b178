"""The OpenAPI document: valid, complete, and shown on a page without external resources."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from typer.testing import CliRunner

from walkin.api.app import create_app
from walkin.api.openapi.v20 import build_openapi_v20
from walkin.cli.main import app
from walkin.languages import Words
from walkin.model.errors import STATUS_BY_REASON


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return create_app(tmp_path_factory.mktemp("office") / "office.db").openapi()


@pytest.fixture(params=["2.3", "2.0"])
def described(request: pytest.FixtureRequest, document: dict[str, Any]) -> dict[str, Any]:
    """The document of each version."""
    return document if request.param == "2.3" else build_openapi_v20(document)


def list_operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_it_is_valid_openapi_3_1(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    assert [error.message for error in OpenAPIV31SpecValidator(described).iter_errors()] == []


def test_every_route_is_documented_with_its_errors(described: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, operation in list_operations(described)]
    assert len(names) == len(set(names))
    for operation_name, operation in list_operations(described):
        assert operation["summary"], operation_name
        assert operation["description"], operation_name
        assert operation["tags"], operation_name
        assert all(parameter["description"] for parameter in operation.get("parameters", [])), operation_name
        responses = {int(code): response for code, response in operation["responses"].items()}
        (success,) = (code for code in responses if code < 400)
        assert {400, 500, 503} <= responses.keys(), operation_name
        # Every desk name is valid: an unknown desk has only done nothing yet.
        assert not [
            name for name in re.findall(r"\{(\w+)\}", operation_name) if 404 not in responses and name != "desk"
        ], operation_name
        if "requestBody" in operation:
            assert {413, 415, 422} <= responses.keys(), operation_name
        for code, response in responses.items():
            if code < 400:
                continue
            content = response["content"]["application/json"]
            assert content["schema"] == {"$ref": "#/components/schemas/Error"}, operation_name
            assert content["examples"], operation_name
            for reason, example in content["examples"].items():
                error = example["value"]["error"]
                assert (error["code"], error["reason"], STATUS_BY_REASON[reason]) == (code, reason, code), (
                    operation_name
                )
                assert not error["message"].startswith("error-"), operation_name
        if success != 204 and ("content" in responses[success] or described["info"]["version"] != "2.0"):
            assert all("example" in content for content in responses[success]["content"].values()), operation_name


def test_parameters_and_fixed_names_are_described_as_they_are_taken(described: dict[str, Any]) -> None:
    for operation_name, operation in list_operations(described):
        queries = [parameter for parameter in operation.get("parameters", ()) if parameter["in"] == "query"]
        # An empty one counts as absent.
        assert all(parameter["allowEmptyValue"] for parameter in queries), operation_name
    # A fixed name in the place of an id has other methods.
    for path in described["paths"]:
        folder, _, name = path.rpartition("/")
        by_id = next(
            (other for other in described["paths"] if re.fullmatch(rf"{re.escape(folder)}/{{\w+}}", other)), ""
        )
        if by_id and not name.startswith("{"):
            for method in described["paths"][by_id].keys() - described["paths"][path].keys():
                assert "405" in described["paths"][by_id][method]["responses"], f"{method} {by_id}"


def test_every_example_is_what_its_schema_says(described: dict[str, Any]) -> None:
    def check(operation_name: str, content: dict[str, Any]) -> None:
        if "example" in content:
            schema = {**content["schema"], "components": described["components"]}
            assert [error.message for error in Draft202012Validator(schema).iter_errors(content["example"])] == [], (
                operation_name
            )

    for operation_name, operation in list_operations(described):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            assert "example" in content, operation_name
            check(operation_name, content)
        for response in operation["responses"].values():
            for content in response.get("content", {}).values():
                check(operation_name, content)


def test_bodies_are_components_each_described_once(described: dict[str, Any]) -> None:
    for operation_name, operation in list_operations(described):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            assert "$ref" in content["schema"], operation_name
    schemas = described["components"]["schemas"]
    assert not [name for name in schemas if name.endswith(("-Input", "-Output")) or "__" in name]
    assert len({json.dumps(schema, sort_keys=True) for schema in schemas.values()}) == len(schemas)
    used = set(re.findall(r"#/components/schemas/([\w-]+)", json.dumps(described)))
    assert used == schemas.keys()


def test_version_2_0_says_what_its_clients_get(document: dict[str, Any]) -> None:
    older = build_openapi_v20(document)
    assert {path.replace("/api/2.0/", "/api/2.3/") for path in older["paths"]} == document["paths"].keys()
    assert not [path for path in older["paths"] if "2.3" in path]
    described = json.dumps({**older, "info": None})
    assert "inProgress" not in described
    assert "onGoing" in described
    for operation_name, operation in list_operations(older):
        assert [code for code in operation["responses"] if code < "400"] == ["200"], operation_name
    schemas = older["components"]["schemas"]
    assert schemas["Queue"]["properties"]["form"]["$ref"].endswith("/Ref")
    assert schemas["Registration"]["properties"]["author"]["type"] == "string"
    assert "author" not in document["components"]["schemas"]["Registration"]["properties"]


def test_no_member_has_a_default_and_no_response_any_type(described: dict[str, Any]) -> None:
    # Generated clients would demand it in what is sent.
    for name, schema in described["components"]["schemas"].items():
        assert not [member for member, part in schema.get("properties", {}).items() if "default" in part], name
    for operation_name, operation in list_operations(described):
        for response in operation["responses"].values():
            assert "*/*" not in response.get("content", {}), operation_name


def test_every_reason_has_words(document: dict[str, Any]) -> None:
    reasons = document["components"]["schemas"]["Error"]["properties"]["error"]["properties"]["reason"]["enum"]
    for language in ("en", "fr"):
        words = Words(language)
        assert not [
            reason
            for reason in reasons
            if words(f"error-{reason}", before="", after="", prefix="", limit=1) == f"error-{reason}"
        ]


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name in ("href", "src"):
                self.links.append(value or "")
            if name == "id":
                self.ids.append(value or "")


async def test_the_page_needs_nothing_from_elsewhere(http: httpx.AsyncClient, document: dict[str, Any]) -> None:
    response = await http.get("/docs")
    assert response.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in response.headers["content-security-policy"]
    page = Page()
    page.feed(response.text)
    assert not page.tags & {"script", "img", "link", "iframe"}
    assert len(page.ids) == len(set(page.ids))
    inner = {link.removeprefix("#") for link in page.links if link.startswith("#")}
    assert {link for link in page.links if not link.startswith("#")} == {"openapi.json", "openapi-2.0.json"}
    assert inner <= set(page.ids)
    for _, operation in list_operations(document):
        assert operation["operationId"] in page.ids
        assert operation["summary"] in html.unescape(response.text)


def test_walkin_openapi_prints_it(tmp_path: Path, document: dict[str, Any]) -> None:
    printed = CliRunner().invoke(app, ["openapi"])
    assert json.loads(printed.stdout) == json.loads(json.dumps(document))
    printed_v20 = CliRunner().invoke(app, ["openapi", "--v20"])
    assert json.loads(printed_v20.stdout) == json.loads(json.dumps(build_openapi_v20(document)))
    for name in ("api.json", "api.html"):
        assert CliRunner().invoke(app, ["openapi", "--output", str(tmp_path / name)]).exit_code == 0
    assert json.loads((tmp_path / "api.json").read_text()) == json.loads(printed.stdout)
    assert (tmp_path / "api.html").read_text().startswith("<!doctype html>")
    assert not (tmp_path / "office.db").exists()
