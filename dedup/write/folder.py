"""The output folder: written in private beside its place, and moved there only when it is complete."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dedup.errors import OutputError
from dedup.progress import say
from dedup.write import leftovers

MANIFEST = "manifest.json"
OURS = "dedup"  # the value of "program" in a manifest of ours
TABLES = ("clusters", "pairs", "names", "kept", "removed")
FILES = ("report.html", "judged.parquet", "contents.parquet", MANIFEST)
FORMATS = ("jsonl", "parquet", "csv")


def check(folder: Path) -> None:
    """Raise OutputError unless the folder is new, empty or an earlier output of ours, and can be written."""
    check_name(folder)
    if folder.exists() and not folder.is_dir():
        raise OutputError("exists and is not a folder", file=folder, remedy="give another -o")
    if folder.is_dir() and any(folder.iterdir()) and not is_ours(folder):
        raise OutputError("the folder exists and is not an output of dedup", file=folder, remedy="give a new or empty folder with -o")
    for name in sorted(_names()):
        if (folder / name).exists() and not (folder / name).is_file():
            raise OutputError(f"{name} in it is no file, and cannot be replaced", file=folder, remedy="move it away, or give another -o")
    if folder.is_symlink() and not folder.exists():
        raise OutputError(f"is a link to {os.readlink(folder)}, which is not there", file=folder, remedy="make that, or give another -o")
    home = folder if folder.is_dir() else _existing(folder.absolute().parent)
    if not home.is_dir() or not os.access(home, os.W_OK | os.X_OK):
        raise OutputError("cannot be written", file=folder, remedy=f"check the permissions of {home.name or home}, or give another -o")


def check_name(folder: Path) -> None:
    """Raise OutputError for a name that no system takes: too long, most often."""
    try:
        os.lstat(folder)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        pass  # what comes next looks at these
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}", file=folder, remedy="give another -o") from None


def check_new(folder: Path) -> None:
    """Raise OutputError unless the folder is new or empty, and can be written."""
    if os.path.isdir(folder) and any(folder.iterdir()):
        raise OutputError("the folder exists and is not empty", file=folder, remedy="give a new folder with -o")
    check(folder)


def is_ours(folder: Path) -> bool:
    """Whether the folder holds a manifest that dedup has written."""
    if not (folder / MANIFEST).is_file():  # a pipe would be waited for
        return False
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(manifest, dict) and manifest.get("program") == OURS


def _existing(folder: Path) -> Path:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def sweep(folder: Path, workdir: Path | None = None) -> None:
    """Remove what runs to this folder have left that were killed, and name it on stderr."""
    parent = folder.absolute().parent
    for path in leftovers.sweep(parent, folder, *([workdir] if workdir else []), what=folder.absolute().name):
        say(f"removed {path}, which a run that was killed has left")


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A private folder to write into; its files appear in `folder` when the block ends well, and never in part otherwise.

    It lies beside a new folder, and inside one that exists, which may be the root of another file system.
    """
    check(folder)
    home = folder if folder.is_dir() else folder.absolute().parent
    try:
        home.mkdir(parents=True, exist_ok=True)
        private = leftovers.private(folder.absolute().name, home)
    except OSError as error:
        raise OutputError(error.strerror or str(error), file=folder, remedy="give another -o") from None
    try:
        yield private
        _appear(private, folder)
    except OSError as error:
        raise OutputError(error.strerror or str(error), file=folder, remedy="free some space, or give another -o") from error
    finally:
        shutil.rmtree(private, ignore_errors=True)


@contextmanager
def work(parent: Path | None) -> Iterator[Path]:
    """A private folder for what is mapped while a run goes on; it goes with the run, however that ends."""
    if parent is not None and not os.path.isdir(parent):
        raise OutputError("the work folder does not exist", file=parent, remedy="make it, or give another --workdir")
    try:
        private = leftovers.private(leftovers.WORK, parent)
    except OSError as error:
        raise OutputError(error.strerror or str(error), file=parent, remedy="give another --workdir") from None
    try:
        yield private
    finally:
        shutil.rmtree(private, ignore_errors=True)


def _appear(private: Path, folder: Path) -> None:
    """A new folder by one rename; an earlier output file by file, its manifest gone first and back last."""
    if not folder.exists():
        private.chmod(0o777 & ~_umask())
        private.rename(folder)
        return
    (folder / MANIFEST).unlink(missing_ok=True)
    for old in _earlier(folder):
        if not (private / old.name).exists():
            old.unlink()
    for new in sorted(private.iterdir(), key=lambda path: path.name == MANIFEST):
        os.replace(new, folder / new.name)


def _earlier(folder: Path) -> list[Path]:
    """Files of an earlier run; others that somebody put there stay."""
    return [folder / name for name in _names() if (folder / name).is_file()]


def _names() -> tuple[str, ...]:
    """Every file that a run may write."""
    return (*FILES, *(f"{name}.{form}" for name in TABLES for form in FORMATS))


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
