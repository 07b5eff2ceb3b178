"""``python -m walkin.printing.worker``: print what standard input asks for, a line of JSON each.

A process of its own: a printer that hangs, or a library that crashes, does not touch the screen. The first line is the
printer, each further one paper. Each paper is answered by a line with the result.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from walkin.model.printer import PrinterAddress
from walkin.printing.printer import PrinterOptions, print_paper
from walkin.printing.ticket import Paper


def main() -> None:
    members = json.loads(sys.stdin.readline())
    logo = Path(members["logo"]) if members["logo"] else None
    options = PrinterOptions(PrinterAddress(*members["address"]), members["textByCodePage"], logo)
    # Imported now, while nobody waits for paper.
    import walkin.printing.encode
    import walkin.printing.picture  # noqa: F401

    for line in sys.stdin:
        job = json.loads(line)
        result = print_paper(options, Paper.from_json(job["paper"]), job["madeAt"])
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
