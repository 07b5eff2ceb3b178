"""Everything the screens know of the API: one client, embedded or remote, and the live board of its queues."""

from shared.client.board import Board, Change
from shared.client.desk_work import Unreachable
from shared.client.queue_client import QueueClient, connect

__all__ = ["Board", "Change", "QueueClient", "Unreachable", "connect"]
