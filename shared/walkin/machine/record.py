"""Write the files of a plan, record them, and remove or restore them later."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from walkin.machine.plan import Plan, PlannedFile

COPY_SUFFIX = ".before-walkin"


class FileInTheWay(Exception):
    """A file exists that Walkin did not write or that was changed since, or a record is damaged."""


@dataclass(slots=True)
class Entry:
    """A file that was written: the digest of its content, and the copy of what was there before."""

    digest: str
    copy: str = ""


@dataclass(slots=True)
class Record:
    """The files that an installation wrote, by their paths, and the folders that it made."""

    files: dict[str, Entry] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)


class Tree:
    """The file system below ``root``, where files of one installation are."""

    def __init__(self, root: Path, record_file: Path) -> None:
        self._root = root
        self._record_file = record_file
        file = self._locate_record()
        self.record = _read_record(file) if file.exists() else Record()

    def install(self, plan: Plan, *, force: bool) -> Iterator[tuple[str, Path]]:
        """Write the files; yields what was done with each: "wrote", "unchanged", "copied", or as `uninstall` does.

        Raises: FileInTheWay, before anything is written.
        """
        planned = {str(file.path): file for file in plan.files}
        self._check_folders(planned)
        dropped = [path for path in self.record.files if path not in planned]
        if not force and (in_the_way := [path for path in planned if self._is_in_the_way(planned[path])]):
            names = ", ".join(str(self.locate(path)) for path in in_the_way)
            msg = f"{names}: not written by walkin, or changed since. --force keeps a copy and replaces it."
            raise FileInTheWay(msg)
        for path in dropped:
            yield from self._take_back(path, force=force)
        for path, file in planned.items():
            digest, found = _digest_planned(file), self._digest(path)
            entry = self.record.files.get(path)
            if found and (found == digest or file.for_editing):
                yield "unchanged", self.locate(path)
                continue
            copy = entry.copy if entry else ""
            if found and (entry is None or entry.digest != found):
                copy = self._keep_copy(path)
                yield "copied", self.locate(copy)
            # Remembered before it is written: what a crash leaves can be taken back.
            self._make_folders(self.locate(path).parent)
            self.record.files[path] = Entry(digest, copy)
            self._save()
            self._write(file)
            yield "wrote", self.locate(path)

    def uninstall(self, *, force: bool) -> Iterator[tuple[str, Path]]:
        """Take the files back; yields "removed", "restored", "gone" or "kept" (changed since) with each path."""
        self._check_folders(self.record.files)
        for path in list(self.record.files):
            yield from self._take_back(path, force=force)
        if not self.record.files:
            self._locate_record().unlink(missing_ok=True)
        for folder in sorted(self.record.folders, key=len, reverse=True):
            place = self.locate(folder)
            if place.is_dir() and not place.is_symlink() and not any(place.iterdir()):
                place.rmdir()
                yield "removed", place

    def locate(self, path: str | Path) -> Path:
        return self._root / Path(path).relative_to("/")

    def _locate_record(self) -> Path:
        return self.locate(self._record_file)

    def _take_back(self, path: str, *, force: bool) -> Iterator[tuple[str, Path]]:
        entry, place = self.record.files[path], self.locate(path)
        found = self._digest(path)
        if found and found != entry.digest and not force:
            yield "kept", place
            return
        place.unlink(missing_ok=True)
        copy = self.locate(entry.copy) if entry.copy else None
        if copy and copy.exists():
            copy.replace(place)
        del self.record.files[path]
        self._save()
        yield "restored" if copy else "removed" if found else "gone", place

    def _is_in_the_way(self, file: PlannedFile) -> bool:
        """Whether replacing the file would lose what somebody else wrote."""
        found = self._digest(str(file.path))
        entry = self.record.files.get(str(file.path))
        known = (_digest_planned(file), entry.digest if entry else "", "")
        return not file.for_editing and found not in known

    def _digest(self, path: str) -> str:
        place = self.locate(path)
        if place.is_symlink():
            return _digest_link(str(place.readlink()))
        return hashlib.sha256(place.read_bytes()).hexdigest() if place.exists() else ""

    def _write(self, file: PlannedFile) -> None:
        """Replace the file in one step, private from its first byte on where it has to be."""
        place = self.locate(file.path)
        new = place.with_name(f".{place.name}.new")
        new.unlink(missing_ok=True)
        if file.target:
            new.symlink_to(file.target)
        else:
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, file.mode)
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(file.text)
                os.fchmod(descriptor, file.mode)
        new.replace(place)

    def _keep_copy(self, path: str) -> str:
        number = 0
        while self.locate(copy := f"{path}{COPY_SUFFIX}{number or ''}").exists():
            number += 1
        self.locate(path).rename(self.locate(copy))
        return copy

    def _make_folders(self, folder: Path) -> None:
        missing = [place for place in (folder, *folder.parents) if not place.exists()]
        others = self._list_folders_of_others()
        for place in reversed(missing):
            place.mkdir(mode=0o755)
        for place in (folder, *folder.parents):
            path = "/" + str(place.relative_to(self._root)) if place.is_relative_to(self._root) else ""
            if path and path not in self.record.folders and (place in missing or path in others):
                self.record.folders.append(path)

    def _list_folders_of_others(self) -> set[str]:
        """Folders that another program's installation made: whichever goes last removes them."""
        records = self._locate_record().parent.glob("*.installed.json")
        return {folder for file in records for folder in _read_record(file).folders}

    def _check_folders(self, paths: Iterable[str]) -> None:
        """Refuse links that lead out of the tree."""
        for folder in {self.locate(path).parent for path in paths}:
            if not folder.resolve().is_relative_to(self._root.resolve()):
                msg = f"{folder} leads out of {self._root}"
                raise FileInTheWay(msg)

    def _save(self) -> None:
        file = self._locate_record()
        self._make_folders(file.parent)
        new = file.with_name(f".{file.name}.new")
        new.write_text(json.dumps(asdict(self.record), indent=1), encoding="utf-8")
        new.replace(file)


def _read_record(file: Path) -> Record:
    try:
        content = json.loads(file.read_bytes())
        files = {path: Entry(**entry) for path, entry in content["files"].items()}
        return Record(files, content["folders"])
    except (ValueError, LookupError, TypeError, AttributeError):
        msg = f"{file} is damaged: delete it, and use walkin install --force."
        raise FileInTheWay(msg) from None


def _digest_link(target: str) -> str:
    return hashlib.sha256(f"link to {target}".encode()).hexdigest()


def _digest_planned(file: PlannedFile) -> str:
    return _digest_link(file.target) if file.target else hashlib.sha256(file.text.encode()).hexdigest()
