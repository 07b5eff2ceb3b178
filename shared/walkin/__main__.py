"""``python -m walkin`` is the command ``walkin``."""

from __future__ import annotations

from walkin.cli.main import main

if __name__ == "__main__":
    main()
