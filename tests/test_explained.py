"""Which pairs are explained by sentences, names and conflicts: what `--evidence` asks for, and what is found later where it was not."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dedup.write import listings, tables

REPORTS = Path(__file__).parent.parent / "samples" / "reports"
WHICH = ("report", "kept", "all", "none")
FULL = {"sentences", "links", "names", "conflicts", "features"}


def dedup(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dedup", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf8")


@pytest.fixture(scope="module")
def work(tmp_path_factory) -> Path:
    """The samples, of which one group has more pairs than a report shows, run once with every value."""
    folder = tmp_path_factory.mktemp("work")
    rows = [dict(id=path.name, text=path.read_text(encoding="utf8")) for path in sorted(REPORTS.iterdir())]
    (folder / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf8")
    for which in WHICH:
        assert dedup("run", "in.jsonl", "-o", which, "-q", "--evidence", which, cwd=folder).returncode == 0
    assert dedup("run", "in.jsonl", "-o", "default", "-q", cwd=folder).returncode == 0
    return folder


def pairs(folder: Path) -> dict[frozenset[str], dict]:
    (path,) = folder.glob("pairs.*")
    return {frozenset((row["left"], row["right"])): row for row in listings.read_pairs(path)}


def full(folder: Path) -> set[frozenset[str]]:
    return {pair for pair, row in pairs(folder).items() if set(row["evidence"]) == FULL}


def drawn(folder: Path) -> int:
    """How many pairs the report shows with their texts."""
    return (folder / "report.html").read_text(encoding="utf8").count('<ol class="rows">')


def test_more_is_explained_the_more_is_asked_for(work):
    report, kept, everything, none = (full(work / which) for which in WHICH)
    assert none == set() < report < kept < everything
    assert all(row["label"] not in ("exact", "related", "distinct") for row in map(pairs(work / "all").get, everything))


def test_the_default_is_what_the_report_shows(work):
    assert (work / "default" / "pairs.jsonl").read_bytes() == (work / "report" / "pairs.jsonl").read_bytes()
    assert json.loads((work / "default" / "manifest.json").read_text())["output"]["evidence"] == "report"
    assert 0 < len(full(work / "report")) <= drawn(work / "report")


def test_kept_has_the_pairs_of_a_kept_and_a_removed_document(work):
    stays = {row["id"]: row["duplicate_of"] for row in tables.read_rows(work / "kept" / "clusters.jsonl")}
    explained, everything = full(work / "kept"), full(work / "all")
    assert explained >= {pair for pair in everything if any({id, stays[id]} == set(pair) for id in pair)}
    assert explained - full(work / "report")


def test_what_was_left_out_is_all_that_differs(work):
    """Labels, probabilities, measurements, people, groups and documents do not depend on what is explained."""
    for which in WHICH[:-1]:
        for pair, row in pairs(work / which).items():
            everything = pairs(work / "all")[pair]
            assert row | dict(evidence=everything["evidence"]) == everything
            assert row["evidence"] == {name: everything["evidence"][name] for name in row["evidence"]}
    for which in WHICH:
        for name in ("names", "clusters", "kept", "removed"):
            assert (work / which / f"{name}.jsonl").read_bytes() == (work / "all" / f"{name}.jsonl").read_bytes()
    assert b"Liang Wen-chao" in (work / "none" / "names.jsonl").read_bytes()
    assert drawn(work / "report") == drawn(work / "kept") == drawn(work / "all") > 10


def test_without_any_the_report_says_so_in_place_of_the_texts(work):
    page = (work / "none" / "report.html").read_text(encoding="utf8")
    said = "Sentences, names and conflicting facts were left out, as --evidence none asks"
    assert drawn(work / "none") == 0 and page.count(said) == drawn(work / "report")
    assert said not in (work / "report" / "report.html").read_text(encoding="utf8")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_tables_of_other_formats_have_the_same_evidence(form, work):
    assert dedup("run", "in.jsonl", "-o", form, "-q", "--format", form, "--evidence", "kept", cwd=work).returncode == 0
    assert {pair: row["evidence"] for pair, row in pairs(work / form).items()} == {
        pair: row["evidence"] for pair, row in pairs(work / "kept").items()
    }


@pytest.mark.parametrize("find", ["near", "exact"])
def test_it_is_refused_where_nothing_is_explained(find, work):
    run = dedup("run", "in.jsonl", "-o", "refused", "--find", find, "--evidence", "all", cwd=work)
    assert run.returncode == 2 and run.stderr.splitlines()[-1].startswith(f"dedup: --evidence does nothing with --find {find}")
    assert not (work / "refused").exists()
    assert dedup("run", "in.jsonl", "-o", "refused", "--evidence", "some", cwd=work).returncode == 2


# -- what is asked of the folder later


@pytest.fixture
def out(work, tmp_path, request) -> Path:
    """A copy of a run, to be changed."""
    shutil.copytree(work / request.param, tmp_path / "out")
    return tmp_path / "out"


@pytest.mark.parametrize("out", WHICH, indirect=True)
def test_regroup_keeps_what_was_written(out, work):
    before = (out / "pairs.jsonl").read_bytes()
    texts, said = drawn(out), (out / "report.html").read_text().count("left out, as --evidence")
    run = dedup("regroup", out, "-q", cwd=work)
    assert (run.returncode, run.stderr) == (0, "")
    assert (out / "pairs.jsonl").read_bytes() == before
    assert drawn(out) == texts and (out / "report.html").read_text().count("left out, as --evidence") == said


@pytest.mark.parametrize("out", ["report"], indirect=True)
def test_regroup_explains_again_what_the_report_shows_and_nobody_wrote(out, work):
    def without(row: dict) -> dict:
        return row | dict(evidence={name: row["evidence"][name] for name in ("features",) if name in row["evidence"]})

    rows = [without(row) for row in tables.read_rows(out / "pairs.jsonl")]
    tables.write_rows(rows, out / "pairs.jsonl")
    texts = drawn(out)
    assert dedup("regroup", out, "-q", cwd=work).returncode == 0
    assert drawn(out) == texts and full(out) == set()
    page, before = ((folder / "report.html").read_text(encoding="utf8") for folder in (out, work / "report"))
    assert page.count("Liang Wen-chao") == before.count("Liang Wen-chao") > 2
    assert page.count("measurements</summary>") == before.count("measurements</summary>")


@pytest.mark.parametrize("out", ["all"], indirect=True)
def test_a_folder_of_an_earlier_version_has_everything(out, work):
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf8"))
    del manifest["output"]["evidence"]
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf8")
    texts = drawn(out)
    assert dedup("regroup", out, "-q", cwd=work).returncode == 0 and drawn(out) == texts


@pytest.mark.parametrize("which", ["report", "none"])
def test_compare_and_xlsx_need_no_evidence(which, work, tmp_path):
    run = dedup("compare", which, "call-official.txt", "call-translated.txt", "--json", cwd=work)
    told = json.loads(run.stdout)
    assert run.returncode == 0 and told["evidence"]["links"] and told["evidence"]["names"]
    assert told["probability"] == pairs(work / which)[frozenset({"call-official.txt", "call-translated.txt"})]["probability"]
    pytest.importorskip("xlsxwriter")
    assert dedup("xlsx", which, "-o", tmp_path / "out.xlsx", cwd=work).returncode == 0


# -- from Python


@pytest.fixture(scope="module")
def results(work) -> dict:
    import dedup

    return {which: dedup.find_duplicates(work / "in.jsonl", evidence=which) for which in (None, "asked", "all", "none")}


def test_evidence_is_found_where_it_is_looked_at(results, monkeypatch):
    from dedup.confirm import evidence

    seen, fact_conflicts = [], evidence.fact_conflicts
    monkeypatch.setattr(evidence, "fact_conflicts", lambda *texts: seen.append(1) or fact_conflicts(*texts))
    (pair,) = (p for p in results[None].pairs if {p.left, p.right} == {"call-official.txt", "call-translated.txt"})
    assert pair.evidence.features["word_jaccard"] > 0 and seen == []
    assert len(pair.evidence.links) >= 8 and pair.evidence.names and pair.evidence.sentences[0] > 8 and len(seen) == 1
    assert all(pair.evidence.links == () for pair in results["none"].pairs) and len(seen) == 1


def test_it_is_the_same_whenever_it_is_found(results, work):
    assert results["asked"].pairs == results["all"].pairs == pickle.loads(pickle.dumps(results["asked"].pairs))
    assert results["none"].pairs != results["all"].pairs
    assert results["none"].names == results["all"].names
    own = {frozenset((pair.left, pair.right)): pair.evidence for pair in results["asked"].pairs}
    written = pairs(work / "all")
    assert {pair for pair, evidence in own.items() if evidence.links} == full(work / "all")
    for pair in full(work / "all"):
        assert [list(link.left) for link in own[pair].links] == [link["left"] for link in written[pair]["evidence"]["links"]]
    sentences, links, names, conflicts, features = results["all"].pairs[-1].evidence
    assert features and repr(results["all"].pairs[-1].evidence).startswith("PairEvidence(sentences=")


def test_what_evidence_there_is_must_be_known():
    import dedup

    with pytest.raises(dedup.UsageError, match="evidence='some' is not known .use asked, all or none"):
        dedup.find_duplicates(["One."], evidence="some")
    with pytest.raises(TypeError, match="evidence is expected to be asked, all or none"):
        dedup.find_duplicates(["One."], evidence=3)
    with pytest.raises(dedup.UsageError, match="evidence does nothing with find='near'"):
        dedup.find_duplicates(["One."], find="near", evidence="all")
