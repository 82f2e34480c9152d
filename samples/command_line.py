"""The command line: group the sample reports, then read the results from disk."""

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

REPORTS = Path(__file__).resolve().parent / "reports"


def rows(path):
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


with tempfile.TemporaryDirectory() as folder:
    out = Path(folder) / "out"
    subprocess.run([sys.executable, "-m", "dedup", "run", str(REPORTS), "-o", str(out), "--quiet"], check=True)

    groups = defaultdict(list)
    for row in rows(out / "clusters.jsonl"):
        groups[row["cluster"]].append(row)

    print("\nGroups of more than one document:")
    for members in groups.values():
        if len(members) > 1:
            print(f"  {next(row['id'] for row in members if row['canonical'])}")
            for row in members:
                if row["duplicate_of"]:
                    print(f"    {row['id']}: {row['label']}, probability {row['probability']:.2f}")
    print(f"Alone: {sum(len(members) == 1 for members in groups.values())} documents")

    print("\nNames with several spellings:")
    for entry in rows(out / "names.jsonl"):
        spellings = [alias["text"] for alias in entry["aliases"] if alias["text"] != entry["name"]]
        if spellings:
            print(f"  {entry['name']}: {', '.join(spellings)}")
