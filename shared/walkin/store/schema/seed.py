"""The sample queues of a new office: three services of a town hall."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from sqlalchemy import Connection

from walkin.model.caller import LOCAL_CALLER
from walkin.model.queue import QueueInput
from walkin.model.time import now_ms
from walkin.store import queues


def seed_sample(connection: Connection) -> None:
    """Add the sample queues to an office without queues."""
    sample = tomllib.loads(files("walkin.store.schema").joinpath("sample.toml").read_text(encoding="utf-8"))
    for definition in sample["queue"]:
        queues.add(connection, QueueInput.model_validate(definition), now_ms(), LOCAL_CALLER.account_id)
