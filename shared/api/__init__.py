"""The HTTP API: the contract of the Agendize Queue Registration API v2.3, and what Walkin adds beside it."""
