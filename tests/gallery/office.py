"""The offices that the pictures show."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from walkin.client import connect
from walkin.demo.clients import fill_form, invent_client
from walkin.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from walkin.client import QueueClient

CLOSED_SERVICE: dict[str, Any] = {
    "name": "Building permits",
    "company": {"id": "1", "name": "Town Hall"},
    "status": "closed",
}

FURTHER_SERVICES = ("Building permits", "Parking", "Taxes", "Marriages", "Births", "Dogs", "Trees", "Water")

PEOPLE = [
    ("Ann", "Bee"),
    ("Chidi", "Okonkwo"),
    ("Zoë", "Müller"),
    ("Anh", "Nguyễn Văn"),
    ("María", "García López"),
    ("Łukasz", "Żółtowski"),
    ("Fatima", "Haddad"),
    ("Jean-Baptiste", "de la Rochefoucauld"),
    ("Olga", "Petrova"),
    ("Sam", "Lee"),
    ("Ida", "Berg"),
    ("Tomasz", "Nowak"),
]
"""Two of them are served, two at a desk, one is on hold."""

CHOICES = [{"id": f"v{number}", "name": name} for number, name in enumerate(("Identity card", "Passport", "Both"))]
COUNTRIES = ("Albania", "Bolivia", "Canada", "Denmark", "Egypt", "France", "Ghana", "Haiti", "India", "Japan", "Kenya")

QUESTIONS: dict[str, dict[str, Any]] = {
    "radio": {"type": "radio", "title": "Which document do you need?", "values": CHOICES, "mandatory": True},
    "checkbox": {"type": "checkbox", "title": "What do you have with you?", "values": CHOICES},
    "list": {
        "type": "select",
        "title": "Where do you come from?",
        "values": [{"id": f"v{number}", "name": name} for number, name in enumerate(COUNTRIES)],
    },
    "line": {"type": "input", "title": "Your last name", "bind": "crm-last-name", "mandatory": True},
    "area": {"type": "textarea", "title": "What is it about?", "help": "In a few words."},
    "email": {"type": "email", "title": "E-mail address", "help": "Only for this visit."},
    "date": {"type": "date", "title": "Date of birth", "mandatory": True},
    "number": {"type": "number", "title": "How many people are with you?"},
    "phone": {"type": "phone", "title": "Phone number"},
    "rating": {"type": "star", "title": "How was your last visit?"},
    "country": {"type": "country", "title": "Country of birth"},
    "consent": {"type": "consent", "title": "Privacy", "help": "We keep your answers until the end of the day."},
    "text": {"type": "text", "title": "Good to know", "help": "Bring a **photo** that is not older than six months."},
    "file": {"type": "file", "title": "A photo of your document"},
    "parts": {
        "type": "parts",
        "title": "Address",
        "subItem": [{"id": "street", "title": "Street"}, {"id": "city", "title": "City"}],
    },
}
"""One question of each kind."""


INFO_PAGE = """# Opening hours

- Monday to Friday: 8:00 to 18:00
- Saturday: 9:00 to 12:00
"""


async def fill_office(data: Path) -> None:
    """An office in the middle of a day, with a service that is closed."""
    async with await connect(Settings(data=data)) as client:
        await client.add_queue(CLOSED_SERVICE)
        tickets = [await _register(client, number) for number in range(len(PEOPLE))]
        for queue, desk in (("1", "Desk 2"), ("2", "Desk 3")):
            called = await client.call_next(queue, desk)
            assert called is not None
            await client.finish(queue, called.id)
        for queue, desk in (("2", "Desk 2"), ("3", "Desk 3")):
            await client.call_next(queue, desk)
        await client.park("3", tickets[-1])


async def _register(client: QueueClient, number: int) -> str:
    first, last = PEOPLE[number]
    person = invent_client(Random(number)) | {"firstName": first, "lastName": last}
    queue_id = str(number % 3 + 1)
    members: dict[str, object] = {
        "client": person,
        "form": fill_form((await client.get_queue(queue_id)).form, person, Random(number)),
        "language": ("en", "fr")[number % 2],
        "comment": "walks with a stick" if number == 3 else "",
    }
    return (await client.register(queue_id, members, f"k{number}")).id


async def fill_busy(data: Path) -> None:
    """An office with eleven services, and somebody at each of forty desks."""
    async with await connect(Settings(data=data)) as client:
        ids = [
            (await client.add_queue({"name": name, "company": CLOSED_SERVICE["company"]})).id
            for name in FURTHER_SERVICES
        ]
        for number in range(60):
            await client.register(ids[number % len(ids)], {"form": []}, f"b{number}")
        for number in range(40):
            await client.call_next(ids[number % len(ids)], f"Desk {number + 1}")


async def fill_closed(data: Path) -> None:
    """An office that gives no tickets."""
    async with await connect(Settings(data=data)) as client:
        for queue in await client.list_queues():
            await client.update_queue(queue.id, {"status": "closed"})


async def fill_questions(data: Path) -> dict[str, str]:
    """An office with a service for each kind of question, by its kind; "all" asks several."""
    async with await connect(Settings(data=data)) as client:
        services = {}
        for kind, question in QUESTIONS.items():
            services[kind] = await _add_service(client, kind, [{"id": "q", **question}])
        several = [{"id": kind, **QUESTIONS[kind]} for kind in ("line", "email", "date", "number")]
        services["all"] = await _add_service(client, "all", several)
        return services


async def _add_service(client: QueueClient, name: str, form: list[dict[str, Any]]) -> str:
    members = {"name": f"Service {name}", "company": {"id": "1", "name": "Town Hall"}, "form": form}
    return (await client.add_queue(members)).id
