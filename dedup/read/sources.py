"""From what the user names to the files to read: paths, folders, globs."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from dedup.errors import DataError

TEXT, JSON, TABLE, PARQUET, ARROW = "text", "JSON lines", "CSV", "Parquet", "Arrow"
KINDS = {
    ".txt": TEXT, ".jsonl": JSON, ".ndjson": JSON, ".json": JSON, ".csv": TABLE, ".tsv": TABLE, ".parquet": PARQUET,
    ".arrow": ARROW, ".feather": ARROW, ".ipc": ARROW,
}  # fmt: skip
PACKED = {".gz": "gzip", ".zst": "zstd"}
STDIN = "-"
LONGEST_PATH = 4096


class InputFile(NamedTuple):
    """A file to read: its path as found, its kind, what the user named it by, the folder that ids start from; its number in the run."""

    path: str
    kind: str
    given: str
    root: str
    number: int = 0

    @property
    def packing(self) -> str | None:
        """How the file is compressed: gzip, zstd or None."""
        return PACKED.get(os.path.splitext(self.path)[1].lower())


def kind(path: str) -> str | None:
    """The kind of a file by its name, None if unknown.

    >>> kind("news/2024.JSONL.gz"), kind("-"), kind("README")
    ('JSON lines', 'JSON lines', None)
    """
    stem, suffix = os.path.splitext(path.lower())
    return JSON if path == STDIN else KINDS.get(os.path.splitext(stem)[1] if suffix in PACKED else suffix)


def paths(source: Any) -> list[str] | None:
    """The source as paths, None if it is something else.

    Path objects are always paths. A list of strings is taken for paths only if each names a file, folder or glob that
    exists, or ends as a data file does; otherwise they are texts. So pass Path objects for what a user typed.
    """
    if isinstance(source, str | os.PathLike):
        return [os.fspath(source)]
    if not isinstance(source, list | tuple) or not source:
        return None
    if any(isinstance(item, os.PathLike) for item in source):
        return [_as_path(item) for item in source]
    return list(source) if all(isinstance(item, str) and _looks_like_path(item) for item in source) else None


def _as_path(item: Any) -> str:
    if not isinstance(item, str | os.PathLike):
        raise DataError(f"{type(item).__name__} in a list of paths", remedy="give paths only")
    return os.fspath(item)


def _looks_like_path(text: str) -> bool:
    if "\n" in text or "\0" in text or len(text) > LONGEST_PATH:
        return False
    return kind(text) is not None or os.path.exists(text) or bool(glob.glob(text, recursive=True))


def find(given: Iterable[str], unread: list[str] | None = None) -> list[InputFile]:
    """The files behind the paths, folders and globs, in their order; of a folder or glob each kind by itself.

    `unread` gets a line for each folder that holds more than one kind of files, with the count of those that no reader knows.
    """
    files = [file for name in given for file in _expand(name, [] if unread is None else unread)]
    _check_once(files)
    texts = {os.path.abspath(file.root) for file in files if file.kind == TEXT}
    top = os.path.commonpath(texts) if texts else ""
    return [file._replace(number=i, root=top if file.kind == TEXT else file.root) for i, file in enumerate(files)]


def _check_once(files: Iterable[InputFile]) -> None:
    """Raises DataError for a file that comes twice, by its own name or in a folder: each of its documents would be a copy."""
    for path, times in Counter(os.path.abspath(file.path) for file in files if file.path != STDIN).items():
        if times > 1:
            remedy = "name it once, by itself or by its folder"
            raise DataError(f"comes {times} times among the inputs", file=os.path.relpath(path), remedy=remedy)


def _expand(name: str, unread: list[str]) -> Iterator[InputFile]:
    if os.path.isdir(name):
        return _in_folder(name, unread)
    if name == STDIN or os.path.exists(name):
        return iter([InputFile(name, _known_kind(name), name, os.path.dirname(name))])
    if glob.has_magic(name):
        return _in_glob(name)
    shown = name if len(name) <= 200 else name[:200] + "…"
    raise DataError("no such file or folder", file=shown, remedy="check the path")


def _known_kind(path: str) -> str:
    found = kind(path)
    if found is None:
        remedy = f"its name must end in one of {', '.join(KINDS)}, with or without .gz or .zst; or pipe JSON lines to -"
        raise DataError("unknown kind of file", file=path, remedy=remedy)
    return found


def _in_folder(folder: str, unread: list[str]) -> Iterator[InputFile]:
    """The .txt or data files under a folder, sorted; hidden ones are left out."""
    there = sorted(_walk(folder), key=_parts)
    found = [path for path in there if kind(path)]
    if not found:
        raise DataError("a folder without .txt or data files", file=folder, remedy=f"the known kinds are {', '.join(KINDS)}")
    others = Counter(os.path.splitext(path)[1] or "without suffix" for path in there if not kind(path))
    kinds = Counter(map(_known_kind, found))
    if others or len(kinds) > 1:
        unread.append(_told(folder, kinds, others))
    return iter(_by_kind(found, folder, folder))


def _by_kind(found: Iterable[str], given: str, root: str) -> list[InputFile]:
    """The files one kind after the other, in the order in which the kinds come first."""
    files = [InputFile(path, _known_kind(path), given, root) for path in found]
    order = list(dict.fromkeys(file.kind for file in files))
    return sorted(files, key=lambda file: order.index(file.kind))


def _told(folder: str, kinds: Counter[str], others: Counter[str]) -> str:
    """What was read of a folder and what was not.

    >>> _told("d", Counter({TEXT: 2}), Counter({".md": 1, ".png": 3}))
    'd: 2 text files read; 4 files of other kinds left out: 3 .png, 1 .md'
    """
    read = ", ".join(f"{count:,} {of}" for of, count in kinds.items())
    line = f"{folder}: {read} {'file' if kinds.total() == 1 else 'files'} read"
    if not others:
        return line
    most = ", ".join(f"{count:,} {of}" for of, count in others.most_common(5)) + (", …" if len(others) > 5 else "")
    return f"{line}; {others.total():,} {'file' if others.total() == 1 else 'files'} of other kinds left out: {most}"


def _parts(path: str) -> tuple[str, ...]:
    return Path(path).parts


def _walk(folder: str) -> Iterator[str]:
    for here, folders, names in os.walk(folder, onerror=_unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (os.path.join(here, name) for name in names if not name.startswith("."))


def _unreadable(error: OSError) -> None:
    raise DataError(f"cannot be read: {error.strerror}", file=error.filename, remedy="check the permissions")


def _in_glob(pattern: str) -> Iterator[InputFile]:
    found = sorted((path for path in glob.glob(pattern, recursive=True) if kind(path) and os.path.isfile(path)), key=_parts)
    if not found:
        raise DataError("no such file: nothing that can be read matches", file=pattern, remedy="check the pattern")
    return iter(_by_kind(found, pattern, _fixed_part(pattern)))


def _fixed_part(pattern: str) -> str:
    """The folders of a pattern up to the first wildcard.

    >>> _fixed_part("data/*/x.txt"), _fixed_part("*.txt")
    ('data', '')
    """
    head = os.path.dirname(pattern)
    while glob.has_magic(head):
        head = os.path.dirname(head)
    return head
