"""``python -m counter`` is ``walkin counter``."""

from __future__ import annotations

import sys

from shared.cli import main

if __name__ == "__main__":
    main(["counter", *sys.argv[1:]])
