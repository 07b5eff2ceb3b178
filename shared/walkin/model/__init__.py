"""The resources of the Queue Registration API and their rules. Pure: nothing here reads, writes or waits."""
