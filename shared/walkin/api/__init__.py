"""The HTTP API: the Agendize Queue Registration API v2.3 and Walkin's additions."""

# Routes compile their paths when they are imported, so the path convertors have to be registered before.
from walkin.api.http import path_params as path_params
