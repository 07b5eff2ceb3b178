"""The HTTP API: the contract of the Agendize Queue Registration API v2.3, and what Walkin adds beside it."""

# Routes are compiled as their modules are imported: what their addresses are written with comes first.
from walkin.api.http import path_params as path_params
