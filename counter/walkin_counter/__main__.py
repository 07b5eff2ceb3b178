"""``python -m walkin_counter`` is ``walkin counter``."""

from __future__ import annotations

import sys

from walkin.cli.main import main

if __name__ == "__main__":
    main(["counter", *sys.argv[1:]])
