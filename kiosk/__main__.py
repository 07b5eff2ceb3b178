"""``python -m kiosk`` is ``walkin kiosk``."""

from __future__ import annotations

import sys

from shared.cli import main

if __name__ == "__main__":
    main(["kiosk", *sys.argv[1:]])
