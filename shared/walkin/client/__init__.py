"""The client side of the API: `QueueClient`, embedded or remote, and the live `Board` of its queues."""

from walkin.client.board import Board, Change
from walkin.client.queue_client import QueueClient, ServerUnreachable, connect

__all__ = ["Board", "Change", "QueueClient", "ServerUnreachable", "connect"]
