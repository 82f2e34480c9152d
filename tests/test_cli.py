"""The command as a user runs it: a process of its own, results on disk, a summary on stdout, errors and progress on stderr."""

from __future__ import annotations

import csv
import fcntl
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import termios
from collections import defaultdict
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import click
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet
import pytest
from click.testing import CliRunner

from dedup import __version__
from dedup.cli import main
from dedup.compiled import FIRST
from dedup.write import tables

HERE = Path(__file__).parent
README = (HERE.parent / "README.md").read_text(encoding="utf8")
REPORTS = HERE.parent / "samples" / "reports"
COPIES = {"call-official.txt", "call-copy.txt"}

# One story in two wordings, with columns of all kinds: what `dedup run` must give back as it came.
NEWS = [
    {"id": 1, "body": "The ferry stops at noon.", "date": "2024-03-01", "score": 2.5, "tags": ["ferry", "river"]},
    {"id": 2, "body": "The  ferry stops\nat noon.", "date": "2024-03-03", "score": 0.5, "tags": None},
    {"id": 3, "body": "<p>The ferry stops at noon.</p>", "date": None, "score": 9.0, "tags": []},
    {"id": 4, "body": "Rain, \"heavy\" at times; 雨が降る", "date": "2024-03-02", "score": None, "tags": ["rain"]},
]


def dedup(*arguments: object, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run `python -m dedup` with these arguments and a pipe, not a terminal, at each end."""
    command = [sys.executable, "-m", "dedup", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, text=True, encoding="utf8")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]


def table(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def groups(out: Path) -> set[frozenset[str]]:
    """The ids that stand together, groups of two or more."""
    found = defaultdict(set)
    for row in lines(out / "clusters.jsonl"):
        found[row["cluster"]].add(row["id"])
    return {frozenset(ids) for ids in found.values() if len(ids) > 1}


def canonical_of(out: Path) -> set[str]:
    """The same, whatever the format."""
    (path,) = out.glob("clusters.*")
    return {str(row["id"]) for row in tables.read_rows(path) if row["canonical"] in (True, "true")}


def canonical(out: Path) -> set[str]:
    return {row["id"] for row in lines(out / "clusters.jsonl") if row["canonical"]}


@pytest.fixture(scope="module")
def work(tmp_path_factory) -> Path:
    """The folder that the commands run in, with the news as JSON lines."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in NEWS), encoding="utf8")
    return folder


@pytest.fixture(scope="module")
def done(work) -> subprocess.CompletedProcess[str]:
    """`dedup run samples/reports -o out`, once for all tests that look at what it gives."""
    return dedup("run", REPORTS, "-o", "out", cwd=work)


@pytest.fixture(scope="module")
def out(done, work) -> Path:
    assert done.returncode == 0, done.stderr
    return work / "out"


# -- dedup run: what it says and what it writes


def test_a_run_says_what_came_out_and_nothing_else(done, out):
    first = (" s since the start", FIRST)  # where kernels are compiled first
    told = [line for line in done.stderr.splitlines() if not line.endswith(first)]
    stages = [re.fullmatch(r"dedup: (\w+): ([\d,]+ docs, )?\d+\.\d s", line)[1] for line in told]
    assert stages == ["read", "exact", "candidates", "confirm", "cluster", "write"]  # progress bars need a terminal
    counts = json.loads((out / "manifest.json").read_text())["counts"]
    first, second, third, last = done.stdout.splitlines()
    assert first == f"16 documents, {counts['groups']} groups of duplicates"
    assert second.startswith(f"kept {counts['kept']}, removed {counts['removed']} (1 exact, ")
    assert third == f"{counts['related']} pairs related only, {counts['names']} names with several spellings"
    assert last == "report: out/report.html"


def documented() -> dict[str, str]:
    """The README's table of the output folder: file to columns."""
    rows = re.findall(r"^\| (`.*?`) \|.*?\| (.*?) \|$", README.split("The folder `out` then holds")[1].split("##")[0], re.M)
    return {file: columns.strip("`") for files, columns in rows for file in re.findall("`(.*?)`", files)}


def test_the_folder_holds_the_files_of_the_readme(out):
    names = {name.replace(".*", ".jsonl") for name in documented()}
    assert {path.name for path in out.iterdir()} == names
    assert {"clusters.jsonl", "kept.jsonl", "manifest.json", "report.html"} < names


def test_the_columns_are_those_of_the_readme(out):
    assert documented()["clusters.jsonl"] == ", ".join(lines(out / "clusters.jsonl")[0])
    pairs = lines(out / "pairs.jsonl")
    confirmed = next(row for row in pairs if row["label"] == "translation-variant")
    head, evidence = documented()["pairs.jsonl"].split("evidence{")
    assert head.rstrip(", ") == ", ".join(key for key in confirmed if key != "evidence")
    assert evidence.rstrip("}") == ", ".join(confirmed["evidence"])
    name = lines(out / "names.jsonl")[0]
    assert documented()["names.jsonl"] == f"name, aliases[{{{', '.join(name['aliases'][0])}}}]"


def test_every_document_has_one_row_and_every_removed_one_a_reason(out):
    rows = {row["id"]: row for row in lines(out / "clusters.jsonl")}
    assert set(rows) == {path.name for path in REPORTS.iterdir()}
    for row in rows.values():
        if row["canonical"]:
            assert (row["duplicate_of"], row["label"], row["probability"]) == (None, None, None)
        else:
            kept = rows[row["duplicate_of"]]
            assert kept["canonical"] and kept["cluster"] == row["cluster"] and 0.5 <= row["probability"] <= 1
            assert row["label"] in {"exact", "near-duplicate", "translation-variant", "excerpt", "reworded"}


def test_kept_and_removed_are_the_input_and_nothing_is_lost(out):
    kept, removed = lines(out / "kept.jsonl"), lines(out / "removed.jsonl")
    assert {row["id"] for row in kept} == canonical(out) >= {row["duplicate_of"] for row in removed}
    texts = {row["id"]: row["text"] for row in kept + removed}
    assert texts == {path.name: path.read_text(encoding="utf8") for path in REPORTS.iterdir()}
    assert len(kept) + len(removed) == len(texts)


def test_pairs_have_their_evidence(out):
    pairs = {frozenset((row["left"], row["right"])): row for row in lines(out / "pairs.jsonl")}
    exact = pairs[frozenset(COPIES)]
    assert (exact["label"], exact["probability"]) == ("exact", 1.0)
    judged = pairs[frozenset({"call-official.txt", "call-translated.txt"})]
    evidence = judged["evidence"]
    assert judged["label"] == "translation-variant" and len(evidence["links"]) >= 8
    for link in evidence["links"]:
        assert max(link["left"]) < evidence["sentences"][0] and max(link["right"]) < evidence["sentences"][1] and 0 <= link["score"] <= 1
    assert any("Liang Wenzhao" in name["left"] + name["right"] for name in evidence["names"])
    assert 0 <= evidence["features"]["word_jaccard"] <= 1
    apart = [row for row in pairs.values() if row["label"] in ("related", "distinct")]
    assert apart and all(set(row["evidence"]) == {"features"} for row in apart)  # full evidence for duplicates only


def test_the_manifest_says_how_it_was_made(out):
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf8"))
    keys = "program versions settings calibration scheme models inputs counts candidates skipped warnings run output"
    assert set(manifest) == set(keys.split())
    assert manifest["program"] == "dedup" and manifest["versions"]["dedup"] == __version__
    assert manifest["settings"]["threshold"] == 0.5 and manifest["settings"]["seed"] == 1
    assert re.fullmatch(r"encoder [0-9a-f]{16}", manifest["models"]["encoder"])
    assert re.fullmatch("[0-9a-f]{16}", manifest["models"]["confirm"])
    assert manifest["inputs"]["names"] == [str(REPORTS)] and len(manifest["inputs"]["digests"]) == 1
    counts = manifest["counts"]
    assert counts["documents"] == 16 == counts["kept"] + counts["removed"]
    assert counts["removed"] == sum(counts[label] for label in ("exact", "near-duplicate", "translation-variant", "excerpt", "reworded"))
    assert list(manifest["run"]["seconds"]) == ["read", "exact", "candidates", "confirm", "cluster", "write"]


def test_the_report_is_one_page_with_the_texts_side_by_side(out):
    page = (out / "report.html").read_text(encoding="utf8")
    assert page.startswith("<!doctype html>") and "call-official.txt" in page and "Liang Wenzhao" in page
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", page)  # nothing is fetched


# -- dedup run: its options


def test_find_widens_from_exact_to_near_to_variants(out, work):
    assert dedup("run", REPORTS, "-o", "exact", "--find", "exact", cwd=work).returncode == 0
    assert dedup("run", REPORTS, "-o", "near", "--find", "near", cwd=work).returncode == 0
    assert groups(work / "exact") == {frozenset(COPIES)}
    assert groups(work / "near") == {frozenset(COPIES | {"call-edited.txt"})}
    assert any(group > COPIES | {"call-edited.txt", "call-translated.txt", "call-russian.txt"} for group in groups(out))


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_format_is_that_of_the_documents(form, work):
    run = dedup("run", "news.jsonl", "-o", form, "--find", "exact", "--format", form, cwd=work)
    assert run.returncode == 0, run.stderr
    names = {path.name for path in (work / form).iterdir()}
    all_tables = {f"{name}.{form}" for name in ("clusters", "pairs", "names", "kept", "removed")}
    assert names == all_tables | {"report.html", "manifest.json", "judged.parquet", "contents.parquet"}
    if form == "parquet":
        rows = [row for name in ("kept", "removed") for row in pyarrow.parquet.read_table(work / form / f"{name}.parquet").to_pylist()]
    elif form == "jsonl":
        rows = lines(work / form / "kept.jsonl") + lines(work / form / "removed.jsonl")
    else:
        rows = [row for name in ("kept", "removed") for row in table(work / form / f"{name}.csv")]
    whose = {str(row["id"]): row.pop("duplicate_of") for row in rows if "duplicate_of" in row}
    assert set(whose) == {"1", "2", "3"} - canonical_of(work / form) and set(map(str, whose.values())) == canonical_of(work / form) - {"4"}
    assert sorted(rows, key=lambda row: int(row["id"])) == [as_cells(row) if form == "csv" else row for row in NEWS]


def as_cells(row: dict[str, Any]) -> dict[str, str]:
    """A row as CSV has it: strings, nothing where there is nothing, lists as JSON."""
    cells = {name: json.dumps(value) if isinstance(value, list) else str(value) for name, value in row.items() if value is not None}
    return {name: re.sub(r"^9\.0$", "9", cells.get(name, "")) for name in row}


@pytest.mark.parametrize(("policy", "stays"), [("newest", "2"), ("field:score", "3")])
def test_keep_chooses_the_document_that_stays(policy, stays, work):
    target = policy.replace(":", "-")
    assert dedup("run", "news.jsonl", "-o", target, "--find", "exact", "--keep", policy, cwd=work).returncode == 0
    assert canonical(work / target) == {stays, "4"}


def test_documents_come_from_stdin_and_from_several_inputs(work):
    (work / "more.jsonl").write_text('{"id": 5, "body": "The ferry stops at noon."}\n')
    several = dedup("run", "news.jsonl", "mor*.jsonl", "-o", "several", "--find", "exact", "--text", "body", "--id", "id", cwd=work)
    assert several.returncode == 0, several.stderr
    assert groups(work / "several") == {frozenset("1235")}
    both = (work / "news.jsonl").read_text() + (work / "more.jsonl").read_text()
    piped = dedup("run", "-", "-o", "piped", "--find", "exact", cwd=work, stdin=both)
    assert piped.returncode == 0, piped.stderr
    assert (work / "piped" / "clusters.jsonl").read_bytes() == (work / "several" / "clusters.jsonl").read_bytes()


def test_threshold_is_the_least_probability_of_a_merge(out, work):
    high = max(row["probability"] for row in lines(out / "pairs.jsonl") if row["label"] != "exact" and row["probability"] < 1)
    assert dedup("run", REPORTS, "-o", "sure", "--threshold", high, cwd=work).returncode == 0
    sure = {row["id"]: row["probability"] for row in lines(work / "sure" / "clusters.jsonl") if not row["canonical"]}
    assert high <= min(sure.values()) <= max(sure.values()) == 1.0
    assert all(any(group <= wider for wider in groups(out)) for group in groups(work / "sure"))
    assert groups(work / "sure") != groups(out) and any(group >= COPIES for group in groups(work / "sure"))


def test_skip_bad_leaves_out_what_cannot_be_read_and_says_so(work):
    broken = (work / "news.jsonl").read_text() + "{broken\n" + '{"id": 4, "body": "An id that repeats"}\n'
    run = dedup("run", "-", "-o", "skipped", "--find", "exact", "--skip-bad", cwd=work, stdin=broken)
    assert run.returncode == 0 and "2 records left out, all in " in run.stdout
    assert [line.split(": ")[0] for line in json.loads((work / "skipped" / "manifest.json").read_text())["skipped"]] == ["-:5", "-:6"]


def test_columns_are_joined_and_rows_numbered(work):
    rows = [{"id": "a", "ask": "Where?", "meta": {"say": text}, "more": k} for k, text in enumerate(["Here.", "There.", "Here."])]
    (work / "asked.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    run = dedup("run", "asked.jsonl", "-o", "asked", "--find", "exact", "--text", "ask", "--text", "meta.say", "--id", "row", cwd=work)
    assert run.returncode == 0, run.stderr
    assert groups(work / "asked") == {frozenset("02")}
    both = (work / "asked" / "kept.jsonl").read_text() + (work / "asked" / "removed.jsonl").read_text().replace(', "duplicate_of": "0"', "")
    assert sorted(both.splitlines()) == sorted((work / "asked.jsonl").read_text().splitlines())  # the user's lines, as they came


def test_files_of_several_kinds_in_one_run(work):
    (work / "kinds").mkdir()
    (work / "kinds" / "a.csv").write_text('id;body;n\n7;"The ferry; stops at noon.";1\n8;Rain.;2\n')
    (work / "kinds" / "b.jsonl").write_text('{"id": 9, "content": "The ferry; stops at noon."}\n')
    (work / "kinds" / "c.txt").write_text("Rain.")
    (work / "kinds" / "d.md").write_text("# Read me")
    run = dedup("run", "kinds", "-o", "several-kinds", "--find", "exact", cwd=work)
    assert run.returncode == 0, run.stderr
    assert "kinds: 1 CSV, 1 JSON lines, 1 text files read; 1 file of other kinds left out: 1 .md" in run.stdout
    assert groups(work / "several-kinds") == {frozenset({"7", "9"}), frozenset({"8", "c.txt"})}
    rows = lines(work / "several-kinds" / "kept.jsonl") + lines(work / "several-kinds" / "removed.jsonl")
    assert {row["id"] for row in rows} == {"7", "8", 9, "c.txt"}


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_types_that_python_has_not_come_back(form, work):
    given = pa.table({
        "id": pa.array([1, 2], pa.timestamp("ns")), "text": ["The one.", "The other."],
        "kind": pa.DictionaryArray.from_arrays(pa.array([1, 0], pa.int8()), ["b", "a"], ordered=True),
        "day": pa.array([2**31 - 1, 0], pa.date32()), "late": pa.array([2**62, 0], pa.timestamp("us", "Europe/Berlin")),
        "zone": pa.array([0, 1], pa.timestamp("us", "Mars/Olympus")), "long": pa.array([2**60, 1], pa.duration("s")),
        "nested": pa.array([[{"t": 1}], None], pa.list_(pa.struct([("t", pa.time64("ns"))]))),
        "runs": pc.run_end_encode(pa.array(["x", "x"])), "views": pa.array([["p"], []], pa.list_view(pa.string_view())),
    })  # fmt: skip
    with pa.ipc.new_file(work / "odd.arrow", given.schema) as file:
        file.write_table(given)
    run = dedup("run", "odd.arrow", "-o", f"odd-{form}", "--find", "exact", "--format", form, cwd=work)
    assert run.returncode == 0, run.stderr
    assert canonical_of(work / f"odd-{form}") == {"1970-01-01T00:00:00.000000001", "1970-01-01T00:00:00.000000002"}
    if form == "parquet":
        kept = pa.parquet.read_table(work / "odd-parquet" / "kept.parquet")
        assert kept.schema.field("kind").type == given.schema.field("kind").type
        assert kept.column("kind").combine_chunks().dictionary.to_pylist() == ["b", "a"] and kept.column("day").equals(given.column("day"))
        return
    first = (lines if form == "jsonl" else table)(work / f"odd-{form}" / f"kept.{form}")[0]
    assert first["day"] == "2147483647 days since 1970-01-01" and first["zone"] == "1970-01-01T00:00:00.000000Z"
    assert first["long"] == f"{2**60} s" if form == "jsonl" else first["long"] == str(2**60)
    assert first["runs"] == "x" and "00:00:00.000000001" in str(first["nested"])


# -- dedup names, compare, train encoder


def test_names_says_which_records_were_left_out(work):
    run = dedup("names", "-", "--skip-bad", cwd=work, stdin=(work / "news.jsonl").read_text() + "{broken\n")
    assert run.returncode == 0 and "1 record left out, as --skip-bad asks; the first: -:5: broken JSON" in run.stderr


def test_names_prints_the_table_that_a_run_writes(out, work):
    run = dedup("names", REPORTS, "--quiet", cwd=work)
    assert run.returncode == 0 and run.stderr == ""
    assert [line.split(": ")[0] for line in run.stdout.splitlines()] == [row["name"] for row in lines(out / "names.jsonl")]
    liang = next(line for line in run.stdout.splitlines() if line.startswith("Liang Wenzhao: "))
    assert re.search(r"Liang Wen-chao \(\d\.\d\d, in 1\)", liang)


def test_names_go_to_a_file_and_take_what_the_user_knows(out, work):
    (work / "known.csv").write_text("name,alias,verdict\nLiang Wenzhao,Liang Wen-chao,different\nKhamsouk,Liang,different\n")
    run = dedup("names", REPORTS, "-o", "people.csv", "--known", "known.csv", cwd=work)
    assert run.returncode == 0 and [line.split(":")[1] for line in run.stderr.splitlines()][-1] == " names"
    rows = table(work / "people.csv")
    assert list(rows[0]) == ["name", "alias", "score", "documents"]
    people = defaultdict(set)
    for row in rows:
        people[row["name"]].add(row["alias"])
    assert run.stdout == f"{len(people)} names: people.csv\n"
    together = {"Liang Wenzhao", "Liang Wen-chao"}
    assert not any(together <= spellings for spellings in people.values())
    assert any(together <= {alias["text"] for alias in row["aliases"]} for row in lines(out / "names.jsonl"))  # without --known


def test_compare_shows_verdict_names_facts_and_sentences(work):
    run = dedup("compare", REPORTS / "call-official.txt", REPORTS / "call-translated.txt", cwd=work)
    assert run.returncode == 0 and run.stderr.removeprefix(f"dedup: {FIRST}\n") == ""
    verdict, *parts = run.stdout.split("\n\n")
    assert re.fullmatch(r"call-official.txt and call-translated.txt: translation-variant, probability (0\.[5-9]\d\d|1\.000)", verdict)
    assert parts[0].startswith("Names that match (") and "Liang Wen-chao" in parts[0]
    found, left, right = map(int, re.match(r"Aligned sentences \((\d+) of (\d+) and (\d+)\):", parts[-1]).groups())
    assert 8 <= found <= min(left, right) and len(parts[-1].splitlines()) == 1 + 3 * found


def test_train_encoder_makes_a_model_that_run_can_use(work):
    english = "river bridge ferry rice market minister monday farmers people spring".split()
    german = "fluss bruecke faehre reis markt ministerin montag bauern menschen fruehling".split()
    sentences = permutations(range(10), 3)
    rows = [" ".join(english[k] for k in words) + "\t" + " ".join(german[k] for k in words) + "\n" for words in sentences]
    (work / "en-de.tsv").write_text("".join(rows))
    tiny = ("--pieces", 200, "--dimensions", 8, "--epochs", 1)
    run = dedup("train", "encoder", "en-de.tsv", "-o", "encoder", *tiny, cwd=work)
    assert run.returncode == 0, run.stderr
    assert re.fullmatch(r"[\d,]+ pairs, \d+ pieces of 8 dimensions: encoder\n", run.stdout) and run.stderr == ""
    assert {"model.safetensors", "tokenizer.json", "modules.json", "README.md"} <= {path.name for path in (work / "encoder").iterdir()}
    (work / "two.jsonl").write_text('{"text": "The ferry stops."}\n{"text": "Die Faehre faehrt nicht mehr."}\n')
    run = dedup("run", "two.jsonl", "-o", "own", "--encoder", "encoder", cwd=work)
    assert run.returncode == 0, run.stderr
    assert json.loads((work / "own" / "manifest.json").read_text())["models"]["encoder"].startswith("encoder ")
    again = dedup("train", "encoder", "en-de.tsv", "-o", "encoder", *tiny, cwd=work)
    assert again.returncode == 2 and again.stderr == "dedup: encoder: the folder exists and is not empty (give a new folder with -o)\n"


# -- help, version, exit codes


def test_version(work):
    run = dedup("--version", cwd=work)
    assert (run.returncode, run.stdout) == (0, f"dedup, version {__version__}\n")


def test_train_names_without_its_lists_is_one_line_and_leaves_no_folder(work):
    run = dedup("train", "names", "nosuch", "-o", "names", cwd=work)
    assert run.returncode == 2 and run.stderr.count("\n") == 1 and "people-train.jsonl.gz is missing" in run.stderr
    assert not (work / "names").exists()


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield from commands(command, (*path, name)) if isinstance(command, click.Group) else [(*path, name)]


COMMANDS = sorted(commands(main))


def test_the_commands_are_those_of_the_readme():
    assert COMMANDS == [("compare",), ("names",), ("regroup",), ("run",), ("train", "encoder"), ("train", "names"), ("xlsx",)]
    for path in COMMANDS:
        assert f"dedup {' '.join(path)} " in README


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_has_a_sentence_an_example_and_a_word_on_every_option(path):
    shown = CliRunner().invoke(main, [*path, "--help"])
    assert shown.exit_code == 0
    assert f"Example:  dedup {' '.join(path)} " in shown.output
    command: Any = main
    for name in path:
        command = command.commands[name]
    assert command.help.split("\n")[0].endswith(".")
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.opts[-1] in shown.output
            assert option.help or option.show_default


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_the_example_of_the_help_is_a_call_that_the_command_understands(path):
    command: Any = main
    for name in path:
        command = command.commands[name]
    words = command.epilog.removeprefix("Example:  dedup ").split()
    assert tuple(words[: len(path)]) == path
    command.make_context(path[-1], words[len(path) :])


@pytest.mark.parametrize(
    "arguments", [["run", "news.jsonl"], ["run", "-o", "x"], ["run", "news.jsonl", "-o", "x", "--find", "all"], ["nosuch"], ["--nosuch"],
                  ["train", "encoder", "x.tsv", "-o", "x", "--epochs", "0"]]
)  # fmt: skip
def test_exit_code_2_for_a_call_that_is_not_understood(arguments, work):
    run = dedup(*arguments, cwd=work)
    assert run.returncode == 2 and run.stdout == "" and "--help" in run.stderr and "Traceback" not in run.stderr
    assert not (work / "x").exists()


def test_exit_code_2_and_one_line_for_input_that_cannot_be_used(work):
    run = dedup("run", "nosuch", "-o", "x", cwd=work)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "dedup: nosuch: no such file or folder (check the path)\n"
    assert not (work / "x").exists()


def python(code: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command with something changed inside: `code` runs first."""
    code += "\nfrom dedup.cli import entry\nentry()"
    return subprocess.run([sys.executable, "-c", code, *arguments], cwd=cwd, capture_output=True, text=True)


RUN = ("run", "news.jsonl", "-o", "broken", "--find", "exact")


def test_exit_code_1_and_a_traceback_for_a_bug_and_nothing_half_written(work):
    before = set(work.iterdir())
    run = python("from dedup.write import views\ndel views.page", *RUN, cwd=work)
    assert run.returncode == 1 and "Traceback (most" in run.stderr and "AttributeError" in run.stderr
    assert set(work.iterdir()) == before


def test_ctrl_c_leaves_nothing_behind(work):
    before = set(work.iterdir())
    pressed = "import os, signal, time\nfrom dedup.write import views\n"
    pressed += "def page(*args, **more):\n    os.kill(os.getpid(), signal.SIGINT)\n    time.sleep(60)\nviews.page = page"
    run = python(pressed, *RUN, cwd=work)
    assert (run.returncode, run.stdout, run.stderr.strip().split("\n")[-1]) == (130, "", "stopped")
    assert set(work.iterdir()) == before


def test_ctrl_c_ends_the_copying_of_the_documents(work):
    """Also when everything else is done and only that is waited for."""
    (work / "many.jsonl").write_text("".join(f'{{"text": "document {k}"}}\n' for k in range(30_000)))
    before = set(work.iterdir())
    pressed = "import os, signal, time\nfrom dedup.write import own_lines\ncalls = []\n"
    pressed += "def write(*args):\n    time.sleep(0.3)\n    calls.append(1)\n"
    pressed += "    if len(calls) == 4:\n        os.kill(os.getpid(), signal.SIGINT)\n"
    pressed += "    if len(calls) > 30:\n        os._exit(9)\nown_lines._write = write"
    run = python(pressed, "run", "many.jsonl", "-o", "out", "--find", "exact", cwd=work)
    assert (run.returncode, run.stdout, run.stderr.strip().split("\n")[-1]) == (130, "", "stopped")
    assert set(work.iterdir()) == before
    (work / "many.jsonl").unlink()


def test_a_reader_that_stops_early_is_no_error(work):
    command = [sys.executable, "-m", "dedup", "run", "news.jsonl", "-o", "unread", "--find", "exact", "--quiet", "--json"]
    with subprocess.Popen(command, cwd=work, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


HELP = ["--help"], ["--version"], ["run", "--help"], ["train", "--help"], ["train", "names", "-h"]


@pytest.mark.parametrize("asked", HELP, ids=" ".join)
@pytest.mark.parametrize("of", ["stdout", "both"])
def test_help_that_nobody_reads_ends_without_a_word(work, asked, of):
    command = [sys.executable, "-m", "dedup", *asked]
    both = subprocess.PIPE if of == "stdout" else subprocess.STDOUT
    with subprocess.Popen(command, cwd=work, stdout=subprocess.PIPE, stderr=both) as process:
        process.stdout.close()
        assert process.stderr is None or process.stderr.read() == b""
    assert process.returncode == 0


def test_a_usage_error_that_nobody_reads_is_one_all_the_same(work):
    with subprocess.Popen([sys.executable, "-m", "dedup", "run"], cwd=work, stderr=subprocess.PIPE) as process:
        process.stderr.close()
    assert process.returncode == 2


def test_a_terminal_gets_progress_bars_and_is_left_clean(work):
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", 24, 80, 0, 0))
    with tempfile.TemporaryFile() as summary:
        command = [sys.executable, "-m", "dedup", "run", "news.jsonl", "-o", "watched", "--find", "near"]
        with subprocess.Popen(command, cwd=work, stdin=subprocess.DEVNULL, stdout=summary, stderr=theirs):
            os.close(theirs)
            shown = b"".join(iter(lambda: read_terminal(ours), b""))
        os.close(ours)
        summary.seek(0)
        assert summary.read().startswith(b"4 documents")
    for stage in (b"read", b"exact", b"candidates", b"write"):
        assert stage in shown
    assert shown.rstrip(b" ").endswith(b"\r")  # the last bar is wiped


def read_terminal(file: int) -> bytes:
    try:
        return os.read(file, 4096)
    except OSError:  # how Linux says that the other end was closed
        return b""
