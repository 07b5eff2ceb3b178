"""The client side of the API: `QueueClient`, embedded or remote, and the live `Board` of its queues."""

from walkin.client.board import Board, Change
from walkin.client.queue_client import KEY_STATUSES, NotSupported, QueueClient, ServerUnreachable, connect

__all__ = ["KEY_STATUSES", "Board", "Change", "NotSupported", "QueueClient", "ServerUnreachable", "connect"]
