"""What a user can get wrong gives one line that names the place and the way out, exit code 2, and leaves nothing on disk.

And what looks wrong but is not: empty documents, a single word, only punctuation, very long ones, thousands of copies.
The command runs in this process here; test_cli.py shows that a process of its own does the same.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from dedup.cli import entry


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


Command = Callable[..., Outcome]


@pytest.fixture
def dedup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Run the command in an empty folder, which is the working directory."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: bytes = b"") -> Outcome:
        quiet = ["--quiet"] if arguments[:1] == ("run",) else []  # no lines on the stages: what is left is what went wrong
        monkeypatch.setattr(sys, "argv", ["dedup", *arguments, *quiet])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            entry()
            code = 0
        except SystemExit as stop:
            code = stop.code
        return Outcome(code, *capfd.readouterr())

    return run


def put(files: dict[str, str | bytes]) -> None:
    """Write files below the working directory."""
    for name, content in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())


def everything() -> dict[str, bytes | None]:
    """All that lies below the working directory, hidden files too."""
    return {str(path): path.read_bytes() if path.is_file() else None for path in sorted(Path().rglob("*"))}


def refusal(dedup: Command, *arguments: str, stdin: bytes = b"") -> str:
    """The line of a refused command. It is one line, says nothing on stdout and leaves the disk as it was."""
    before = everything()
    code, out, err = dedup(*arguments, stdin=stdin)
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert err.startswith("dedup: ") and "Traceback" not in err
    assert everything() == before
    return err.removeprefix("dedup: ").rstrip("\n")


GOOD = '{"id": 1, "text": "The ferry stops at noon."}\n'
VARIANTS = ("--find", "variants")
LATIN = "Ein Fährmann.".encode("latin1")

# What the files hold; what is given; the place and the fault that the line names; the remedy in its last brackets.
INPUT = {
    "no such path": ({}, ["nosuch.jsonl"], "nosuch.jsonl: no such file or folder", "check the path"),
    "a word is a path, not a text": ({}, ["nosuch"], "nosuch: no such file or folder", "check the path"),
    "one of several is missing": ({"a.jsonl": GOOD}, ["a.jsonl", "b.jsonl"], "b.jsonl: no such file", "check the path"),
    "nothing matches": ({"a.txt": "A"}, ["*.csv"], "*.csv: no such file: nothing that can be read matches", "check the pattern"),
    "an empty name": ({"a.jsonl": GOOD}, ["a.jsonl", ""], "an input without a name", "give files, folders, globs, or -"),
    "unknown kind": ({"a.docx": "PK"}, ["a.docx"], "a.docx: unknown kind of file", ".jsonl"),
    "an empty file": ({"a.jsonl": ""}, ["a.jsonl"], "a.jsonl: no records: the input is empty", "check that this is the file you mean"),
    "a folder of other things": ({"d/a.png": "x"}, ["d"], "d: a folder without .txt or data files", "the known kinds are"),
    "a header alone": ({"a.csv": "id,text\n"}, ["a.csv"], "a.csv: no records", "check"),
    "no text column": ({"a.csv": "id,words\n1,x\n"}, ["a.csv"], "a.csv: no text column; the columns are: id, words", "--text COL"),
    "another text column": (
        {"a.jsonl": GOOD}, ["a.jsonl", "--text", "txt"], "a.jsonl: no column 'txt'; the columns are: id, text", "--text COL"),
    "another id column": ({"a.jsonl": GOOD}, ["a.jsonl", "--id", "key"], "a.jsonl: no column 'key'; the columns are: id, text", "--id COL"),
    "an id that repeats": ({"a.jsonl": GOOD * 2}, ["a.jsonl"], "a.jsonl:2: id '1' repeats", "--skip-bad"),
    "an id that is missing": ({"a.jsonl": GOOD + '{"text": "x"}\n'}, ["a.jsonl"], "a.jsonl:2: no id", "--skip-bad"),
    "a text that is none": ({"a.jsonl": GOOD + '{"id": 2, "text": 5}\n'}, ["a.jsonl"], "a.jsonl:2: 'text' is not a string", "--skip-bad"),
    "a broken line": ({"a.jsonl": GOOD + "\n{broken\n"}, ["a.jsonl"], "a.jsonl:3: broken JSON: ", "--skip-bad"),
    "an array of objects": ({"a.json": "[" + GOOD + "]"}, ["a.json"], "a.json:1: a JSON array where JSON lines are expected", "jq -c"),
    "a row of another length": ({"a.csv": "id,text\n1,x\n2,y,z\n"}, ["a.csv"], "a.csv:3: ", "--skip-bad"),
    "truncated gzip": (
        {"a.jsonl.gz": gzip.compress((GOOD * 9).encode())[:-9]}, ["a.jsonl.gz"], "a.jsonl.gz:", "--skip-bad"),
    "gzip that is none": ({"a.csv.gz": "id,text\n1,x\n"}, ["a.csv.gz"], "a.csv.gz:", ""),
    "truncated Parquet": ({"a.parquet": b"PAR1\x15\x04"}, ["a.parquet"], "a.parquet: ", ""),
    "not UTF-8, text": ({"a.txt": b"Es kommt\n" + LATIN}, ["a.txt"], "a.txt:2: not UTF-8", "convert it to UTF-8"),
    "not UTF-8, JSON": ({"a.jsonl": GOOD.encode() + b'{"text": "' + LATIN + b'"}\n'}, ["a.jsonl"], "a.jsonl:2: not UTF-8", "UTF-8"),
    "not UTF-8, CSV": ({"a.csv": b"id,text\n1,x\n2," + LATIN + b"\n"}, ["a.csv"], "a.csv:3: not UTF-8", "convert it to UTF-8"),
    "an open quote": ({"a.csv": 'id,text\n1,"x\n2,y\n'}, ["a.csv"], "a.csv:2: a quote opens a cell here", "--quoting none"),
    "another separator": ({"a.csv": "id;words\n1;x\n"}, ["a.csv"], "a.csv: no text column", "--delimiter"),
    "no separator": ({"a.csv": "text\nx\n"}, ["a.csv", "--delimiter", "::"], "--delimiter :: separates no cells", "tab"),
    "a column that is not there, of two": (
        {"a.jsonl": GOOD}, ["a.jsonl", "--text", "text", "--text", "meta.x"], "a.jsonl: no column 'meta.x'", "--text COL"),
    "an option given twice": (
        {"a.jsonl": GOOD}, ["a.jsonl", "--keep", "first", "--keep=longest"], "--keep is given 2 times and takes one value", "once"),
    "deep arrays": (
        {"a.jsonl": GOOD + '{"id": 2, "text": "x", "a": ' + "[" * 100_000 + "]" * 100_000 + "}\n"}, ["a.jsonl"],
        "a.jsonl:2: JSON nested more than 50 levels deep", "--skip-bad"),
    "arrays that Arrow reads": (
        {"a.jsonl": GOOD + '{"id": 2, "text": "x", "a": ' + "[" * 900 + "]" * 900 + "}\n"}, ["a.jsonl"],
        "a.jsonl:2: JSON nested more than 50 levels deep", "--skip-bad"),
    "a path too long": ({}, ["x" * 5000 + ".jsonl"], "xxx", "check the path"),
    "a column to keep by that is not there": (
        {"a.jsonl": GOOD}, ["a.jsonl", "--keep", "field:date"], "--keep: no column 'date'", "the columns are id, text"),
    "no date to keep by": ({"a.jsonl": GOOD}, ["a.jsonl", "--keep", "newest"], "--keep newest: no column with a date", "--keep field:NAME"),
    "keep what": ({"a.jsonl": GOOD}, ["a.jsonl", "--keep", "best"], "--keep best is not known", "longest, first, newest or field:NAME"),
    "no probability": ({"a.jsonl": GOOD}, ["a.jsonl", "--threshold", "50"], "--threshold 50.0 is out of range", "up to 1"),
    "no share": ({"a.jsonl": GOOD}, ["a.jsonl", "--find", "near", "--jaccard", "0"], "--jaccard 0.0 is out of range", "above 0"),
    "a share for another search": ({"a.jsonl": GOOD}, ["a.jsonl", *VARIANTS, "--jaccard", ".8"], "--jaccard does nothing", "leave it"),
    "names for another search": ({"a.jsonl": GOOD}, ["a.jsonl", "--known", "k.csv"], "--known does nothing with --find", "leave it out"),
    "a device for nothing": ({"a.jsonl": GOOD}, ["a.jsonl", "--device", "cpu"], "--device does nothing without --encoder", "leave it out"),
    "no number of threads": ({"a.jsonl": GOOD}, ["a.jsonl", "--workers", "-2"], "--workers -2 is negative", "use 0"),
    "no such encoder": (
        {"a.jsonl": GOOD}, ["a.jsonl", "--find", "variants", "--encoder", "no/such"], "encoder 'no/such' cannot be loaded: ",
        "leave --encoder out"),
    "a folder that is no encoder": (
        {"a.jsonl": GOOD, "d/x": ""}, ["a.jsonl", "--find", "variants", "--encoder", "d"], "d: not a sentence-transformers model",
        "leave --encoder out"),
    "no such model of names": ({"a.jsonl": GOOD}, ["a.jsonl", *VARIANTS, "--names-model", "best"], "names model 'best'", "spacy:MODEL"),
    "no such known names": ({"a.jsonl": GOOD}, ["a.jsonl", *VARIANTS, "--known", "b.csv"], "b.csv: cannot be read", "UTF-8"),
    "known names without a verdict": (
        {"a.jsonl": GOOD, "k.csv": "name,alias,verdict\nA,B,maybe\n"}, ["a.jsonl", *VARIANTS, "--known", "k.csv"],
        "k.csv:2: 'maybe' is neither same nor different", '"same" or "different"'),
}  # fmt: skip


@pytest.mark.parametrize(("files", "arguments", "fault", "remedy"), INPUT.values(), ids=INPUT)
def test_input_that_cannot_be_used(dedup, files, arguments, fault, remedy):
    put(files)
    line = refusal(dedup, "run", *(["--find", "exact"] if "--find" not in arguments else []), *arguments, "-o", "out")
    assert line.startswith(fault)
    assert remedy in line[line.rindex(" (") :] if " (" in line else not remedy


@pytest.mark.parametrize(("stdin", "fault"), [(b"", "-: no records: the input is empty"), (b'{"text": "a"}\n{"te', "-:2: broken JSON")])
def test_stdin_that_cannot_be_used(dedup, stdin, fault):
    assert refusal(dedup, "run", "-", "-o", "out", "--find", "exact", stdin=stdin).startswith(fault)


def test_an_unreadable_input(dedup):
    put({"a.jsonl": GOOD})
    os.chmod("a.jsonl", 0)
    if os.access("a.jsonl", os.R_OK):
        pytest.skip("this user may read everything")
    assert refusal(dedup, "run", "a.jsonl", "-o", "out").startswith("a.jsonl: cannot be read: Permission denied")


def test_deep_objects_are_left_out_if_asked(dedup):
    put({"a.jsonl": GOOD + '{"id": 2, "text": "x", "a": ' + '{"a":' * 100_000 + "1" + "}" * 100_000 + "}\n"})
    code, out, err = dedup("run", "a.jsonl", "-o", "out", "--find", "exact", "--skip-bad")
    assert (code, err) == (0, "") and len(json.loads(Path("out/manifest.json").read_text())["skipped"]) == 1


@pytest.mark.parametrize("given", ["out", "out/kept.jsonl", "out/*.jsonl", "link.jsonl", "out/../out/kept.jsonl", "."])
def test_an_input_that_lies_in_the_output_folder(dedup, given):
    put({"a.jsonl": GOOD})
    assert dedup("run", "a.jsonl", "-o", "out", "--find", "exact").code == 0
    Path("link.jsonl").symlink_to("out/kept.jsonl")
    assert "lies where the output goes, out (give another -o" in refusal(dedup, "run", given, "-o", "out", "--find", "exact")


def test_a_file_that_comes_twice(dedup):
    Path("notes").mkdir()
    for name in ("one", "two"):
        Path(f"notes/{name}.txt").write_text(f"The {name} note is about the ferry.\n")
    for twice in (["notes/one.txt", "./notes/one.txt"], ["notes", "notes/one.txt"]):
        given = dedup("run", *twice, "-o", "out", "--find", "exact")
        assert (given.code, given.err.count("\n")) == (2, 1) and "notes/one.txt: comes 2 times among the inputs (" in given.err
    Path("notes/three.txt").symlink_to("one.txt")  # another name for the same text is a copy like any other
    assert dedup("run", "notes", "-o", "out", "--find", "exact").code == 0


@pytest.mark.parametrize("option", ["--known", "--calibration"])
def test_a_file_beside_the_input_that_is_not_there(dedup, option):
    Path("a.jsonl").write_text('{"text": "The ferry stops."}\n')
    given = dedup("run", "a.jsonl", "-o", "out", option, "nosuch")
    assert given.code == 2 and "nosuch: " in given.err and "No such file or directory (" in given.err and "Errno" not in given.err


def test_an_input_beside_the_output_folder_is_none_in_it(dedup):
    put({"a.jsonl": GOOD, "output.jsonl": '{"id": 2, "text": "b"}\n'})
    for _ in range(2):
        assert dedup("run", "a.jsonl", "output.jsonl", "-o", "out", "--find", "exact").code == 0


def test_names_are_not_written_over_their_input(dedup):
    put({"a.jsonl": GOOD})
    assert "the input a.jsonl lies where the output goes" in refusal(dedup, "names", "a.jsonl", "-o", "./a.jsonl")


def test_an_input_that_becomes_a_pipe(dedup, monkeypatch):
    put({"a.jsonl": GOOD, "b.jsonl": GOOD.replace("1", "2")})

    def replaced() -> bool:
        os.unlink("b.jsonl")
        os.mkfifo("b.jsonl")
        return True

    monkeypatch.setattr("dedup.write.own_lines.Copies.read", _late(replaced))
    code, out, err = dedup("run", "a.jsonl", "b.jsonl", "-o", "out", "--find", "exact")
    assert code == 2 and "b.jsonl: cannot be read a second time, to copy its lines: it is no file but a pipe" in err


def _late(first: Callable[..., object]) -> Callable[..., object]:
    """The copying of lines, once something else has happened."""
    from dedup.write.own_lines import Copies

    read, done = Copies.read, []

    def wait(*arguments: object) -> object:
        done or done.append(first())
        return read(*arguments)

    return wait


OUTPUT = {
    "a path too long": ({}, "x" * 5000, "xxx"),
    "a folder of other things": ({"out/thesis.tex": "x"}, "out", "out: the folder exists and is not an output of dedup"),
    "another program's": ({"out/manifest.json": '{"program": "x"}'}, "out", "out: the folder exists and is not an output of dedup"),
    "a file": ({"out": "x"}, "out", "out: exists and is not a folder"),
    "below a file": ({"out": "x"}, "out/put", "out/put: cannot be written"),
    "where nobody may write": ({}, "/proc/out", "/proc/out: "),
}


@pytest.mark.parametrize(("files", "out", "fault"), OUTPUT.values(), ids=OUTPUT)
def test_output_that_cannot_be_written(dedup, files, out, fault):
    put({"a.jsonl": GOOD} | files)
    line = refusal(dedup, "run", "a.jsonl", "-o", out, "--find", "exact")
    assert line.startswith(fault) and " with -o)" in line or "give another -o)" in line


@pytest.mark.parametrize("home", ["locked", "locked/out"])
def test_a_folder_without_the_permission_to_write(dedup, home):
    put({"a.jsonl": GOOD})
    Path(home).mkdir(parents=True)
    os.chmod("locked" if home == "locked" else home, 0o555)
    if os.access(home, os.W_OK):
        pytest.skip("this user may write everywhere")
    assert refusal(dedup, "run", "a.jsonl", "-o", "locked/out", "--find", "exact").startswith("locked/out: cannot be written")


def test_the_output_is_looked_at_before_the_work_is_done(dedup):
    put({"a.jsonl": "{broken", "out/thesis.tex": "x"})
    assert refusal(dedup, "run", "a.jsonl", "-o", "out").startswith("out: ")


OTHERS = {
    "compare, no such file": ({"a.txt": "A"}, ["compare", "a.txt", "b.txt"], "b.txt: cannot be read: No such file"),
    "compare, not UTF-8": ({"a.txt": "A", "b.txt": LATIN}, ["compare", "a.txt", "b.txt"], "b.txt:1: not UTF-8"),
    "compare, a folder": ({"a.txt": "A", "d/b": ""}, ["compare", "a.txt", "d"], "d: cannot be read: Is a directory"),
    "names, no such path": ({}, ["names", "nosuch"], "nosuch: no such file or folder"),
    "names, unknown format": ({"a.jsonl": GOOD}, ["names", "a.jsonl", "-o", "n.xlsx"], "n.xlsx: a table of names is written as "),
    "names, no such folder": ({"a.jsonl": GOOD}, ["names", "a.jsonl", "-o", "no/n.csv"], "no/n.csv: its folder does not exist"),
    "names, a path too long": ({"a.jsonl": GOOD}, ["names", "a.jsonl", "-o", "x" * 400 + ".csv"], "xxx"),
    "names, into a folder": ({"a.jsonl": GOOD, "n.csv/x": ""}, ["names", "a.jsonl", "-o", "n.csv"], "n.csv: cannot be written"),
    "train, no such path": ({}, ["train", "encoder", "nosuch.tsv", "-o", "m"], "nosuch.tsv"),
    "train, no tab": ({"a.tsv": "one\tother\nalone\n"}, ["train", "encoder", "a.tsv", "-o", "m"], "a.tsv:2: a line needs two sentences"),
    "train, nothing in it": ({"a.tsv": ""}, ["train", "encoder", "a.tsv", "-o", "m"], "no sentence pairs found"),
    "train, into another folder": ({"a.tsv": "a\tb\n", "m/x": ""}, ["train", "encoder", "a.tsv", "-o", "m"], "m: the folder exists"),
    "train, below a file": ({"a.tsv": "a\tb\n"}, ["train", "encoder", "a.tsv", "-o", "a.tsv/m"], "a.tsv/m: cannot be written"),
}  # fmt: skip


@pytest.mark.parametrize(("files", "arguments", "fault"), OTHERS.values(), ids=OTHERS)
def test_the_other_commands(dedup, files, arguments, fault):
    put(files)
    assert refusal(dedup, *arguments).startswith(fault)


def test_an_earlier_output_stays_whole_when_a_run_fails(dedup):
    put({"a.jsonl": GOOD, "b.jsonl": "{broken"})
    assert dedup("run", "a.jsonl", "-o", "out", "--find", "exact").code == 0
    refusal(dedup, "run", "b.jsonl", "-o", "out", "--find", "exact")


# -- not errors


def run(dedup: Command, texts: list[str], *options: str) -> tuple[dict, list[dict]]:
    """The counts and the rows of clusters.jsonl of a run over these texts."""
    put({"a.jsonl": "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)})
    code, _, err = dedup("run", "a.jsonl", "-o", "out", *options)
    assert code == 0 and all(line.startswith("dedup: warning: ") for line in err.splitlines())
    rows = [json.loads(line) for line in Path("out/clusters.jsonl").read_text(encoding="utf8").splitlines()]
    return json.loads(Path("out/manifest.json").read_text())["counts"], rows


@pytest.mark.parametrize("find", ["exact", "near", "variants"])
def test_odd_documents_are_documents(dedup, find):
    odd = ["", "  \n ", "<p></p>", "word", "!?… — ***", "☃", "12", "\u0000\u200b", "word word", "a" * 5000, "雨"]
    counts, rows = run(dedup, [*odd, "The ferry stops at noon because the river is high."], "--find", find)
    assert counts["documents"] == counts["kept"] == len(rows) == 12
    assert counts["empty"] >= 3  # each its own group
    assert len({row["cluster"] for row in rows}) == 12


@pytest.mark.parametrize("find", ["exact", "near", "variants"])
def test_copies_of_odd_documents_are_copies(dedup, find):
    odd = ["word", "!?… — ***", "☃", "12", "雨"]
    counts, rows = run(dedup, odd * 2, "--find", find)
    assert counts["exact"] == 5 and counts["kept"] == 5 and counts["empty"] == 0
    assert [row["cluster"] for row in rows[:5]] == [row["cluster"] for row in rows[5:]]


def test_collections_of_nothing_but_odd_documents(dedup):
    for texts in ([""], ["", ""], ["word"], ["?", "!"], ["雨", "雪", ""]):
        counts, _ = run(dedup, texts)
        assert counts["kept"] == len(texts)


def test_twenty_thousand_copies_are_one_group(dedup):
    counts, rows = run(dedup, ["The ferry stops at noon.", "Rain is expected."] + ["The ferry stops  at noon."] * 19_999)
    assert counts["groups"] == 1 and counts["kept"] == 2 and counts["exact"] == 19_999
    assert len({row["cluster"] for row in rows}) == 2
    assert [row["duplicate_of"] for row in rows[:3]] == ["10", None, "10"]  # the longest stays; ties by id, as text


def test_twenty_thousand_edited_copies_in_one_bucket_are_linked_in_linear_time(dedup):
    story = "The ferry stops at noon because the river is high and nobody knows when it will run again, said ferryman number"
    counts, rows = run(dedup, [f"{story} {number}" for number in range(20_000)], "--find", "near")
    assert counts["groups"] == 1 and counts["kept"] == 1 and counts["near-duplicate"] == 19_999
    found = json.loads(Path("out/manifest.json").read_text())["candidates"]["minhash"]
    assert found["linked"] > 19_000 and found["pairs"] < 20_000 * 9 * 32  # window and representative in each of the bands


@pytest.fixture(scope="module")
def whole(story) -> str:
    """A text of 20 MB: one paragraph over and over, each with a number of its own."""
    paragraphs = 20_000_000 // len(story["en"])
    return " ".join(f"{story['en']} That was day {day}." for day in range(paragraphs))


def test_a_document_of_20_megabytes(dedup, whole):
    counts, rows = run(dedup, [whole, "Rain is expected."])
    assert len(whole) > 20_000_000 and counts["kept"] == 2 and counts["empty"] == 0
    assert [len(json.loads(row)["text"]) for row in Path("out/kept.jsonl").read_text().splitlines()] == [len(whole), 17]


def test_the_end_of_a_document_of_20_megabytes_counts(dedup, whole, story):
    counts, rows = run(dedup, [whole, story["en"], whole + " The end."], "--find", "near")
    assert counts["exact"] == 0 and counts["near-duplicate"] == 1
    assert rows[0]["cluster"] == rows[2]["cluster"] != rows[1]["cluster"]


@pytest.mark.parametrize("closed", ["2>&-", "2>/dev/full"])
def test_a_run_that_nobody_can_be_told_of_is_done_all_the_same(tmp_path, closed):
    (tmp_path / "a.jsonl").write_text(GOOD)
    command = f"{sys.executable} -m dedup run a.jsonl -o out --find exact {closed}"
    assert subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True).returncode == 0
    assert (tmp_path / "out" / "clusters.jsonl").is_file()
    missing = f"{sys.executable} -m dedup run nosuch.jsonl -o out --find exact {closed}"
    assert subprocess.run(["sh", "-c", missing], cwd=tmp_path, capture_output=True).returncode == 2


def test_closed_stdin_is_one_line(tmp_path):
    command = f"{sys.executable} -m dedup run - -o out --find exact <&-"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 2 and done.stderr == "dedup: -: stdin is closed (pipe JSON lines into it, or give a file)\n"


def test_an_output_that_is_a_link_to_nowhere_says_so(dedup):
    put({"a.jsonl": GOOD})
    Path("link").symlink_to("nowhere")
    done = dedup("run", "a.jsonl", "-o", "link", "--find", "exact")
    assert (done.code, done.err) == (2, "dedup: link: is a link to nowhere, which is not there (make that, or give another -o)\n")
    Path("nowhere").mkdir()
    assert dedup("run", "a.jsonl", "-o", "link", "--find", "exact").code == 0 and Path("nowhere", "manifest.json").is_file()


def test_compare_with_one_id_says_that_two_are_needed(dedup):
    put({"a.jsonl": GOOD})
    assert dedup("run", "a.jsonl", "-o", "out", "--find", "exact").code == 0
    done = dedup("compare", "out", "1")
    assert done.code == 2 and done.err.endswith(
        "dedup: out: a folder and one id are given, and two documents are compared (give two ids: dedup compare OUT A B)\n"
    )
