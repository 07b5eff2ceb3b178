"""Third-party programs for tests: client generators and node."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "contract" / "clients"
ROOT = Path(__file__).parents[2]


def find_generators() -> Path:
    """Find the Python with clients/requirements.txt. Skips the test without."""
    python = ROOT / ".ci" / ".generators" / "bin" / "python"
    if not python.exists():
        pytest.skip("there are no generators of clients in .ci/.generators (.ci/run installs them)")
    return python


def find_node() -> Path:
    """Find the ``node_modules`` of clients/package.json. Skips the test without."""
    modules = FOLDER / "node_modules"
    if shutil.which("node") is None or not modules.exists():
        pytest.skip("there is no node, or nothing installed by npm in tests/contract/clients (.ci/run does that)")
    return modules


def run(*command: str | Path, folder: Path, text: str = "") -> str:
    """Run a program; return its output. Fails with the output unless it exits with 0."""
    arguments = [str(part) for part in command]
    result = subprocess.run(arguments, cwd=folder, input=text, capture_output=True, text=True, timeout=300, check=False)
    assert result.returncode == 0, f"{arguments}\n{result.stdout[-5_000:]}\n{result.stderr[-5_000:]}"
    return result.stdout
