"""The wheel, the sdist and the editable install, beside packages of other people with common names."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from mypy.main import process_options
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
COMMON_NAMES = ("kiosk", "counter", "shared", "tests")
BUILD = "import sys; from hatchling import build; print(getattr(build, sys.argv[1])(sys.argv[2]))"


def build_distribution(kind: str, source: Path, folder: Path) -> Path:
    """Build the wheel ("build_wheel"), the sdist ("build_sdist") or the wheel of an editable install."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-c", BUILD, kind, str(folder)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=True)
    return folder / done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    return build_distribution("build_wheel", ROOT, tmp_path_factory.mktemp("wheel"))


def list_files(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_the_wheel_puts_only_walkin_packages_at_the_top(wheel: Path) -> None:
    names = list_files(wheel)
    assert {name.partition("/")[0] for name in names} == {"walkin", "walkin_kiosk", "walkin_counter"}
    for package in ("walkin", "walkin_kiosk", "walkin_counter"):
        assert f"{package}/py.typed" in names
    themes = {f"walkin/themes/{path.name}" for path in (ROOT / "themes").glob("*.toml")}
    assert themes <= names
    assert not [name for name in names if "__pycache__" in name]


def test_a_wheel_from_the_sdist_holds_the_same_files(wheel: Path, tmp_path: Path) -> None:
    sdist = build_distribution("build_sdist", ROOT, tmp_path / "dist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.glob("walkin-*")
    assert list_files(build_distribution("build_wheel", unpacked, tmp_path / "again")) == list_files(wheel)


def test_an_editable_install_copies_nothing(tmp_path: Path) -> None:
    names = list_files(build_distribution("build_editable", ROOT, tmp_path / "editable"))
    assert names == {"_walkin.pth"}


@pytest.mark.long
def test_an_installation_works_beside_other_packages_of_common_names(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(environment), "platbase": str(environment)}))
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    # The libraries come from this environment; its own .pth files, and so an editable install, are not read.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    elsewhere = tmp_path / "elsewhere"
    for folder in (site, elsewhere):
        for name in COMMON_NAMES:
            (folder / name).mkdir(parents=True)
            (folder / name / "__init__.py").write_text(f"OWNER = {str(folder)!r}\n")

    def run(*arguments: str) -> str:
        variables = {name: value for name, value in os.environ.items() if not name.startswith(("WALKIN_", "PYTHON"))}
        done = subprocess.run(
            [str(python), *arguments],
            cwd=elsewhere,
            env=variables | {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr

    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    command = next(path for path in python.parent.iterdir() if path.stem == "walkin")
    assert run(str(command), "--version").strip() == f"walkin {version}"
    assert run("-m", "walkin", "--version").strip() == f"walkin {version}"
    assert str(site) in run("-c", "import walkin; print(walkin.__file__)")
    assert "walkin kiosk needs a terminal" in run("-m", "walkin_kiosk")
    assert "walkin counter needs a terminal" in run("-m", "walkin_counter")
    assert "night" in run("-m", "walkin", "config", "--theme", "night")
    assert "Moving house" in run("-m", "walkin", "queue", "list", "--data", str(tmp_path / "office.db"))
    assert str(elsewhere) in run("-c", "import shared, kiosk, counter; print(shared.OWNER)")


def test_mypy_checks_every_file_strictly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    sources, options = process_options([])
    checked = {(ROOT / (source.path or "")).resolve() for source in sources}
    files = {path for root in COMMON_NAMES[:3] for path in (ROOT / root).rglob("*.py")}
    assert len(checked) == len(sources)
    assert checked == files
    assert options.disallow_untyped_defs
    assert options.warn_return_any
    assert not options.ignore_errors


def test_the_constraints_have_every_library_with_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].keys() - {"clients", "test"}
    required = [*project["dependencies"], *(line for name in extras for line in project["optional-dependencies"][name])]
    lines = (ROOT / ".github" / "constraints.txt").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    pinned: dict[str, list[str]] = {}
    for line in filter(str.strip, lines):
        assert "--hash=sha256:" in line, line[:80]
        requirement = Requirement(line.partition("--hash=")[0])
        (specifier,) = requirement.specifier
        assert specifier.operator == "==", requirement
        pinned.setdefault(canonicalize_name(requirement.name), []).append(specifier.version)
    missing = [
        text
        for text in required
        for requirement in [Requirement(text)]
        for versions in [pinned.get(canonicalize_name(requirement.name), [])]
        if not any(map(requirement.specifier.contains, versions))
    ]
    assert missing == [], "run .ci/constraints"
