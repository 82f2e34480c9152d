"""What a finished run is asked again: other groups of its pairs, two of its documents beside each other."""

from __future__ import annotations

import json
import os
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from dedup.write import listings, own_lines, tables

REPORTS = Path(__file__).parent.parent / "samples" / "reports"
FORMS = ("jsonl", "csv", "parquet")


def dedup(*arguments: object, cwd: Path, **more) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dedup", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf8", **more)


@pytest.fixture(scope="module")
def work(tmp_path_factory) -> Path:
    """The samples as JSON lines with a column to keep by, run once in each format."""
    folder = tmp_path_factory.mktemp("work")
    texts = [(path.name, path.read_text(encoding="utf8")) for path in sorted(REPORTS.iterdir())]
    rows = [json.dumps(dict(id=name, n=k, text=text)) + "\n" for k, (name, text) in enumerate(texts)]
    (folder / "in.jsonl").write_text("".join(rows))
    for form in FORMS:
        assert dedup("run", "in.jsonl", "-o", form, "-q", "--format", form, cwd=folder).returncode == 0
    return folder


@pytest.fixture
def out(work, tmp_path, request) -> Path:
    """A copy of the run in a format, to be changed."""
    shutil.copytree(work / request.param, tmp_path / "out")
    return tmp_path / "out"


def rows(out: Path, name: str) -> list[dict]:
    (path,) = out.glob(f"{name}.*")
    return list(tables.read_rows(path))


def states(out: Path) -> dict[str, tuple]:
    return {row["id"]: (row["cluster"], str(row["canonical"]).lower(), row["duplicate_of"] or None) for row in rows(out, "clusters")}


@pytest.mark.parametrize("out", FORMS, indirect=True)
def test_the_same_threshold_gives_the_same_groups_and_files(out, work):
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    run = dedup("regroup", out, "--quiet", cwd=work)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    same = {"report.html", "manifest.json"}
    same |= {f"{name}.{form}" for name in ("kept", "removed") for form in ("csv", "parquet")}  # numbers may be quoted, pages cut otherwise
    after = {path.name: path.read_bytes() for path in out.iterdir()}
    assert set(after) == set(before)
    assert {name for name in after if after[name] != before[name]} <= same
    form = next(out.glob("clusters.*")).suffix[1:]
    assert states(out) == states(work / form)
    page = (out / "report.html").read_text(encoding="utf8")
    assert page.count("Liang Wen-chao") == (work / form / "report.html").read_text(encoding="utf8").count("Liang Wen-chao") > 2


@pytest.mark.parametrize("out", FORMS, indirect=True)
def test_another_threshold_and_document_to_keep(out, work):
    run = dedup("regroup", out, "--threshold", "0.99", "--keep", "field:n", "--json", cwd=work)
    assert run.returncode == 0, run.stderr
    told, manifest = json.loads(run.stdout), json.loads((out / "manifest.json").read_text())
    assert manifest["settings"]["threshold"] == 0.99 and manifest["settings"]["keep"] == "field:n"
    assert 0 < told["counts"]["removed"] < json.loads((work / "jsonl" / "manifest.json").read_text())["counts"]["removed"]
    kept, removed = rows(out, "kept"), rows(out, "removed")
    found = states(out)
    assert {row["id"] for row in kept} == {id for id, state in found.items() if state[1] == "true"}
    assert {row["id"]: row["duplicate_of"] for row in removed} == {id: whose for id, (_, _, whose) in found.items() if whose}
    assert {row["id"] for row in kept + removed} == set(found)
    number = {row["id"]: int(row["n"]) for row in kept + removed}
    assert all(number[row["duplicate_of"]] > number[row["id"]] for row in removed)
    assert [number[row["id"]] for row in kept] == sorted(number[row["id"]] for row in kept)  # in the order of the input
    assert all(float(row["probability"]) >= 0.99 for row in rows(out, "clusters") if row["probability"] not in (None, ""))


@pytest.mark.parametrize("out", ["jsonl"], indirect=True)
def test_a_regrouped_run_is_what_a_run_at_that_threshold_gives(out, work):
    assert dedup("regroup", out, "--threshold", "0.99", "-q", cwd=work).returncode == 0
    assert dedup("run", "in.jsonl", "-o", "sure", "--threshold", "0.99", "-q", cwd=work).returncode == 0
    assert states(out) == states(work / "sure")
    for name in ("kept.jsonl", "removed.jsonl"):
        assert (out / name).read_bytes() == (work / "sure" / name).read_bytes()
    lines = (out / "kept.jsonl").read_bytes().splitlines()
    lines += [own_lines.unmarked(line, "duplicate_of") for line in (out / "removed.jsonl").read_bytes().splitlines()]
    assert sorted(lines) == sorted((work / "in.jsonl").read_bytes().splitlines())


@pytest.mark.parametrize("out", ["jsonl"], indirect=True)
@pytest.mark.parametrize(
    ("options", "reason"),
    [(["--threshold", "2"], "--threshold 2.0 is out of range"), (["--keep", "field:nosuch"], "no column 'nosuch'"),
     (["--keep", "newest"], "no column with a date"), (["--keep", "best"], "--keep best is not known")],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line_and_changes_nothing(options, reason, out, work):
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    run = dedup("regroup", out, *options, "-q", cwd=work)
    assert run.returncode == 2 and run.stderr.count("\n") == 1 and reason in run.stderr
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_folder_that_is_no_run_is_one_line(work, tmp_path):
    (tmp_path / "mine").write_text("x")
    for arguments in (["regroup", tmp_path], ["compare", tmp_path, "a", "b"], ["regroup", tmp_path / "nosuch"]):
        run = dedup(*arguments, cwd=work)
        assert run.returncode == 2 and run.stderr.count("\n") == 1 and "no finished run can be read" in run.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


# -- compare OUT A B


@pytest.mark.parametrize("form", FORMS)
def test_two_documents_of_a_run_have_the_verdict_of_the_run(form, work):
    run = dedup("compare", form, "call-official.txt", "call-translated.txt", "--json", cwd=work)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    pairs = {frozenset((row["left"], row["right"])): row for row in listings.read_pairs(work / form / f"pairs.{form}")}
    judged = pairs[frozenset(("call-official.txt", "call-translated.txt"))]
    assert (told["label"], told["probability"]) == (judged["label"], float(judged["probability"]))
    assert told["evidence"]["links"] and told["left_sentences"][0] in (REPORTS / "call-official.txt").read_text().replace("\n", " ")


def test_copies_and_what_was_never_compared(work):
    shown = dedup("compare", "jsonl", "call-official.txt", "call-copy.txt", cwd=work).stdout.splitlines()
    assert shown[0] == "call-official.txt and call-copy.txt: exact, probability 1.000"
    run = dedup("compare", "jsonl", "museum.txt", "nosuch", cwd=work)
    assert run.returncode == 2 and run.stderr.startswith("dedup: jsonl: no document has the id 'nosuch'")
    assert dedup("compare", "one", cwd=work).returncode == 2


def in_a_terminal(arguments: list[str], cwd: Path, *, columns: int, **environment: str) -> str:
    """What a command prints in a terminal of so many columns."""
    fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", 24, columns, 0, 0))
    env = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")} | dict(TERM="xterm") | environment
    command = [sys.executable, "-m", "dedup", *arguments]
    with subprocess.Popen(command, cwd=cwd, stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL, env=env):
        os.close(theirs)
        shown = b"".join(iter(lambda: read_terminal(ours), b""))
    os.close(ours)
    return shown.decode()


def read_terminal(file: int) -> bytes:
    try:
        return os.read(file, 4096)
    except OSError:  # how Linux says that the other end was closed
        return b""


def test_a_terminal_gets_its_width_and_colours_unless_it_wants_none(work):
    arguments = ["compare", "jsonl", "call-official.txt", "call-translated.txt"]
    coloured, plain = in_a_terminal(arguments, work, columns=70), in_a_terminal(arguments, work, columns=70, NO_COLOR="1")
    assert "\x1b[" in coloured and "\x1b[" not in plain and re.sub(r"\x1b\[\d+m", "", coloured) == plain
    assert 60 < max(map(len, plain.splitlines()[1:])) <= 70


# -- how much is written


def test_pairs_that_are_not_merged_are_a_few_of_each_document_unless_all_are_asked_for(tmp_path):
    days, goods = range(1, 13), ("Rice", "Wheat", "Tea")
    text = "{} traded at {} dollars on day {} of the market in the old town, which opens at eight and closes at noon."
    texts = [text.format(good, day * 3, day) for day in days for good in goods]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(dict(text=text)) + "\n" for text in texts))
    found = {}
    for related in ("few", "all"):
        assert dedup("run", "in.jsonl", "-o", related, "-q", "--related", related, cwd=tmp_path).returncode == 0
        found[related] = rows(tmp_path / related, "pairs")
    counts = [json.loads((tmp_path / name / "manifest.json").read_text())["counts"] for name in found]
    assert counts[0] == counts[1]
    apart = {name: [row for row in pairs if row["label"] in ("related", "distinct")] for name, pairs in found.items()}
    assert sum(row["label"] == "related" for row in apart["all"]) == counts[0]["related"]
    assert 0 < len(apart["few"]) <= 3 * len(texts) < len(apart["all"])
    keys = {name: {(row["left"], row["right"]) for row in pairs} for name, pairs in apart.items()}
    assert keys["few"] < keys["all"]
    assert (tmp_path / "few" / "clusters.jsonl").read_bytes() == (tmp_path / "all" / "clusters.jsonl").read_bytes()
    assert (tmp_path / "few" / "judged.parquet").stat().st_size < 30 * len(found["all"]) + 5000


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_the_newest_of_a_date_column_stays_as_in_a_new_run(work, form):
    days = ["2024-03-01", None, "2025-01-31", "2023-12-24"]
    rows = [{"id": str(k), "text": "The mill in Dorville closes.", **({"date": day} if day else {})} for k, day in enumerate(days)]
    (work / "dated.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    how = ("--find", "exact", "--format", form, "-q")
    assert dedup("run", "dated.jsonl", "-o", f"d-{form}", "--keep", "first", *how, cwd=work).returncode == 0
    assert dedup("run", "dated.jsonl", "-o", f"n-{form}", "--keep", "newest", *how, cwd=work).returncode == 0
    done = dedup("regroup", f"d-{form}", "--keep", "newest", "-q", cwd=work)
    assert (done.returncode, done.stderr) == (0, "")
    for name in ("kept", "removed", "clusters"):
        assert (work / f"d-{form}" / f"{name}.{form}").read_bytes() == (work / f"n-{form}" / f"{name}.{form}").read_bytes()


def test_ids_that_a_spreadsheet_would_take_for_formulas(work):
    rows = "@a,The mill in Dorville closes in May the owner said\n@b,UPDATE: The mill in Dorville closes in May the owner said\n"
    (work / "at.csv").write_text("id,text\n" + rows)
    assert dedup("run", "at.csv", "-o", "at", "-q", "--format", "csv", "--spreadsheet", cwd=work).returncode == 0
    before = {name: (work / "at" / f"{name}.csv").read_bytes() for name in ("kept", "removed", "clusters", "pairs")}
    assert b"'@a" in before["kept"] + before["removed"]
    done = dedup("regroup", "at", "-q", cwd=work)
    assert (done.returncode, done.stderr) == (0, "")
    assert before == {name: (work / "at" / f"{name}.csv").read_bytes() for name in before}
