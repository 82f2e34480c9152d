"""The scripts in samples/ run from any folder, fit on a screen, and find what samples/README.md says they find."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent.parent / "samples"
SCRIPTS = sorted(SAMPLES.glob("*.py"))

# What must group with what, as samples/README.md has it; all others must stay alone.
CALL = {
    "call-copy.txt": "exact",
    "call-edited.txt": "near-duplicate",
    "call-excerpt.txt": "excerpt",
    "call-translated.txt": "translation-variant",
    "call-chinese.txt": "translation-variant",
    "call-russian.txt": "translation-variant",
}
REMOVED = {("call-official.txt", id): label for id, label in CALL.items()} | {("harvest-retold.txt", "harvest.txt"): "translation-variant"}


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> dict[str, str]:
    """What each script prints, run from a folder that has nothing to do with it, and that it leaves empty."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    out = {}
    for script in SCRIPTS:
        run = subprocess.run([sys.executable, script], cwd=elsewhere, capture_output=True, text=True, encoding="utf8")
        assert (run.returncode, run.stderr) == (0, ""), f"{script.name}: {run.stderr}"
        assert not list(elsewhere.iterdir())
        out[script.stem] = run.stdout
    return out


def test_there_are_three_scripts_of_at_most_a_screen():
    assert [script.stem for script in SCRIPTS] == ["command_line", "library", "pipeline_polars"]
    for script in SCRIPTS:
        assert len(script.read_text(encoding="utf8").splitlines()) <= 40


def test_the_readme_lists_every_document():
    listed = set(re.findall(r"^\| `([\w-]+\.txt)`", (SAMPLES / "README.md").read_text(encoding="utf8"), re.M))
    assert listed == {path.name for path in (SAMPLES / "reports").iterdir()} and len(listed) == 16


def test_the_command_finds_the_two_groups(printed):
    text = printed["command_line"].split("Groups of more than one document:\n")[1].split("Alone:")[0]
    found, canonical = {}, ""
    for line in text.splitlines():
        row = re.fullmatch(r"    (.+): (.+), probability [01]\.\d\d", line)
        if row:
            found[canonical, row[1]] = row[2]
        else:
            canonical = line.strip()
    assert found == REMOVED
    assert "Alone: 7 documents" in printed["command_line"]


def people(printed: dict[str, str]) -> list[set[str]]:
    names = printed["command_line"].split("Names with several spellings:\n")[1]
    return [set(re.split(": |, ", line.strip())) for line in names.splitlines()]


def test_the_command_joins_the_spellings_of_names(printed):
    for spellings in ({"Liang Wenzhao", "Liang Wen-chao", "梁文昭", "Лян Вэньчжао"}, {"Marta Kovelli", "Marta Covelli"}):
        assert any(spellings <= person for person in people(printed))
    assert not any(person & {"Khamsouk", "Khamsouk Phetsavanh"} and person & {"Liang", "Liang Wenzhao"} for person in people(printed))


def test_the_command_joins_even_the_spellings_that_only_the_texts_tell(printed):
    assert any({"Khamsouk Phetsavanh", "Kansuk Petsavan", "坎苏·佩萨万"} <= person for person in people(printed))


def test_the_library_finds_the_same(printed):
    removed = re.findall(r"^  (\S+) -> (\S+) \((\S+), [01]\.\d\d\)$", printed["library"], re.M)
    assert {(kept, id): label for id, kept, label in removed} == REMOVED
    assert printed["library"].startswith("9 documents kept, 7 removed:")


def test_what_looks_alike_is_shown_as_related(printed):
    related = printed["library"].split("Look alike, but say other things:\n")[1].split("\n\n")[0]
    pairs = {frozenset(pair): float(p) for *pair, p in re.findall(r"^  (\S+) / (\S+): ([01]\.\d\d)$", related, re.M)}
    assert frozenset({"market-monday.txt", "market-tuesday.txt"}) in pairs
    assert frozenset({"call-official.txt", "meeting-customs.txt"}) in pairs
    assert all(p < 0.5 for p in pairs.values())


def test_pairs_and_names_one_at_a_time(printed):
    call = re.search(r"^The two reports of one call: (\S+), ([01]\.\d\d), (\d+) aligned sentences$", printed["library"], re.M)
    assert call[1] == "translation-variant" and float(call[2]) >= 0.9 and int(call[3]) >= 8
    market = re.search(r"^The two market reports: (\S+), ([01]\.\d\d), (\d+) conflicting facts$", printed["library"], re.M)
    assert market[1] == "related" and float(market[2]) < 0.5 and int(market[3]) >= 3
    assert re.search(r"^Khamsouk Phetsavanh ~ Kansuk Petsavan: 0\.[5-9]\d$", printed["library"], re.M)


def test_a_frame_goes_in_and_the_frame_without_its_duplicates_comes_out(printed):
    lines = printed["pipeline_polars"].splitlines()
    assert lines[0] == "16 documents in, 9 kept, 7 removed"
    assert lines[3] == f"Removed: {', '.join(sorted(id for _, id in REMOVED))}"
    assert lines[4] == "Written and read again: 9 documents with the columns id, text, source"
