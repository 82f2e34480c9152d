"""What a type checker says of a program that calls every public function: nothing, unless it is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import dedup

ROOT = Path(__file__).parent.parent

PROGRAM = """
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dedup


class Bar:
    def update(self, n: int) -> None: ...
    def close(self) -> None: ...


def progress(*, total: int | None, desc: str, unit: str) -> Bar:
    print(desc, total, unit)
    return Bar()


def score(row: Mapping[str, Any]) -> float:
    return float(row["score"])


settings = dedup.Settings(find="near", threshold=0.8, keep=score)
result: dedup.Result = dedup.find_duplicates(
    [{"text": "One."}], settings=settings, keep="first", html="main", workers=2, seed=3, encoder=Path("folder"), device="cpu",
    calibration="manifest.json", names_model="spacy:xx", known=[("Li", "Lee", "same")], text="text", id="id", skip_bad=True,
    progress=progress, find="variants", threshold=0.5, jaccard=0.4,
)
dedup.find_duplicates("file.csv", known=Path("known.csv"), progress=dedup.progress.terminal)
dedup.find_duplicates(["One.", "Two."], progress=dedup.progress.silent)
for judged in result.pairs:
    probability: float = judged.probability
    evidence: dedup.PairEvidence = judged.evidence
    print(judged.left, judged.right, judged.label, [link.score for link in evidence.links], evidence.features.get("overlap"))
for entry in result.names:
    spellings: list[str] = [alias.text for alias in entry.aliases]
print(result.clusters.num_rows, result.kept, result.removed, [line.upper() for line in result.skipped + result.warnings])

pair: dedup.Pair = dedup.compare("One.", "Two.", encoder="folder", device="cuda")
both: dedup.Evidence = pair.evidence
links: tuple[dedup.SentenceLink, ...] = both.links
names: tuple[dedup.NameMatch, ...] = both.names
conflicts: tuple[dedup.FactConflict, ...] = both.conflicts
score_of: float = dedup.name_similarity("Li", "Lee")
print(dedup.name_similarities(["Li"], ["Lee"]).mean(), dedup.__version__.split("."))
people: list[dedup.NameEntry] = result.names
alias: dedup.Alias = people[0].aliases[0]
judged_pairs: list[dedup.JudgedPair] = result.pairs
own: dedup.progress.Progress = progress
bar: dedup.progress.Bar = own(total=None, desc="read", unit="doc")
try:
    dedup.compare("One.", "Two.")
except (dedup.DataError, dedup.UsageError, dedup.OutputError, dedup.ModelError) as error:
    line: str = str(error)
except dedup.DedupError as error:
    print(error.remedy)
"""

# A wrong line, and what is said of it.
WRONG = {
    "dedup.find_dupes(['One.'])": "has no attribute",
    "dedup.find_duplicates(['One.'], threshold='high')": "arg-type",
    "dedup.find_duplicates(['One.'], find='all')": "arg-type",
    "dedup.find_duplicates(['One.'], progress=print)": "arg-type",
    "dedup.compare('One.', None)": "arg-type",
    "dedup.find_duplicates(['One.']).pairs[0]['label']": "call-overload",
    "dedup.find_duplicates(['One.']).pairs[0].labels": "has no attribute",
}


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> list[str]:
    """What `mypy --strict` says of the program, and below it of the wrong lines."""
    folder = tmp_path_factory.mktemp("user")
    (folder / "program.py").write_text(PROGRAM, encoding="utf8")
    (folder / "wrong.py").write_text("import dedup\n" + "\n".join(WRONG), encoding="utf8")
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "--cache-dir", ".cache", "program.py", "wrong.py"]
    run = subprocess.run(command, cwd=folder, env=os.environ | {"MYPYPATH": str(ROOT)}, capture_output=True, text=True)
    assert run.stderr == ""
    return run.stdout.splitlines()


def test_mypy_has_nothing_to_say_of_a_program_that_uses_every_public_name(said):
    assert [line for line in said if line.startswith("program.py")] == []
    assert [name for name in dedup.__all__ if f"dedup.{name}" not in PROGRAM] == []


@pytest.mark.parametrize("wrong", WRONG)
def test_mypy_finds_what_is_wrong(said, wrong):
    number = list(WRONG).index(wrong) + 2
    assert any(line.startswith(f"wrong.py:{number}: error") and WRONG[wrong] in line for line in said), said
