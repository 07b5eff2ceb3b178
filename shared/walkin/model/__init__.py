"""The resources of the Queue Registration API and their rules. Pure: no input, output or waiting."""
