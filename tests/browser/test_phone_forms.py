"""The phone's form with JavaScript: conditional questions appear and disappear without loss of answers."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.browser.test_phone import API, axe, check_accessibility, office, page
from tests.contract.test_phone_forms import VISIT
from tests.support import real_forms
from tests.support.offices import run_server
from walkin.model.form.definition import FormItem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from playwright.async_api import Page

    from tests.support.offices import WalkinServer

__all__ = ["axe", "office", "page"]

pytestmark = pytest.mark.browser

MORE: list[dict[str, Any]] = [
    {"id": "time", "type": "time", "title": "Time", "section": "More", "valueFormat": {"min": "08:00", "max": "18:00"}},
    {"id": "weight", "type": "number", "title": "Weight", "valueFormat": {"min": 0.5, "unit": "kg"}},
    {
        "id": "places",
        "type": "select",
        "title": "Places",
        "multiple": True,
        "values": [
            {"id": f"p{place}", "name": f"Place {place}", "otherNames": ["Übach", "Łódź Straße"]}
            for place in range(252)
        ],
        "value": "p3,p5",
    },
    {
        "id": "diet",
        "type": "checkbox",
        "title": "Diet",
        "values": [{"id": "a", "name": "Vegan"}, {"id": "z", "name": "None of these", "exclusive": True}],
    },
    {"id": "sign", "type": "file", "title": "Signature", "capture": "signature", "mandatory": True},
]


async def test_questions_come_and_go_without_a_new_page(office: WalkinServer, page: Page, axe: str) -> None:
    async with httpx.AsyncClient(base_url=office.url) as http:
        body = {"name": "Surgery", "joinByPhone": True, "form": [*VISIT, *MORE]}
        queue_id = (await http.post(API, json=body)).json()["id"]
        await page.goto(f"{office.url}/q/{queue_id}")
        await page.locator("[data-key=agreed]").wait_for()
        await page.locator("[name='v:name']").fill("Ann")
        await page.get_by_label("Yes").check()
        await page.locator("[name='v:since']").fill("9")
        await page.locator("[name='v:name']").focus()
        await page.locator("[name='v:doctor']").wait_for()
        assert await page.evaluate("document.activeElement.name") == "v:name"
        assert await page.locator("[name='v:since']").input_value() == "9"
        await page.locator("[name='v:doctor']").fill("Dr. No")
        await page.get_by_label("No", exact=True).check()
        await page.locator("[name='v:doctor']").wait_for(state="detached")
        await page.get_by_label("Yes").check()
        await page.locator("[name='v:doctor']").wait_for()
        assert await page.locator("[name='v:doctor']").input_value() == "Dr. No"
        await page.get_by_role("button", name="Add: Child").click()
        await page.locator("[name='v:children/1/first']").wait_for()
        await page.get_by_role("button", name="Add another: Child").click()
        await page.locator("[name='v:children/2/first']").fill("Bo")
        assert await page.get_by_role("button", name="Add").count() == 0
        await page.get_by_role("button", name="Remove: Child 1").click()
        await page.locator("[name='v:children/1/first']").wait_for(state="detached")
        assert await page.locator("[name='v:children/2/first']").input_value() == "Bo"
        await page.locator("summary").click()
        for typed in ("ŁÓDŹ straße place 251", "lodz strasse place 251", "ubach place 251", "ldoz strase plaice 251"):
            await page.get_by_label("Type to search").fill(typed)
            assert await page.locator("details .pick:visible").count() == 1
        await page.get_by_label("Place 251").check()
        assert await page.get_by_text("Selected: Place 3, Place 5, Place 251").count() == 1
        await page.get_by_label("Vegan").check()
        await page.get_by_label("None of these").check()
        assert not await page.get_by_label("Vegan").is_checked()
        await check_accessibility(page, axe)
        pad = page.locator("canvas")
        await pad.scroll_into_view_if_needed()
        box = await pad.bounding_box()
        assert box is not None
        await page.mouse.move(box["x"] + 40, box["y"] + 40)
        await page.mouse.down()
        await page.mouse.move(box["x"] + 200, box["y"] + 90, steps=5)
        await page.mouse.up()
        await page.get_by_label("I agree").check()
        await page.locator("#go button").click()
        await page.wait_for_url("**/t/*")
        (registration,) = (await http.get(f"{API}/{queue_id}/registrations")).json()["items"]
        items = {item["id"]: item for item in registration["form"]}
        assert items["sign"]["fileName"] == "signature.png"
        picture = await http.get(items["sign"]["value"])
        assert picture.content.startswith(b"\x89PNG")
        assert [entry["id"] for entry in items["children"]["subItem"]] == ["2"]
        assert items["doctor"]["value"] == "Dr. No"


async def test_long_lists_are_found_however_they_are_written(office: WalkinServer, page: Page) -> None:
    names = ["Côte d’Ivoire", "Philippines", "Trinidad & Tobago", "India", "Sri Lanka", "St. Kitts"]
    values = [{"id": f"v{place}", "name": f"Zzz {place}"} for place in range(430)]
    values += [{"id": name, "name": name} for name in names]
    item = {"id": "land", "title": "Country", "type": "select", "values": values, "otherValue": True}
    async with httpx.AsyncClient(base_url=office.url) as http:
        queue_id = (await http.post(API, json={"name": "Visit", "joinByPhone": True, "form": [item]})).json()["id"]
        await page.goto(f"{office.url}/q/{queue_id}")
        options = page.locator("select option")
        assert await options.count() == 438
        search = page.get_by_label("Type to search")
        for typed, name in {
            "cote divoire": "Côte d’Ivoire",
            "filipines": "Philippines",
            "phlippines": "Philippines",
            "trinidad and toboga": "Trinidad & Tobago",
            "inida": "India",
            "srilanka": "Sri Lanka",
            "saint kits": "St. Kitts",
        }.items():
            await search.fill(typed)
            texts = await options.all_text_contents()
            assert name in texts, typed
            assert len(texts) <= 4, texts
        await page.locator("select").select_option("St. Kitts")
        await search.fill("india")
        # What was chosen stays.
        assert await page.locator("select").input_value() == "St. Kitts"
        await search.press("Enter")
        await search.fill("")
        assert await options.count() == 438
        await page.locator("#go button").click()
        await page.wait_for_url("**/t/*")
        (registration,) = (await http.get(f"{API}/{queue_id}/registrations")).json()["items"]
        assert registration["form"][0]["values"][0]["id"] == "St. Kitts"


@pytest.mark.long
@pytest.mark.parametrize("page", ["light"], indirect=True)
@pytest.mark.parametrize("name", real_forms.LONGEST)
async def test_the_longest_forms_are_answered_on_a_phone(office_file: Path, page: Page, name: str) -> None:
    shutil.copytree(real_forms.LISTS, office_file.parent / "lists")
    form = [item.to_wire() for item in real_forms.load(name)]
    await page.set_viewport_size({"width": 390, "height": 844})
    with run_server(office_file) as office:
        async with httpx.AsyncClient(base_url=office.url) as http:
            body = {"name": "Visit", "timeZone": "UTC", "joinByPhone": True, "form": form}
            queue_id = (await http.post(API, json=body)).json()["id"]
            for visitor in real_forms.VISITORS:
                answers = real_forms.answer_everything(name, visitor)
                asked = real_forms.ask(name, answers)
                await page.goto(f"{office.url}/q/{queue_id}")
                await answer_form(page, asked.items, answers)
                await expect_whole(page, [item.title for item in asked.items])
                assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
                await page.locator("#go button").last.click()
                await page.wait_for_url("**/t/*")
                kept = (await http.get(f"{API}/{queue_id}/registrations")).json()["items"][-1]["form"]
                items = [FormItem.model_validate(item) for item in kept]
                expected = asked.validate().items
                assert real_forms.list_texts(items) == real_forms.list_texts(expected)
                assert {item.id for item in items} == {item.id for item in expected}


async def answer_form(page: Page, items: Sequence[FormItem], answers: Sequence[real_forms.Answer]) -> None:
    """Fill in every field as soon as it is asked, and add the entries of repeats."""
    for item in items:
        for entry in (item.sub_item or ()) if item.is_repeated else ():
            # It comes with its first entries.
            await page.locator(f"[data-key='{item.id}']").wait_for()
            if not await page.locator(f"[data-key='{item.id}/{entry.id}']").count():
                await page.locator(f"button[name=add][value='{item.id}']").click()
                await page.locator(f"[data-key='{item.id}/{entry.id}']").wait_for()
        for name, values in real_forms.list_fields([item], answers):
            for value in values:
                field = page.locator(f'[name="{name}"]').first
                await field.wait_for(state="attached")
                if await field.get_attribute("type") in ("radio", "checkbox"):
                    await page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true; })")
                    await page.locator(f'[name="{name}"][value="{value}"]').check()
                elif await field.evaluate("node => node.tagName") == "SELECT":
                    await field.select_option(value)
                else:
                    # A native time has two figures for the hour, and questions follow when a field is left.
                    await field.fill(value.zfill(5) if await field.get_attribute("type") == "time" else value)
                    await field.blur()


async def expect_whole(page: Page, titles: list[str]) -> None:
    """Wait until all titles are shown and none is wider than the page; the script replaces some while it follows."""
    for _ in range(100):
        missing = await page.evaluate(
            """titles => {
              const shown = [...document.querySelectorAll("legend, label.title, h3")].filter(node => {
                const box = node.getBoundingClientRect();
                return box.width && box.left >= 0 && box.right <= innerWidth;
              });
              return titles.filter(title => !shown.some(node => node.textContent.includes(title)));
            }""",
            titles,
        )
        if not missing:
            return
        await page.wait_for_timeout(100)
    raise AssertionError(missing)
