"""The library: one call for a collection, one for a pair of texts, one for two names."""

from pathlib import Path

import dedup

REPORTS = Path(__file__).resolve().parent / "reports"


def text(name):
    return (REPORTS / name).read_text(encoding="utf-8")


result = dedup.find_duplicates(str(REPORTS), find="variants")
print(f"{result.kept.num_rows} documents kept, {result.removed.num_rows} removed:")
for row in result.clusters.to_pylist():
    if row["duplicate_of"]:
        print(f"  {row['id']} -> {row['duplicate_of']} ({row['label']}, {row['probability']:.2f})")

print("\nLook alike, but say other things:")
for pair in result.pairs:
    if pair.label == "related":
        print(f"  {pair.left} / {pair.right}: {pair.probability:.2f}")

print("\nPeople spelled in several ways:")
for person in result.names:
    if len(person.aliases) > 1:
        print(f"  {', '.join(alias.text for alias in person.aliases)}")

pair = dedup.compare(text("call-official.txt"), text("call-translated.txt"))
print(f"\nThe two reports of one call: {pair.label}, {pair.probability:.2f}, {len(pair.evidence.links)} aligned sentences")
for match in pair.evidence.names:
    print(f"  {' / '.join(match.left)} = {' / '.join(match.right)} ({match.score:.2f})")

pair = dedup.compare(text("market-monday.txt"), text("market-tuesday.txt"))
print(f"The two market reports: {pair.label}, {pair.probability:.2f}, {len(pair.evidence.conflicts)} conflicting facts")

one, other = "Khamsouk Phetsavanh", "Kansuk Petsavan"
print(f"{one} ~ {other}: {dedup.name_similarity(one, other):.2f}")
