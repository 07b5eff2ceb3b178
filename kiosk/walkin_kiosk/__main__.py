"""Run ``walkin kiosk`` as ``python -m walkin_kiosk``."""

from __future__ import annotations

import sys

from walkin.cli.main import main

if __name__ == "__main__":
    main(["kiosk", *sys.argv[1:]])
