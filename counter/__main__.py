"""``python -m counter``: the same as ``walkin counter``."""

import sys

from shared.cli import main

main(["counter", *sys.argv[1:]])
