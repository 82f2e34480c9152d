"""What a killed run leaves is removed by the next one to that place; what a live one needs stays."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dedup.errors import DataError, OutputError
from dedup.write import folder, leftovers

SLEEPS = "import sys, time\nfrom pathlib import Path\nfrom dedup.write import leftovers\n"
SLEEPS += "print(leftovers.private(sys.argv[1], Path(sys.argv[2])), flush=True)\ntime.sleep(60)"


def sleeping(what: str, home: Path) -> tuple[subprocess.Popen[str], Path]:
    """A process that has a private folder, and that folder."""
    process = subprocess.Popen([sys.executable, "-c", SLEEPS, what, str(home)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    return process, Path(process.stdout.readline().strip())


def test_folders_of_the_dead_go_and_those_of_the_living_stay(tmp_path):
    (dead, left), (live, needed) = sleeping("out", tmp_path), sleeping(leftovers.WORK, tmp_path)
    try:
        (left / "texts").write_text("half")
        dead.kill()
        dead.wait()
        assert leftovers.sweep(tmp_path, what="out") == [left]
        assert [path.name for path in tmp_path.iterdir()] == [needed.name]
    finally:
        live.kill()
        live.wait()
    assert leftovers.sweep(tmp_path) == [needed]


def test_another_process_of_the_same_number_is_not_the_owner(tmp_path):
    name = leftovers.private("out", tmp_path).name
    pid, start = os.getpid(), leftovers._start(os.getpid())
    assert start and leftovers.sweep(tmp_path, what="out") == []
    earlier = tmp_path / name.replace(f".{pid}-{start}-", f".{pid}-{start - 1}-")
    earlier.mkdir()
    assert leftovers.sweep(tmp_path, what="out") == [earlier]


@pytest.mark.parametrize("name", [".out.x", ".dedup-work-abc", ".out.99999999-1-00000000.abc", ".other.99999999-1-{place}.abc", "out"])
def test_what_cannot_be_told_stays(name, tmp_path):
    """Folders without an owner, of another machine, of another output."""
    (tmp_path / name.format(place=leftovers._place())).mkdir()
    assert leftovers.sweep(tmp_path, what="out") == []


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / f".out.99999999-1-{leftovers._place()}.abc").symlink_to(tmp_path / "mine")
    assert leftovers.sweep(tmp_path, what="out") == [] and (tmp_path / "mine").is_dir()


def command(*arguments: str, cwd: Path, code: str = "") -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-c", f"{code}\nfrom dedup.cli import entry\nentry()", *arguments]
    return subprocess.run(call, cwd=cwd, capture_output=True, text=True, timeout=120)


RUN = ("run", "in.jsonl", "-o", "out", "--find", "exact", "--quiet")
KILLED = "import os\nfrom dedup.write import views\nviews.page = lambda *_, **__: os.kill(os.getpid(), 9)"


@pytest.mark.parametrize("existing", [False, True], ids=["new", "empty"])
def test_the_run_after_a_killed_one_clears_up_and_says_so(existing, tmp_path):
    (tmp_path / "in.jsonl").write_text('{"text": "The ferry stops."}\n')
    if existing:
        (tmp_path / "out").mkdir()
    assert command(*RUN, cwd=tmp_path, code=KILLED).returncode == -signal.SIGKILL
    left = {path.name for home in (tmp_path, tmp_path / "out") if home.is_dir() for path in home.iterdir() if path.name[0] == "."}
    assert len(left) == 2
    run = command(*RUN, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    said = run.stderr.splitlines()
    assert len(said) == 2 and all("which a run that was killed has left" in line for line in said)
    assert all(any(name in line for line in said) for name in left)
    assert {path.name for path in tmp_path.iterdir()} == {"in.jsonl", "out"}
    assert not [path for path in (tmp_path / "out").iterdir() if path.name[0] == "."]


DEEP = '{"program": ' + "[" * 200_000


def put(out: Path, name: str, kind: str) -> None:
    out.mkdir()
    if name != "manifest.json":
        (out / "manifest.json").write_text(json.dumps(dict(program="dedup")))
    os.mkfifo(out / name) if kind == "pipe" else (out / name).mkdir() if kind == "folder" else (out / name).write_text(DEEP)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("manifest.json", "deep"), ("manifest.json", "pipe"), ("manifest.json", "folder"), ("kept.jsonl", "pipe"), ("pairs.jsonl", "folder")],
)
def test_what_is_odd_in_the_output_folder_is_one_line_and_stays(name, kind, tmp_path):
    (tmp_path / "in.jsonl").write_text('{"text": "The ferry stops."}\n')
    put(tmp_path / "out", name, kind)
    before = sorted(path.name for path in (tmp_path / "out").iterdir())
    run = command(*RUN, cwd=tmp_path)
    assert run.returncode == 2 and run.stderr.count("\n") == 1 and run.stderr.startswith("dedup: out: ")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == before
    with pytest.raises(OutputError):
        folder.check(tmp_path / "out")


@pytest.mark.parametrize("kind", ["deep", "pipe"])
def test_a_calibration_that_is_nested_deep_or_a_pipe_is_one_line(kind, tmp_path):
    from dedup.confirm.calibration import scale

    put(tmp_path / "out", "manifest.json", kind)
    with pytest.raises(DataError, match="no calibration can be read"):
        scale.read(tmp_path / "out" / "manifest.json")
