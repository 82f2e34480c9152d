"""Private folders say whose they are, so that what a killed process has left behind can be told from what a live one needs.

A process that is killed outright cannot clear up. So the name of its folder has its number, when it started and where it runs; the
next run in that place removes what belongs to a process of this place that is no more. All of it stands in the name, as a folder and
its name appear at once.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import socket
import tempfile
from pathlib import Path

WORK = "dedup-work"
OWNER = re.compile(r"(?P<pid>\d+)-(?P<start>\d+)-(?P<place>[0-9a-f]{8})")


def private(what: str, home: Path | None) -> Path:
    """A new private folder in `home`, or among temporary files, that says whose it is. Raises OSError."""
    pid = os.getpid()
    return Path(tempfile.mkdtemp(prefix=f".{what}.{pid}-{_start(pid)}-{_place()}.", dir=home))


def sweep(*homes: Path, what: str = "") -> list[Path]:
    """Remove what killed runs have left in these folders; returns what that was.

    Work folders and, with `what`, folders of this name: of this user, made by a process of this machine that has ended.
    """
    dead = [path for home in dict.fromkeys(homes) if os.path.isdir(home) for path in sorted(home.iterdir()) if _is_dead(path, (WORK, what))]
    for path in dead:
        shutil.rmtree(path, ignore_errors=True)
    return [path for path in dead if not path.exists()]


def _is_dead(path: Path, known: tuple[str, str]) -> bool:
    what, _, whose = path.name.removeprefix(".").rpartition(".")[0].rpartition(".")  # .WHAT.WHOSE.random
    owner = OWNER.fullmatch(whose)
    if not owner or what not in known or owner["place"] != _place() or path.is_symlink() or not path.is_dir():
        return False
    return hasattr(os, "getuid") and path.stat().st_uid == os.getuid() and not _runs(int(owner["pid"]), int(owner["start"]))


def _runs(pid: int, start: int) -> bool:
    """Whether this process is still there, and is not another one of the same number."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # it belongs to somebody else, so it is not the one that made a folder of ours, or we cannot tell
        pass
    return _start(pid) in (0, start)


def _start(pid: int) -> int:
    """When a process started, in ticks since the machine did; 0 where that cannot be known."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf8", errors="replace").rpartition(")")[2]
    except OSError:
        return 0
    return int(after_name.split()[19])


def _place() -> str:
    """The machine, and the container, whose processes have these numbers."""
    try:
        space = os.readlink("/proc/self/ns/pid")
    except OSError:
        space = ""
    return hashlib.blake2b(f"{socket.gethostname()} {space}".encode(), digest_size=4).hexdigest()
