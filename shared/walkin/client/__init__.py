"""Everything the screens know of the API: one client, embedded or remote, and the live board of its queues."""

from walkin.client.board import Board, Change
from walkin.client.desk_operations import ServerUnreachable
from walkin.client.queue_client import QueueClient, connect

__all__ = ["Board", "Change", "QueueClient", "ServerUnreachable", "connect"]
